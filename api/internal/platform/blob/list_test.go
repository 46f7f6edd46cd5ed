package blob

import (
	"slices"
	"strings"
	"testing"
)

func TestAFolderIsListed(t *testing.T) {
	onEach(t, func(t *testing.T, f Store) {
		for _, key := range []string{"a/one", "a/two", "a/deeper/three", "b/four"} {
			if err := f.Put(t.Context(), key, strings.NewReader(key)); err != nil {
				t.Fatal(err)
			}
		}
		for folder, want := range map[string][]string{"a": {"one", "two"}, "b": {"four"}, "c": nil, "a/one": nil} {
			if got, err := f.List(t.Context(), folder); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %q, %v", folder, got, err)
			}
		}
		for _, folder := range []string{"", "..", "a/..", "/a", ".incoming"} {
			if got, err := f.List(t.Context(), folder); err == nil {
				t.Errorf("%q is listed: %q", folder, got)
			}
		}
	})
}
