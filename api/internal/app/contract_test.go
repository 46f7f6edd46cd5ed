package app_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
)

// checker holds answers against the contracts.
type checker struct {
	t       *testing.T
	routers []routers.Router
}

// contractRouters find an operation of either contract; they are made once, as all tests
// only read them.
var contractRouters = sync.OnceValues(func() ([]routers.Router, error) {
	var all []routers.Router
	for _, read := range []func() (*openapi3.T, error){admin.Spec, public.Spec} {
		spec, err := read()
		if err != nil {
			return nil, err
		}
		router, err := gorillamux.NewRouter(spec)
		if err != nil {
			return nil, err
		}
		all = append(all, router)
	}
	return all, nil
})

func newChecker(t *testing.T) checker {
	t.Helper()
	all, err := contractRouters()
	if err != nil {
		t.Fatal(err)
	}
	return checker{t, all}
}

// check fails the test when the answer is not one that the contract promises.
func (c checker) check(method, url string, a answer) {
	c.t.Helper()
	r := httptest.NewRequest(method, url, nil)
	for _, router := range c.routers {
		route, params, err := router.FindRoute(r)
		if err != nil {
			continue
		}
		err = openapi3filter.ValidateResponse(c.t.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
			Status:                 a.status, Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body)),
			Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
		})
		if err != nil {
			c.t.Errorf("%s %s: the answer %d breaks the contract: %v\n%s", method, url, a.status, err, a.body)
		}
		return
	}
	c.t.Errorf("%s %s stands in no contract", method, url)
}

func TestUnknownPathsAreProblems(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	for _, path := range []string{"/api/v1/nothing", "/api/admin/v1/nothing", "/api/nothing", "/api/v1/news/abc", "/api/v1/news/0", "/api/v1/news/99999999999999999999"} {
		a := p.page("http://baq.test" + path)
		if a.status < 400 || a.status >= 500 || a.header.Get("Content-Type") != "application/problem+json" || a.code() == "" {
			t.Errorf("%s: %d %s %s", path, a.status, a.header.Get("Content-Type"), a.text())
		}
	}
	a := p.send(http.MethodPut, "http://baq.test/api/v1/news", "{}")
	if a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
		t.Errorf("PUT of a list: %d", a.status)
	}
}
