package assets

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pairs of text and ground that the style sheets put together. WCAG 2.1 AA
// asks 4.5 of text (success criterion 1.4.3).
var pairs = [][2]string{
	{"ink", "paper"}, {"soft", "paper"}, {"link", "paper"}, {"accent", "paper"}, {"ink", "tint"}, {"link", "tint"},
	{"on-brand", "brand"}, {"on-brand-soft", "brand"},
	{"on-alarm", "alarm"}, {"alert", "paper"}, {"gold", "brand"},
}

var (
	scheme = regexp.MustCompile(`(?s)(:root[^{]*)\{\s*color-scheme[^}]*\}`)
	token  = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)
)

func TestContrast(t *testing.T) {
	css, err := embedded.ReadFile("css/2-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := scheme.FindAllString(string(css), -1)
	if len(blocks) != 3 {
		t.Fatalf("%d colour schemes, want light, dark and chosen dark", len(blocks))
	}
	var schemes []map[string]string
	for _, block := range blocks {
		colours := map[string]string{}
		for _, match := range token.FindAllStringSubmatch(block, -1) {
			colours[match[1]] = match[2]
		}
		for _, pair := range pairs {
			if got := contrast(t, colours[pair[0]], colours[pair[1]]); got < 4.5 {
				t.Errorf("%s on %s: %.2f in %s", pair[0], pair[1], got, strings.TrimSpace(block[:40]))
			}
		}
		schemes = append(schemes, colours)
	}
	for name, value := range schemes[1] {
		if schemes[2][name] != value {
			t.Errorf("--%s: the system's dark is %s, the chosen dark %s", name, value, schemes[2][name])
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	channel := func(shift uint) float64 {
		v := float64(rgb>>shift&0xff) / 255
		if v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*channel(16) + .7152*channel(8) + .0722*channel(0)
}
