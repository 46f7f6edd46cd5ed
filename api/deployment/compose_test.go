// Package deployment checks docker-compose.yml and deploy/ as far as that goes
// without a container engine: the files are parsed by the engine's own
// libraries, and nginx, PostgreSQL and Redis are really started on them.
package deployment

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// root is the project's folder, from here.
const root = "../.."

func load(t *testing.T, text []byte) (*types.Project, error) {
	t.Helper()
	folder, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	return loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir:  folder,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(folder, "docker-compose.yml"), Content: text}},
		Environment: types.Mapping{},
	})
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func project(t *testing.T) *types.Project {
	t.Helper()
	p, err := load(t, read(t, "docker-compose.yml"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The names are the specification's, plus what these need to live.
func TestComposeHasTheServicesOfTheSpecification(t *testing.T) {
	want := []string{"admin-ui", "api-admin", "cache-service", "content-service", "db-master", "db-replica",
		"image-service", "migrate", "redis", "web-nginx"}
	if got := project(t).ServiceNames(); !slices.Equal(got, want) {
		t.Errorf("services %v, want %v", got, want)
	}
}

func TestEveryServiceIsHardened(t *testing.T) {
	for name, s := range project(t).Services {
		user, _, _ := strings.Cut(s.User, ":")
		if user == "" || user == "0" || user == "root" {
			t.Errorf("%s runs as user %q", name, s.User)
		}
		if !s.ReadOnly || !slices.Contains(s.CapDrop, "ALL") || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") || s.Privileged {
			t.Errorf("%s: root file system writable, or privileges kept", name)
		}
		if name != "migrate" && (s.HealthCheck == nil || s.HealthCheck.Disable || len(s.HealthCheck.Test) == 0) {
			t.Errorf("%s has no health check", name)
		}
		if name != "web-nginx" && len(s.Ports) > 0 {
			t.Errorf("%s is published to the world", name)
		}
	}
}

func TestImagesArePinned(t *testing.T) {
	exact := regexp.MustCompile(`^[a-z/]+:\d+\.\d+(\.\d+)?-[a-z]+$`)
	for name, s := range project(t).Services {
		if s.Build == nil && !exact.MatchString(s.Image) {
			t.Errorf("%s: image %q is not pinned to a version", name, s.Image)
		}
	}
}

func TestDataIsOutOfReachOfTheOutside(t *testing.T) {
	p := project(t)
	if !p.Networks["data"].Internal {
		t.Error("the data network leads outside")
	}
	for _, name := range []string{"db-master", "db-replica", "redis"} {
		if _, ok := p.Services[name].Networks["edge"]; ok {
			t.Errorf("%s is on the outer network", name)
		}
	}
}

// Secrets come as files; a variable would be seen by whoever may inspect a container.
func TestNoSecretInAVariable(t *testing.T) {
	secret := regexp.MustCompile(`(?i)password|secret|token|_key`)
	for name, s := range project(t).Services {
		for variable, value := range s.Environment {
			if variable == "PORTAL_INDEXNOW_KEY" {
				continue // the sites show it to everybody: /<key>.txt
			}
			if secret.MatchString(variable) && (value == nil || !strings.HasPrefix(*value, "/run/secrets/")) {
				t.Errorf("%s: %s holds a secret itself", name, variable)
			}
		}
	}
}

func TestMountedFilesExist(t *testing.T) {
	for name, s := range project(t).Services {
		for _, v := range s.Volumes {
			if v.Type != types.VolumeTypeBind || strings.Contains(v.Source, "deploy/secrets") {
				continue
			}
			if _, err := os.Stat(v.Source); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if !v.ReadOnly {
				t.Errorf("%s may write to %s", name, v.Source)
			}
		}
	}
}

func TestMisspeltKeyIsRefused(t *testing.T) {
	text := strings.Replace(string(read(t, "docker-compose.yml")), "healthcheck:", "healthchek:", 1)
	if _, err := load(t, []byte(text)); err == nil {
		t.Error("the check would not notice a misspelt key")
	}
}

// TestTheScannerIsThePortalsAlone: clamd obeys whoever reaches it, and starts only
// when somebody wants it.
func TestTheScannerIsThePortalsAlone(t *testing.T) {
	if _, started := project(t).Services["clamd"]; started {
		t.Error("the scanner starts unasked")
	}
	scanner, ok := project(t).DisabledServices["clamd"]
	if !ok {
		t.Fatal("there is no scanner")
	}
	if len(scanner.Networks) != 1 || len(scanner.Ports) > 0 || !scanner.ReadOnly || scanner.User != "clamav" || !slices.Contains(scanner.CapDrop, "ALL") {
		t.Errorf("%+v", scanner)
	}
	for name, s := range project(t).Services {
		if _, reaches := s.Networks["scan"]; reaches && s.Image != project(t).Services["api-admin"].Image {
			t.Errorf("%s reaches the scanner", name)
		}
	}
	for _, name := range []string{"api-admin", "image-service"} {
		if _, reaches := project(t).Services[name].Networks["scan"]; !reaches {
			t.Errorf("%s does not reach the scanner", name)
		}
	}
}

// TestTheScannersConfigurationIsOne: the real clamd reads it.
func TestTheScannersConfigurationIsOne(t *testing.T) {
	clamconf, err := exec.LookPath("clamconf")
	if err != nil {
		t.Skip("clamconf is not installed (Debian: clamav-daemon)")
	}
	dir := t.TempDir()
	text := read(t, "deploy/clamav/clamd.conf")
	if err := os.WriteFile(filepath.Join(dir, "clamd.conf"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), clamconf, "--config-dir="+dir).CombinedOutput()
	if err != nil || strings.Contains(string(out), "ERROR") || !strings.Contains(string(out), `StreamMaxLength = "220200960"`) {
		t.Errorf("%v\n%s", err, out)
	}
}
