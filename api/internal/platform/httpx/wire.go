package httpx

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/textproto"

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
	head      []byte      // what net/http wrote of the answer that is gathered
	body      net.Buffers // of it, as it lies in the cache
	parts     net.Buffers // of it, as they are sent
}

var errHead = errors.New("httpx: what net/http wrote is not the head of an answer and its body")

// Write implements net.Conn.
func (w *wire) Write(p []byte) (int, error) {
	if !w.gathering {
		return w.TCPConn.Write(p)
	}
	w.head = append(w.head, p...) // net/http writes its buffer anew
	return len(p), nil
}

// ReadFrom implements io.ReaderFrom, by which net/http hands on a body that it does not
// have to look at.
func (w *wire) ReadFrom(src io.Reader) (n int64, err error) {
	if !w.gathering {
		return w.TCPConn.ReadFrom(src)
	}
	if src != io.Reader(&w.body) {
		return 0, errHead // which would leave before its head
	}
	for _, piece := range w.body {
		w.parts = append(w.parts, piece)
		n += int64(len(piece))
	}
	return n, nil
}

// answer has the lines sent, with the few headers that are set, and the body. Where that
// fails the connection is at its end, since nobody knows what of it has been sent.
func (w *wire) answer(response *echo.Response, to io.ReaderFrom, status int, lines []byte, body coding.Text) error {
	const before = 3 // the body: what send writes
	w.gathering, w.head, w.body, w.parts = true, w.head[:0], append(w.body[:0], body...), append(w.parts[:0], make(net.Buffers, before)...)
	sent := false
	defer func() {
		clear(w.body[:cap(w.body)])
		clear(w.parts[:cap(w.parts)])
		w.gathering = false
		if !sent { // also where something panicked
			_ = w.Close()
		}
	}()
	response.Header()[echo.HeaderContentType] = nil // it is in the lines; net/http would guess one
	response.WriteHeader(status)
	if err := http.NewResponseController(response.Writer).Flush(); err != nil { // the head
		return err
	}
	n, err := to.ReadFrom(&w.body)
	if response.Size += n; err != nil {
		return err
	}
	err = w.send(lines)
	sent = err == nil
	return err
}

// send sends what waits, with the lines behind the head's first one, the status.
func (w *wire) send(lines []byte) error {
	if !bytes.HasPrefix(w.head, []byte("HTTP/1.")) || !bytes.HasSuffix(w.head, []byte("\r\n\r\n")) {
		return errHead // rather no answer than one without its headers
	}
	status := bytes.IndexByte(w.head, '\n') + 1
	w.parts[0], w.parts[1], w.parts[2] = w.head[:status], lines, w.head[status:]
	buffers := w.parts
	_, err := buffers.WriteTo(w.TCPConn)
	return err
}

// sendWhole answers with lines that were written before, besides what is set already.
func sendWhole(c echo.Context, status int, lines []byte, body coding.Text) error {
	w, ok := c.Request().Context().Value(wireKey{}).(*wire)
	if to, bare := c.Response().Writer.(io.ReaderFrom); ok && bare {
		return w.answer(c.Response(), to, status, lines, body)
	}
	// Nothing that takes lines, such as a test's recorder.
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
