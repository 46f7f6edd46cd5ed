package httpx

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/fault"
)

// ErrUnknownFields is the refusal of names in "fields" that the answer does not have.
var ErrUnknownFields = fault.New(fault.Invalid, "request.unknown_fields", "the answer has no members of these names; see fields")

// fieldsParameter is the query parameter by which a request names the members it wants.
const fieldsParameter = "fields"

// Fields leaves only those members in an answer that the request names in "fields",
// where the contract has that parameter: of each of the "items" of a list, else of the
// one object. Which names there are is what the contract says of the answer. It stands
// after Validate.
func (c *Contract) Fields(next echo.HandlerFunc) echo.HandlerFunc {
	return func(ctx echo.Context) error {
		operation, err := c.of(ctx)
		if err != nil {
			return err
		}
		asked := ctx.QueryParam(fieldsParameter)
		if asked == "" || operation.Route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, fieldsParameter) == nil {
			return next(ctx)
		}
		names, inItems := operation.members()
		wanted := strings.Split(asked, ",")
		if err := checkNames(wanted, names); err != nil {
			return err
		}
		answer, err := hold(ctx, next)
		if err != nil {
			return err
		}
		body := answer.body.Bytes()
		if ctx.Response().Status == http.StatusOK {
			if body, err = only(body, wanted, inItems); err != nil {
				return err
			}
		}
		return answer.send(ctx, ctx.Response().Status, body)
	}
}

// members are the names that an operation's answer can have, and whether they are
// those of a list's items.
func (o Operation) members() (names []string, inItems bool) {
	response := o.Route.Operation.Responses.Status(http.StatusOK)
	if response == nil || response.Value.Content[echo.MIMEApplicationJSON] == nil {
		return nil, false
	}
	schema := response.Value.Content[echo.MIMEApplicationJSON].Schema.Value
	if items := schema.Properties["items"]; items != nil && items.Value.Items != nil {
		schema, inItems = items.Value.Items.Value, true
	}
	for name := range properties(schema) {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, inItems
}

// properties are those of a schema and of what it is put together from.
func properties(schema *openapi3.Schema) openapi3.Schemas {
	all := openapi3.Schemas{}
	for name, one := range schema.Properties {
		all[name] = one
	}
	for _, part := range schema.AllOf {
		for name, one := range properties(part.Value) {
			all[name] = one
		}
	}
	return all
}

func checkNames(wanted, names []string) error {
	var flaws []fault.Field
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			flaws = append(flaws, fault.Field{Field: fieldsParameter, Code: "unknown", Message: fmt.Sprintf("%.60q is none of %s", name, strings.Join(names, ", "))})
		}
	}
	if len(flaws) > 0 {
		return ErrUnknownFields.WithFields(flaws...)
	}
	return nil
}

// object is a JSON object whose members are left as they are.
type object = map[string]json.RawMessage

// only leaves the wanted members in a JSON answer. What stands around a list's items,
// such as the cursor of the next page, stays.
func only(body []byte, wanted []string, inItems bool) ([]byte, error) {
	var whole object
	if err := json.Unmarshal(body, &whole); err != nil {
		return nil, err
	}
	if !inItems {
		return json.Marshal(pick(whole, wanted))
	}
	var items []object
	if err := json.Unmarshal(whole["items"], &items); err != nil {
		return nil, err
	}
	for i := range items {
		items[i] = pick(items[i], wanted)
	}
	var err error
	if whole["items"], err = json.Marshal(items); err != nil {
		return nil, err
	}
	return json.Marshal(whole)
}

func pick(all object, wanted []string) object {
	out := object{}
	for _, name := range wanted {
		if value, has := all[name]; has {
			out[name] = value
		}
	}
	return out
}
