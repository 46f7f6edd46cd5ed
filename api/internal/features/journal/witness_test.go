package journal

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/testkit"
)

// see has a node look, and tells what it says.
func see(t *testing.T, s *Service) string {
	t.Helper()
	problem, err := s.Witness(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return problem
}

// grown is a database with a chain of 9 entries under 3 heads.
func grown(t *testing.T) (sealer *Service, node func() *Service) {
	t.Helper()
	db := testkit.DB(t)
	sealer = newTestService(t, db, t.TempDir())
	for range 3 {
		write(t, db, 3)
		sealer.sealAll(t)
	}
	return sealer, func() *Service { return newTestService(t, db, t.TempDir()) }
}

const cutAll = "DELETE FROM journal_entries WHERE id > 6"

// TestAWitnessFindsACutTail, also when the chain has grown again, and after the
// node was started anew.
func TestAWitnessFindsACutTail(t *testing.T) {
	sealer, node := grown(t)
	witness := node()
	var told []string
	witness.OnBroken(func(_ context.Context, problem string) { told = append(told, problem) })
	if problem := see(t, witness); problem != "" {
		t.Fatal("a false alarm: ", problem)
	}
	superuser(t, sealer.db, cutAll, "DELETE FROM journal_links WHERE seq > 6", "DELETE FROM journal_heads WHERE seq > 6")
	for range 2 {
		if problem := see(t, witness); !strings.HasPrefix(problem, "the chain's tail was cut") {
			t.Errorf("%q", problem)
		}
	}
	if len(told) != 1 {
		t.Errorf("the hook was called %d times", len(told))
	}
	write(t, sealer.db, 4)
	// An honest node goes on where the villain left off, and says so.
	if done, err := sealer.Seal(t.Context()); err != nil || done.Entries != 4 || len(done.Problems) != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	again := newTestService(t, sealer.db, witness.heads.dir)
	for _, one := range []*Service{witness, again, sealer} {
		if problem := see(t, one); !strings.HasPrefix(problem, "the chain was written anew") {
			t.Errorf("%q", problem)
		}
	}
	if problem := see(t, node()); problem != "" {
		t.Errorf("a node that saw nothing before can't know, and said %q", problem)
	}
	state, err := sealer.Chain(t.Context())
	if err != nil || !state.Broken || state.Problem == "" {
		t.Errorf("the panel is told %+v, %v", state, err)
	}
}

// TestAWitnessFindsAChainWrittenAnew: with right hashes, but another history.
func TestAWitnessFindsAChainWrittenAnew(t *testing.T) {
	sealer, node := grown(t)
	witness := node()
	see(t, witness)
	superuser(t, sealer.db, "DELETE FROM journal_links", "DELETE FROM journal_heads", "DELETE FROM journal_entries WHERE id = 2",
		"INSERT INTO journal_pending SELECT id FROM journal_entries")
	newTestService(t, sealer.db, t.TempDir()).sealAll(t) // even by a stolen node
	if problem := see(t, witness); !strings.HasPrefix(problem, "the chain's tail was cut") {
		t.Errorf("%q", problem)
	}
	write(t, sealer.db, 3)
	newTestService(t, sealer.db, t.TempDir()).sealAll(t)
	if problem := see(t, witness); !strings.HasPrefix(problem, "the chain was written anew") {
		t.Errorf("%q", problem)
	}
	if report := witness.mustVerify(t); report.Bad == nil {
		t.Error("the verification believes it")
	}
}

func TestAWitnessFindsHeadsThatAreNone(t *testing.T) {
	for name, statement := range map[string]string{
		"all deleted": "DELETE FROM journal_heads",
		"forged":      "UPDATE journal_heads SET at = at + interval '1 s' WHERE seq = 9",
		"another key": "UPDATE journal_heads SET key = 'x' WHERE seq = 9",
		"a link":      "UPDATE journal_links SET hash = sha256(hash) WHERE seq = 9",
	} {
		t.Run(name, func(t *testing.T) {
			sealer, node := grown(t)
			witness := node()
			see(t, witness)
			superuser(t, sealer.db, statement)
			if problem := see(t, witness); problem == "" {
				t.Error("not found")
			}
		})
	}
}

// TestHeadsOutliveAnythingTheDatabaseSays: lines are only added, one that a crash
// cut off spoils none, and a disk that is full is told.
func TestHeadsAreOnlyAddedToTheirFile(t *testing.T) {
	sealer, _ := grown(t)
	files, err := filepath.Glob(filepath.Join(sealer.heads.dir, "heads-*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	before, err := os.ReadFile(files[0])
	if err != nil || strings.Count(string(before), "\n") != 3 {
		t.Fatalf("%s, %v", before, err)
	}
	if err := os.WriteFile(files[0], append(before, `{"seq":99,"prev`...), 0o600); err != nil {
		t.Fatal(err)
	}
	again := newTestService(t, sealer.db, sealer.heads.dir)
	if problem := see(t, again); problem != "" {
		t.Error(problem)
	}
	write(t, sealer.db, 1)
	again.sealAll(t)
	after, err := os.ReadFile(files[0])
	if err != nil || !strings.HasPrefix(string(after), string(before)) || strings.Count(string(after), "\n") != 5 {
		t.Errorf("%s, %v", after, err)
	}
	if report := again.mustVerify(t); report.Bad != nil || report.FileHeads != 4 || report.Ignored != 1 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
	write(t, sealer.db, 1)
	nowhere := newTestService(t, sealer.db, filepath.Join(files[0], "no folder"))
	if done, err := nowhere.Seal(t.Context()); err == nil || done.Entries != 1 {
		t.Errorf("a head that is kept nowhere: %+v, %v", done, err)
	}
}
