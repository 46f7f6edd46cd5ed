package rendition

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chai2010/webp"
)

// proofOfImages names the number of files that make prove-images asks for.
const proofOfImages = "PROVE_IMAGES"

// ordinaryMutations is how many are tried by an ordinary run of the tests.
const ordinaryMutations = 300

// TestMutatedFilesAreRefusedOrShown changes real files in all ways that its
// mutations know: each is refused, or becomes a picture whose files decode. The
// present process lives on whatever happens to its children.
func TestMutatedFilesAreRefusedOrShown(t *testing.T) {
	count := ordinaryMutations
	if n, err := strconv.Atoi(os.Getenv(proofOfImages)); err == nil {
		count = n
	}
	m := &mutations{renderer: renderer(t, func(o *Options) { o.Workers = runtime.NumCPU() + 1 }), outcomes: map[string]int{}, deaths: map[string]int{}}
	all, start := samples(t), time.Now()
	numbers := make(chan int)
	var workers sync.WaitGroup
	for range runtime.NumCPU() + 1 {
		workers.Go(func() {
			for i := range numbers {
				m.try(t, i, all[i%len(all)])
			}
		})
	}
	for i := range count {
		if i%10_000 == 9_999 {
			t.Logf("%d after %s", i+1, time.Since(start).Round(time.Second))
		}
		numbers <- i
	}
	close(numbers)
	workers.Wait()
	m.report(t, count, len(all), time.Since(start))
}

// sampled is a sound file to be mutated.
type sampled struct {
	name    string
	format  Format
	content []byte
}

// largestSample is in bytes: a process's start shall cost more than its picture.
const largestSample = 40 << 10

// samples are made ones of every kind, and the smaller real ones where they are.
func samples(t *testing.T) []sampled {
	img := noise(90, 60)
	described := exifOf(binary.LittleEndian, []entry{ascii(tagArtist, "Әсел"), short(binary.LittleEndian, tagOrientation, 6)}, []entry{ascii(tagTaken, "2024:05:01 10:20:30")})
	said := packet(`photoshop:City="Алматы"`, list("dc:description", "Alt", "kk|Таң", "ru|Утро"))
	grey := image.NewGray16(image.Rect(0, 0, 40, 30))
	all := []sampled{
		{"made.jpg", JPEG, with(asJPEG(t, img), exifSegmentOf(described), xmpSegment(said), iptcSegment(dataset(iimKeyword, "тау")))},
		{"made.png", PNG, pngWithChunks(asPNG(t, img), "eXIf"+string(described), "iTXtXML:com.adobe.xmp\x00\x01\x00\x00\x00"+deflated(said))},
		{"made.webp", WebP, webpOf(t, described, said)},
		{"lossless.webp", WebP, plainWebP(40, 30)},
		{"grey.png", PNG, asPNG(t, grey)},
		{"scans.jpg", JPEG, manyScans(3)},
	}
	for _, path := range realFiles(t) {
		content, err := os.ReadFile(path)
		if err != nil || len(content) > largestSample {
			continue
		}
		if header, err := inspect(content); err == nil && header.Width*header.Height < 300_000 {
			all = append(all, sampled{filepath.Base(path), header.Format, content})
		}
	}
	return all
}

// mutations counts what came of them.
type mutations struct {
	renderer *Renderer
	mu       sync.Mutex
	outcomes map[string]int
	deaths   map[string]int
}

func (m *mutations) try(t *testing.T, i int, s sampled) {
	content := mutated(rand.New(rand.NewPCG(uint64(i), 11)), s.format, s.content)
	if _, err := inspect(content); err != nil {
		m.count(t, i, s, "at the header, ", err)
		return
	}
	f, err := Scratch(m.renderer.options.Dir)
	if err == nil {
		defer f.Close()
		_, err = f.Write(content)
	}
	if err != nil {
		t.Error(err)
		return
	}
	leave, err := m.renderer.Place(t.Context())
	if err != nil {
		t.Error(err)
		return
	}
	out, err := m.renderer.Render(t.Context(), f, DefaultRecipe().Eager())
	leave()
	if err == nil {
		defer out.Close()
		err = decodes(out)
	}
	m.count(t, i, s, "", err)
}

func (m *mutations) count(t *testing.T, i int, s sampled, where string, err error) {
	var refusal Refusal
	outcome := "a picture"
	if errors.As(err, &refusal) {
		outcome = where + string(refusal)
	} else if err != nil {
		t.Errorf("mutation %d of %s: %v", i, s.name, err)
		outcome = "neither"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.outcomes[string(s.format)+": "+outcome]++
	if _, why, died := strings.Cut(fmt.Sprint(err), "its process ended "); died {
		m.deaths[fmt.Sprintf("%.160q", why)]++
	}
}

// decodes tells whether all files are what they are said to be.
func decodes(out *Rendered) error {
	for i, f := range out.Files {
		content := make([]byte, f.Bytes)
		if _, err := out.Open(i).ReadAt(content, 0); err != nil {
			return err
		}
		var img image.Image
		var err error
		if strings.HasSuffix(f.Name, ".jpg") {
			img, err = jpeg.Decode(bytes.NewReader(content))
		} else {
			img, err = webp.DecodeRGBA(content)
		}
		if err != nil || img.Bounds() != image.Rect(0, 0, f.Width, f.Height) {
			return fmt.Errorf("%s does not decode: %w", f.Name, err)
		}
	}
	return nil
}

func (m *mutations) report(t *testing.T, count, samples int, took time.Duration) {
	t.Logf("%d mutations of %d files in %s", count, samples, took.Round(time.Second))
	sum := 0
	for _, outcome := range slices.Sorted(maps.Keys(m.outcomes)) {
		t.Logf("%8d  %s", m.outcomes[outcome], outcome)
		sum += m.outcomes[outcome]
	}
	for _, why := range slices.Sorted(maps.Keys(m.deaths)) {
		t.Logf("%8d  processes ended by themselves or by a limit: %s", m.deaths[why], why)
	}
	pictures := m.outcomes["jpeg: a picture"] + m.outcomes["png: a picture"] + m.outcomes["webp: a picture"]
	if sum != count || pictures < count/20 || pictures > count*19/20 {
		t.Errorf("%d outcomes, of which %d pictures, prove little", sum, pictures)
	}
}
