package richtext

import (
	"encoding/json"
)

func (r *reader) token() (json.Token, error) {
	t, err := r.tokens.Token()
	if err != nil {
		return nil, ErrNotJSON
	}
	return t, nil
}

// begin reads the opening of an object or array; null stands for an empty one.
func (r *reader) begin(delim json.Delim) (null bool, err error) {
	t, err := r.token()
	if err == nil && t != nil && t != delim {
		err = ErrNotJSON.WithFields(problem("", "bad_type", "a "+delim.String()+" was expected"))
	}
	return t == nil, err
}

// object reads an object and calls member with the name of each of its members,
// each once.
func (r *reader) object(member func(name string) error) error {
	null, err := r.begin('{')
	if null || err != nil {
		return err
	}
	var seen []string
	for r.tokens.More() {
		t, err := r.token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		for _, other := range seen {
			if other == name {
				return ErrNotJSON.WithFields(problem("", "duplicate_key", quote(name)+" stands twice in one object"))
			}
		}
		if seen = append(seen, name); len(seen) > maxMembers {
			return ErrNotJSON.WithFields(problem("", "too_many_keys", "an object has more members than any part of a document"))
		}
		if err := member(name); err != nil {
			return err
		}
	}
	_, err = r.token()
	return err
}

func (r *reader) array(element func() error) error {
	null, err := r.begin('[')
	if null || err != nil {
		return err
	}
	for r.tokens.More() {
		if err := element(); err != nil {
			return err
		}
	}
	_, err = r.token()
	return err
}

func (r *reader) str() (string, error) {
	t, err := r.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", ErrNotJSON.WithFields(problem("", "bad_type", "a string was expected"))
	}
	return s, nil
}

// skip reads over a value of any size and depth without recursion.
func (r *reader) skip() error {
	for depth := 0; ; {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}
