package view

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"
	"text/template/parse"
)

// fold writes into a page's templates, once, what they say the same on every page: words
// of the locale without a value in them ({{t "site.name"}}), addresses of files
// ({{asset "site.css"}}), and templates of nothing else ({{template "wordmark"}}). It
// does so when html/template has chosen how each is escaped, and only where that is as
// text or an attribute, so that a page is byte for byte what it would be without.
func fold(own *template.Template, names []string, words, files func(args ...string) (string, error)) error {
	f := folder{own: own, same: map[string]func(...string) (string, error){"t": words, "asset": files}, done: map[string]bool{}}
	if err := f.escape(names); err != nil {
		return err
	}
	for _, one := range own.Templates() {
		if err := f.template(one.Name()); err != nil {
			return fmt.Errorf("template %q: %w", one.Name(), err)
		}
	}
	return nil
}

type folder struct {
	own  *template.Template
	same map[string]func(args ...string) (string, error) // what gives the same for the same words
	done map[string]bool
}

// escape has html/template escape what is executed by itself. It offers
// that as the beginning of an execution only, which ends at once for want of a page.
func (f folder) escape(names []string) error {
	for _, name := range names {
		var wrong *template.Error
		if err := f.own.ExecuteTemplate(io.Discard, name, nil); errors.As(err, &wrong) {
			return err
		}
	}
	return nil
}

func (f folder) template(name string) error {
	one := f.own.Lookup(name)
	if f.done[name] || one == nil || one.Tree == nil {
		return nil
	}
	f.done[name] = true
	return f.list(one.Tree.Root)
}

func (f folder) list(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	folded := list.Nodes[:0]
	for _, node := range list.Nodes {
		node, err := f.node(node)
		if err != nil {
			return err
		}
		text, plain := node.(*parse.TextNode)
		if plain && len(folded) > 0 {
			if before, also := folded[len(folded)-1].(*parse.TextNode); also {
				folded[len(folded)-1] = written(string(before.Text) + string(text.Text))
				continue
			}
		}
		folded = append(folded, node)
	}
	list.Nodes = folded
	return nil
}

func (f folder) node(node parse.Node) (parse.Node, error) {
	switch n := node.(type) {
	case *parse.ActionNode:
		return f.action(n)
	case *parse.TemplateNode:
		if err := f.template(n.Name); err != nil {
			return nil, err
		}
		if text, alone := f.alone(n.Name); alone {
			return text, nil
		}
	case *parse.IfNode:
		return n, errors.Join(f.list(n.List), f.list(n.ElseList))
	case *parse.WithNode:
		return n, errors.Join(f.list(n.List), f.list(n.ElseList))
	case *parse.RangeNode:
		return n, errors.Join(f.list(n.List), f.list(n.ElseList))
	}
	return node, nil
}

// alone is the text of a template that has nothing else.
func (f folder) alone(name string) (*parse.TextNode, bool) {
	one := f.own.Lookup(name)
	if one == nil || one.Tree == nil || len(one.Tree.Root.Nodes) != 1 {
		return nil, false
	}
	text, plain := one.Tree.Root.Nodes[0].(*parse.TextNode)
	return text, plain
}

// action is the text of a call that gives the same each time; else the call.
func (f folder) action(n *parse.ActionNode) (parse.Node, error) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) == 0 {
		return n, nil
	}
	call, known := f.same[called(n.Pipe.Cmds[0])]
	if !known {
		return n, nil
	}
	var args []string
	for _, arg := range n.Pipe.Cmds[0].Args[1:] {
		word, constant := arg.(*parse.StringNode)
		if !constant {
			return n, nil
		}
		args = append(args, word.Text)
	}
	said, err := call(args...)
	if err != nil {
		return n, err
	}
	for _, escaper := range n.Pipe.Cmds[1:] {
		switch name := called(escaper); {
		case asText[name] && len(n.Pipe.Cmds) == 2:
			return written(string(appendEscaped(nil, said))), nil
		case !asText[name] && !asAddress[name], strings.Trim(said, untouched) != "":
			return n, nil
		}
	}
	return written(said), nil
}

// The names that html/template gives its escapers.
var (
	asText    = map[string]bool{"_html_template_htmlescaper": true, "_html_template_attrescaper": true, "_html_template_rcdataescaper": true}
	asAddress = map[string]bool{"_html_template_urlfilter": true, "_html_template_urlnormalizer": true}
)

// untouched are characters that no escaper of text or addresses changes.
const untouched = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-"

// called is the function of a command; empty where it calls none.
func called(command *parse.CommandNode) string {
	if name, is := command.Args[0].(*parse.IdentifierNode); is {
		return name.Ident
	}
	return ""
}

func written(text string) *parse.TextNode {
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(text)}
}

// executed are the names of what is executed by itself: the document, blocks, and parts
// that are drawn by their names.
func executed(own *template.Template, document string) []string {
	names := []string{document}
	for _, one := range own.Templates() {
		if strings.HasPrefix(one.Name(), blockPrefix) {
			names = append(names, one.Name())
		}
		if one.Tree != nil {
			names = append(names, drawnParts(one.Tree.Root)...)
		}
	}
	return names
}

// drawnParts are the parts that templates draw by name ({{part "card" .}}).
func drawnParts(node parse.Node) (names []string) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				names = append(names, drawnParts(one)...)
			}
		}
	case *parse.ActionNode:
		for _, command := range n.Pipe.Cmds {
			if called(command) == "part" {
				names = append(names, command.Args[1].(*parse.StringNode).Text) //nolint:errcheck // parts have names
			}
		}
	case *parse.IfNode:
		return append(drawnParts(n.List), drawnParts(n.ElseList)...)
	case *parse.WithNode:
		return append(drawnParts(n.List), drawnParts(n.ElseList)...)
	case *parse.RangeNode:
		return append(drawnParts(n.List), drawnParts(n.ElseList)...)
	}
	return names
}
