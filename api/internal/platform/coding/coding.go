// Package coding keeps an answer's body in the content codings that browsers take
// (RFC 9110, section 8.4.1): as it is, gzip (RFC 1952) and brotli (RFC 7932). Each is
// made once, when the body is, and sent as often as somebody asks for it.
package coding

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// The names of the codings, as they stand in Content-Encoding.
const (
	Gzip   = "gzip"
	Brotli = "br"
)

// Bodies are one body in its codings. A coding that is missing is nil: it would not
// have been smaller.
type Bodies struct {
	Plain, Gzip, Brotli Text
}

// Text is a body in pieces, which are sent one after the other: what many bodies have in
// common need not be copied into each.
type Text [][]byte

// Whole is a body in one piece; nil where there is none.
func Whole(body []byte) Text {
	if body == nil {
		return nil
	}
	return Text{body}
}

// Len is the body's length in bytes.
func (t Text) Len() (n int) {
	for _, piece := range t {
		n += len(piece)
	}
	return n
}

// Join is the body in one piece, which is no copy where it is in one already.
func (t Text) Join() []byte {
	if len(t) == 1 {
		return t[0]
	}
	return slices.Concat(t...)
}

// Least is the size in bytes below which compressing is not worth its header: what
// nginx's gzip_min_length says, too.
const Least = 1024

// Encoder compresses. Its writers are kept: a fresh one of brotli costs a megabyte.
type Encoder struct {
	gzip, blocks, brotli sync.Pool
}

// writer is what both libraries' writers can do.
type writer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// ForPages makes an Encoder for what is made while somebody waits: of both codings the
// levels beyond which a page gets hardly smaller and takes much longer.
func ForPages() *Encoder { return newEncoder(5, 5) }

// ForFiles makes an Encoder for what is made once in a program's life.
func ForFiles() *Encoder { return newEncoder(gzip.BestCompression, brotli.BestCompression) }

func newEncoder(gzipLevel, brotliLevel int) *Encoder {
	e := &Encoder{}
	e.gzip.New = func() any {
		w, err := gzip.NewWriterLevel(nil, gzipLevel)
		if err != nil { // the level is one of ours
			return gzip.NewWriter(nil)
		}
		return w
	}
	e.blocks.New = func() any {
		w, err := flate.NewWriter(nil, gzipLevel)
		if err != nil { // as above
			w, _ = flate.NewWriter(nil, flate.DefaultCompression)
		}
		return w
	}
	e.brotli.New = func() any { return brotli.NewWriterLevel(nil, brotliLevel) }
	return e
}

// Encode gives a body in all codings that make it smaller. What is short, or compressed
// by its own format, stays as it is.
func (e *Encoder) Encode(contentType string, plain []byte) Bodies {
	b := Bodies{Plain: Text{plain}}
	if worthwhile(contentType, plain) {
		b.Gzip, b.Brotli = Whole(compress(&e.gzip, plain)), Whole(compress(&e.brotli, plain))
	}
	return b
}

// Gzip is a body in the coding that is made quickly; nil where that is not worth it.
func (e *Encoder) Gzip(contentType string, plain []byte) []byte {
	if !worthwhile(contentType, plain) {
		return nil
	}
	return compress(&e.gzip, plain)
}

// Brotli is a body in brotli, nil where that is not smaller. At ForPages' levels it takes
// some four times as long as gzip.
func (e *Encoder) Brotli(plain []byte) []byte { return compress(&e.brotli, plain) }

// Only gives a body and the one coding of it that an Accept-Encoding asks for: for what
// is sent once.
func (e *Encoder) Only(contentType string, plain []byte, accept []string) Bodies {
	b := Bodies{Plain: Text{plain}}
	if !worthwhile(contentType, plain) {
		return b
	}
	switch best(accept, true, true) {
	case Gzip:
		b.Gzip = Whole(compress(&e.gzip, plain))
	case Brotli:
		b.Brotli = Whole(compress(&e.brotli, plain))
	}
	return b
}

// worthwhile tells whether a body may get smaller by more than a header.
func worthwhile(contentType string, plain []byte) bool {
	return len(plain) >= Least && compressible(contentType)
}

// compressible tells texts from pictures and fonts, which are compressed already.
func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml") ||
		strings.HasSuffix(kind, "javascript")
}

// compress gives nil for what would not get smaller.
func compress(pool *sync.Pool, plain []byte) []byte {
	w, ok := pool.Get().(writer)
	if !ok {
		return nil
	}
	defer pool.Put(w)
	var out bytes.Buffer
	out.Grow(len(plain) / 4)
	w.Reset(&out)
	if _, err := w.Write(plain); err != nil || w.Close() != nil || out.Len() >= len(plain) {
		return nil
	}
	return bytes.Clone(out.Bytes())
}
