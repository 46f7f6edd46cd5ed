package app_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/httpx"
)

// body is an acceptable body of an operation, made from its schema alone: what
// an attacker who has read the contract would send. It is nil for none.
func body(o httpx.Operation, version int64) any {
	request := o.Route.Operation.RequestBody
	if request == nil || request.Value.Content[echo.MIMEApplicationJSON] == nil {
		return nil
	}
	return example(request.Value.Content[echo.MIMEApplicationJSON].Schema.Value, "", version)
}

// example is an acceptable value of a schema.
func example(s *openapi3.Schema, name string, version int64) any {
	switch {
	case len(s.AllOf) > 0:
		return example(s.AllOf[0].Value, name, version)
	case len(s.Enum) > 0:
		return s.Enum[0]
	case name == "version":
		return version
	case name == "body":
		return object{"type": "doc", "content": []object{}}
	case s.Type.Is("integer"), s.Type.Is("number"):
		if s.Min != nil {
			return max(*s.Min, 1)
		}
		return 1
	case s.Type.Is("boolean"):
		return true
	case s.Type.Is("array"):
		out := []any{}
		for range s.MinItems {
			out = append(out, example(s.Items.Value, strings.TrimSuffix(name, "s"), version))
		}
		return out
	case s.Type.Is("string"):
		return text(s, name)
	}
	out := object{}
	for _, required := range s.Required {
		out[required] = example(s.Properties[required].Value, required, version)
	}
	if names := slices.Sorted(maps.Keys(s.Properties)); s.MinProps > uint64(len(out)) && len(names) > 0 { // any of them
		out[names[0]] = example(s.Properties[names[0]].Value, names[0], version)
	} else if s.MinProps > 0 { // a map by language
		out["kk"] = example(s.AdditionalProperties.Schema.Value, "kk", version)
	}
	return out
}

func text(s *openapi3.Schema, name string) string {
	switch {
	case s.Format == "date-time":
		return in(time.Hour)
	case s.Format == "uuid":
		return "00000000-0000-4000-8000-000000000000"
	case name == "language":
		return "kk"
	case name == "url":
		return "https://example.kz/a.jpg"
	case name == "email":
		return "somebody@baq.test"
	case name == "scope":
		return "news.read"
	case strings.HasPrefix(s.Pattern, "^[0-9]{6}"):
		return "123456"
	case strings.HasPrefix(s.Pattern, "^/"):
		return "/old/address"
	case s.Pattern != "":
		return "something"
	}
	return "Сынақ " + strings.Repeat("ә", int(s.MinLength)) //nolint:gosec // small
}

// TestExamplesAreAcceptable: what example makes satisfies its schema, so that a
// refusal is never about the body.
func TestExamplesAreAcceptable(t *testing.T) {
	contract := adminContract(t)
	bodies := 0
	for _, o := range contract.Operations() {
		b := body(o, 1)
		if b == nil {
			continue
		}
		bodies++
		schema := o.Route.Operation.RequestBody.Value.Content[echo.MIMEApplicationJSON].Schema.Value
		if err := schema.VisitJSON(decoded(t, b)); err != nil {
			t.Errorf("%s %s: %v", o.Route.Method, o.Pattern, err)
		}
	}
	if bodies < 40 {
		t.Errorf("only %d operations have a body", bodies)
	}
}
