package credentials_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

const secret = "correct horse battery staple"

func start(t *testing.T) (*credentials.Service, *postgres.Databases) {
	t.Helper()
	db := testkit.DB(t)
	return credentials.New(db, testkit.Journal(t), time.Now), db
}

func pair(t *testing.T) *age.X25519Identity {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func parcel(key string) credentials.Package {
	return credentials.Package{By: "root@baq", To: "Дастан Оспанов, мердігер", Key: key, Files: []credentials.File{
		{Name: "secrets/portal_secret", Content: []byte(secret)}, {Name: "оқы.txt", Content: nil},
	}}
}

func count(t *testing.T, db *postgres.Databases, query string, arguments ...any) (n int) {
	t.Helper()
	if err := db.Primary.NewRaw(query, arguments...).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// open unpacks a package like `age -d | tar -x`.
func open(path string, identity age.Identity) (map[string]string, error) {
	sealed, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), identity)
	if err != nil {
		return nil, err
	}
	files, archive := map[string]string{}, tar.NewReader(plain)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			// age marks the end: what was cut off after the archive's own end shows here.
			_, err = io.Copy(io.Discard, plain)
			return files, err
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		files[header.Name] = fmt.Sprintf("%o %s", header.Mode, content)
	}
}

func TestPackagesThatAreRefused(t *testing.T) {
	s, db := start(t)
	folder := t.TempDir()
	identity := pair(t)
	good := identity.Recipient().String()
	for name, change := range map[string]func(*credentials.Package){
		"no key":              func(p *credentials.Package) { p.Key = "" },
		"a private key":       func(p *credentials.Package) { p.Key = identity.String() },
		"a cut key":           func(p *credentials.Package) { p.Key = good[:len(good)-1] },
		"a mistyped key":      func(p *credentials.Package) { p.Key = good[:20] + "qqq" + good[23:] },
		"two keys":            func(p *credentials.Package) { p.Key = good + "\n" + pair(t).Recipient().String() },
		"an SSH key":          func(p *credentials.Package) { p.Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ" },
		"nobody":              func(p *credentials.Package) { p.To = " " },
		"a name of two lines": func(p *credentials.Package) { p.To = "Дастан\nОспанов" },
		"by nobody":           func(p *credentials.Package) { p.By = "" },
		"nothing":             func(p *credentials.Package) { p.Files = nil },
		"a way out":           func(p *credentials.Package) { p.Files[0].Name = "../../etc/shadow" },
		"another way out":     func(p *credentials.Package) { p.Files[0].Name = "a/../../b" },
		"from the root":       func(p *credentials.Package) { p.Files[0].Name = "/etc/shadow" },
		"no name":             func(p *credentials.Package) { p.Files[0].Name = "" },
		"an unseen name":      func(p *credentials.Package) { p.Files[0].Name = "a\x1b[2Jb" },
		"a name twice":        func(p *credentials.Package) { p.Files[1].Name = p.Files[0].Name },
		"too many":            func(p *credentials.Package) { p.Files = make([]credentials.File, 501) },
	} {
		p := parcel(good)
		change(&p)
		_, err := s.HandOut(t.Context(), p, filepath.Join(folder, "package.age"))
		if err == nil || strings.Contains(err.Error(), "AGE-SECRET") || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	there := filepath.Join(folder, "there.age")
	if err := os.WriteFile(there, []byte("something of somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.HandOut(t.Context(), parcel(good), there); err == nil {
		t.Error("a file was written over")
	}
	if text, err := os.ReadFile(there); err != nil || string(text) != "something of somebody's" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := s.HandOut(t.Context(), parcel(good), filepath.Join(folder, "no", "such", "folder.age")); err == nil {
		t.Error("a folder was made")
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 || count(t, db, "SELECT count(*) FROM credential_issues") != 0 {
		t.Errorf("%v left, %v", files, err)
	}
}

// No file without its record, and nothing of what belongs to it.
func TestAPackageThatIsNotRecorded(t *testing.T) {
	s, db := start(t)
	folder := t.TempDir()
	path, p := filepath.Join(folder, "package.age"), parcel(pair(t).Recipient().String())
	failure := errors.New("the password is not acceptable")
	together := func(ctx context.Context, tx bun.Tx) error {
		if _, err := os.Stat(path + ".part"); err != nil {
			t.Errorf("recorded before it is written: %v", err)
		}
		_, err := tx.NewRaw("CREATE TABLE trace (x int)").Exec(ctx)
		return errors.Join(err, failure)
	}
	if _, err := s.HandOut(t.Context(), p, path, together); !errors.Is(err, failure) {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.HandOut(gone, p, path); err == nil {
		t.Error("it was handed out though the command was stopped")
	}
	if _, err := db.Primary.NewRaw("ALTER TABLE credential_issues RENAME TO elsewhere").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.HandOut(t.Context(), p, path); err == nil {
		t.Error("it was handed out without a record")
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
		t.Errorf("%v left, %v", files, err)
	}
	if count(t, db, "SELECT count(*) FROM journal_entries") != 0 || count(t, db, "SELECT count(*) FROM pg_tables WHERE tablename = 'trace'") != 0 {
		t.Error("a trace is left in the database")
	}
}

func TestAPackageIsForItsReceiverAlone(t *testing.T) {
	s, db := start(t)
	identity := pair(t)
	path := filepath.Join(t.TempDir(), "package.age")
	issue, err := s.HandOut(t.Context(), parcel(identity.Recipient().String()), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := open(path, pair(t)); err == nil {
		t.Error("somebody else opens it")
	}
	files, err := open(path, identity)
	want := map[string]string{"secrets/portal_secret": "600 " + secret, "оқы.txt": "600 "}
	if err != nil || !maps.Equal(files, want) {
		t.Errorf("%v, %v", files, err)
	}
	sealed, err := os.ReadFile(path)
	sum := sha256.Sum256(sealed)
	info, statErr := os.Stat(path)
	if err != nil || statErr != nil || bytes.Contains(sealed, []byte(secret)) || info.Mode().Perm() != 0o600 ||
		issue.SHA256 != hex.EncodeToString(sum[:]) || issue.Bytes != int64(len(sealed)) {
		t.Errorf("%+v, %v, %v", issue, err, statErr)
	}
	tampered := filepath.Join(t.TempDir(), "tampered.age")
	for i := 0; i < len(sealed); i += 1 + len(sealed)/97 {
		changed := slices.Clone(sealed)
		changed[i] ^= 1
		if err := os.WriteFile(tampered, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := open(tampered, identity); err == nil {
			t.Errorf("byte %d was changed, and it opens", i)
		}
	}
	if err := os.WriteFile(tampered, sealed[:len(sealed)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(tampered, identity); err == nil {
		t.Error("it was cut, and it opens")
	}
	for query, wanted := range map[string]int{
		"SELECT count(*) FROM credential_issues WHERE sha256 = '" + issue.SHA256 + "' AND contents = '{secrets/portal_secret,оқы.txt}' AND issued_by = 'root@baq'":         1,
		"SELECT count(*) FROM journal_entries WHERE action = 'credentials.issue' AND object_id = '1' AND diff->'recipient'->>1 LIKE 'Дастан%' AND diff->'bytes'->>1 <> ''": 1,
		"SELECT count(*) FROM journal_entries WHERE diff::text LIKE '%" + secret + "%'":                                                                                    0,
	} {
		if got := count(t, db, query); got != wanted {
			t.Errorf("%d, not %d: %s", got, wanted, query)
		}
	}
	for _, change := range []string{"UPDATE credential_issues SET recipient = 'nobody'", "DELETE FROM credential_issues", "TRUNCATE credential_issues"} {
		if _, err := db.Primary.NewRaw(change).Exec(t.Context()); err == nil {
			t.Errorf("%s was done", change)
		}
	}
}

func TestAPackageForAQuantumSafeKey(t *testing.T) {
	s, _ := start(t)
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "package.age")
	if _, err := s.HandOut(t.Context(), parcel(identity.Recipient().String()), path); err != nil {
		t.Fatal(err)
	}
	if files, err := open(path, identity); err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
}

// Two commands that write to one path: one of them does.
func TestTwoPackagesForOnePath(t *testing.T) {
	s, db := start(t)
	identity := pair(t)
	path := filepath.Join(t.TempDir(), "package.age")
	results := make([]error, 6)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() { _, results[i] = s.HandOut(t.Context(), parcel(identity.Recipient().String()), path) })
	}
	all.Wait()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
		}
	}
	if _, err := open(path, identity); done != 1 || err != nil || count(t, db, "SELECT count(*) FROM credential_issues") != 1 {
		t.Errorf("%d done, %v: %v", done, err, results)
	}
}

func TestIssuesAreListed(t *testing.T) {
	s, _ := start(t)
	if all, next, err := s.Issues(t.Context(), "", 2); err != nil || len(all) != 0 || next != nil {
		t.Errorf("%v, %v, %v", all, next, err)
	}
	key, folder := pair(t).Recipient().String(), t.TempDir()
	for i := range 5 {
		if _, err := s.HandOut(t.Context(), parcel(key), filepath.Join(folder, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	var ids []int64
	cursor := ""
	for {
		all, next, err := s.Issues(t.Context(), cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range all {
			ids = append(ids, i.ID)
			if i.Recipient != "Дастан Оспанов, мердігер" || i.RecipientKey != key || len(i.Contents) != 2 {
				t.Errorf("%+v", i)
			}
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	if !slices.Equal(ids, []int64{5, 4, 3, 2, 1}) {
		t.Error(ids)
	}
	if _, _, err := s.Issues(t.Context(), "nonsense", 2); !errors.Is(err, keyset.ErrBadCursor) {
		t.Error(err)
	}
}
