package app

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/embedded"
)

const devPort = 18171

func development(t *testing.T) (Development, *bytes.Buffer) {
	t.Helper()
	c, err := config.LoadOnPort(devPort)
	if err != nil {
		t.Fatal(err)
	}
	c.DataDir = t.TempDir()
	if err := os.Chmod(filepath.Dir(c.DataDir), 0o711); err != nil { // PostgreSQL may run as another user
		t.Fatal(err)
	}
	c.MediaDir = filepath.Join(c.DataDir, "media")
	var out bytes.Buffer
	return Development{Config: c, Log: slog.New(slog.DiscardHandler), Out: &out}, &out
}

func TestDevelopmentRunsAndEnds(t *testing.T) {
	d, out := development(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	await(t, ended, func() bool { return answers(t.Context(), "http://"+d.Config.Listen+"/readyz") == nil })

	c, done, err := Local(t.Context(), d.Config, d.Log, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.PostgresPrimary == "" || c.Redis == "" {
		t.Error("another command does not find the running databases")
	}
	for _, f := range Doctor(t.Context(), d.Config) {
		if !f.Good && f.Part != "panel" { // which need not be built for this test
			t.Errorf("the doctor on %s: %s", f.Part, f.Text)
		}
	}
	done()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, ok := embedded.Running(d.Config.DataDir); ok {
		t.Error("the databases outlive the portal")
	}
	if !strings.Contains(out.String(), "http://rus.localhost:18171/") {
		t.Errorf("the addresses are not told: %s", out)
	}
}

func await(t *testing.T, ended <-chan error, ready func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ready(); time.Sleep(50 * time.Millisecond) {
		select {
		case err := <-ended:
			t.Fatal("ended at once:", err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal("does not get ready")
		}
	}
}

func TestTakenPortIsSaidBeforeAnythingStarts(t *testing.T) {
	d, _ := development(t)
	l, err := net.Listen("tcp", d.Config.Listen)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = d.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "another program uses "+d.Config.Listen) {
		t.Errorf("got %v", err)
	}
	if files, _ := filepath.Glob(filepath.Join(d.Config.DataDir, "*")); len(files) > 0 {
		t.Errorf("made %v all the same", files)
	}
}

func TestDoctorNamesWhatIsWrong(t *testing.T) {
	d, _ := development(t)
	d.Config.MediaDir = "/proc/nowhere"
	d.Config.PostgresPrimary, d.Config.Redis = "postgres://portal@127.0.0.1:18172/portal", "redis://127.0.0.1:18172"
	bad := map[string]bool{}
	for _, f := range Doctor(t.Context(), d.Config) {
		bad[f.Part] = !f.Good
	}
	if !bad["media folder"] || !bad["databases"] || bad["data folder"] {
		t.Errorf("complaints: %v", bad)
	}
}
