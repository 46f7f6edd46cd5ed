//go:build !race

package demo_test

// stories is how many the tests seed: all.
const stories = 0
