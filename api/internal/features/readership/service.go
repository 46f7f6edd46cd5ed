// Package readership is being built.
package readership

// Service is being built.
type Service struct{}
