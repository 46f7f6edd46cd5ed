// Package redirects is being built.
package redirects

// Service is being built.
type Service struct{}
