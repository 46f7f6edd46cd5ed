// Package integrity is being built.
package integrity

// Service is being built.
type Service struct{}
