package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/migrations"
)

// role is a service of the specification: its routes, and what it does by itself.
type role struct {
	routes func(*App, *echo.Echo) error
	loops  map[string]loop // by name: what two roles share runs once in a process
}

// loop is work that goes on until ctx ends.
type loop func(a *App, ctx context.Context) error

// roles are the services by their names in the specification (requirement ARC-2).
// Roles never call each other: they meet in PostgreSQL, Redis and the media store.
func roles() map[string]role {
	return map[string]role{
		"api-admin":       apiAdmin(),
		"content-service": contentService(),
		"image-service":   imageService(),
		"cache-service":   cacheService(),
	}
}

// Roles are the names that Serve takes.
func Roles() []string { return slices.Sorted(maps.Keys(roles())) }

// Handler is the routes of the roles, all of them when none is named.
func (a *App) Handler(names ...string) (*echo.Echo, error) {
	e, err := httpx.New(httpx.Options{Log: a.Log, Metrics: a.Metrics, TrustedProxies: a.Config.TrustedProxies, ErrorPage: a.errorPage, Replay: a.replay})
	if err != nil {
		return nil, err
	}
	secure := middleware.SecureConfig{ContentTypeNosniff: "nosniff", XFrameOptions: "DENY", ReferrerPolicy: "strict-origin-when-cross-origin"}
	if a.Config.Languages.Main().Site.Scheme == "https" {
		secure.HSTSMaxAge = 63072000 // two years, as the preload lists ask
	}
	e.Use(middleware.SecureWithConfig(secure))
	a.health(e)
	chosen, err := pick(names)
	if err != nil {
		return nil, err
	}
	for _, r := range chosen {
		if r.routes == nil {
			continue
		}
		if err := r.routes(a, e); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func pick(names []string) ([]role, error) {
	all := roles()
	if len(names) == 0 {
		names = Roles()
	}
	var chosen []role
	for _, name := range names {
		r, ok := all[name]
		if !ok {
			return nil, fmt.Errorf("there is no role %q; the roles are %s", name, strings.Join(Roles(), ", "))
		}
		chosen = append(chosen, r)
	}
	return chosen, nil
}

// Serve answers requests and runs the loops of the roles until ctx ends.
func (a *App) Serve(ctx context.Context, names ...string) error {
	if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
		return err
	}
	handler, err := a.Handler(names...)
	if err != nil {
		return err
	}
	listener, err := Listen(ctx, a.Config.Listen)
	if err != nil {
		return err
	}
	chosen, err := pick(names)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	loops := map[string]loop{}
	for _, r := range chosen {
		maps.Copy(loops, r.loops)
	}
	for _, run := range loops {
		group.Go(func() error { return run(a, ctx) })
	}
	group.Go(func() error { return httpx.Serve(ctx, listener, handler, a.Config.ShutdownGrace) })
	a.Log.InfoContext(ctx, "serving", "listen", a.Config.Listen, "roles", names)
	return group.Wait()
}

// Listen opens the port; a taken one is a sentence that says what to do.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("another program uses %s: end it, or choose another address with PORTAL_LISTEN", address)
	}
	return listener, err
}
