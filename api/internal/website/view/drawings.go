package view

import (
	"encoding/binary"
	"html/template"
	"io"
	"math"
	"reflect"
	"strings"
	"sync"
)

// mostDrawn bounds what a language's drawings take in one generation, in bytes of HTML
// and of the values that it was drawn of.
const mostDrawn = 2 << 20

// drawings remember what parts of pages look like: a part is drawn of its values alone,
// and so the same values give the same HTML, on whatever page and at whatever time. They
// hold two generations, and drop the older one when the younger is full.
type drawings struct {
	mutex        sync.Mutex
	young, older map[string]template.HTML
	size         int // of the younger, in bytes
}

// part draws parts of a page with its own templates: {{part "card" .}} is
// {{template "card" .}}, looked up where the same card has been drawn before.
func (d *drawings) part(draw func(w io.Writer, name string, value any) error) func(name string, value any) (template.HTML, error) {
	return func(name string, value any) (template.HTML, error) {
		room := keys.Get().(*[]byte) //nolint:errcheck // the pool has no others
		defer keys.Put(room)
		key, plain := appendValue(append(append((*room)[:0], name...), 0), reflect.ValueOf(value))
		if plain {
			*room = key
			if known, found := d.find(key); found {
				return known, nil
			}
		}
		var out strings.Builder // a template writes once
		if err := draw(&out, name, value); err != nil {
			return "", err
		}
		drawn := template.HTML(out.String()) //nolint:gosec // of a template that escapes
		if plain {
			d.keep(string(key), drawn)
		}
		return drawn, nil
	}
}

// keys are room for looking up: a key is kept only with what was drawn anew.
var keys = sync.Pool{New: func() any { return new([]byte) }}

// blockPrefix begins the names of blocks' templates.
const blockPrefix = "block-"

// drawBlock draws a block.
func drawBlock(part func(string, any) (template.HTML, error)) func(Block) (template.HTML, error) {
	return func(b Block) (template.HTML, error) {
		if known, is := b.(Drawn); is {
			return template.HTML(known), nil
		}
		return part(blockPrefix+b.block(), b)
	}
}

// drawNewest draws the feed.
func drawNewest(part func(string, any) (template.HTML, error)) func(Newest) (template.HTML, error) {
	return func(n Newest) (template.HTML, error) {
		if n.Drawn != "" {
			return template.HTML(n.Drawn), nil
		}
		return part("feed", n)
	}
}

func (d *drawings) find(key []byte) (template.HTML, bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	drawn, found := d.young[string(key)]
	if !found {
		if drawn, found = d.older[string(key)]; found {
			d.put(string(key), drawn)
		}
	}
	return drawn, found
}

func (d *drawings) keep(key string, drawn template.HTML) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.put(key, drawn)
}

func (d *drawings) put(key string, drawn template.HTML) {
	if d.young == nil || d.size > mostDrawn {
		d.young, d.older, d.size = map[string]template.HTML{}, d.young, 0
	}
	d.young[key] = drawn
	d.size += len(key) + len(drawn)
}

// appendValue writes a value out so that different values are different bytes: lengths
// and absences are part of it. False for kinds that parts of pages have none of.
func appendValue(out []byte, v reflect.Value) ([]byte, bool) {
	switch v.Kind() {
	case reflect.Invalid:
		return append(out, 0), true
	case reflect.String:
		return append(binary.AppendUvarint(out, uint64(v.Len())), v.String()...), true
	case reflect.Bool:
		if v.Bool() {
			return append(out, 1), true
		}
		return append(out, 0), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(out, v.Int()), true
	case reflect.Float32, reflect.Float64:
		return binary.BigEndian.AppendUint64(out, math.Float64bits(v.Float())), true
	case reflect.Pointer:
		if v.IsNil() {
			return append(out, 0), true
		}
		return appendValue(append(out, 1), v.Elem())
	case reflect.Interface:
		if v.IsNil() {
			return append(out, 0), true
		}
		name := v.Elem().Type().String()
		out = append(binary.AppendUvarint(append(out, 1), uint64(len(name))), name...)
		return appendValue(out, v.Elem())
	case reflect.Slice, reflect.Array:
		return appendEach(binary.AppendUvarint(out, uint64(v.Len())), v.Len(), v.Index)
	case reflect.Struct:
		return appendEach(out, v.NumField(), v.Field)
	}
	return nil, false
}

func appendEach(out []byte, length int, part func(int) reflect.Value) (_ []byte, plain bool) {
	for i := range length {
		if out, plain = appendValue(out, part(i)); !plain {
			return nil, false
		}
	}
	return out, true
}
