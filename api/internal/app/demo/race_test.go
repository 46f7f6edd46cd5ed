//go:build race

package demo_test

// stories is how many the tests seed: the race detector makes the making of
// pictures ten times slower.
const stories = few
