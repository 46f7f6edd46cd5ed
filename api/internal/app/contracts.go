package app

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/httpx"
)

// contract loads one of the embedded OpenAPI documents as a guard.
func contract(load func() (*openapi3.T, error)) (*httpx.Contract, error) {
	spec, err := load()
	if err != nil {
		return nil, err
	}
	return httpx.NewContract(spec)
}

// AdminContract is the contract of the newsroom's API.
func AdminContract() (*httpx.Contract, error) { return contract(admin.GetSpec) }

// PublicContract is the contract of the API for apps and other sites.
func PublicContract() (*httpx.Contract, error) { return contract(public.GetSpec) }

// jsonLimit is how large a JSON body may be: a document of 4 MiB and its fields.
const jsonLimit = 5 << 20

// limitBody refuses larger bodies while they are read.
func limitBody(uploads int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			limit := int64(jsonLimit)
			if isUpload(r) {
				limit = uploads + 1<<20 // the parts' headers
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			return next(c)
		}
	}
}

// noStore keeps answers for one person out of every cache.
func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		return next(c)
	}
}
