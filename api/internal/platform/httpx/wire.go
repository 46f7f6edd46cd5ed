package httpx

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/textproto"

	"github.com/labstack/echo/v4"
)

// wire is a client's connection that takes an answer whose head was written before: its
// lines leave with the body in one call of the kernel. net/http still says the status,
// the date and how long the body is, whether the connection stays open, and that HEAD and
// 304 have no body. What it is spared is to copy, sort and write a dozen headers for each
// answer, which takes as long as half of its sending.
type wire struct {
	*net.TCPConn
	state wireState
	lines []byte           // of the answer that is being sent
	own   [maxOwnHead]byte // what net/http has written of its head
	size  int              // of own
	parts [4][]byte        // of what is sent; here, since a call of the kernel would have it made anew
}

type wireState int

const (
	asItComes   wireState = iota // what is written is sent
	headIsNext                   // what is written next is the head
	headIsThere                  // it waits for the body
)

// maxOwnHead is room for what net/http writes of a head: the status, Date, length,
// request id and whether the connection ends, 160 bytes.
const maxOwnHead = 512

var errHead = errors.New("httpx: what net/http wrote is not the head of an answer")

// Write implements net.Conn.
func (w *wire) Write(p []byte) (int, error) {
	switch w.state {
	case headIsNext:
		if len(p) > maxOwnHead || !bytes.HasPrefix(p, []byte("HTTP/1.")) || !bytes.HasSuffix(p, []byte("\r\n\r\n")) {
			return 0, errHead // rather no answer than one without its headers
		}
		w.size = copy(w.own[:], p)
		w.state = headIsThere
		return len(p), nil
	case headIsThere:
		if err := w.send(p); err != nil {
			return 0, err
		}
		return len(p), nil
	}
	return w.TCPConn.Write(p)
}

// send sends the head, and what of the body there is.
func (w *wire) send(body []byte) error {
	own := w.own[:w.size]
	status := bytes.IndexByte(own, '\n') + 1
	w.state = asItComes
	w.parts = [...][]byte{own[:status], w.lines, own[status:], body}
	buffers := net.Buffers(w.parts[:])
	_, err := buffers.WriteTo(w.TCPConn)
	return err
}

// answer has the lines sent, with the few headers that are set, and the body.
func (w *wire) answer(c echo.Context, status int, lines, body []byte) error {
	w.state, w.lines = headIsNext, lines
	defer func() { w.state, w.lines, w.parts = asItComes, nil, [4][]byte{} }()
	c.Response().Header()[echo.HeaderContentType] = nil // it is in the lines; net/http would guess one
	c.Response().WriteHeader(status)
	sender := http.NewResponseController(c.Response().Writer)
	if err := sender.Flush(); err != nil {
		return err
	}
	if len(body) > 0 {
		if _, err := c.Response().Write(body); err != nil {
			return err
		}
	}
	if w.state == headIsThere { // a small body waits in net/http
		if err := sender.Flush(); err != nil {
			return err
		}
	}
	if w.state == headIsThere { // there is none
		return w.send(nil)
	}
	return nil
}

// sendWhole answers with lines that were written before, besides what is set already.
func sendWhole(c echo.Context, status int, lines, body []byte) error {
	if w, ok := c.Request().Context().Value(wireKey{}).(*wire); ok {
		return w.answer(c, status, lines, body)
	}
	// A test's recorder, which takes no lines.
	fields, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(bytes.Clone(lines), "\r\n"...)))).ReadMIMEHeader()
	if err != nil {
		return err
	}
	maps.Copy(c.Response().Header(), http.Header(fields))
	c.Response().WriteHeader(status)
	if len(body) > 0 {
		_, err = c.Response().Write(body)
	}
	return err
}

// wires accepts connections as wires.
type wires struct{ net.Listener }

// Accept implements net.Listener.
func (l wires) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &wire{TCPConn: tcp}, err
	}
	return c, err
}

type wireKey struct{}

// withWire is for http.Server.ConnContext: it lets sendWhole find what a request came over.
func withWire(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, wireKey{}, c)
}
