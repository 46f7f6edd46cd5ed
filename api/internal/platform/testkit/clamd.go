package testkit

import (
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// EICAR is the text that every scanner takes for malware, and that harms nobody
// (https://www.eicar.org). It is put together here, so that no scanner takes this
// program's source for it.
func EICAR() []byte {
	return []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*")
}

// Clamd is a real scanner of one test. Its one signature is EICAR, anywhere in a file.
type Clamd struct {
	Address string // for malware.Parse
	dir     string
	process *exec.Cmd
}

// ClamdOptions are what a test may want of the scanner.
type ClamdOptions struct {
	Longest int // bytes that it takes of a file; 0: 25 MiB
}

// StartClamd starts clamd, and skips the test where it is not installed.
func StartClamd(t testing.TB, o ClamdOptions) *Clamd {
	t.Helper()
	dir, err := Folder("portal-clamd-") // a socket's path has 108 bytes at most: t.TempDir may be longer
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c := &Clamd{Address: "unix:" + filepath.Join(dir, "clamd.sock"), dir: dir}
	if o.Longest == 0 {
		o.Longest = 25 << 20
	}
	signature := fmt.Sprintf("Portal.Test.EICAR:0:*:%s\n", hex.EncodeToString(EICAR()))
	config := fmt.Sprintf(`Foreground yes
LocalSocket %s
PidFile %s
DatabaseDirectory %s
LogFile %s
StreamMaxLength %d
MaxThreads 4
`, filepath.Join(dir, "clamd.sock"), filepath.Join(dir, "clamd.pid"), dir, filepath.Join(dir, "clamd.log"), o.Longest)
	for name, text := range map[string]string{"local.ndb": signature, "clamd.conf": config} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c.Start(t)
	t.Cleanup(c.Stop)
	return c
}

// Start starts the scanner again after Stop, and waits until it answers.
func (c *Clamd) Start(t testing.TB) {
	t.Helper()
	program, err := exec.LookPath("clamd")
	if err != nil {
		program = "/usr/sbin/clamd" // not in everybody's PATH
	}
	c.process = exec.CommandContext(context.Background(), program, "--config-file="+filepath.Join(c.dir, "clamd.conf"))
	c.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if _, err := os.Stat(program); err != nil {
		t.Skip("clamd is missing: scripts/install-tools.sh tests installs it")
	}
	if err := c.process.Start(); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "unix", filepath.Join(c.dir, "clamd.sock"))
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(limit) {
			text, _ := os.ReadFile(filepath.Join(c.dir, "clamd.log"))
			c.Stop()
			t.Fatalf("clamd does not answer: %v\n%s", err, text)
		}
	}
}

// Stop kills the scanner, as a crash does.
func (c *Clamd) Stop() {
	if c.process != nil && c.process.Process != nil {
		_ = c.process.Process.Kill()
		_ = c.process.Wait()
		c.process = nil
	}
	_ = os.Remove(filepath.Join(c.dir, "clamd.sock"))
}
