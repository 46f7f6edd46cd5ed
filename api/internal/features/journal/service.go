// Package journal is being built.
package journal

// Service is being built.
type Service struct{}
