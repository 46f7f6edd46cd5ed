// Package alerts is being built.
package alerts

// Service is being built.
type Service struct{}
