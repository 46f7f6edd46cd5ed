package blob

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

const bucket = "pictures"

// bucketOf is an S3 store on a server of its own.
func bucketOf(t *testing.T, prefix string) *S3 {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(bucket); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return s3At(t, server.URL, prefix)
}

func s3At(t *testing.T, address, prefix string) *S3 {
	t.Helper()
	s, err := OpenS3(S3Options{Endpoint: address, Bucket: bucket, Region: "us-east-1", AccessKey: "key", SecretKey: "secret", Prefix: prefix, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// onEach runs a test on every kind of store.
func onEach(t *testing.T, test func(*testing.T, Store)) {
	t.Helper()
	for name, store := range map[string]func(*testing.T) Store{
		"folder":           func(t *testing.T) Store { return open(t, t.TempDir()) },
		"s3":               func(t *testing.T) Store { return bucketOf(t, "") },
		"s3 with a prefix": func(t *testing.T) Store { return bucketOf(t, "baq/portal") },
	} {
		t.Run(name, func(t *testing.T) { test(t, store(t)) })
	}
}

func TestKeepsReplacesAndDeletes(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		ctx := t.Context()
		const key = "renditions/ab/cd/800.webp"
		if _, err := f.Open(ctx, key); !errors.Is(err, ErrNotFound) {
			t.Errorf("before: %v", err)
		}
		for _, text := range []string{"one", "two, longer", ""} {
			if err := f.Put(ctx, key, strings.NewReader(text)); err != nil {
				t.Fatal(err)
			}
			if got := read(t, f, key); got != text {
				t.Errorf("%q is %q", text, got)
			}
		}
		for range 2 {
			if err := f.Delete(ctx, key); err != nil {
				t.Error(err)
			}
			if there, err := f.Exists(ctx, key); there || err != nil {
				t.Error("still there", err)
			}
		}
	})
}

func TestFolderOrPathBelowAFileIsNoObject(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		ctx := t.Context()
		if err := f.Put(ctx, "a/b", strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"a", "a/b/c"} {
			if _, err := f.Open(ctx, key); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s opens: %v", key, err)
			}
			if there, err := f.Exists(ctx, key); there || err != nil {
				t.Errorf("%s exists: %v", key, err)
			}
			if err := f.Delete(ctx, key); err != nil {
				t.Errorf("%s: %v", key, err)
			}
		}
		if read(t, f, "a/b") != "x" {
			t.Error("the object has gone")
		}
	})
}

func TestRefusesWhatIsNoKey(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		ctx := t.Context()
		for _, key := range []string{
			"", ".", "..", "../x", "a/../b", "a/./b", "/etc/passwd", "a//b", "a/", ".incoming/x", "a/.b", "a..b",
			"A", "ә", "a b", "a\x00b", "a\\b", "a\n", "C:x", strings.Repeat("a", maxKey+1),
		} {
			_, openErr := f.Open(ctx, key)
			_, existsErr := f.Exists(ctx, key)
			for _, err := range []error{openErr, existsErr, f.Put(ctx, key, strings.NewReader("")), f.Delete(ctx, key)} {
				if err == nil || errors.Is(err, ErrNotFound) {
					t.Errorf("%q is taken: %v", key, err)
				}
			}
		}
	})
}

func TestReadersSeeWholeObjectsOnly(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		ctx := t.Context()
		one, two := bytes.Repeat([]byte("1"), 1<<20), bytes.Repeat([]byte("2"), 1<<20)
		if err := f.Put(ctx, "k", bytes.NewReader(one)); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for _, content := range [][]byte{one, two, one, two} {
			all.Go(func() {
				for range 10 {
					if err := f.Put(ctx, "k", bytes.NewReader(content)); err != nil {
						t.Error(err)
					}
					if got := read(t, f, "k"); got != string(one) && got != string(two) {
						t.Errorf("%d mixed bytes", len(got))
					}
				}
			})
		}
		all.Wait()
	})
}

func TestAFailedPutLeavesTheOldObject(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		if err := f.Put(t.Context(), "a/b", strings.NewReader("old")); err != nil {
			t.Fatal(err)
		}
		broken := errors.New("broken")
		if err := f.Put(t.Context(), "a/b", io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Error(err)
		}
		if read(t, f, "a/b") != "old" {
			t.Error("the old object has changed")
		}
	})
}

