package app

import (
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/httpx"
)

// contract makes one of the embedded OpenAPI documents a guard.
func contract(read func() (*openapi3.T, error)) (*httpx.Contract, error) {
	spec, err := read()
	if err != nil {
		return nil, err
	}
	return httpx.NewContract(spec)
}

// AdminContract is the contract of the newsroom's API.
func AdminContract() (*httpx.Contract, error) { return contract(admin.Spec) }

// PublicContract is the contract of the API for apps and other sites.
func PublicContract() (*httpx.Contract, error) { return contract(public.Spec) }

// jsonLimit is how large a JSON body may be: a document of 4 MiB and its fields.
const jsonLimit = 5 << 20

// formLimit is how large a form with one file may be, with the parts' headers.
func (a *App) formLimit() int64 { return a.Config.UploadLimit + 1<<20 }

// noStore keeps answers for one person out of every cache.
func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		return next(c)
	}
}
