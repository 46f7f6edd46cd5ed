package deployment

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAlarmsRingWhenTheyShould has Prometheus's own tool read the rules and live
// through their tests.
func TestAlarmsRingWhenTheyShould(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	tool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed (Debian: prometheus)")
	}
	for _, c := range []struct{ files, command string }{{"*.yml", "check"}, {"tests/*.yml", "test"}} {
		files, err := filepath.Glob(filepath.Join("../../deploy/prometheus", c.files))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", c.files, err)
		}
		if out, err := exec.CommandContext(t.Context(), tool, append([]string{c.command, "rules"}, files...)...).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}
