package view

import (
	"fmt"
	"reflect"
	"sync/atomic"
	"text/template/parse"
)

// value works out what an expression is.
type value func(r *run, dot reflect.Value) (reflect.Value, error)

// pipe is an expression that is not printed; none of ours passes values on.
func (p *program) pipe(n *parse.PipeNode, in scope) (value, error) {
	if len(n.Cmds) != 1 {
		return nil, fmt.Errorf("%s: %w", n, errForeign)
	}
	return p.command(n.Cmds[0], in)
}

func (p *program) command(n *parse.CommandNode, in scope) (value, error) {
	var args []value
	for _, arg := range n.Args[1:] {
		one, err := p.operand(arg, in)
		if err != nil {
			return nil, err
		}
		args = append(args, one)
	}
	switch first := n.Args[0].(type) {
	case *parse.IdentifierNode:
		return p.function(first.Ident, args)
	case *parse.FieldNode:
		return follow(ofDot, first.Ident, args), nil
	case *parse.VariableNode:
		return variable(first, in, args)
	}
	if len(args) > 0 {
		return nil, fmt.Errorf("%s: %w", n, errForeign)
	}
	return p.operand(n.Args[0], in)
}

func (p *program) operand(node parse.Node, in scope) (value, error) {
	switch n := node.(type) {
	case *parse.DotNode:
		return ofDot, nil
	case *parse.FieldNode:
		return follow(ofDot, n.Ident, nil), nil
	case *parse.VariableNode:
		return variable(n, in, nil)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.PipeNode:
		return p.pipe(n, in)
	case *parse.IdentifierNode:
		return p.function(n.Ident, nil)
	}
	return nil, fmt.Errorf("%s: %w", node, errForeign)
}

// variable is a variable, or what follows from it.
func variable(n *parse.VariableNode, in scope, args []value) (value, error) {
	for at := len(in) - 1; at >= 0; at-- { // the innermost of a name
		if in[at] == n.Ident[0] {
			return follow(func(r *run, _ reflect.Value) (reflect.Value, error) { return r.variables[at], nil }, n.Ident[1:], args), nil
		}
	}
	return nil, fmt.Errorf("%s: %w", n, errForeign)
}

func ofDot(_ *run, dot reflect.Value) (reflect.Value, error) { return dot, nil }

func constant(of any) value {
	v := reflect.ValueOf(of)
	return func(*run, reflect.Value) (reflect.Value, error) { return v, nil }
}

// follow goes by names from a value; args are those of the last one, a method.
func follow(from value, names []string, args []value) value {
	for i, name := range names {
		m, before := member{name: name}, from
		if i == len(names)-1 {
			m.args = args
		}
		from = func(r *run, dot reflect.Value) (reflect.Value, error) {
			v, err := before(r, dot)
			if err != nil {
				return v, err
			}
			return m.of(r, dot, v)
		}
	}
	return from
}

// member is a field or a method. Where it was found the last time it is looked for first.
type member struct {
	name  string
	args  []value
	found atomic.Pointer[place]
}

type place struct {
	of     reflect.Type
	field  []int
	method int // where there is no such field
}

func (m *member) of(r *run, dot, v reflect.Value) (reflect.Value, error) {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return v, errForeign
		}
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return v, errForeign
	}
	at := m.found.Load()
	if at == nil || at.of != v.Type() {
		if at = find(v.Type(), m.name); at == nil {
			return v, errForeign
		}
		m.found.Store(at)
	}
	if at.field == nil {
		return m.call(r, dot, v.Method(at.method))
	}
	if len(m.args) > 0 {
		return v, errForeign
	}
	if len(at.field) == 1 {
		return bare(v.Field(at.field[0])), nil
	}
	field, err := v.FieldByIndexErr(at.field)
	return bare(field), err
}

// find looks for a method first, as text/template does.
func find(in reflect.Type, name string) *place {
	if method, has := in.MethodByName(name); has {
		return &place{of: in, method: method.Index}
	}
	if _, has := reflect.PointerTo(in).MethodByName(name); has {
		return nil
	}
	if field, has := in.FieldByName(name); has && field.IsExported() {
		return &place{of: in, field: field.Index}
	}
	return nil
}

func (m *member) call(r *run, dot, method reflect.Value) (reflect.Value, error) {
	return reflected(method, m.args)(r, dot)
}

// invoke calls a function whose arguments fit as they are.
func invoke(function reflect.Value, args []reflect.Value) (reflect.Value, error) {
	of := function.Type()
	if len(args) < of.NumIn() && !of.IsVariadic() || len(args) > of.NumIn() && !of.IsVariadic() || len(args) < of.NumIn()-1 {
		return reflect.Value{}, errForeign
	}
	for i, arg := range args {
		want := of.In(min(i, of.NumIn()-1))
		if of.IsVariadic() && i >= of.NumIn()-1 {
			want = want.Elem()
		}
		switch {
		case !arg.IsValid():
			return arg, errForeign
		case arg.Type().AssignableTo(want):
		case arg.Kind() == reflect.String && want.Kind() == reflect.String && arg.Type().PkgPath() == "":
			args[i] = arg.Convert(want) // an untyped constant of a template
		default:
			return arg, errForeign
		}
	}
	results := function.Call(args)
	if len(results) == 2 && !results[1].IsNil() {
		return results[0], results[1].Interface().(error) //nolint:errcheck // so html/template's functions are
	}
	return bare(results[0]), nil
}

// bare is a value without the interface that it is held in.
func bare(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && !v.IsNil() {
		return v.Elem()
	}
	return v
}

// truth is text/template's.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Slice, reflect.Array, reflect.String, reflect.Map:
		return v.Len() > 0
	case reflect.Struct:
		return true
	case reflect.Interface, reflect.Pointer, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return !v.IsNil()
	}
	return !v.IsZero()
}
