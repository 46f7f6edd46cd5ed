package cache

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// mostDebts is how many tags are remembered one by one; beyond, every page is outdated.
const mostDebts = 10_000

// debts are bumps that failed.
type debts struct {
	owed     atomic.Bool // whether there are any
	mu       sync.Mutex
	position int64
	tags     map[string]bool
}

// owe remembers a bump that failed, and keeps this process from serving what it should
// have outdated. The job of the change's event tries again, too; but later.
func (p *Pages) owe(position int64, tags []string) {
	p.debts.mu.Lock()
	defer p.debts.mu.Unlock()
	if p.debts.tags == nil {
		p.debts.tags = map[string]bool{}
	}
	p.debts.position = max(p.debts.position, position)
	for _, tag := range tags {
		p.debts.tags[tag] = true
	}
	p.debts.owed.Store(true)
	p.link.cut(errDown)
}

// pay bumps what is owed, again and again until it can't have been lost.
func (p *Pages) pay(ctx context.Context) error {
	p.debts.mu.Lock()
	defer p.debts.mu.Unlock()
	if len(p.debts.tags) == 0 {
		return nil
	}
	if len(p.debts.tags) > mostDebts {
		if _, err := p.stop(ctx, p.debts.position); err != nil {
			return err
		}
		if !p.link.steady() {
			return nil
		}
		p.debts.tags = map[string]bool{"emptied": true} // the position is owed still
	}
	all := make([]string, 0, len(p.debts.tags))
	for tag := range p.debts.tags {
		all = append(all, tag)
	}
	for some := range slices.Chunk(all, 500) {
		if _, err := p.bump(ctx, p.debts.position, some); err != nil {
			return err
		}
	}
	if p.link.steady() {
		p.debts.tags, p.debts.position = nil, 0
		p.debts.owed.Store(false)
	}
	return nil
}
