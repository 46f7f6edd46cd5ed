package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/embedded"
)

// Development is the whole newsroom on one machine: PostgreSQL, Redis, every
// role and the panel in one supervised group of processes.
type Development struct {
	Config config.Config
	Log    *slog.Logger
	Out    io.Writer // where progress and addresses are told
	Panel  bool      // whether to run the panel's server
	Demo   bool      // whether to fill an empty portal with the demo newsroom
}

// Run brings everything up, serves until ctx ends, and takes everything down.
func (d Development) Run(ctx context.Context) error {
	if err := d.checkPort(ctx); err != nil {
		return err
	}
	var stack *embedded.Stack
	err := d.step("PostgreSQL and Redis", func() (err error) {
		stack, err = embedded.Start(ctx, localOptions(d.Config, d.Log))
		return err
	})
	if err != nil {
		return err
	}
	defer stack.Stop()
	d.Config = at(d.Config, stack.Addresses)
	if d.Panel {
		err := d.step("the panel", func() (err error) {
			d.Config.AdminOrigin, err = runPanel(ctx, stack, "http://"+localAddress(d.Config.Listen))
			return err
		})
		if err != nil {
			return err
		}
	}
	a, err := New(ctx, d.Config, d.Log)
	if err != nil {
		return err
	}
	defer a.Close()
	return d.serve(ctx, a, stack)
}

func (d Development) serve(ctx context.Context, a *App, stack *embedded.Stack) error {
	if err := d.step("the schema", func() error { return a.Migrate(ctx) }); err != nil {
		return err
	}
	demo, err := d.seed(ctx, a)
	if err != nil {
		return err
	}
	d.greet(stack)
	if demo {
		if err := logins(d.Out); err != nil {
			return err
		}
	}
	fmt.Fprint(d.Out, "\n  Ctrl-C ends it.\n\n")
	return a.Serve(ctx)
}

// seed fills a portal that nobody has used yet, and tells whether it is the
// demo. A seeding that was cut off goes on.
func (d Development) seed(ctx context.Context, a *App) (bool, error) {
	if !d.Demo {
		return false, nil
	}
	untouched, err := a.Newsroom(d.Out).Untouched(ctx)
	if err != nil || !untouched {
		return false, err
	}
	fmt.Fprintln(d.Out, "  the demo newsroom")
	return true, a.Seed(ctx, d.Out)
}

// checkPort says that the port is taken before anything else is started.
func (d Development) checkPort(ctx context.Context) error {
	l, err := Listen(ctx, d.Config.Listen)
	if err != nil {
		return fmt.Errorf("%w; with make: `make run PORT=8090`", err)
	}
	return l.Close()
}

// step tells what is going on and how long it took.
func (d Development) step(what string, do func() error) error {
	fmt.Fprintf(d.Out, "  %s ...", what)
	begun := time.Now()
	err := do()
	if err != nil {
		fmt.Fprintln(d.Out, " failed")
		return err
	}
	fmt.Fprintf(d.Out, " ready in %.1f s\n", time.Since(begun).Seconds())
	return nil
}

func (d Development) greet(stack *embedded.Stack) {
	fmt.Fprintln(d.Out)
	for _, l := range d.Config.Languages.All() {
		fmt.Fprintf(d.Out, "  %-9s %s\n", l.Code, l.URL("/"))
	}
	main := d.Config.Languages.Main()
	for _, line := range [][2]string{{"panel", main.URL("/admin/")}, {"API", main.URL("/docs")}, {"", main.URL("/redoc")},
		{"database", stack.Psql()}, {"logs", d.Config.DataDir + "/log"}} {
		fmt.Fprintf(d.Out, "  %-9s %s\n", line[0], line[1])
	}
}

// localAddress is where this machine reaches a listener on any address.
func localAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return listen
}
