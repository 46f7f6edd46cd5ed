package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestPasswordComesFromStandardInput(t *testing.T) {
	read := func(input string) (string, error) {
		cmd := &cobra.Command{}
		cmd.SetIn(strings.NewReader(input))
		return newPassword(cmd, false)
	}
	for _, empty := range []string{"", "\n", "\r\nsecond line"} {
		if got, err := read(empty); err == nil {
			t.Errorf("%q gave the password %q", empty, got)
		}
	}
	for input, want := range map[string]string{
		"жеті қабат\n": "жеті қабат", "no line end": "no line end", " blanks stay \r\nsecond line\n": " blanks stay ",
		strings.Repeat("x", 1<<20): strings.Repeat("x", longestLine),
	} {
		if got, err := read(input); got != want || err != nil {
			t.Errorf("%.20q: %.20q, %v", input, got, err)
		}
	}
}

func TestMadePasswordIsShownOnce(t *testing.T) {
	var out bytes.Buffer
	cmd := &cobra.Command{}
	cmd.SetOut(&out)
	first, err := newPassword(cmd, true)
	if err != nil || len(first) < 24 {
		t.Errorf("%q, %v", first, err)
	}
	second, err := newPassword(cmd, true)
	if err != nil || second == first {
		t.Errorf("%q twice, %v", first, err)
	}
	if err := show(cmd, "typed by hand", false); err != nil || out.Len() != 0 {
		t.Errorf("a typed password was printed: %q, %v", out.String(), err)
	}
	if err := show(cmd, first, true); err != nil || out.String() != first+"\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
