package app

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"baq.kz/portal/api/internal/platform/embedded"
)

// panelServer and panelNode are the built panel and the Node that is pinned
// with it, from the project's folder.
const (
	panelServer = "admin-ui/.output/server/index.mjs"
	panelNode   = "admin-ui/node_modules/.bin/node"
)

// runPanel starts the panel's server on a private loopback port beside the
// databases, and returns its origin.
func runPanel(ctx context.Context, stack *embedded.Stack, api string) (origin string, err error) {
	if _, err := os.Stat(panelServer); err != nil {
		return "", fmt.Errorf("the panel is not built: run `make build` in the project's folder, or start with --panel=false")
	}
	node, err := filepath.Abs(panelNode)
	if err != nil {
		return "", err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return "", err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	origin = "http://" + address
	return origin, stack.Run(ctx, embedded.Program{
		Name: "admin-ui",
		Path: node,
		Args: []string{"--max-old-space-size=384", panelServer},
		Env: []string{"PATH=/usr/bin:/bin", "NODE_ENV=production", "NITRO_HOST=" + host, "NITRO_PORT=" + port,
			"NUXT_API_ORIGIN=" + api, "NUXT_TELEMETRY_DISABLED=1"},
		Ready: func(ctx context.Context) error { return answers(ctx, origin+"/admin/favicon.svg") },
	})
}

// freeAddress asks the kernel for a port that nobody uses at the moment.
func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// answers succeeds when the address gives any answer that is no trouble of the
// server's own.
func answers(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusInternalServerError {
		return fmt.Errorf("%s answers %s", address, response.Status)
	}
	return nil
}
