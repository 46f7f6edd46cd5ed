// Package apidocs shows the contracts to people: Swagger UI at /docs and Redoc
// at /redoc, both from the embedded OpenAPI documents and without any outside
// address.
package apidocs

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	echoswagger "github.com/swaggo/echo-swagger"
)

//go:embed assets/redoc.standalone.js assets/redoc.html
var assets embed.FS

// Spec is one contract.
type Spec struct {
	Name  string // last part of its addresses: "public"
	Title string
	JSON  []byte
	// Guard stands before the document; nil: everybody may read it.
	Guard echo.MiddlewareFunc
}

// Swagger UI 5 starts by an inline script and sets inline styles; Redoc searches
// in a worker that it makes from a blob.
const policy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// Register adds the pages; the first spec is the one that they open with.
func Register(e *echo.Echo, specs ...Spec) error {
	page, err := template.ParseFS(assets, "assets/redoc.html")
	if err != nil {
		return err
	}
	var urls []string
	for i, spec := range specs {
		urls = append(urls, "/openapi/"+spec.Name+".json")
		guard := []echo.MiddlewareFunc{headers}
		if spec.Guard != nil {
			guard = append(guard, spec.Guard)
		}
		e.GET(urls[i], sendJSON(spec.JSON), guard...)
		redoc := func(c echo.Context) error { return showRedoc(c, page, specs, i) }
		e.GET("/redoc/"+spec.Name, redoc, guard...)
		if i == 0 {
			e.GET("/redoc", redoc, guard...)
		}
	}
	e.GET("/redoc/assets/redoc.standalone.js", sendScript, headers)
	e.GET("/docs", toIndex)
	e.GET("/docs/", toIndex)
	swagger := echoswagger.EchoWrapHandler(func(c *echoswagger.Config) { c.URLs = urls })
	e.GET("/docs/*", swagger, headers, keepIndexPath)
	return nil
}

func headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderContentSecurityPolicy, policy)
		h.Set(echo.HeaderCacheControl, "no-cache")
		return next(c)
	}
}

func toIndex(c echo.Context) error { return c.Redirect(http.StatusFound, "/docs/index.html") }

// keepIndexPath drops a query from the request line, which echo-swagger would
// take for a part of the file's name.
func keepIndexPath(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		r.RequestURI, _, _ = strings.Cut(r.RequestURI, "?")
		return next(c)
	}
}

func sendJSON(text []byte) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, text) }
}

func sendScript(c echo.Context) error {
	text, err := assets.ReadFile("assets/redoc.standalone.js")
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", text)
}

func showRedoc(c echo.Context, page *template.Template, specs []Spec, chosen int) error {
	var out strings.Builder
	err := page.Execute(&out, map[string]any{"Specs": specs, "Chosen": specs[chosen]})
	if err != nil {
		return fmt.Errorf("redoc: %w", err)
	}
	return c.HTML(http.StatusOK, out.String())
}
