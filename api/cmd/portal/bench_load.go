package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"baq.kz/portal/api/internal/app"
)

// load is what wrk says of one measurement.
type load struct {
	perSecond float64
	p50, p99  float64 // milliseconds
	requests  int     // answered
	failed    int     // answers other than 2xx and 3xx, and broken connections
	// cpu is what the process that answered took meanwhile, memory the most that it has
	// had, in MiB; zero: it was none of ours. database is what PostgreSQL took.
	cpu, database time.Duration
	memory        int
}

// each is an answer's share of a time, in milliseconds.
func (l load) each(of time.Duration) float64 {
	return float64(of.Microseconds()) / 1000 / float64(max(l.requests, 1))
}

// add puts one of several turns to the others: rates and latencies are their means.
func (l *load) add(one load, turns int) {
	share := 1 / float64(turns)
	l.perSecond += one.perSecond * share
	l.p50 += one.p50 * share
	l.p99 += one.p99 * share
	l.requests += one.requests
	l.failed += one.failed
	l.cpu += one.cpu
	l.database += one.database
	l.memory = max(l.memory, one.memory)
}

// askInTurn has wrk ask for the addresses of a file in an order of chance.
const askInTurn = `local paths = {}
for line in io.lines(%q) do paths[#paths + 1] = line end
math.randomseed(7)
function request() return wrk.format("GET", paths[math.random(#paths)]) end
`

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	answered  = regexp.MustCompile(`(?m)^\s+(\d+) requests in `)
	quantile  = regexp.MustCompile(`(?m)^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)\s*$`)
	wrong     = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)`)
	broken    = regexp.MustCompile(`Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)`)
)

// wrk asks for the paths as fast as it is answered. It is C and one thread, so that it
// takes little from the two cores.
func (b *pagesBench) wrk(ctx context.Context, base string, paths []string, encoding string, length time.Duration) (l load, err error) {
	list, script := filepath.Join(b.dir, "paths"), filepath.Join(b.dir, "paths.lua")
	if err := os.WriteFile(list, []byte(strings.Join(paths, "\n")), 0o600); err != nil {
		return l, err
	}
	if err := os.WriteFile(script, fmt.Appendf(nil, askInTurn, list), 0o600); err != nil {
		return l, err
	}
	args := []string{"--latency", "--timeout", "20s", "-t1", "-c" + strconv.Itoa(b.clients), "-d" + strconv.Itoa(int(length.Seconds())) + "s", "-s", script}
	if encoding != "" {
		args = append(args, "-H", "Accept-Encoding: "+encoding)
	}
	out, err := exec.CommandContext(ctx, "wrk", append(args, base)...).CombinedOutput()
	if err != nil {
		return l, fmt.Errorf("wrk: %w: %s", err, out)
	}
	return readWrk(out), nil
}

func readWrk(out []byte) (l load) {
	if found := perSecond.FindSubmatch(out); found != nil {
		l.perSecond, _ = strconv.ParseFloat(string(found[1]), 64)
	}
	if found := answered.FindSubmatch(out); found != nil {
		l.requests, _ = strconv.Atoi(string(found[1]))
	}
	for _, found := range quantile.FindAllSubmatch(out, -1) {
		n, _ := strconv.ParseFloat(string(found[2]), 64)
		unit := map[string]float64{"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[string(found[3])]
		if bytes.Equal(found[1], []byte("50")) {
			l.p50 = n * unit
		} else {
			l.p99 = n * unit
		}
	}
	for _, counted := range []*regexp.Regexp{wrong, broken} {
		if found := counted.FindSubmatch(out); found != nil {
			for _, text := range found[1:] {
				n, _ := strconv.Atoi(string(text))
				l.failed += n
			}
		}
	}
	return l
}

// residentMiB is the most memory that a process has had.
func residentMiB(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
	return kilobytes >> 10
}

const (
	// settledBelow is what an idle portal may take of a processor in a second.
	settledBelow = 50 * time.Millisecond
	settledLimit = 10 * time.Minute
)

// settle waits until a portal that has just begun does nothing by itself any more: events
// of its filling are delivered, and texts indexed.
func settle(ctx context.Context, a *app.App, pid int) error {
	ctx, cancel := context.WithTimeoutCause(ctx, settledLimit, errors.New("the portal does not come to rest"))
	defer cancel()
	// Each event outdates something: readers' pages take a third more while they are delivered.
	if err := a.Rest(ctx); err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	for {
		before := app.CPU(pid)
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(time.Second):
		}
		if app.CPU(pid)-before < settledBelow {
			return nil
		}
	}
}
