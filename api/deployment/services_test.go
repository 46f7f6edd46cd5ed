package deployment

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/testkit"
)

// environment is what a service gets, with this machine's databases and with
// files in the places of the secrets.
func environment(t *testing.T, service string) map[string]string {
	t.Helper()
	set := map[string]string{}
	for name, value := range project(t).Services[service].Environment {
		set[name] = *value
	}
	folder := t.TempDir()
	for name, value := range set {
		if !strings.HasPrefix(value, "/run/secrets/") {
			continue
		}
		set[name] = filepath.Join(folder, filepath.Base(value))
		if err := os.WriteFile(set[name], []byte(strings.Repeat("s", 64)), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	set["PORTAL_DATA_DIR"], set["PORTAL_MEDIA_DIR"] = filepath.Join(folder, "data"), filepath.Join(folder, "media")
	return set
}

func TestServicesAreTheRolesOfTheProgram(t *testing.T) {
	for _, role := range app.Roles() {
		if got := project(t).Services[role].Command; !slices.Equal(got, []string{"serve", role}) {
			t.Errorf("%s runs %v", role, got)
		}
	}
}

func TestVariablesAreKnownToTheProgram(t *testing.T) {
	known := map[string]bool{}
	for f := range reflect.TypeFor[config.Config]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
		known[name] = true
	}
	for name := range project(t).Services["api-admin"].Environment {
		if !known[name] {
			t.Errorf("%s is set, and nothing reads it", name)
		}
	}
}

// Every service starts on its production settings and reports ready.
func TestServicesStartOnTheirSettings(t *testing.T) {
	c, err := config.Load(environment(t, "api-admin"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Environment != config.Production || !strings.Contains(c.Redis, ":ssss") || c.PostgresPassword == "" {
		t.Errorf("not the production settings: %s, Redis at %.16s", c.Environment, c.Redis)
	}
	db, redis := testkit.DB(t), testkit.Redis(t)
	open := maps.Clone(environment(t, "api-admin"))
	delete(open, "PORTAL_REDIS_PASSWORD_FILE")
	open["PORTAL_REDIS"] = redis.URL
	if c, err = config.Load(open); err != nil {
		t.Fatal(err)
	}
	c.PostgresPrimary, c.PostgresReplica = testkit.DSN(t, db), ""
	for _, role := range app.Roles() {
		portal, err := app.New(t.Context(), c, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		handler, err := portal.Handler(role)
		if err != nil {
			t.Fatal(err)
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"status":"ok"`) {
			t.Errorf("%s: %d %s", role, answer.Code, answer.Body)
		}
		portal.Close()
	}
}
