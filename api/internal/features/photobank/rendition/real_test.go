package rendition

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fact is what exiftool and ImageMagick know of a real file.
type fact struct {
	File        string `json:"file"`
	FileType    string
	ImageWidth  int
	ImageHeight int
	Orientation int
	Sound       bool `json:"imagemagick_decodes_cleanly"`
}

// realFiles are the real pictures that lie beside the project; none where they don't.
func realFiles(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(beside(t), "*", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func beside(t *testing.T) string {
	t.Helper()
	root, err := os.Getwd()
	for err == nil && root != "/" {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
		root = filepath.Dir(root)
	}
	return filepath.Join(root, "..", "shared", "data", "images")
}

// material reads what is known of the real pictures.
func material(t *testing.T) (dir string, facts []fact) {
	t.Helper()
	dir = beside(t)
	text, err := os.ReadFile(filepath.Join(dir, "MANIFEST.json"))
	if err != nil {
		t.Skip("the real pictures are not there:", err)
	}
	if err := json.Unmarshal(text, &facts); err != nil {
		t.Fatal(err)
	}
	return dir, facts
}

func renderFile(ctx context.Context, t *testing.T, r *Renderer, path string) (*Rendered, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return r.Render(ctx, f, DefaultRecipe().Eager())
}

// refused are sound files that are not taken, with their reasons. Of the
// formats, the list of accepted ones decides.
var refused = map[string]Refusal{
	"formats/animated-loop-3.webp":  Animated,
	"formats/rotating-squares.webp": Animated,
	"formats/apng_16bit.png":        Animated,
	"hostile/big-height.webp":       Animated,
}

func TestRealPictures(t *testing.T) {
	dir, facts := material(t)
	r := renderer(t)
	for _, f := range facts {
		if !f.Sound && strings.HasPrefix(f.File, "hostile/") {
			continue
		}
		start := time.Now()
		out, err := renderFile(t.Context(), t, r, filepath.Join(dir, f.File))
		if want := f.refusal(); want != "" {
			if !errors.Is(err, want) {
				t.Errorf("%s: %v instead of %v", f.File, err, want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", f.File, err)
			continue
		}
		f.check(t, out)
		t.Logf("%-60s %6d ms, %3d MiB, %s", f.File, time.Since(start).Milliseconds(), out.Memory>>20, out.Colour)
		out.Close()
	}
}

func (f fact) refusal() Refusal {
	switch f.FileType {
	case "JPEG", "PNG", "APNG", "WEBP", "Extended WEBP":
		return refused[f.File]
	}
	return UnsupportedFormat
}

func (f fact) check(t *testing.T, out *Rendered) {
	t.Helper()
	w, h := f.ImageWidth, f.ImageHeight
	if turned(f.Orientation) {
		w, h = h, w
	}
	if out.Width != w || out.Height != h {
		t.Errorf("%s is %dx%d upright, not %dx%d", f.File, out.Width, out.Height, w, h)
	}
	// Four-colour pictures come with all inks inverted; the wrong way round they would be light. The first has a
	// profile, with which libvips comes to #797e73.
	if want := map[string]string{
		"formats/pil_sample_cmyk.jpg":                             "#1e0506",
		"formats/Channel_digital_image_CMYK_color.jpg":            "#787e73",
		"formats/Channel_digital_image_CMYK_color_no_profile.jpg": "#6c846d",
	}[f.File]; want != "" && out.Colour != want {
		t.Errorf("%s has the mean colour %s, not %s", f.File, out.Colour, want)
	}
}

// The photographs are one scene, stored in eight ways. The first has other
// colours than the rest, in the files already.
func TestRealOrientationsShowOneScene(t *testing.T) {
	dir, _ := material(t)
	r := renderer(t)
	for _, scene := range []string{"landscape", "portrait"} {
		var first *Rendered
		for n := 2; n <= 8; n++ {
			out, err := renderFile(t.Context(), t, r, filepath.Join(dir, "orientation", scene+"_"+string(rune('0'+n))+".jpg"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(out.Close)
			if first == nil {
				first = out
			}
			if d := distance(t, first, out); d > 6 {
				t.Errorf("%s %d differs from 2 by %.1f of 255 on average", scene, n, d)
			}
		}
	}
}

// distance is the mean difference of the smallest renditions' channels.
func distance(t *testing.T, a, b *Rendered) float64 {
	t.Helper()
	one, other := decoded(t, a, 0), decoded(t, b, 0)
	if one.Rect != other.Rect {
		return 255
	}
	sum := 0
	for i := range one.Pix {
		d := int(one.Pix[i]) - int(other.Pix[i])
		sum += max(d, -d)
	}
	return float64(sum) / float64(len(one.Pix)*3/4)
}

func TestRealHostileFilesDoNoHarm(t *testing.T) {
	dir, facts := material(t)
	r := renderer(t, func(o *Options) { o.Limits = DefaultLimits() })
	for _, f := range facts {
		if !strings.HasPrefix(f.File, "hostile/") {
			continue
		}
		start := time.Now()
		out, err := renderFile(t.Context(), t, r, filepath.Join(dir, f.File))
		var refusal Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("%s: %v", f.File, err)
		}
		if !f.Sound && err == nil {
			t.Logf("%s is damaged, and yet could be shown", f.File)
		}
		if out != nil {
			out.Close()
		}
		t.Logf("%-45s %5d ms: %v", f.File, time.Since(start).Milliseconds(), err)
	}
}
