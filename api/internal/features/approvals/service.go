// Package approvals is being built.
package approvals

// Service is being built.
type Service struct{}
