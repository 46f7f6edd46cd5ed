// Command tryreal sends real news and pictures through a portal and reads all
// of it back, as an outside program that knows nothing but the contracts and the
// pages: text, language, pair, picture, rubric and list are compared with the
// input. It ends with 1 when anything is not as it was put in.
//
//	go run ./scripts/tryreal                        a portal of its own, thrown away after
//	go run ./scripts/tryreal -url http://… -email … -password …
//
// The material is other people's and not part of the project: without it the
// program says so and ends with 0.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	url, email, password string
	data, program        string
	port, limit          int
}

func main() {
	var o options
	flag.StringVar(&o.url, "url", "", "address of a running portal; without it one is started and thrown away")
	flag.StringVar(&o.email, "email", "admin@tryreal.example", "who logs in to the admin API")
	flag.StringVar(&o.password, "password", "", "that person's password")
	flag.StringVar(&o.data, "data", filepath.Join("..", "shared", "data"), "folder of the material")
	flag.StringVar(&o.program, "portal", filepath.Join("bin", "portal"), "the program of the portal to start")
	flag.IntVar(&o.port, "port", 18790, "port of the portal to start")
	flag.IntVar(&o.limit, "limit", 0, "take only so many items of each file, for a quick look")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := try(ctx, o)
	stop()
	os.Exit(code)
}

func try(ctx context.Context, o options) int {
	if _, err := os.Stat(filepath.Join(o.data, "news")); errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("skipped: the real material is not here (%s)\n", o.data)
		return 0
	}
	if o.url == "" {
		own, err := startPortal(ctx, o)
		if err != nil {
			fmt.Fprintln(os.Stderr, "tryreal: a portal of its own could not be started:", err)
			return 1
		}
		defer own.stop()
		o.url, o.email, o.password = own.url, own.email, own.password
	}
	return runOn(ctx, o)
}

// runOn runs the trial on a portal and prints what came out.
func runOn(ctx context.Context, o options) int {
	c := newClient(o.url)
	c.login = &login{client: c, email: o.email, password: o.password}
	t := &trial{client: c, report: newReport(os.Stdout), sites: map[string]string{}, ours: map[string]*version{}}
	began := time.Now()
	err := t.run(ctx, o.data, o.limit)
	t.report.print()
	fmt.Println()
	c.timings.print(os.Stdout)
	fmt.Printf("\n%s in all\n", time.Since(began).Round(time.Second))
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "tryreal: ended early:", err)
		return 1
	case t.report.failed():
		fmt.Println("NOT everything came back as it was put in.")
		return 1
	}
	fmt.Println("Everything came back as it was put in.")
	return 0
}
