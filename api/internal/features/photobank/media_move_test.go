package photobank

import (
	"context"
	"io"
	"iter"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"baq.kz/portal/api/internal/platform/blob"
)

func bucketStore(t *testing.T) blob.Store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("pictures"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	s, err := blob.OpenS3(blob.S3Options{Endpoint: server.URL, Bucket: "pictures", Region: "us-east-1", AccessKey: "key", SecretKey: "secret", TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lying is a store that keeps something else than it is given.
type lying struct{ blob.Store }

// Put implements blob.Store.
func (l lying) Put(ctx context.Context, key string, _ io.Reader) error {
	return l.Store.Put(ctx, key, strings.NewReader("something else"))
}

func TestAStoreIsMovedAndServedFrom(t *testing.T) {
	b := start(t)
	var all []Picture
	for range 5 {
		all = append(all, b.published(t, Upload{}))
	}
	objects := int64(len(b.files(t)))
	bucket := bucketStore(t)
	if _, err := b.Move(t.Context(), b.deps.Store, lying{bucket}, "folder", "s3", RunOptions{}); err == nil {
		t.Fatal("what a store made of it was not looked at")
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Move(stopped, b.deps.Store, bucket, "folder", "s3", RunOptions{}); err == nil {
		t.Fatal("a stopped move came to its end")
	}
	run, err := b.Move(t.Context(), b.deps.Store, bucket, "folder", "s3", RunOptions{Workers: 2})
	if err != nil || run.Report.Counts["copied"] != objects {
		t.Fatalf("%+v of %d, %v", run, objects, err)
	}
	// A further run copies what came meanwhile, and anew what may have changed meanwhile.
	late := b.published(t, Upload{})
	old := map[string]bool{}
	for entry, err := range bucket.Walk(t.Context(), "", "") {
		if err != nil {
			t.Fatal(err)
		}
		old[entry.Key] = true
	}
	aged := &agedStore{Store: b.deps.Store, old: old}
	if run, err = b.Move(t.Context(), aged, bucket, "folder", "s3", RunOptions{Workers: 2}); err != nil || run.Report.Counts["copied"] != 5 || run.Report.Counts["there already"] != objects {
		t.Errorf("%+v, %v", run, err)
	}
	b.deps.Store = bucket
	w := serve(t, b)
	for _, p := range append(all, late) {
		b.sound(t, p.ID)
		if answer := w.get("GET", Path(p.Hash, "400.webp"), "Range", "bytes=0-3"); answer.StatusCode != 206 {
			t.Errorf("%d", answer.StatusCode)
		}
	}
	if run, err := b.Verify(t.Context(), RunOptions{Workers: 2}, false); err != nil || run.Failed != 0 {
		t.Errorf("%+v, %v", run, err)
	}
	b.upload(t, Upload{})
}

// agedStore tells of some objects that they are an hour old.
type agedStore struct {
	blob.Store
	old map[string]bool
}

// Walk implements blob.Store.
func (a *agedStore) Walk(ctx context.Context, folder, after string) iter.Seq2[blob.Entry, error] {
	return func(yield func(blob.Entry, error) bool) {
		for entry, err := range a.Store.Walk(ctx, folder, after) {
			if a.old[entry.Key] {
				entry.Modified = entry.Modified.Add(-time.Hour)
			}
			if !yield(entry, err) {
				return
			}
		}
	}
}
