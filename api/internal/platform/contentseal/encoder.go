package contentseal

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// Encoder hashes the fields of an object in an order that never changes. A field
// that comes later belongs to a new schema: what was sealed by an old one is
// checked by the old one.
type Encoder struct{ sum hash.Hash }

// NewEncoder begins the encoding of an object by a schema.
func NewEncoder(t Type, schema int) *Encoder {
	e := &Encoder{sum: sha256.New()}
	return e.Text(string(t)).Int(int64(schema))
}

// Text adds fields of text. Each has its length before it, so that no two
// objects have the same encoding.
func (e *Encoder) Text(fields ...string) *Encoder {
	for _, field := range fields {
		e.number(uint64(len(field)))
		e.sum.Write([]byte(field))
	}
	return e
}

// Int adds numbers.
func (e *Encoder) Int(fields ...int64) *Encoder {
	for _, field := range fields {
		e.number(uint64(field)) //nolint:gosec // bits, not a number
	}
	return e
}

// Maybe adds numbers that may be lacking, such as ids.
func (e *Encoder) Maybe(fields ...*int64) *Encoder {
	for _, field := range fields {
		if field == nil {
			e.Int(0)
			continue
		}
		e.Int(1, *field)
	}
	return e
}

// Sum is the hash of what was added.
func (e *Encoder) Sum() []byte { return e.sum.Sum(nil) }

func (e *Encoder) number(n uint64) {
	var bytes [8]byte
	binary.BigEndian.PutUint64(bytes[:], n)
	e.sum.Write(bytes[:])
}