func TestAnObjectIsReadInParts(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		content := bytes.Repeat([]byte("0123456789"), 100_000)
		if err := f.Put(t.Context(), "k", bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		object, err := f.Open(t.Context(), "k")
		if err != nil {
			t.Fatal(err)
		}
		defer object.Close()
		if object.Modified.IsZero() || object.Size != int64(len(content)) {
			t.Errorf("%+v", object)
		}
		for _, part := range []struct{ whence, offset, at, n int }{
			{io.SeekStart, 0, 0, 5}, {io.SeekCurrent, 10, 15, 20}, {io.SeekEnd, -7, len(content) - 7, 7}, {io.SeekStart, 600_001, 600_001, 300_000}, {io.SeekStart, 3, 3, 1},
		} {
			at, err := object.Seek(int64(part.offset), part.whence)
			got := make([]byte, part.n)
			if _, short := io.ReadFull(object, got); err != nil || short != nil || at != int64(part.at) || !bytes.Equal(got, content[part.at:part.at+part.n]) {
				t.Errorf("%+v: at %d, %v, %v", part, at, err, short)
			}
		}
		if _, err := object.Seek(0, io.SeekEnd); err != nil {
			t.Error(err)
		}
		if n, err := object.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
			t.Error(n, err)
		}
		if _, err := object.Seek(-1, io.SeekStart); err == nil {
			t.Error("there is something before the beginning")
		}
	})
}

func walk(t *testing.T, f Store, folder, after string) (keys []string) {
	t.Helper()
	for entry, err := range f.Walk(t.Context(), folder, after) {
		if err != nil {
			t.Fatal(err)
		}
		if entry.Size != int64(len(entry.Key)) || entry.Modified.IsZero() {
			t.Errorf("%+v", entry)
		}
		keys = append(keys, entry.Key)
	}
	return keys
}

func TestAStoreIsWalkedInTheOrderOfKeys(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		if got := walk(t, f, "", ""); got != nil {
			t.Error(got)
		}
		// "-" and "." come before "/", which a folder's order of names does not know.
		keys := []string{"a-b/x", "a.c", "a/b", "a/c-d/e", "a/c.d", "a/c/d", "a/c0", "b", "b0/a/b/c"}
		for _, i := range []int{5, 0, 3, 8, 1, 4, 6, 2, 7} {
			if err := f.Put(t.Context(), keys[i], strings.NewReader(keys[i])); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.IsSorted(keys) {
			t.Fatal("the test is wrong")
		}
		for i, after := range append([]string{""}, keys...) {
			if got := walk(t, f, "", after); !slices.Equal(got, keys[i:]) {
				t.Errorf("after %q: %q", after, got)
			}
		}
		for after, want := range map[string][]string{"": keys[2:7], "a/c": keys[3:7], "a/c.z": keys[5:7], "a/c/d/e": keys[6:7], "a/z": nil, "a": keys[2:7]} {
			if got := walk(t, f, "a", after); !slices.Equal(got, want) {
				t.Errorf("in a after %q: %q", after, got)
			}
		}
		for _, folder := range []string{"none", "b", "a/b", "a/c.d"} {
			if got := walk(t, f, folder, ""); got != nil {
				t.Errorf("in %s: %q", folder, got)
			}
		}
		for range f.Walk(t.Context(), "", "") {
			break // and no panic
		}
		for _, err := range f.Walk(t.Context(), "../a", "") {
			if err == nil {
				t.Error("walked out")
			}
		}
	})
}

// A server hands out a thousand keys at a time.
func TestManyObjectsAreWalked(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		var keys []string
		for i := range 1203 {
			keys = append(keys, fmt.Sprintf("m/%02x/%04d", i%7, i))
			if err := f.Put(t.Context(), keys[i], strings.NewReader(keys[i])); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(keys)
		if got := walk(t, f, "m", keys[100]); !slices.Equal(got, keys[101:]) {
			t.Errorf("%d of %d", len(got), len(keys)-101)
		}
	})
}
