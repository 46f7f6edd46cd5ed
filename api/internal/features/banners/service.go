// Package banners is being built.
package banners

// Service is being built.
type Service struct{}
