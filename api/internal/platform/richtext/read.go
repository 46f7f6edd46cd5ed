package richtext

import (
	"encoding/json"
	"unicode/utf8"
)

// raw is a node as it was sent, before the schema has been asked.
type raw struct {
	kind    kind
	attrs   []attr
	content []raw
	marks   []rawMark
	text    string
	unknown []string // names of members that no node has
}

type rawMark struct {
	kind    string
	attrs   []attr
	unknown []string
}

// attr is a node's or mark's attribute: string, json.Number, bool, nil or widths.
type attr struct {
	name  string
	value any
}

// maxMembers limits the members of one JSON object and the marks of one text;
// no node has half as many.
const maxMembers = 16

// reader turns JSON into raw nodes, and stops where they are too many or too
// deep, before anything large has been built.
type reader struct {
	lexer
	budget budget
}

// read decodes the JSON of a whole document.
func read(source json.RawMessage) (raw, error) {
	switch {
	case len(source) > MaxBytes:
		return raw{}, ErrTooLarge
	case !utf8.Valid(source):
		return raw{}, ErrEncoding
	}
	r := reader{lexer: lexer{source: string(source)}}
	root, err := r.node(1)
	if err == nil && (r.peek() != 0 || r.at < len(source)) {
		err = ErrNotJSON
	}
	return root, err
}

func (r *reader) node(depth int) (raw, error) {
	var n raw
	if err := r.budget.enter(depth); err != nil {
		return n, err
	}
	err := r.object(func(name string) (err error) {
		switch name {
		case "type":
			var s string
			s, err = r.str()
			n.kind = kind(s)
		case "text":
			n.text, err = r.str()
		case "attrs":
			n.attrs, err = r.attributes()
		case "content":
			err = r.array(func() error {
				child, err := r.node(depth + 1)
				n.content = append(n.content, child)
				return err
			})
		case "marks":
			err = r.array(func() error {
				m, err := r.mark()
				if n.marks = append(n.marks, m); len(n.marks) > maxMembers {
					return notJSON("too_many_marks", "a text has more marks than there are")
				}
				return err
			})
		default:
			n.unknown = append(n.unknown, name)
			err = r.skip()
		}
		return err
	})
	return n, err
}

func (r *reader) mark() (rawMark, error) {
	var m rawMark
	err := r.object(func(name string) (err error) {
		switch name {
		case "type":
			m.kind, err = r.str()
		case "attrs":
			m.attrs, err = r.attributes()
		default:
			m.unknown = append(m.unknown, name)
			err = r.skip()
		}
		return err
	})
	return m, err
}

// widths stands for the widths of a table's columns in pixels. They are the one
// attribute that is a list, and mean nothing on a page.
type widths struct{}

func (r *reader) value(name string) (any, error) {
	if name == "colwidth" && r.peek() == '[' {
		return widths{}, r.skip()
	}
	return r.plain()
}

func (r *reader) attributes() ([]attr, error) {
	var all []attr
	err := r.object(func(name string) error {
		value, err := r.value(name)
		all = append(all, attr{name, value})
		return err
	})
	return all, err
}
