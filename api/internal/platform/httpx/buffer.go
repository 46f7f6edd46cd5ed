package httpx

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"
)

// held is an answer that is not sent yet: what comes after the handler may look at
// its body and change it.
type held struct {
	http.ResponseWriter
	body bytes.Buffer
}

// Write implements http.ResponseWriter.
func (h *held) Write(text []byte) (int, error) { return h.body.Write(text) }

// WriteHeader implements http.ResponseWriter. Echo's response remembers the status.
func (*held) WriteHeader(int) {}

// hold has next write into memory. The answer is sent by the caller, who must call
// send unless err is set, or something panicked.
func hold(c echo.Context, next echo.HandlerFunc) (h *held, err error) {
	h = &held{ResponseWriter: c.Response().Writer}
	c.Response().Writer = h
	defer func() { c.Response().Writer = h.ResponseWriter }()
	return h, next(c)
}

// send passes the answer on with a status and a body. Nothing was sent, if nothing
// was answered.
func (h *held) send(c echo.Context, status int, body []byte) error {
	if !c.Response().Committed {
		return nil
	}
	c.Response().Status, c.Response().Size = status, int64(len(body))
	h.ResponseWriter.WriteHeader(status)
	_, err := h.ResponseWriter.Write(body)
	return err
}
