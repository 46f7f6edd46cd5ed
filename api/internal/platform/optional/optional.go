// Package optional reads values that a contract lets a client leave out.
package optional

// Or is the value that p points to, or otherwise when there is none.
func Or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// Filled is a pointer to a text; nil when it is empty.
func Filled(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
