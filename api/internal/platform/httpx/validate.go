package httpx

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/fault"
)

// ErrInvalid is the refusal of a request that breaks its contract.
var ErrInvalid = fault.New(fault.Invalid, "request.invalid", "the request breaks the contract; see fields")

// Validate refuses a request that breaks the contract, with all violations.
func (c *Contract) Validate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(ctx echo.Context) error {
		operation, err := c.of(ctx)
		if err != nil {
			return err
		}
		r := ctx.Request()
		if err := checkParameters(ctx, operation.Route.Operation); err != nil {
			return err
		}
		if err := checkBody(r); err != nil {
			return err // a body over its limit is known to the error handler
		}
		err = openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
			Request:    r,
			PathParams: pathParams(ctx),
			Route:      operation.Route,
			Options: &openapi3filter.Options{
				MultiError: true,
				// An upload is read as a stream by its feature, which knows its limits.
				ExcludeRequestBody:                operation.streams(mediaType(r)),
				AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc, // Guard has done it
				RejectWhenRequestBodyNotSpecified: false,
			},
		})
		if err == nil {
			return next(ctx)
		}
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return fault.New(fault.TooLarge, "request.too_large", "the body is larger than allowed")
		}
		return ErrInvalid.WithFields(violations(err, "")...)
	}
}

func pathParams(c echo.Context) map[string]string {
	params := map[string]string{}
	for i, name := range c.ParamNames() {
		params[name] = c.ParamValues()[i]
	}
	return params
}

// violations flattens kin-openapi's tree of errors.
func violations(err error, at string) []fault.Field {
	var all []fault.Field
	switch e := err.(type) { //nolint:errorlint // the tree is walked by its own types
	case openapi3.MultiError:
		for _, one := range e {
			all = append(all, violations(one, at)...)
		}
	case *openapi3filter.RequestError:
		if e.Parameter != nil {
			at = e.Parameter.Name
		}
		if e.Err == nil {
			return []fault.Field{{Field: at, Code: "invalid", Message: e.Reason}}
		}
		all = violations(e.Err, at)
	case *openapi3.SchemaError:
		field := strings.Join(append(nonEmpty(at), e.JSONPointer()...), ".")
		if e.Origin != nil && e.SchemaField == "" {
			return violations(e.Origin, field)
		}
		all = []fault.Field{violation(field, e)}
	case *openapi3filter.ParseError:
		all = []fault.Field{{Field: at, Code: "syntax", Message: "the value can't be read as its type"}}
	default:
		code := "invalid"
		if errors.Is(err, openapi3filter.ErrInvalidRequired) {
			code = "required"
		}
		all = []fault.Field{{Field: at, Code: code, Message: plain(err)}}
	}
	return slices.Compact(all)
}

// violation names an unknown property itself; kin-openapi names the object around it.
func violation(field string, e *openapi3.SchemaError) fault.Field {
	if e.SchemaField != "properties" {
		return fault.Field{Field: field, Code: snake(e.SchemaField), Message: e.Reason}
	}
	_, name, _ := strings.Cut(e.Reason, `"`)
	name, _, _ = strings.Cut(name, `"`)
	return fault.Field{Field: strings.Join(append(nonEmpty(field), name), "."), Code: "unknown", Message: "there is no such property"}
}

// plain keeps texts of decoders, which quote the input and internals, out of answers.
func plain(err error) string {
	for _, known := range []error{openapi3filter.ErrInvalidRequired, openapi3filter.ErrInvalidEmptyValue} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "not acceptable"
}

func nonEmpty(at string) []string {
	if at == "" {
		return nil
	}
	return []string{at}
}

// snake turns JSON Schema's maxLength into max_length.
func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
