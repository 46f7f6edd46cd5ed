package rendition

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/bep/imagemeta"
)

// TestAnotherReaderAgrees reads the real files by imagemeta as well. That is no
// replacement: what does not name its encoding it takes for Latin-1 or drops, a
// bad entry ends its reading, it leaves XMP's languages out and does not look for
// XMP in PNGs. What it reads, it reads right.
func TestAnotherReaderAgrees(t *testing.T) {
	dir, facts := material(t)
	formats := map[Format]imagemeta.ImageFormat{JPEG: imagemeta.JPEG, PNG: imagemeta.PNG, WebP: imagemeta.WebP}
	agreed := 0
	for _, f := range facts {
		content, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		header, err := inspect(content)
		if err != nil {
			continue
		}
		said := readMetadata(header.Format, bufioOf(content))
		_, _ = imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(content), ImageFormat: formats[header.Format], Sources: imagemeta.EXIF | imagemeta.IPTC, HandleTag: func(other imagemeta.TagInfo) error {
			got, read := said.second(other)
			if want := tidied(fmt.Sprint(other.Value), maxValue); read && want != "" && got != want {
				t.Errorf("%s: %s %s is %q and here %q", f.File, other.Namespace, other.Tag, want, got)
			} else if read && want != "" {
				agreed++
			}
			return nil
		}})
	}
	t.Logf("%d values are the same", agreed)
	if agreed < 150 {
		t.Error("too few values to compare")
	}
}

// second is what was read of the same statement; false for one that is not looked at.
func (m Metadata) second(tag imagemeta.TagInfo) (string, bool) {
	switch tag.Namespace + " " + tag.Tag {
	case "IFD0 Make", "IFD0 Model", "IFD0 Software", "IFD0/ExifIFDP DateTimeOriginal", "IFD0/ExifIFDP LensModel", "IFD0/ExifIFDP ISO":
		return m.fact("exif." + tag.Tag), true
	case "IFD0 Orientation":
		return fmt.Sprint(m.Orientation), true
	case "IPTCApplication Keywords":
		return fmt.Sprint(m.Keywords), len(m.Keywords) > 1
	case "IPTCApplication City", "IPTCApplication Headline", "IPTCApplication Credit", "IPTCApplication Source":
		return m.fact("iptc." + tag.Tag), true
	}
	return "", false
}
