package view

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// action is an expression that is printed, through the escapers that html/template has
// put behind it. A text or a number is escaped here where that is the same; all else,
// and each context but text, attributes and addresses, by html/template's own escapers.
func (p *program) action(n *parse.ActionNode, in scope) (instruction, error) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) < 2 {
		return nil, fmt.Errorf("%s: %w", n, errForeign)
	}
	value, err := p.command(n.Pipe.Cmds[0], in)
	if err != nil {
		return nil, err
	}
	slow, err := p.escapers.of(n.Pipe.Cmds[1:])
	if err != nil {
		return nil, err
	}
	quick := quickly(n.Pipe.Cmds[1:])
	return func(r *run, dot reflect.Value) error {
		v, err := value(r, dot)
		if err != nil {
			return err
		}
		if !v.IsValid() || !v.CanInterface() {
			return errForeign
		}
		if out, done := quick(r.out, v); done {
			r.out = out
			return nil
		}
		escaped, err := slow(v.Interface())
		r.out = append(r.out, escaped...)
		return err
	}, nil
}

// quickly appends a value where that needs no more than what is done here.
func quickly(chain []*parse.CommandNode) func(out []byte, v reflect.Value) ([]byte, bool) {
	if len(chain) == 1 && called(chain[0]) == "_html_template_jsvalescaper" {
		return func(out []byte, v reflect.Value) ([]byte, bool) {
			if v.Type() != scriptType {
				return out, false
			}
			return append(out, v.String()...), true
		}
	}
	plain := func(string) bool { return true }
	address := false
	for i, escaper := range chain {
		switch name := called(escaper); {
		case asAddress[name] && i < len(chain)-1:
			address, plain = true, plainAddress
		case name == "_html_template_srcsetescaper" && i < len(chain)-1:
			address, plain = true, plainSrcSet
		case !asText[name] || i != len(chain)-1:
			return func(out []byte, _ reflect.Value) ([]byte, bool) { return out, false }
		}
	}
	inText := called(chain[len(chain)-1]) == "_html_template_htmlescaper" && !address
	return func(out []byte, v reflect.Value) ([]byte, bool) {
		switch of := v.Type(); {
		case of == stringType:
			if !plain(v.String()) {
				return out, false
			}
			return appendEscaped(out, v.String()), true
		case of == htmlType:
			if !inText {
				return out, false
			}
			return append(out, v.String()...), true
		case of.NumMethod() > 0 || of.PkgPath() == htmlType.PkgPath(): // it may say itself what it is
			return out, false
		case v.CanInt():
			return strconv.AppendInt(out, v.Int(), 10), true
		case v.Kind() != reflect.String || !plain(v.String()):
			return out, false
		}
		return appendEscaped(out, v.String()), true
	}
}

var stringType, htmlType, scriptType = reflect.TypeFor[string](), reflect.TypeFor[template.HTML](), reflect.TypeFor[template.JS]()

// plainAddress tells of an address that the escapers of addresses leave as it is: one of
// our own or of the web, of characters that need no coding.
func plainAddress(address string) bool {
	if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return false
	}
	for i := 0; i < len(address); i++ {
		switch c := address[i]; {
		case inAddress[c]:
		case c == '%' && i+2 < len(address) && hexadecimal(address[i+1]) && hexadecimal(address[i+2]):
		default:
			return false
		}
	}
	return true
}

// plainSrcSet tells of addresses with widths that html/template leaves as they are.
func plainSrcSet(set string) bool {
	for one := range strings.SplitSeq(set, ", ") {
		address, width, _ := strings.Cut(one, " ")
		if !plainAddress(address) || strings.Trim(width, "0123456789w") != "" {
			return false
		}
	}
	return true
}

// inAddress are the characters of an address that need no coding.
var inAddress = func() (plain [256]bool) {
	for _, c := range []byte(untouched + ":?=&+") {
		plain[c] = true
	}
	return plain
}()

func hexadecimal(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// appendEscaped escapes as for texts and attributes.
func appendEscaped(out []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if !escaped[text[i]] {
			continue
		}
		out = append(append(out, text[from:i]...), entities[text[i]]...)
		from = i + 1
	}
	return append(out, text[from:]...)
}

// escaped are the characters that have an entity: a table that is small enough to stay
// in the processor's cache.
var escaped = func() (has [256]bool) {
	for c, entity := range entities {
		has[c] = entity != ""
	}
	return has
}()

// entities are html/template's replacements (htmlReplacementTable).
var entities = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// escapers are chains of html/template's own escapers by their names. A renderer has one
// of each: a template takes some ten KiB, and pages have thousands of expressions.
type escapers map[string]func(v any) (string, error)

func (e escapers) of(chain []*parse.CommandNode) (func(v any) (string, error), error) {
	var names strings.Builder
	for _, one := range chain {
		if !strings.HasPrefix(called(one), "_html_template_") || len(one.Args) > 1 {
			return nil, fmt.Errorf("%s: %w", one, errForeign)
		}
		names.WriteString(called(one) + " ")
	}
	known, has := e[names.String()]
	if has {
		return known, nil
	}
	made, err := escaper(chain)
	if err == nil {
		e[names.String()] = made
	}
	return made, err
}

// escaper is a chain of html/template's own escapers, of which it offers none by name: a
// template of nothing but the chain.
func escaper(chain []*parse.CommandNode) (func(v any) (string, error), error) {
	own, err := template.New("").Parse("{{.}}")
	if err == nil {
		err = own.Execute(io.Discard, "") // now it is escaped, and knows the escapers
	}
	if err != nil {
		return nil, err
	}
	pipe := own.Tree.Root.Nodes[0].(*parse.ActionNode).Pipe //nolint:errcheck // so it was parsed
	pipe.Cmds = append(pipe.Cmds[:1], chain...)
	return func(v any) (string, error) {
		var out bytes.Buffer
		err := own.Execute(&out, v)
		return out.String(), err
	}, nil
}
