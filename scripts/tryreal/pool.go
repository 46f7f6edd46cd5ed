package main

import (
	"context"
	"sync"
)

// workers is how many requests of a kind run at once.
const workers = 8

// each works through all items with a number of workers, and says how far it is.
func each[T any](ctx context.Context, r *report, what string, items []T, do func(context.Context, T)) {
	queue := make(chan T)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for one := range queue {
				do(ctx, one)
			}
		})
	}
	step := max(len(items)/4, 1)
	for i, one := range items {
		if ctx.Err() != nil {
			break
		}
		queue <- one
		if done := i + 1; done%step == 0 || done == len(items) {
			r.say("  %s: %d of %d", what, done, len(items))
		}
	}
	close(queue)
	all.Wait()
}
