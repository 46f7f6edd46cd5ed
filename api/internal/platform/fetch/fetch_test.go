package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// outside is a server that counts as a public one, at 127.0.0.1.
func outside(t *testing.T, handler http.HandlerFunc) (*httptest.Server, Options) {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	admitted := netip.MustParseAddrPort(s.Listener.Addr().String())
	return s, Options{Admit: func(a netip.AddrPort) bool { return a == admitted }}
}

func get(t *testing.T, o Options, address string, limit int64) ([]byte, string, error) {
	t.Helper()
	f, err := New(o).Get(t.Context(), address, limit)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	got, err := io.ReadAll(f)
	return got, f.Name, err
}

func TestNothingInsideIsReached(t *testing.T) {
	var asked atomic.Int32
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer inner.Close()
	_, port, _ := net.SplitHostPort(inner.Listener.Addr().String())
	admitNothing := Options{Admit: func(netip.AddrPort) bool { return false }} // all ports pass the looks
	for _, address := range []string{inner.URL, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://[::1]:" + port, "http://0.0.0.0:" + port,
		"http://１２７.０.０.１:" + port, "http://localhost.:" + port} {
		if _, _, err := get(t, admitNothing, address, 1000); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "https://10.0.0.1/", "http://localhost/", "http://[64:ff9b::a9fe:a9fe]/"} {
		if _, _, err := get(t, Options{}, address, 1000); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if asked.Load() != 0 {
		t.Error("the inner server was asked")
	}
}

func TestRedirectsAreCheckedAnew(t *testing.T) {
	var asked atomic.Int32
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer inner.Close()
	s, o := outside(t, func(w http.ResponseWriter, r *http.Request) {
		if n := 0; strings.HasPrefix(r.URL.Path, "/times/") {
			_, _ = fmt.Sscanf(r.URL.Path, "/times/%d", &n)
			if n > 0 {
				http.Redirect(w, r, fmt.Sprintf("/times/%d", n-1), http.StatusFound)
				return
			}
			_, _ = w.Write([]byte(r.Referer() + "here"))
			return
		}
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusTemporaryRedirect)
	})
	for _, to := range []string{inner.URL, "http://169.254.169.254/latest/meta-data/iam/", "http://[::ffff:169.254.169.254]/", "file:///etc/passwd", "http://2852039166/", "ftp://example.kz/", "http://a:b@" + s.Listener.Addr().String()} {
		if _, _, err := get(t, o, s.URL+"/?to="+to, 1000); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if asked.Load() != 0 {
		t.Error("the inner server was asked")
	}
	if got, name, err := get(t, o, s.URL+"/times/5", 1000); err != nil || string(got) != "here" || name != "0" {
		t.Errorf("five redirects: %q, %q, %v", got, name, err)
	}
	if _, _, err := get(t, o, s.URL+"/times/6", 1000); !errors.Is(err, ErrRefused) {
		t.Errorf("six redirects: %v", err)
	}
}

// TestANameThatChanges is DNS rebinding: the name stands for a public address when
// it is first asked for, and for an inner one the next time.
func TestANameThatChanges(t *testing.T) {
	var asked atomic.Int32
	s, o := outside(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	inner, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.2:"+port)
	if err != nil {
		t.Skip("127.0.0.2 is not to be had: ", err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(inner) }()
	defer server.Close()
	var lookups atomic.Int32
	o.Resolver = names(t, func(string) [4]byte {
		if lookups.Add(1) == 1 {
			return [4]byte{127, 0, 0, 1}
		}
		return [4]byte{127, 0, 0, 2}
	})
	if _, _, err := get(t, o, "http://rebind.example.kz:"+port+"/", 1000); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	if lookups.Load() != 2 || asked.Load() != 0 {
		t.Errorf("%d look-ups, the inner server was asked %d times", lookups.Load(), asked.Load())
	}
}

// TestUnknownAndInnerNamesAreOne keeps whoever asks from finding out which names the
// inner network has.
func TestUnknownAndInnerNamesAreOne(t *testing.T) {
	o := Options{Resolver: names(t, func(name string) [4]byte {
		if name == "wiki.inner.kz." {
			return [4]byte{10, 1, 2, 3}
		}
		return [4]byte{}
	})}
	for _, address := range []string{"http://wiki.inner.kz/", "http://nothing.inner.kz/"} {
		if _, _, err := get(t, o, address, 1000); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// names is a resolver that asks a server of ours; 0.0.0.0 is no such name.
func names(t *testing.T, answer func(name string) [4]byte) *net.Resolver {
	t.Helper()
	conn, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				if a := answer(q.Name.String()); a != [4]byte{} {
					m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: a}}}
				} else {
					m.RCode = dnsmessage.RCodeNameError
				}
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func TestAFileIsFetched(t *testing.T) {
	s, o := outside(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("User-Agent") != userAgent || r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" {
			t.Error(r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		switch r.URL.Path {
		case "/ғимарат.jpg":
			_, _ = w.Write([]byte("picture"))
		case "/forbidden":
			http.Error(w, "no", http.StatusForbidden)
		case "/endless":
			for range 1000 {
				_, _ = w.Write(make([]byte, 1000))
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write(make([]byte, 1<<20))
			_ = z.Close()
		case "/cut":
			w.Header().Set("Content-Length", "6")
			_, _ = w.Write([]byte("cut"))
		}
	})
	if got, name, err := get(t, o, s.URL+"/%D2%93%D0%B8%D0%BC%D0%B0%D1%80%D0%B0%D1%82.jpg?size=full", 7); err != nil || string(got) != "picture" || name != "ғимарат.jpg" {
		t.Errorf("%q, %q, %v", got, name, err)
	}
	for path, want := range map[string]error{"/%D2%93%D0%B8%D0%BC%D0%B0%D1%80%D0%B0%D1%82.jpg": ErrTooLarge, "/forbidden": ErrFailed, "/endless": ErrTooLarge, "/bomb": ErrTooLarge, "/cut": ErrFailed} {
		got, _, err := get(t, o, s.URL+path, 6)
		if !errors.Is(err, want) || len(got) > 6 {
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		}
	}
}

// TestTLSIsVerified: a certificate that nobody signed is no answer.
func TestTLSIsVerified(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x")) }))
	defer s.Close()
	if _, _, err := get(t, Options{Admit: func(netip.AddrPort) bool { return true }}, s.URL, 10); !errors.Is(err, ErrFailed) {
		t.Error(err)
	}
}

// TestTheEnvironmentsProxyIsNotAsked: it would connect in our stead.
func TestTheEnvironmentsProxyIsNotAsked(t *testing.T) {
	transport, ok := New(Options{}).http.Transport.(*http.Transport)
	if !ok || transport.Proxy != nil {
		t.Error("there is a proxy")
	}
}

// TestASlowServer: the time is for all of it, not for each byte.
func TestASlowServer(t *testing.T) {
	s, o := outside(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	c := New(o)
	c.http.Timeout = 200 * time.Millisecond
	f, err := c.Get(t.Context(), s.URL, 1000)
	if err == nil {
		_, err = io.ReadAll(f)
		_ = f.Close()
	}
	if !errors.Is(err, ErrFailed) {
		t.Error(err)
	}
}
