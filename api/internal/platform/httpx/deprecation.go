package httpx

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

// ending is what the contract says of something that is going to end.
type ending struct {
	parameter string    // of the query; "" for the operation itself
	since     time.Time // x-deprecated: when it was called deprecated
	sunset    time.Time // x-sunset: the day from which it may be gone
}

// endings are what is deprecated in an operation. Whoever deprecates says since when
// and until when (docs/api.md says how long that is at the least).
func endings(operation *openapi3.Operation) (all []ending, err error) {
	add := func(deprecated bool, parameter string, extensions map[string]any) error {
		if !deprecated {
			return nil
		}
		since, err := day(extensions, "x-deprecated")
		if err != nil {
			return err
		}
		sunset, err := day(extensions, "x-sunset")
		if err == nil && !sunset.After(since) {
			err = fmt.Errorf("x-sunset must be later than x-deprecated")
		}
		all = append(all, ending{parameter, since, sunset})
		return err
	}
	if err := add(operation.Deprecated, "", operation.Extensions); err != nil {
		return nil, err
	}
	for _, p := range operation.Parameters {
		if p.Value.In != openapi3.ParameterInQuery {
			continue
		}
		if err := add(p.Value.Deprecated, p.Value.Name, p.Value.Extensions); err != nil {
			return nil, fmt.Errorf("parameter %s: %w", p.Value.Name, err)
		}
	}
	return all, nil
}

func day(extensions map[string]any, name string) (time.Time, error) {
	text, _ := extensions[name].(string)
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return at, fmt.Errorf("what is deprecated needs %s, a day such as 2027-06-30", name)
	}
	return at, nil
}

// Deprecation tells clients in every answer that they use something deprecated: the
// headers Deprecation (RFC 9745), Sunset (RFC 8594) and Link, to the page that says
// what to use instead. Of several things the first to end is told.
func (c *Contract) Deprecation(page string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ctx echo.Context) error {
			operation, err := c.of(ctx)
			if err != nil {
				return next(ctx) // Guard refuses it
			}
			if e, found := operation.firstEnding(ctx); found {
				header := ctx.Response().Header()
				header.Set("Deprecation", "@"+strconv.FormatInt(e.since.Unix(), 10))
				header.Set("Sunset", e.sunset.Format(http.TimeFormat))
				header.Add("Link", "<"+page+`>; rel="deprecation"; type="text/html"`)
			}
			return next(ctx)
		}
	}
}

// firstEnding is what ends first of the deprecated things that a request uses.
func (o Operation) firstEnding(ctx echo.Context) (first ending, found bool) {
	for _, e := range o.endings {
		if e.parameter != "" && !ctx.QueryParams().Has(e.parameter) {
			continue
		}
		if !found || e.sunset.Before(first.sunset) {
			first, found = e, true
		}
	}
	return first, found
}
