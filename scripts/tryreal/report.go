package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// report gathers what was checked and what was not as it should be.
type report struct {
	mu         sync.Mutex
	checked    map[string]int
	mismatches map[string][]string
	refusals   map[string]int
	out        io.Writer
}

// shown is how many mismatches of one kind are listed.
const shown = 12

func newReport(out io.Writer) *report {
	return &report{checked: map[string]int{}, mismatches: map[string][]string{}, refusals: map[string]int{}, out: out}
}

// say shows how far the work is.
func (r *report) say(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.out, format+"\n", args...)
}

// check counts a check of a kind, and keeps the place when it failed.
func (r *report) check(kind string, right bool, format string, args ...any) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.checked[kind]++
	if !right {
		r.mismatches[kind] = append(r.mismatches[kind], fmt.Sprintf(format, args...))
	}
	return right
}

// same checks that two texts are equal; it shows them from a little before
// where they part.
func (r *report) same(kind, where, got, want string) {
	from := 0
	for from < len(got) && from < len(want) && got[from] == want[from] {
		from++
	}
	r.check(kind, got == want, "%s: got %s, want %s", where, clip(got, from), clip(want, from))
}

// refused counts an upload that was rightly refused.
func (r *report) refused(code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refusals[code]++
}

// failed tells whether anything was not as it should be.
func (r *report) failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.mismatches) > 0
}

func (r *report) print() {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintln(r.out, "\nchecks")
	for _, kind := range keys(r.checked) {
		fmt.Fprintf(r.out, "  %-34s %6d, wrong %d\n", kind, r.checked[kind], len(r.mismatches[kind]))
	}
	fmt.Fprintln(r.out, "refused uploads")
	for _, code := range keys(r.refusals) {
		fmt.Fprintf(r.out, "  %-34s %6d\n", code, r.refusals[code])
	}
	for _, kind := range keys(r.mismatches) {
		list := r.mismatches[kind]
		fmt.Fprintf(r.out, "\nWRONG: %s (%d)\n", kind, len(list))
		for _, one := range list[:min(shown, len(list))] {
			fmt.Fprintln(r.out, "  "+one)
		}
	}
}

func keys[V any](m map[string]V) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// clip shows a part of a text around a place in it, for a line of the report.
func clip(s string, at int) string {
	const before, after = 40, 120
	from, to := max(at-before, 0), min(at+after, len(s))
	return fmt.Sprintf("%q", strings.ToValidUTF8(s[from:to], ""))
}
