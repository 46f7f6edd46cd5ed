package view

import (
	"cmp"
	"fmt"
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
	if called, known := builtin[name]; known {
		return func(r *run, dot reflect.Value) (reflect.Value, error) {
			values, err := all(args, r, dot)
			if err != nil {
				return reflect.Value{}, err
			}
			return called(values)
		}, nil
	}
	of, known := p.functions[name]
	if !known {
		return nil, fmt.Errorf("%s: %w", name, errForeign)
	}
	called := reflect.ValueOf(of)
	return func(r *run, dot reflect.Value) (reflect.Value, error) {
		values, err := all(args, r, dot)
		if err != nil {
			return reflect.Value{}, err
		}
		return invoke(called, values)
	}, nil
}

func all(args []value, r *run, dot reflect.Value) ([]reflect.Value, error) {
	values := make([]reflect.Value, len(args))
	for i, arg := range args {
		v, err := arg(r, dot)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// builtin are text/template's functions, but for and and or, whose arguments need not
// all be worked out.
var builtin = map[string]func(args []reflect.Value) (reflect.Value, error){
	"not": func(args []reflect.Value) (reflect.Value, error) {
		if len(args) != 1 {
			return reflect.Value{}, errForeign
		}
		return reflect.ValueOf(!truth(args[0])), nil
	},
	"len": length,
	"eq":  ordered(func(order int) bool { return order == 0 }),
	"ne":  ordered(func(order int) bool { return order != 0 }),
	"lt":  ordered(func(order int) bool { return order < 0 }),
	"le":  ordered(func(order int) bool { return order <= 0 }),
	"gt":  ordered(func(order int) bool { return order > 0 }),
	"ge":  ordered(func(order int) bool { return order >= 0 }),
	"print": func(args []reflect.Value) (reflect.Value, error) {
		given := make([]any, len(args))
		for i, arg := range args {
			if !arg.IsValid() || !arg.CanInterface() {
				return arg, errForeign
			}
			given[i] = arg.Interface()
		}
		return reflect.ValueOf(fmt.Sprint(given...)), nil
	},
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

func length(args []reflect.Value) (reflect.Value, error) {
	if len(args) == 1 {
		switch args[0].Kind() {
		case reflect.Slice, reflect.Array, reflect.String, reflect.Map:
			return reflect.ValueOf(args[0].Len()), nil
		}
	}
	return reflect.Value{}, errForeign
}

func ordered(as func(order int) bool) func(args []reflect.Value) (reflect.Value, error) {
	return func(args []reflect.Value) (reflect.Value, error) {
		order, err := compare(args)
		return reflect.ValueOf(as(order)), err
	}
}

// compare orders two texts or two whole numbers.
func compare(args []reflect.Value) (int, error) {
	if len(args) == 2 {
		switch a, b := args[0], args[1]; {
		case a.Kind() == reflect.String && b.Kind() == reflect.String:
			return strings.Compare(a.String(), b.String()), nil
		case a.CanInt() && b.CanInt():
			return cmp.Compare(a.Int(), b.Int()), nil
		}
	}
	return 0, errForeign
}
