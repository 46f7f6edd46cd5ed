package website

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// valid has documents checked against a schema of testdata/schemas, which says
// what the format's own text says.
func valid(t *testing.T, schema string, documents ...string) {
	t.Helper()
	jing, err := exec.LookPath("jing")
	if err != nil {
		t.Skip("jing is missing: scripts/install-tools.sh tests installs it")
	}
	args := []string{"-c", filepath.Join("testdata", "schemas", schema)}
	folder := t.TempDir()
	for i, text := range documents {
		path := filepath.Join(folder, fmt.Sprintf("%d.xml", i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if said, err := exec.CommandContext(t.Context(), jing, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", schema, err, said)
		for _, text := range documents {
			t.Log(text[:min(len(text), 6000)])
		}
	}
}
