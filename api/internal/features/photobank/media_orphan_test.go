package photobank

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/blob"
)

// TestAnOrphanThatIsWantedAgain is not deleted, though it was nobody's when the walk
// came by.
func TestAnOrphanThatIsWantedAgain(t *testing.T) {
	b := start(t)
	file := sample(t, 60, 40)
	p := b.upload(t, Upload{Content: bytes.NewReader(file)})
	original := originalKey(b.sumOf(t, p.ID))
	old := time.Now().Add(-2 * youngOrphan)
	if err := os.Chtimes(filepath.Join(b.dir, original), old, old); err != nil {
		t.Fatal(err)
	}
	var stale blob.Entry
	for entry, err := range b.deps.Store.Walk(t.Context(), "originals", "") {
		if err != nil {
			t.Fatal(err)
		}
		stale = entry
	}
	if deleted, err := b.deleteOrphan(t.Context(), stale); err != nil || deleted {
		t.Errorf("%t, %v: it belongs to a picture", deleted, err)
	}
	if there, err := b.deps.Store.Exists(t.Context(), original); err != nil || !there {
		t.Error(there, err)
	}
	b.exec(t, "DELETE FROM picture_files; DELETE FROM picture_likenesses; DELETE FROM pictures")
	if deleted, err := b.deleteOrphan(t.Context(), stale); err != nil || !deleted {
		t.Errorf("%t, %v: it is nobody's", deleted, err)
	}
}
