// Package optional reads values that a contract lets a client leave out.
package optional

// Or is the value that p points to, or otherwise when there is none.
func Or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}
