package country_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/country"
	"baq.kz/portal/api/internal/platform/testkit/countrydata"
)

func TestWithoutADatabase(t *testing.T) {
	var none *country.Database
	if none.Of("2.72.0.1") != "" || none.Ready() {
		t.Error("nothing knows a country")
	}
	for _, path := range []string{"", filepath.Join(t.TempDir(), "missing.mmdb"), t.TempDir()} {
		d := country.Open(path, time.Now, slog.New(slog.DiscardHandler))
		if d.Of("2.72.0.1") != "" || d.Ready() {
			t.Errorf("%q knows a country", path)
		}
	}
}

func TestOf(t *testing.T) {
	path := countrydata.File(t, map[string]string{"2.72.0.0/16": "KZ", "5.8.0.0/16": "RU"})
	d := country.Open(path, time.Now, slog.New(slog.DiscardHandler))
	for address, want := range map[string]string{
		"2.72.0.1": "KZ", "2.72.255.255": "KZ", "::ffff:2.72.1.1": "KZ", "5.8.1.1": "RU", "2.73.0.1": "",
		"127.0.0.1": "", "10.0.0.1": "", "::1": "", "2a00::1": "", "fe80::1%eth0": "", "": "", "nowhere": "", "2.72.0.1:80": "", "2.72.0.1, 5.8.1.1": "", "999.1.1.1": "",
	} {
		if got := d.Of(address); got != want {
			t.Errorf("%q is in %q, want %q", address, got, want)
		}
	}
}

// TestAFreshFileIsTaken replaces the file, by rename and in place; one that is broken
// or gone leaves what was known.
func TestAFreshFileIsTaken(t *testing.T) {
	var said strings.Builder
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	path := countrydata.File(t, map[string]string{"2.72.0.0/16": "KZ"})
	d := country.Open(path, func() time.Time { return now }, slog.New(slog.NewTextHandler(&said, nil)))
	is := func(want string) {
		t.Helper()
		if got := d.Of("2.72.0.1"); got != want {
			t.Errorf("is %q, want %q", got, want)
		}
	}
	is("KZ")
	put(t, path, countrydata.Bytes(t, map[string]string{"2.72.0.0/16": "KG", "1.0.0.0/8": "AU"}))
	is("KZ") // not looked at yet
	now = now.Add(time.Minute)
	is("KG")
	put(t, path, []byte("no database"))
	now = now.Add(time.Minute)
	is("KG")
	if !strings.Contains(said.String(), "no database") {
		t.Errorf("nothing was said of the broken file: %s", said.String())
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	is("KG")
	other := countrydata.File(t, map[string]string{"2.72.0.0/16": "UZ"})
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	is("UZ")
}

func put(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestTheRealData reads the file that the project's scripts bring, where they have.
func TestTheRealData(t *testing.T) {
	path := filepath.Join("..", "..", "..", "..", "bin", "country.mmdb")
	if _, err := os.Stat(path); err != nil {
		t.Skip("scripts/install-packages.sh brings the file; TestOf covers the same code")
	}
	d := country.Open(path, time.Now, slog.New(slog.DiscardHandler))
	for address, want := range map[string]string{"2.72.0.1": "KZ", "95.56.234.1": "KZ", "77.88.8.8": "RU", "8.8.8.8": "US", "2a02:6b8::1": "RU", "192.168.0.1": ""} {
		if got := d.Of(address); got != want {
			t.Errorf("%s is in %q, want %q", address, got, want)
		}
	}
}

func TestParseLanguages(t *testing.T) {
	all, err := country.ParseLanguages(" KZ=kk, RU=ru ")
	if err != nil || len(all) != 2 || all["KZ"] != "kk" || all["RU"] != "ru" {
		t.Errorf("%v %v", all, err)
	}
	if none, err := country.ParseLanguages(""); err != nil || len(none) != 0 {
		t.Errorf("%v %v", none, err)
	}
	for _, wrong := range []string{"KZ", "kz=kk", "KZ=KK", "KZ=kk,KZ=ru", "KZ=kk,", "KZ=kaz", "KAZ=kk", "KZ=kk;RU=ru"} {
		if _, err := country.ParseLanguages(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}
