// Package search is being built.
package search

// Service is being built.
type Service struct{}
