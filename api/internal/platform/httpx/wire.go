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
	"slices"
	"sync"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/coding"
)

// wire is a client's connection that takes an answer whose head was written before: its
// lines leave with the body in one call of the kernel. net/http still says the status,
// the date and how long the body is, whether the connection stays open, and that HEAD and
// 304 have no body. What it is spared is to copy, sort and write a dozen headers for each
// answer, which takes as long as to send it.
type wire struct {
	*net.TCPConn
	gathering bool        // what is written waits for more
	body      coding.Text // of the answer that is gathered
	parts     [][]byte    // that wait; the first two are left free for what goes before
	copies    *[roomForCopies]byte
	copied    int
}

// roomForCopies is what is copied of an answer, in bytes: a head of 200, and twice the 4,096
// that net/http gathers small pieces in.
const roomForCopies = 8704

var rooms = sync.Pool{New: func() any { return new([roomForCopies]byte) }}

var errHead = errors.New("httpx: what net/http wrote is not the head of an answer")

// Write implements net.Conn.
func (w *wire) Write(p []byte) (int, error) {
	if !w.gathering {
		return w.TCPConn.Write(p)
	}
	n := len(p)
	if n > 0 && !w.restOfBody(p) { // but of net/http's buffers, which are written anew
		p = w.copy(p)
	}
	w.parts = append(w.parts, p)
	return n, nil
}

// restOfBody tells whether p is the end of a piece of the body: then both end at one place
// in memory.
func (w *wire) restOfBody(p []byte) bool {
	end := &p[:cap(p)][cap(p)-1]
	return slices.ContainsFunc(w.body, func(piece []byte) bool { return cap(piece) > 0 && &piece[:cap(piece)][cap(piece)-1] == end })
}

func (w *wire) copy(p []byte) []byte {
	room := w.copies[w.copied:]
	if len(p) > len(room) {
		return bytes.Clone(p)
	}
	w.copied += copy(room, p)
	return room[:len(p)]
}

// answer has the lines sent, with the few headers that are set, and the body. Where that
// fails the connection is at its end, since nobody knows what of it has been sent.
func (w *wire) answer(c echo.Context, status int, lines []byte, body coding.Text) error {
	w.gathering, w.body, w.parts = true, body, append(w.parts[:0], nil, nil)
	w.copies, w.copied = rooms.Get().(*[roomForCopies]byte), 0 //nolint:errcheck // the pool has no others
	sent := false
	defer func() {
		rooms.Put(w.copies)
		w.gathering, w.body, w.copies = false, nil, nil
		clear(w.parts[:cap(w.parts)])
		if !sent { // also where something panicked
			_ = w.Close()
		}
	}()
	c.Response().Header()[echo.HeaderContentType] = nil // it is in the lines; net/http would guess one
	c.Response().WriteHeader(status)
	sender := http.NewResponseController(c.Response().Writer)
	if err := sender.Flush(); err != nil { // the head by itself
		return err
	}
	if err := writeText(c, body); err != nil {
		return err
	}
	if err := sender.Flush(); err != nil {
		return err
	}
	err := w.send(lines)
	sent = err == nil
	return err
}

// send sends what waits, with the lines behind its first one, the status.
func (w *wire) send(lines []byte) error {
	const head = 2
	if len(w.parts) <= head || !bytes.HasPrefix(w.parts[head], []byte("HTTP/1.")) || !bytes.HasSuffix(w.parts[head], []byte("\r\n\r\n")) {
		return errHead // rather no answer than one without its headers
	}
	own := w.parts[head]
	status := bytes.IndexByte(own, '\n') + 1
	w.parts[0], w.parts[1], w.parts[head] = own[:status], lines, own[status:]
	buffers := net.Buffers(w.parts)
	_, err := buffers.WriteTo(w.TCPConn)
	return err
}

// sendWhole answers with lines that were written before, besides what is set already.
func sendWhole(c echo.Context, status int, lines []byte, body coding.Text) error {
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
	return writeText(c, body)
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
