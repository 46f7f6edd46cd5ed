package main

import (
	"runtime"
	"runtime/debug"
)

// A service holds on to some 20 MB and makes ten times as much garbage a second, so that
// the collector would look through all of it every few dozen milliseconds. reserve, which
// is never written to and so takes no memory, counts as in use when the next collection
// is due; growth is by how many percent (GOGC). Beside 20 MB in use they leave 27 for
// garbage, beside 60, of which two thirds are pages, 43: see docs/performance.md.
const (
	reserve = 48 << 20 // bytes
	growth  = 40
)

// collectSeldom serves so.
func collectSeldom(serve func() error) error {
	reserved := make([]byte, reserve)
	defer runtime.KeepAlive(reserved)
	defer debug.SetGCPercent(debug.SetGCPercent(growth))
	return serve()
}
