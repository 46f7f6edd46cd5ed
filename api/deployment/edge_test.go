package deployment

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Loopback ports of the rendered configuration.
const (
	plainPort  = "18140"
	tlsPort    = "18141"
	healthPort = "18142"
)

// edge is a running nginx on the project's own configuration, in front of
// small upstreams that say who they are.
type edge struct {
	client    *http.Client
	upstreams map[string]*httptest.Server
	hits      map[string]*atomic.Int32
	access    string // the access log
}

var services = []string{"content-service", "api-admin", "image-service", "admin-ui"}

func startEdge(t *testing.T) *edge {
	t.Helper()
	program := nginxProgram(t)
	e := &edge{upstreams: map[string]*httptest.Server{}, hits: map[string]*atomic.Int32{}}
	for _, name := range services {
		e.hits[name] = &atomic.Int32{}
		e.upstreams[name] = httptest.NewServer(upstream(name, e.hits[name]))
		t.Cleanup(e.upstreams[name].Close)
	}
	folder := render(t, e.upstreams)
	e.access = filepath.Join(folder, "access.log")
	config := filepath.Join(folder, "portal/nginx.conf")
	if out, err := exec.Command(program, "-t", "-e", "stderr", "-c", config).CombinedOutput(); err != nil {
		t.Fatalf("nginx -t: %s", out)
	}
	cmd := exec.Command(program, "-e", "stderr", "-c", config, "-g", "daemon off;")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	log, err := os.Create(filepath.Join(folder, "nginx.log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("%s", text)
		}
	})
	e.client = &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				_, port, _ := net.SplitHostPort(address)
				return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+map[string]string{"80": plainPort, "443": tlsPort}[port])
			},
			TLSClientConfig:    &tls.Config{InsecureSkipVerify: true}, // self-signed, on loopback
			DisableCompression: true,
		},
	}
	e.awaitReady(t)
	return e
}

func nginxProgram(t *testing.T) string {
	t.Helper()
	for _, path := range []string{"nginx", "/usr/sbin/nginx"} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	t.Skip("nginx is not installed: scripts/install-tools.sh tests")
	return ""
}

func (e *edge) awaitReady(t *testing.T) {
	t.Helper()
	for range 200 {
		r, err := http.Get("http://127.0.0.1:" + healthPort + "/healthy")
		if err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusNoContent {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("nginx does not answer")
}

// upstream answers with its name and what it was asked, and tells what no
// answer should pass on.
func upstream(name string, hits *atomic.Int32) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Powered-By", "Nuxt")
		w.Header().Set("Server", "secret/1.2.3")
		if strings.HasPrefix(r.URL.Path, "/media/") || strings.HasPrefix(r.URL.Path, "/assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if strings.HasPrefix(r.URL.Path, "/media/changing/") && mediaHost(w, r, hits) {
			return
		}
		if strings.HasSuffix(r.URL.Path, "/coded.css") {
			codedFile(w, r)
			return
		}
		if r.URL.Path == "/framed" {
			w.Header().Set("X-Frame-Options", "DENY")
		}
		if r.URL.Path == "/own-trouble" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "%s\nhost=%s\nfor=%s\nproto=%s\npath=%s\n%s", name, r.Host,
			r.Header.Get("X-Forwarded-For"), r.Header.Get("X-Forwarded-Proto"), r.URL.Path, strings.Repeat("қ", 2000))
	}
}

// codedFile answers in the coding that is asked for, as the site does; the body names it.
func codedFile(w http.ResponseWriter, r *http.Request) {
	coding := ""
	for _, name := range []string{"br", "gzip"} {
		if coding == "" && strings.Contains(r.Header.Get("Accept-Encoding"), name) {
			coding = name
			w.Header().Set("Content-Encoding", name)
		}
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Vary", "Accept-Encoding")
	w.Header().Set("ETag", `"tag-`+coding+`"`)
	_, _ = fmt.Fprint(w, coding+"|", strings.Repeat("x", 4000))
}

// mediaHost shows a picture for a second at first, then no more, and to those with a
// signature always; see photobank.Media.
func mediaHost(w http.ResponseWriter, r *http.Request, hits *atomic.Int32) (answered bool) {
	if r.URL.Query().Get("sig") != "" {
		w.Header().Set("Cache-Control", "private, max-age=86400, immutable")
		return false
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, s-maxage=1, immutable")
	if hits.Load() == 1 {
		return false
	}
	w.Header().Set("Cache-Control", "public, max-age=0, s-maxage=2")
	w.WriteHeader(http.StatusNotFound)
	return true
}

// render copies deploy/nginx with the addresses of this machine in it.
func render(t *testing.T, upstreams map[string]*httptest.Server) string {
	t.Helper()
	folder := t.TempDir()
	makeCertificate(t, folder)
	replacements := []string{
		"/etc/nginx/portal", folder + "/portal", "/etc/nginx/certificates", folder + "/secrets/certificates",
		"/var/lib/acme", folder + "/secrets/acme", "/var/cache/nginx", folder + "/cache",
		" /tmp/", " " + folder + "/tmp/", "/dev/stdout", folder + "/access.log",
		"listen 8080", "listen 127.0.0.1:" + plainPort, "listen 8443", "listen 127.0.0.1:" + tlsPort,
		"listen 127.0.0.1:8081", "listen 127.0.0.1:" + healthPort,
	}
	for name, server := range upstreams {
		for _, port := range []string{":8080", ":3000"} {
			replacements = append(replacements, "server "+name+port, "server "+server.Listener.Addr().String())
		}
	}
	replace := strings.NewReplacer(replacements...)
	source := filepath.Join(root, "deploy/nginx")
	if err := os.CopyFS(filepath.Join(folder, "portal"), os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tmp", "cache"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	files, _ := filepath.Glob(filepath.Join(folder, "portal/*.conf"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out := replace.Replace(string(text))
		out = strings.Replace(out, "worker_processes auto;", "worker_processes 1;"+asUser(), 1)
		if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// asUser keeps the workers root when the test is: they must reach its folder.
func asUser() string {
	if os.Getuid() == 0 {
		return " user root;"
	}
	return ""
}

// makeCertificate runs the script that an administrator runs.
func makeCertificate(t *testing.T, folder string) {
	t.Helper()
	cmd := exec.Command("sh", "scripts/make-secrets.sh", filepath.Join(folder, "secrets"))
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func (e *edge) ask(t *testing.T, method, address string, body io.Reader, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := e.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}
