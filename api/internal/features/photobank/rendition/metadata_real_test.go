package rendition

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// statements are what a file's entry in the manifest says, by exiftool's names.
type statements map[string]any

// notComparable are the manifest's names that say nothing about what is read here.
var notComparable = map[string]string{
	"file": "its name", "bytes": "of the whole file", "sha256": "likewise", "source": "where it was found",
	"imagemagick_decodes_cleanly": "the renderer's test looks at it", "imagemagick_message": "ImageMagick's own words", "Warning": "exiftool's", "Error": "exiftool's",
	"FileType": "decides what is accepted; the renderer's test looks at it",
	"BitDepth": "of the pixels", "BitsPerSample": "of the pixels", "ColorComponents": "of the pixels",
	"ColorSpaceData": "of the colour profile, which the renderer's tests look at", "ProfileDescription": "likewise",
	"FrameCount": "of formats that are refused", "AnimationIterations": "likewise",
	"GPSPosition": "latitude and longitude, once more",
}

// absurd are statements that are read by others as they stand and are not facts.
var absurd = map[string]string{
	"metadata/pillow_exif_gps.jpg GPSLatitude": "there is no latitude of 4294967295 degrees",
	"formats/low-contrast.jpg Subject":         "it is empty",
}

func TestEveryFactOfTheManifestIsRead(t *testing.T) {
	dir, facts := material(t)
	text, err := os.ReadFile(filepath.Join(dir, "MANIFEST.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []statements
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	compared := map[string]int{}
	for i, f := range facts {
		content, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		header, err := inspect(content)
		if want := f.refusal(); want != "" {
			if !errors.Is(err, want) {
				t.Errorf("%s: %v instead of %v", f.File, err, want)
			}
			continue // of what is refused, nothing is read
		}
		said := readMetadata(header.Format, bufioOf(content))
		for name, value := range all[i] {
			if notComparable[name] != "" || absurd[f.File+" "+name] != "" {
				continue
			}
			if wrong := compare(name, value, header, said); wrong != "" {
				t.Errorf("%s: %s is %v in the manifest and here %s", f.File, name, value, wrong)
			}
			compared[name]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(compared)) {
		t.Logf("%-18s %d", name, compared[name])
	}
	if len(compared) < 20 {
		t.Errorf("only %d kinds of facts were compared", len(compared))
	}
}

// compare tells what was read when that is not what the manifest says.
func compare(name string, value any, header Header, said Metadata) string {
	want := tidied(fmt.Sprint(value), maxValue)
	switch name {
	case "ImageWidth":
		return unless(int(value.(float64)) == header.Width, header.Width)
	case "ImageHeight":
		return unless(int(value.(float64)) == header.Height, header.Height)
	case "Orientation":
		return unless(int(value.(float64)) == said.Orientation, said.Orientation)
	case "GPSLatitude", "GPSLongitude":
		return unless(isNear(value.(float64), said.fact(strings.Replace(name, "GPS", "gps.", 1))), said.Facts)
	case "DateTimeOriginal":
		return unless(said.fact("exif.DateTimeOriginal") == want && said.Taken == readClock(want, "").at, said.Facts)
	case "CreateDate", "DateCreated":
		clocks := []clock{readClock(said.fact("exif.DateTimeDigitized"), ""), readClock(said.fact("xmp:CreateDate"), ""), readClock(said.fact("photoshop:DateCreated"), ""), readClock(said.fact("iptc.DateCreated"), "")}
		return unless(slices.Contains(clocks, readClock(want, "")), clocks)
	case "UserComment": // cameras fill it with blanks
		return unless(want == "", "nothing, since no file had any")
	case "Artist", "By-line", "Creator":
		return unless(said.Author == want, said.Author)
	case "Copyright", "Rights":
		return unless(said.Licence == tidied(want, maxText), said.Licence)
	case "Keywords", "Subject":
		return unless(fmt.Sprint(said.Keywords) == fmt.Sprint(listed(value)), said.Keywords)
	case "Description", "Caption-Abstract":
		return unless(said.Captions[""] == tidied(want, maxCaption), said.Captions)
	}
	facts := map[string][]string{
		"Make": {"exif.Make"}, "Model": {"exif.Model"}, "ImageDescription": {"exif.ImageDescription", "dc:description"}, "Title": {"dc:title", "iptc.Title"}, "City": {"iptc.City", "photoshop:City"},
	}[name]
	if facts == nil {
		return "not looked at, and the test does not say why"
	}
	return unless(slices.ContainsFunc(facts, func(fact string) bool { return said.fact(fact) == want }), said.Facts)
}

func unless(right bool, read any) string {
	if right {
		return ""
	}
	return fmt.Sprintf("%q", fmt.Sprint(read))
}

func (m Metadata) fact(name string) string {
	for _, f := range m.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func isNear(want float64, text string) bool {
	var got float64
	_, err := fmt.Sscan(text, &got)
	return err == nil && math.Abs(got-want) < 1e-6
}

func listed(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}
