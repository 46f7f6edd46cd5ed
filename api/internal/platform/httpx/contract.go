package httpx

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
)

// Contract is an OpenAPI document as the guard of its operations.
type Contract struct {
	spec       *openapi3.T
	base       string // the server's path, "/api/v1"
	operations map[route]Operation
}

// route is a method and Echo's pattern.
type route struct{ method, pattern string }

// Operation is one operation with the permission that it needs.
type Operation struct {
	Permission access.Permission
	Confirm    bool  // x-confirm: whoever asks must have proved lately who it is
	BodyLimit  int64 // x-body-limit: bytes of the body; 0: as of all other operations
	Route      *routers.Route
	Pattern    string // Echo's route, "/api/v1/news/:id"
	endings    []ending
}

// NewContract reads an OpenAPI document. It fails when an operation names no
// permission: nothing is open because somebody forgot. And when something is
// deprecated without a day on which it ends.
func NewContract(spec *openapi3.T) (*Contract, error) {
	if len(spec.Servers) != 1 {
		return nil, fmt.Errorf("the contract %q must name one server", spec.Info.Title)
	}
	c := &Contract{spec: spec, base: spec.Servers[0].URL, operations: map[route]Operation{}}
	for path, item := range spec.Paths.Map() {
		for method, operation := range item.Operations() {
			permission, ok := operation.Extensions["x-permission"].(string)
			if !ok || permission == "" {
				return nil, fmt.Errorf("%s %s names no x-permission", method, path)
			}
			ends, err := endings(operation)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, path, err)
			}
			pattern := c.base + strings.NewReplacer("{", ":", "}", "").Replace(path)
			c.operations[route{method, pattern}] = Operation{
				Permission: access.Permission(permission),
				Confirm:    operation.Extensions["x-confirm"] == true,
				BodyLimit:  bodyLimit(operation),
				Pattern:    pattern,
				endings:    ends,
				Route:      &routers.Route{Spec: spec, Server: spec.Servers[0], Path: path, PathItem: item, Method: method, Operation: guarded(operation)},
			}
		}
	}
	return c, nil
}

func bodyLimit(operation *openapi3.Operation) int64 {
	limit, _ := operation.Extensions["x-body-limit"].(float64) // as JSON has it
	return int64(limit)
}

// guarded leaves the security requirements to Guard. The validator would read
// the whole body into memory for them, uploads too.
func guarded(operation *openapi3.Operation) *openapi3.Operation {
	out := *operation
	out.Security = openapi3.NewSecurityRequirements()
	return &out
}

// Base is the path that all operations begin with.
func (c *Contract) Base() string { return c.base }

// Operations are all operations, ordered by pattern and method.
func (c *Contract) Operations() []Operation {
	all := make([]Operation, 0, len(c.operations))
	for _, o := range c.operations {
		all = append(all, o)
	}
	sort.Slice(all, func(i, j int) bool {
		return all[i].Pattern+all[i].Route.Method < all[j].Pattern+all[j].Route.Method
	})
	return all
}

// Permissions are the permissions that the operations name, without doubles.
func (c *Contract) Permissions() []access.Permission {
	seen := map[access.Permission]bool{access.Public: true, access.Authenticated: true}
	var all []access.Permission
	for _, o := range c.Operations() {
		if !seen[o.Permission] {
			seen[o.Permission] = true
			all = append(all, o.Permission)
		}
	}
	return all
}

// of is the operation that Echo routed the request to. A path that has other
// methods only is refused with 405, and the header that names them.
func (c *Contract) of(ctx echo.Context) (Operation, error) {
	method := ctx.Request().Method
	if o, ok := c.operations[route{method, ctx.Path()}]; ok {
		return o, nil
	}
	if allowed := c.methods(ctx.Request().URL.Path); len(allowed) > 0 && !slices.Contains(allowed, method) {
		ctx.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
		return Operation{}, echo.ErrMethodNotAllowed
	}
	return Operation{}, echo.ErrNotFound
}

// methods are those that the contract has for a path, in the alphabet's order.
func (c *Contract) methods(path string) []string {
	var methods []string
	for _, o := range c.operations {
		if fits(o.Pattern, path) {
			methods = append(methods, o.Route.Method)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// fits tells whether a path is one of those that Echo's route stands for.
func fits(pattern, path string) bool {
	wanted, given := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return false
	}
	for i, part := range wanted {
		if part != given[i] && (!strings.HasPrefix(part, ":") || given[i] == "") {
			return false
		}
	}
	return true
}
