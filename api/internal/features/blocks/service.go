// Package blocks is being built.
package blocks

// Service is being built.
type Service struct{}
