package view

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"sync/atomic"
	"text/template/parse"
)

// program is a set of templates made ready to run: html/template has parsed them and
// chosen how each value is escaped, and what is left is a chain of Go functions over the
// same trees. It writes what html/template's own execution writes, byte for byte, in a
// fraction of the time: that one looks up names and makes slices of values for each
// action anew (docs/adr/0019). What it can't run it leaves to html/template.
type program struct {
	parse        func() (*template.Template, error)
	own          func() (*template.Template, error) // parse, once; see forget
	functions    template.FuncMap
	instructions map[string]*instructions // by the template's name
	escapers     escapers
	left         atomic.Int64 // how often something was left to html/template
	runs         sync.Pool
}

// instruction writes a part of a page, of the value that is the dot there.
type instruction func(r *run, dot reflect.Value) error

type instructions []instruction

// run is one execution.
type run struct {
	out       []byte
	variables []reflect.Value // of the template that runs; the first is $
}

// errForeign is of what a program can't run.
var errForeign = errors.New("left to html/template")

// ready takes in templates that are escaped, and all that they call.
func (p *program) ready(names []string) error {
	for _, name := range names {
		if _, err := p.template(name); err != nil {
			return fmt.Errorf("template %q: %w", name, err)
		}
	}
	p.forget()
	return nil
}

// forget lets go of the trees: they would be a third of all that the collector looks
// through again and again. What is left to html/template has them parsed once more.
func (p *program) forget() { p.own = sync.OnceValues(p.parse) }

// execute writes a template of a value.
func (p *program) execute(w io.Writer, name string, value any) error {
	known, has := p.instructions[name]
	if !has {
		return p.leave(w, name, value)
	}
	r, again := p.runs.Get().(*run)
	if !again {
		r = &run{out: make([]byte, 0, usualPart), variables: make([]reflect.Value, 0, usualDepth)}
	}
	defer p.done(r)
	dot := reflect.ValueOf(value)
	r.variables = append(r.variables, dot)
	if err := known.run(r, dot); err != nil { // html/template knows better, or tells what is wrong
		p.left.Add(1)
		return p.leave(w, name, value)
	}
	_, err := w.Write(r.out)
	return err
}

// leave has html/template write it.
func (p *program) leave(w io.Writer, name string, value any) error {
	own, err := p.own()
	if err != nil {
		return err
	}
	return own.ExecuteTemplate(w, name, value)
}

// A run begins with usualPart bytes and room for usualDepth variables, of templates within
// templates; more than mostKept bytes are not kept for the next one.
const usualPart, usualDepth, mostKept = 2 << 10, 32, 512 << 10

// done keeps a run for the next page, for the room that it has, without what it was of.
func (p *program) done(r *run) {
	if cap(r.out) > mostKept {
		return
	}
	clear(r.variables[:cap(r.variables)])
	r.out, r.variables = r.out[:0], r.variables[:0]
	p.runs.Put(r)
}

func (s instructions) run(r *run, dot reflect.Value) error {
	for _, one := range s {
		if err := one(r, dot); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) template(name string) (*instructions, error) {
	if known, has := p.instructions[name]; has {
		return known, nil
	}
	own, err := p.own()
	if err != nil {
		return nil, err
	}
	one := own.Lookup(name)
	if one == nil || one.Tree == nil {
		return nil, fmt.Errorf("%q is none: %w", name, errForeign)
	}
	made := &instructions{}
	p.instructions[name] = made // before its instructions: it may call itself
	list, err := p.list(one.Tree.Root, scope{"$"})
	*made = list
	return made, err
}

// scope are the variables that may be named, in the order in which a run holds them.
type scope []string

func (p *program) list(list *parse.ListNode, in scope) (out instructions, err error) {
	if list == nil {
		return nil, nil
	}
	for _, node := range list.Nodes {
		one, err := p.node(node, in)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func (p *program) node(node parse.Node, in scope) (instruction, error) {
	switch n := node.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(r *run, _ reflect.Value) error { r.out = append(r.out, text...); return nil }, nil
	case *parse.CommentNode:
		return func(*run, reflect.Value) error { return nil }, nil
	case *parse.ActionNode:
		return p.action(n, in)
	case *parse.IfNode:
		return p.branch(&n.BranchNode, in, false)
	case *parse.WithNode:
		return p.branch(&n.BranchNode, in, true)
	case *parse.RangeNode:
		return p.each(n, in)
	case *parse.TemplateNode:
		return p.call(n, in)
	}
	return nil, fmt.Errorf("%s: %w", node, errForeign)
}

// branch is {{if}} or {{with}}, which makes the value the dot.
func (p *program) branch(n *parse.BranchNode, in scope, with bool) (instruction, error) {
	if len(n.Pipe.Decl) > 0 {
		return nil, fmt.Errorf("%s: %w", n.Pipe, errForeign)
	}
	value, err := p.pipe(n.Pipe, in)
	if err != nil {
		return nil, err
	}
	yes, err := p.list(n.List, in)
	if err != nil {
		return nil, err
	}
	no, err := p.list(n.ElseList, in)
	return func(r *run, dot reflect.Value) error {
		v, err := value(r, dot)
		switch {
		case err != nil:
			return err
		case !truth(v):
			return no.run(r, dot)
		case with:
			return yes.run(r, v)
		}
		return yes.run(r, dot)
	}, err
}

// each is {{range}} over a slice, with up to two variables.
func (p *program) each(n *parse.RangeNode, in scope) (instruction, error) {
	value, err := p.pipe(n.Pipe, in)
	if err != nil {
		return nil, err
	}
	inner, declared := in, len(n.Pipe.Decl)
	for _, name := range n.Pipe.Decl {
		inner = append(inner[:len(inner):len(inner)], name.Ident[0])
	}
	body, err := p.list(n.List, inner)
	if err != nil {
		return nil, err
	}
	none, err := p.list(n.ElseList, in)
	return func(r *run, dot reflect.Value) error {
		v, err := value(r, dot)
		if err != nil {
			return err
		}
		if kind := v.Kind(); kind != reflect.Slice && kind != reflect.Array {
			return errForeign
		}
		if v.Len() == 0 {
			return none.run(r, dot)
		}
		held := len(r.variables)
		for i := range v.Len() {
			element := v.Index(i)
			r.variables = r.variables[:held]
			if declared == 2 {
				r.variables = append(r.variables, reflect.ValueOf(i))
			}
			if declared > 0 {
				r.variables = append(r.variables, element)
			}
			if err := body.run(r, element); err != nil {
				return err
			}
		}
		r.variables = r.variables[:held]
		return nil
	}, err
}

// call is {{template}}, which begins with variables of its own.
func (p *program) call(n *parse.TemplateNode, in scope) (instruction, error) {
	called, err := p.template(n.Name)
	if err != nil {
		return nil, err
	}
	value := func(*run, reflect.Value) (reflect.Value, error) { return reflect.Value{}, nil }
	if n.Pipe != nil {
		if value, err = p.pipe(n.Pipe, in); err != nil {
			return nil, err
		}
	}
	return func(r *run, dot reflect.Value) error {
		v, err := value(r, dot)
		if err != nil {
			return err
		}
		callers := r.variables
		r.variables = append(callers[len(callers):], v)
		err = called.run(r, v)
		r.variables = callers
		return err
	}, nil
}
