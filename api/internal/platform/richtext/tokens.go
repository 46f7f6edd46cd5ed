package richtext

import (
	"encoding/json"
	"strings"

	"baq.kz/portal/api/internal/platform/fault"
)

// lexer reads JSON straight from its bytes. A stored document is read for every
// page that is not cached, and encoding/json's tokens took 20 times as long.
// Its source is known to be UTF-8. Control characters that stand in a string as
// they are, which JSON forbids, are read: cleaning takes them out anyway.
type lexer struct {
	source string
	at     int
}

func notJSON(code, message string) *fault.Fault {
	return ErrNotJSON.WithFields(problem("", code, message))
}

// peek is the next character that is no white space; 0, which JSON has nowhere
// outside of strings, at the end.
func (l *lexer) peek() byte {
	for ; l.at < len(l.source); l.at++ {
		switch c := l.source[l.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// next tells whether the next character is c, and steps over it if so.
func (l *lexer) next(c byte) bool {
	if l.peek() != c {
		return false
	}
	l.at++
	return true
}

// list reads what stands between open and end, calling element for each part;
// null stands for an empty list.
func (l *lexer) list(open, end byte, element func() error) error {
	if !l.next(open) {
		if l.null() {
			return nil
		}
		return notJSON("bad_type", "a "+string(open)+" was expected")
	}
	if l.next(end) {
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		if l.next(end) {
			return nil
		}
		if !l.next(',') {
			return ErrNotJSON
		}
	}
}

func (l *lexer) array(element func() error) error { return l.list('[', ']', element) }

// object calls member with the name of each member, each of which stands once.
func (l *lexer) object(member func(name string) error) error {
	var seen [maxMembers]string
	count := 0
	return l.list('{', '}', func() error {
		name, err := l.str()
		if err != nil {
			return err
		}
		for _, other := range seen[:count] {
			if other == name {
				return notJSON("duplicate_key", quote(name)+" stands twice in one object")
			}
		}
		if count == maxMembers {
			return notJSON("too_many_keys", "an object has more members than any part of a document")
		}
		seen[count] = name
		count++
		if !l.next(':') {
			return ErrNotJSON
		}
		return member(name)
	})
}

// str reads a string.
func (l *lexer) str() (string, error) {
	if !l.next('"') {
		return "", notJSON("bad_type", "a string was expected")
	}
	rest := l.source[l.at:]
	end := strings.IndexByte(rest, '"')
	if end < 0 {
		return "", ErrNotJSON
	}
	if strings.IndexByte(rest[:end], '\\') >= 0 {
		return l.escaped()
	}
	l.at += end + 1
	return rest[:end], nil
}

// escaped reads a string that has a backslash in it, with encoding/json.
func (l *lexer) escaped() (string, error) {
	for i := l.at; i < len(l.source); i++ {
		switch l.source[i] {
		case '\\':
			i++
		case '"':
			var s string
			if json.Unmarshal([]byte(l.source[l.at-1:i+1]), &s) != nil {
				return "", ErrNotJSON
			}
			l.at = i + 1
			return s, nil
		}
	}
	return "", ErrNotJSON
}

func (l *lexer) null() bool {
	if l.peek() == 'n' && strings.HasPrefix(l.source[l.at:], "null") {
		l.at += len("null")
		return true
	}
	return false
}

// plain reads a value that is no object or array: a string, json.Number, bool or nil.
func (l *lexer) plain() (any, error) {
	switch c := l.peek(); c {
	case '"':
		return l.str()
	case '{', '[':
		return nil, notJSON("bad_attribute", "an attribute's value must be plain")
	}
	from := l.at
	for l.at < len(l.source) && strings.IndexByte(" \t\r\n,]}", l.source[l.at]) < 0 {
		l.at++
	}
	switch literal := l.source[from:l.at]; {
	case !json.Valid([]byte(literal)):
		return nil, ErrNotJSON
	case literal == "null":
		return nil, nil
	case literal == "true", literal == "false":
		return literal == "true", nil
	default: // JSON has nothing else that begins with no quote or bracket
		return json.Number(literal), nil
	}
}

// skip reads over a value of any kind; encoding/json ends it at 10,000 levels.
func (l *lexer) skip() error {
	decoder := json.NewDecoder(strings.NewReader(l.source[l.at:]))
	var value json.RawMessage
	if decoder.Decode(&value) != nil {
		return ErrNotJSON
	}
	l.at += int(decoder.InputOffset())
	return nil
}
