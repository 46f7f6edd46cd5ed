package view

import (
	"cmp"
	"fmt"
	"html/template"
	"reflect"
	"strings"
)

// function is a call of one of the templates' functions, or of the few of text/template
// that ours use.
func (p *program) function(name string, args []value) (value, error) {
	switch {
	case name == "or" && len(args) > 0:
		return decide(args, true), nil
	case name == "and" && len(args) > 0:
		return decide(args, false), nil
	case name == "t":
		if words, is := p.functions[name].(func(string, ...string) (string, error)); is && len(args) > 0 {
			return phrase(words, args), nil
		}
	}
	if of, known := unary[name]; known && len(args) == 1 {
		return func(r *run, dot reflect.Value) (reflect.Value, error) {
			v, err := args[0](r, dot)
			if err != nil {
				return v, err
			}
			return of(v)
		}, nil
	}
	if holds, known := comparisons[name]; known {
		return both(args, func(a, b reflect.Value) (reflect.Value, error) {
			order, err := compare(a, b)
			return reflect.ValueOf(holds(order)), err
		}), nil
	}
	if name == "print" {
		return reflected(reflect.ValueOf(fmt.Sprint), args), nil
	}
	of, known := p.functions[name]
	if !known {
		return nil, fmt.Errorf("%s: %w", name, errForeign)
	}
	return direct(of, args), nil
}

// direct calls a function: those that pages call most by their types, others by
// reflection.
func direct(of any, args []value) value {
	switch call := of.(type) {
	case func(name string, value any) (template.HTML, error): // part
		return both(args, func(name, value reflect.Value) (reflect.Value, error) {
			if name.Kind() != reflect.String || !value.IsValid() || !value.CanInterface() {
				return name, errForeign
			}
			drawn, err := call(name.String(), value.Interface())
			return reflect.ValueOf(drawn), err
		})
	case func(p *Picture, slot Slot) (*Placed, error): // place
		return both(args, func(picture, slot reflect.Value) (reflect.Value, error) {
			if !picture.CanInterface() || slot.Kind() != reflect.String {
				return picture, errForeign
			}
			p, is := picture.Interface().(*Picture)
			if !is || p == nil {
				return picture, errForeign
			}
			placed, err := call(p, Slot(slot.String()))
			return reflect.ValueOf(placed), err
		})
	}
	return reflected(reflect.ValueOf(of), args)
}

func reflected(called reflect.Value, args []value) value {
	return func(r *run, dot reflect.Value) (reflect.Value, error) {
		values := make([]reflect.Value, len(args))
		for i, arg := range args {
			v, err := arg(r, dot)
			if err != nil {
				return v, err
			}
			values[i] = v
		}
		return invoke(called, values)
	}
}

// both is a call with two arguments.
func both(args []value, call func(a, b reflect.Value) (reflect.Value, error)) value {
	return func(r *run, dot reflect.Value) (reflect.Value, error) {
		if len(args) != 2 {
			return reflect.Value{}, errForeign
		}
		a, err := args[0](r, dot)
		if err != nil {
			return a, err
		}
		b, err := args[1](r, dot)
		if err != nil {
			return b, err
		}
		return call(a, b)
	}
}

// unary and comparisons are text/template's functions that our templates use, but for and
// and or, whose arguments need not all be worked out.
var unary = map[string]func(reflect.Value) (reflect.Value, error){
	"not": func(v reflect.Value) (reflect.Value, error) { return reflect.ValueOf(!truth(v)), nil },
	"len": func(v reflect.Value) (reflect.Value, error) {
		switch v.Kind() {
		case reflect.Slice, reflect.Array, reflect.String, reflect.Map:
			return reflect.ValueOf(v.Len()), nil
		}
		return reflect.Value{}, errForeign
	},
}

var comparisons = map[string]func(order int) bool{
	"eq": func(order int) bool { return order == 0 },
	"ne": func(order int) bool { return order != 0 },
	"lt": func(order int) bool { return order < 0 },
	"le": func(order int) bool { return order <= 0 },
	"gt": func(order int) bool { return order > 0 },
	"ge": func(order int) bool { return order >= 0 },
}

// decide gives the first value whose truth is as wanted, or the last one.
func decide(args []value, wanted bool) value {
	return func(r *run, dot reflect.Value) (v reflect.Value, err error) {
		for _, arg := range args {
			if v, err = arg(r, dot); err != nil || truth(v) == wanted {
				return v, err
			}
		}
		return v, nil
	}
}

// phrase is a text of the locale with values in it.
func phrase(words func(string, ...string) (string, error), args []value) value {
	return func(r *run, dot reflect.Value) (reflect.Value, error) {
		given := make([]string, len(args))
		for i, arg := range args {
			v, err := arg(r, dot)
			if err != nil || v.Kind() != reflect.String {
				return v, errForeign
			}
			given[i] = v.String()
		}
		said, err := words(given[0], given[1:]...)
		return reflect.ValueOf(said), err
	}
}

// compare orders two texts or two whole numbers.
func compare(a, b reflect.Value) (int, error) {
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String()), nil
	case a.CanInt() && b.CanInt():
		return cmp.Compare(a.Int(), b.Int()), nil
	}
	return 0, errForeign
}
