package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"
)

// served runs all roles in a process of their own, with the page cache on or off.
func (b *pagesBench) served(ctx context.Context, pageCache, name string, do func(base string, pid int) error) error {
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	c := b.app.Config
	args := []string{"serve"}
	if b.profile != "" {
		args = append(args, "--profile", filepath.Join(b.profile, name+".pprof"))
	}
	return b.child(ctx, b.program, port, args, map[string]string{
		"PORTAL_ENVIRONMENT": c.Environment, "PORTAL_DATA_DIR": c.DataDir, "PORTAL_MEDIA_DIR": c.MediaDir, "PORTAL_LISTEN": "127.0.0.1:" + port,
		"PORTAL_POSTGRES_PRIMARY": c.PostgresPrimary, "PORTAL_POSTGRES_REPLICA": c.PostgresReplica, "PORTAL_REDIS": c.Redis,
		"PORTAL_PAGE_CACHE": pageCache, "PORTAL_API_RATE": "1000000", "PORTAL_LOG_LEVEL": "error", "PORTAL_TRUSTED_PROXIES": "127.0.0.0/8",
	}, func(base string, pid int) error {
		if err := settle(ctx, b.app, pid); err != nil {
			return err
		}
		return do(base, pid)
	})
}

// child runs a program and waits until its port answers.
func (b *pagesBench) child(ctx context.Context, program, port string, args []string, environment map[string]string, do func(base string, pid int) error) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	for name, value := range environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}()
	base := "http://127.0.0.1:" + port
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if answer, err := http.Get(base + "/"); err == nil { //nolint:noctx // of a loop with an end
			_ = answer.Body.Close()
			return do(base, cmd.Process.Pid)
		}
		if time.Now().After(limit) {
			return errors.New("the server does not answer")
		}
	}
}

func freePort(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port, listener.Close()
}

// benchBareCommand is the yardstick: Echo that writes bytes from memory.
func benchBareCommand() *cobra.Command {
	var listen, body, head string
	cmd := &cobra.Command{
		Use: "bare", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			bytes, err := os.ReadFile(body)
			if err != nil {
				return err
			}
			var fields http.Header
			if err := json.Unmarshal([]byte(head), &fields); err != nil {
				return err
			}
			kind := fields.Get(echo.HeaderContentType)
			e := echo.New()
			e.HideBanner, e.HidePort = true, true
			e.GET("/*", func(c echo.Context) error {
				header := c.Response().Header()
				maps.Copy(header, fields)
				header.Set(echo.HeaderContentLength, strconv.Itoa(len(bytes)))
				return c.Blob(http.StatusOK, kind, bytes)
			})
			context.AfterFunc(cmd.Context(), func() { _ = e.Close() })
			if err := e.Start(listen); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "", "address")
	cmd.Flags().StringVar(&body, "body", "", "file with the bytes")
	cmd.Flags().StringVar(&head, "header", "{}", "headers, in JSON")
	return cmd
}

func (b *pagesBench) bare(ctx context.Context, body []byte, header http.Header, do func(base string, pid int) error) error {
	file := filepath.Join(b.dir, "body")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return err
	}
	head, err := json.Marshal(header)
	if err != nil {
		return err
	}
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	return b.child(ctx, b.program, port, []string{"bench", "bare", "--listen", "127.0.0.1:" + port, "--body", file, "--header", string(head)}, nil, do)
}

// plain runs cmd/yardstick, which is built beside this program, on the replica that readers
// are answered from.
func (b *pagesBench) plain(ctx context.Context, do func(base string, pid int) error) error {
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	program := filepath.Join(filepath.Dir(b.program), "yardstick")
	return b.child(ctx, program, port, []string{"-listen", "127.0.0.1:" + port, "-database", b.app.Config.PostgresReplica}, nil, do)
}

// nginxConfig caches what the portal answers, plain, and compresses it for each reader.
const nginxConfig = `worker_processes 2; daemon off; pid %[1]s/nginx.pid; error_log %[1]s/nginx.log;
events { worker_connections 512; }
http {
  access_log off; client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  proxy_cache_path %[1]s/cache keys_zone=pages:8m;
  gzip on; gzip_types *; gzip_proxied any; gzip_comp_level 1;
  server {
    listen 127.0.0.1:%[2]s;
    location / { proxy_pass %[3]s; proxy_cache pages; proxy_cache_valid 10m; proxy_ignore_headers Cache-Control Set-Cookie Vary; proxy_set_header Accept-Encoding ""; }
  }
}`

func (b *pagesBench) nginx(ctx context.Context, base string, do func(front string) error) error {
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	program, err := exec.LookPath("nginx")
	if err != nil {
		program = "/usr/sbin/nginx" // not in everybody's PATH
	}
	dir := filepath.Join(b.dir, "nginx")
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // nginx' workers are another user
		return err
	}
	if err := os.Chmod(b.dir, 0o755); err != nil { //nolint:gosec // as above
		return err
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, port, base), 0o600); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "-e", filepath.Join(dir, "nginx.log"), "-c", config)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}()
	front := "http://127.0.0.1:" + port
	for limit := time.Now().Add(10 * time.Second); time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
		if answer, err := http.Get(front + "/"); err == nil { //nolint:noctx // of a loop with an end
			_ = answer.Body.Close()
			return do(front)
		}
	}
	return errors.New("nginx does not answer")
}
