package coding_test

import (
	"bytes"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/coding"
)

func TestWhatIsPutIntoAGzipIsReadWithIt(t *testing.T) {
	e := coding.ForPages()
	page := text()
	for name, part := range map[string][]byte{"empty": nil, "short": []byte("<p>ә</p>"), "like the page": page[100:4000], "long": bytes.Repeat(page, 9)} {
		for _, at := range []int{0, 1, len(page) / 2, len(page)} {
			open, place := e.GzipOpen("text/html; charset=utf-8", page, at)
			if !bytes.Equal(plain(t, coding.Gzip, coding.Whole(open)), page) {
				t.Fatalf("%s at %d: the page alone is another one", name, at)
			}
			want := []byte(string(page[:at]) + string(part) + string(page[at:]))
			filled := coding.GzipFilled(open, place, e.Blocks(part), coding.Text{page[:at], part, page[at:]})
			if !bytes.Equal(plain(t, coding.Gzip, filled), want) {
				t.Errorf("%s at %d: another text", name, at)
			}
			if whole := e.Gzip("text/html", want); filled.Len() > len(whole)*11/10+300 {
				t.Errorf("%s at %d: %d bytes, compressed at once %d", name, at, filled.Len(), len(whole))
			}
		}
	}
}

func TestWhatIsNotCompressedIsNotOpened(t *testing.T) {
	e := coding.ForPages()
	if open, _ := e.GzipOpen("text/html", []byte("short"), 2); open != nil {
		t.Error("a short text is compressed")
	}
	if open, _ := e.GzipOpen("image/webp", []byte(strings.Repeat("a", 5000)), 2); open != nil {
		t.Error("a picture is compressed")
	}
}
