//go:build !race

package demo_test

// stories is how many the tests seed: 0 for all.
const stories = 0
