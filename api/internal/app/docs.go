package app

import (
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/apidocs"
)

// docs shows both contracts. The admin one can be kept to people who are logged in.
func (a *App) docs(e *echo.Echo) error {
	publicJSON, err := public.GetSpecJSON()
	if err != nil {
		return err
	}
	adminJSON, err := admin.GetSpecJSON()
	if err != nil {
		return err
	}
	specs := []apidocs.Spec{
		{Name: "public", Title: "BAQ.KZ public API", JSON: publicJSON},
		{Name: "admin", Title: "BAQ Portal admin API", JSON: adminJSON},
	}
	if a.Config.AdminDocsPrivate {
		specs[1].Guard = a.loggedIn
	}
	return apidocs.Register(e, specs...)
}

func (a *App) loggedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, _, err := a.Accounts.Authenticate(c.Request()); err != nil {
			return err
		}
		return next(c)
	}
}
