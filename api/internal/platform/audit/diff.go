package audit

import (
	"bytes"
	"encoding/json"
)

// Diff is the fields that differ, each as [before, after].
func Diff(before, after any) (json.RawMessage, error) {
	old, err := fields(before)
	if err != nil {
		return nil, err
	}
	now, err := fields(after)
	if err != nil {
		return nil, err
	}
	null := json.RawMessage("null")
	diff := map[string][2]json.RawMessage{}
	for name, value := range old {
		if other, ok := now[name]; !ok {
			diff[name] = [2]json.RawMessage{value, null}
		} else if !bytes.Equal(value, other) {
			diff[name] = [2]json.RawMessage{value, other}
		}
	}
	for name, value := range now {
		if _, ok := old[name]; !ok {
			diff[name] = [2]json.RawMessage{null, value}
		}
	}
	return json.Marshal(diff)
}

func fields(v any) (map[string]json.RawMessage, error) {
	out := map[string]json.RawMessage{}
	if v == nil {
		return out, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(text, &out)
}
