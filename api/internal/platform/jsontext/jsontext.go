// Package jsontext puts JSON together of pieces, exactly as encoding/json would write the
// whole. It is for the few answers that are asked for most (docs/adr/0016).
package jsontext

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"
)

const hexadecimal = "0123456789abcdef"

// plain are the ASCII characters that stand for themselves in a string.
var plain = func() (safe [utf8.RuneSelf]bool) {
	for c := range safe {
		safe[c] = c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return safe
}()

// AppendString appends a text in quotes. As encoding/json does, it escapes what HTML or
// JavaScript would read, and writes U+FFFD for what is no UTF-8.
func AppendString(to []byte, text string) []byte {
	if !utf8.ValidString(text) {
		quoted, _ := json.Marshal(text) // a string never fails
		return append(to, quoted...)
	}
	to = append(to, '"')
	begin := 0
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c < utf8.RuneSelf && plain[c], c >= utf8.RuneSelf && c != lineSeparator[0]:
			i++
		case c < utf8.RuneSelf:
			to = appendEscape(append(to, text[begin:i]...), c)
			i++
			begin = i
		case text[i:i+2] == lineSeparator[:2] && text[i+2]|1 == paragraphSeparator[2]: // U+2028 and U+2029
			to = append(append(to, text[begin:i]...), `\u202`...)
			to = append(to, hexadecimal[text[i+2]&0xF])
			i += 3
			begin = i
		default:
			i++
		}
	}
	return append(append(to, text[begin:]...), '"')
}

// lineSeparator and paragraphSeparator end a line in JavaScript's eyes.
const lineSeparator, paragraphSeparator = "\u2028", "\u2029"

func appendEscape(to []byte, c byte) []byte {
	switch c {
	case '\\', '"':
		return append(to, '\\', c)
	case '\b':
		return append(to, `\b`...)
	case '\f':
		return append(to, `\f`...)
	case '\n':
		return append(to, `\n`...)
	case '\r':
		return append(to, `\r`...)
	case '\t':
		return append(to, `\t`...)
	}
	return append(to, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&0xF])
}

// AppendTime appends a time as time.Time writes itself: RFC 3339, to the nanosecond. The
// year must have four digits.
func AppendTime(to []byte, t time.Time) []byte {
	to = t.AppendFormat(append(to, '"'), time.RFC3339Nano)
	return append(to, '"')
}

// Object is an object that is being written, member by member, behind what stands there
// already. Names of members must need no escape.
type Object struct {
	to   []byte
	some bool
}

// Begin begins an object behind to.
func Begin(to []byte) Object { return Object{to: append(to, '{')} }

// End is all that is written.
func (o *Object) End() []byte { return append(o.to, '}') }

func (o *Object) name(name string) {
	if o.some {
		o.to = append(o.to, ',')
	}
	o.some = true
	o.to = append(append(append(o.to, '"'), name...), '"', ':')
}

// Text adds a string.
func (o *Object) Text(name, value string) {
	o.name(name)
	o.to = AppendString(o.to, value)
}

// Int adds a number.
func (o *Object) Int(name string, value int64) {
	o.name(name)
	o.to = strconv.AppendInt(o.to, value, 10)
}

// Time adds a time.
func (o *Object) Time(name string, value time.Time) {
	o.name(name)
	o.to = AppendTime(o.to, value)
}

// Raw adds what is JSON already.
func (o *Object) Raw(name string, value []byte) {
	o.name(name)
	o.to = append(o.to, value...)
}

// Array adds values that are JSON already.
func (o *Object) Array(name string, values [][]byte) {
	o.name(name)
	o.to = append(o.to, '[')
	for i, value := range values {
		if i > 0 {
			o.to = append(o.to, ',')
		}
		o.to = append(o.to, value...)
	}
	o.to = append(o.to, ']')
}
