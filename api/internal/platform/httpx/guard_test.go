package httpx_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/httpx"
)

// TestWhoMustProveMore: the right alone is not enough where a fresh proof, a
// second factor or a person is asked for.
func TestWhoMustProveMore(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(spec))
	if err != nil {
		t.Fatal(err)
	}
	contract, err := httpx.NewContract(doc)
	if err != nil {
		t.Fatal(err)
	}
	writes := []access.Permission{"things.write"}
	fresh := time.Now().Add(-14 * time.Minute)
	for _, c := range []struct {
		name         string
		p            access.Principal
		method, path string
		want         string // "" is let through
	}{
		{"no right, no proof", access.Principal{UserID: 1}, "PUT", "/things/secret", "access.forbidden"},
		{"a proof of a quarter of an hour ago", access.Principal{UserID: 1, Permissions: writes, ConfirmedAt: time.Now().Add(-16 * time.Minute)}, "PUT", "/things/secret", "access.confirm"},
		{"a proof that is fresh", access.Principal{UserID: 1, Permissions: writes, ConfirmedAt: fresh}, "PUT", "/things/secret", ""},
		{"a program", access.Principal{UserID: 1, KeyID: 7, Permissions: writes, ConfirmedAt: fresh}, "PUT", "/things/secret", "access.forbidden"},
		{"a program, where no person is needed", access.Principal{UserID: 1, KeyID: 7, Permissions: writes}, "POST", "/things", ""},
		{"a program on what is for people", access.Principal{UserID: 1, KeyID: 7}, "GET", "/things/1", "access.forbidden"},
		{"no second factor", access.Principal{UserID: 1, Permissions: writes, FactorMissing: true}, "POST", "/things", "access.second_factor_missing"},
		{"no second factor, on one's own account", access.Principal{UserID: 1, FactorMissing: true}, "GET", "/things/1", ""},
	} {
		e := echo.New()
		var got error
		e.HTTPErrorHandler = func(err error, _ echo.Context) { got = err }
		group := e.Group(contract.Base(), contract.Guard(func(*http.Request) (access.Principal, bool, error) { return c.p, false, nil }))
		ok := func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }
		group.POST("/things", ok)
		group.PUT("/things/secret", ok)
		group.GET("/things/:id", ok)
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(c.method, "/api/v1"+c.path, nil))
		if f, _ := fault.As(got); f == nil && c.want != "" || f != nil && f.Code != c.want {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
}
