package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// status is the one mapping from a refusal to HTTP.
func status(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone:
		return http.StatusGone
	case fault.Conflict:
		return http.StatusConflict
	case fault.Precondition:
		return http.StatusPreconditionFailed
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unsupported:
		return http.StatusUnsupportedMediaType
	case fault.Unprocessable:
		return http.StatusUnprocessableEntity
	case fault.Limited:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// statusClientClosed is nginx's number for a client that went away; it is only logged.
const statusClientClosed = 499

// errorHandler turns what a handler returned into the answer: a problem
// document for the API, a page for the site.
func errorHandler(log *slog.Logger, page func(echo.Context, int) error) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			log.WarnContext(c.Request().Context(), "failed in the middle of the answer", "error", err.Error(), "route", c.Path(), "requestId", RequestID(c))
			return
		}
		code, f := translate(c.Request().Context(), err)
		if code >= http.StatusInternalServerError {
			log.ErrorContext(c.Request().Context(), "failed", "error", err.Error(), "route", c.Path(), "requestId", RequestID(c))
		}
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		if f.RetryAfter > 0 {
			c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
		}
		if page != nil && !strings.HasPrefix(c.Request().URL.Path, "/api/") {
			if page(c, code) == nil {
				return
			}
		}
		writeProblem(c, code, f)
	}
}

// statusOf is the status of an answer for the metrics, which see the error
// before the error handler does.
func statusOf(c echo.Context, err error) int {
	if err == nil || c.Response().Committed {
		return c.Response().Status
	}
	code, _ := translate(c.Request().Context(), err)
	return code
}

// unavailable is the refusal while PostgreSQL can't be reached, as when it is
// started anew: our failure, and one that passes.
var unavailable = &fault.Fault{Kind: fault.Unavailable, Code: "unavailable", Detail: "a part that is needed does not answer; try again soon", RetryAfter: 5 * time.Second}

// tooLong is the refusal of what was not done within its deadline.
var tooLong = &fault.Fault{Kind: fault.Unavailable, Code: "service.too_long", Detail: "this took longer than it may; try again soon", RetryAfter: 5 * time.Second}

// translate finds the status and the refusal of an error.
func translate(ctx context.Context, err error) (int, *fault.Fault) {
	if f, ok := fault.As(err); ok {
		return status(f.Kind), f
	}
	var he *echo.HTTPError
	if errors.As(err, &he) && he.Code < http.StatusInternalServerError {
		return he.Code, &fault.Fault{Code: httpCode(he.Code), Detail: http.StatusText(he.Code)}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge, &fault.Fault{Code: "request.too_large", Detail: "the body is larger than allowed"}
	}
	if errors.Is(err, http.ErrNotMultipart) || errors.Is(err, http.ErrMissingBoundary) { // the generated handlers look for a form before a feature does
		return http.StatusBadRequest, ErrInvalid.WithFields(fault.Field{Field: "body", Code: "form", Message: "not a multipart form with a boundary"})
	}
	if postgres.Unreachable(err) {
		return http.StatusServiceUnavailable, unavailable
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return http.StatusServiceUnavailable, tooLong
	}
	if ctx.Err() != nil {
		return statusClientClosed, &fault.Fault{Code: "request.cancelled", Detail: "the client went away"}
	}
	return http.StatusInternalServerError, &fault.Fault{Code: "internal", Detail: "something failed on our side; the request id finds it in the log"}
}

func httpCode(status int) string {
	return "http." + strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
}

// writeProblem sends RFC 9457's members and the fault's own.
func writeProblem(c echo.Context, code int, f *fault.Fault) {
	body := map[string]any{}
	for name, value := range f.Extensions {
		body[name] = value
	}
	body["type"] = "urn:baq:problem:" + f.Code
	body["title"] = http.StatusText(code)
	body["status"] = code
	body["code"] = f.Code
	body["detail"] = f.Detail
	body["requestId"] = RequestID(c)
	if len(f.Fields) > 0 {
		body["fields"] = f.Fields
	}
	text, err := json.Marshal(body)
	if err != nil {
		code, text = http.StatusInternalServerError, []byte(`{"status":500,"code":"internal"}`)
	}
	_ = c.Blob(code, "application/problem+json", text)
}
