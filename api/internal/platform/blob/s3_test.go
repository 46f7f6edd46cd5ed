package blob

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"baq.kz/portal/api/internal/platform/fault"
)

// between is an S3 store behind a line that does something to what passes.
func between(t *testing.T, line func(w http.ResponseWriter, r *http.Request, next http.Handler)) *S3 {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(bucket); err != nil {
		t.Fatal(err)
	}
	next := gofakes3.New(backend).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { line(w, r, next) }))
	t.Cleanup(server.Close)
	return s3At(t, server.URL, "")
}

func TestWhatChangesOnTheLineIsNotStored(t *testing.T) {
	var spoil atomic.Bool
	s := between(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPut && spoil.Load() {
			body, _ := io.ReadAll(r.Body)
			body[0] ^= 1
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		next.ServeHTTP(w, r)
	})
	if err := s.Put(t.Context(), "k", strings.NewReader("old")); err != nil {
		t.Fatal(err)
	}
	spoil.Store(true)
	if err := s.Put(t.Context(), "k", strings.NewReader("new")); err == nil {
		t.Error("a spoiled object was stored")
	}
	if got := read(t, s, "k"); got != "old" {
		t.Errorf("%q", got)
	}
}

// spoiler turns the last byte of a body around.
type spoiler struct{ http.ResponseWriter }

// Write implements io.Writer.
func (s spoiler) Write(p []byte) (int, error) {
	p = bytes.Clone(p)
	p[len(p)-1] ^= 1
	return s.ResponseWriter.Write(p)
}

func TestWhatIsNotAsItWasStoredIsNotRead(t *testing.T) {
	s := between(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodGet {
			w = spoiler{w}
		}
		next.ServeHTTP(w, r)
	})
	if err := s.Put(t.Context(), "k", strings.NewReader("something")); err != nil {
		t.Fatal(err)
	}
	object, err := s.Open(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	if got, err := io.ReadAll(object); err == nil || len(got) == len("something") {
		t.Errorf("%q passes: %v", got, err)
	}
}

func TestAnObjectReplacedWhileReadIsAnError(t *testing.T) {
	s := bucketOf(t, "")
	// The server of the tests compares no ETags of reads; this one does.
	upstream, err := url.Parse(s.options.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(upstream)
	proxy.ModifyResponse = func(answer *http.Response) error {
		if want := answer.Request.Header.Get("If-Match"); want != "" && want != answer.Header.Get("ETag") {
			answer.StatusCode, answer.Body = http.StatusPreconditionFailed, io.NopCloser(strings.NewReader(""))
			answer.Header.Set("Content-Length", "0")
		}
		return nil
	}
	server := httptest.NewServer(proxy)
	defer server.Close()
	s = s3At(t, server.URL, "")
	if err := s.Put(t.Context(), "k", strings.NewReader("one, long")); err != nil {
		t.Fatal(err)
	}
	object, err := s.Open(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	if err := s.Put(t.Context(), "k", strings.NewReader("two, long")); err != nil {
		t.Fatal(err)
	}
	if _, err := object.Seek(4, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(object); err == nil {
		t.Errorf("%q of another object", got)
	}
}

func TestAServerThatStandsStillIsLeft(t *testing.T) {
	var still atomic.Bool
	s := between(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodGet && still.Load() {
			w.Header().Set("Content-Length", "1000000")
			_, _ = w.Write(make([]byte, 1000))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		next.ServeHTTP(w, r)
	})
	s.options.Patience = 200 * time.Millisecond
	if err := s.Put(t.Context(), "k", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	still.Store(true)
	begun := time.Now()
	object, err := s.Open(t.Context(), "k")
	if err == nil {
		_, err = io.ReadAll(object)
		_ = object.Close()
	}
	if err == nil || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(begun))
	}
}

func TestAFullServerIsAFault(t *testing.T) {
	s := between(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPut {
			w.WriteHeader(http.StatusInsufficientStorage)
			_, _ = io.WriteString(w, `<Error><Code>XMinioStorageFull</Code><Message>full</Message></Error>`)
			return
		}
		next.ServeHTTP(w, r)
	})
	err := s.Put(t.Context(), "k", strings.NewReader("x"))
	if f, ok := fault.As(err); !ok || f.Code != "media.storage_full" || !errors.Is(err, ErrFull) {
		t.Errorf("%v", err)
	}
}

// A store that is away, or has lost its bucket, has not lost a picture.
func TestAnAbsentServerOrBucketIsNoAbsentObject(t *testing.T) {
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server())
	lost := s3At(t, server.URL, "")
	for range 2 {
		_, openErr := lost.Open(t.Context(), "k")
		there, existsErr := lost.Exists(t.Context(), "k")
		putErr := lost.Put(t.Context(), "k", strings.NewReader("x"))
		var walkErr error
		for _, walkErr = range lost.Walk(t.Context(), "", "") {
			break
		}
		for what, err := range map[string]error{"open": openErr, "exists": existsErr, "put": putErr, "walk": walkErr, "ready": lost.Ready(t.Context())} {
			if err == nil || errors.Is(err, ErrNotFound) || there {
				t.Errorf("%s: %v", what, err)
			}
		}
		server.Close() // and once more, without a server
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	for _, o := range []S3Options{
		{Endpoint: "s3.example.kz", Bucket: "b"}, {Endpoint: "ftp://s3.example.kz", Bucket: "b"}, {Endpoint: "https://s3.example.kz/path", Bucket: "b"},
		{Endpoint: "", Bucket: "b"}, {Endpoint: "https://s3.example.kz", Bucket: "b", Prefix: "../x"}, {Endpoint: "https://s3.example.kz", Bucket: "b", Prefix: "/x"},
	} {
		if _, err := OpenS3(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}
