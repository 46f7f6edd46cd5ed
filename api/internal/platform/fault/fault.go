// Package fault is the one way in which an operation refuses.
//
// A fault carries a stable code (`feature.reason`) that clients may test for,
// and says what kind of refusal it is; platform/httpx turns it into an RFC 9457
// problem document. Every other error is our own failure: it becomes a 500
// whose text stays in the log.
package fault

import (
	"errors"
	"time"
)

// Kind says what sort of refusal a fault is. HTTP knows it as a status.
type Kind int

// The kinds of refusal.
const (
	Invalid         Kind = iota + 1 // the request breaks its contract
	Unauthenticated                 // nobody is logged in
	Forbidden                       // somebody is, and may not
	NotFound                        // there is no such thing, or not for this person
	Gone                            // there was such a thing
	Conflict                        // the state of the thing is against it
	Precondition                    // a condition that the request carries does not hold
	TooLarge                        // more bytes than allowed
	Unsupported                     // a media type that is not accepted
	Unprocessable                   // well-formed, not acceptable
	Limited                         // too often; see RetryAfter
	Unavailable                     // a part that is needed does not answer
)

// Field is what is wrong with one field of the input.
type Field struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Fault is a refusal.
type Fault struct {
	Kind       Kind
	Code       string         // stable, `feature.reason`
	Detail     string         // one English sentence; clients translate by Code
	Fields     []Field        // what is wrong with which field
	Extensions map[string]any // further members of the problem document
	RetryAfter time.Duration  // with Limited
}

// New makes a fault.
func New(kind Kind, code, detail string, fields ...Field) *Fault {
	return &Fault{Kind: kind, Code: code, Detail: detail, Fields: fields}
}

// Error implements error.
func (f *Fault) Error() string { return f.Code + ": " + f.Detail }

// Is makes two faults of one code the same for errors.Is.
func (f *Fault) Is(target error) bool {
	other, ok := target.(*Fault)
	return ok && other.Code == f.Code
}

// With returns a copy that carries a further member in its problem document.
func (f *Fault) With(name string, value any) *Fault {
	out := *f
	out.Extensions = map[string]any{name: value}
	for k, v := range f.Extensions {
		out.Extensions[k] = v
	}
	return &out
}

// WithFields returns a copy that says what is wrong with which field.
func (f *Fault) WithFields(fields ...Field) *Fault {
	out := *f
	out.Fields = append(append([]Field{}, f.Fields...), fields...)
	return &out
}

// As finds the fault in err's chain.
func As(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}
