package photobank

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

func signer(t *testing.T, secret, environment string) Signer {
	t.Helper()
	s, err := NewSigner([]byte(secret), environment)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASignedAddressHoldsForItsFileAndTimeAlone(t *testing.T) {
	const secret = "a secret of at least 32 bytes, yes"
	mine, hash := signer(t, secret, "test"), strings.Repeat("0a", 20)
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	address, err := url.Parse(mine.SignedPath(hash, "800.webp", noon))
	if err != nil || address.Path != "/media/"+hash+"/800.webp" {
		t.Fatal(address, err)
	}
	until, sig := address.Query().Get("until"), address.Query().Get("sig")
	if left := mine.Valid(hash, "800.webp", until, sig, noon); left != 36*time.Hour {
		t.Errorf("it holds for %s", left)
	}
	if same := mine.SignedPath(hash, "800.webp", noon.Add(11*time.Hour)); same != address.String() {
		t.Error("it changes within the day")
	}
	for name, holds := range map[string]time.Duration{
		"another file":        mine.Valid(hash, "400.webp", until, sig, noon),
		"another picture":     mine.Valid(strings.Repeat("0b", 20), "800.webp", until, sig, noon),
		"a later end":         mine.Valid(hash, "800.webp", until+"0", sig, noon),
		"the same, otherwise": mine.Valid(hash, "800.webp", "0"+until, sig+"A", noon),
		"cut short":           mine.Valid(hash, "800.webp", until, sig[:8], noon),
		"nothing":             mine.Valid(hash, "800.webp", "", "", noon),
		"no number":           mine.Valid(hash, "800.webp", "ә", sig, noon),
		"spent":               mine.Valid(hash, "800.webp", until, sig, noon.Add(36*time.Hour)),
		"another secret":      signer(t, secret+"!", "test").Valid(hash, "800.webp", until, sig, noon),
		"another environment": signer(t, secret, "production").Valid(hash, "800.webp", until, sig, noon),
		"no secret":           Signer{}.Valid(hash, "800.webp", until, sig, noon),
	} {
		if holds != 0 {
			t.Errorf("%s: it holds for %s", name, holds)
		}
	}
	if _, err := NewSigner(nil, "test"); err == nil {
		t.Error("a signer without a secret")
	}
}

// The address of a crop follows its area, and nothing else.
func TestAnotherAreaIsAnotherFile(t *testing.T) {
	p := Picture{Width: 1600, Height: 1200}
	wide, _ := proportion(Wide)
	first := p.CropFile(wide, 800, rendition.WebP)
	if !filePattern.MatchString(first) || !strings.HasPrefix(first, "16x9-") || !strings.HasSuffix(first, "-800.webp") || p.CropFile(wide, 800, rendition.WebP) != first {
		t.Error(first)
	}
	seen := map[string]bool{first: true}
	for _, change := range []func(*Picture){
		func(p *Picture) { p.Focus = &Point{X: 0.1, Y: 0.1} },
		func(p *Picture) { p.Crops = map[string]Area{Wide: {X: 0.25, Y: 0.25, Width: 0.5, Height: 0.375}} },
		func(p *Picture) { p.Crops = map[string]Area{Wide: {X: 0.25, Y: 0.26, Width: 0.5, Height: 0.375}} },
	} {
		other := p
		change(&other)
		if name := other.CropFile(wide, 800, rendition.WebP); seen[name] {
			t.Errorf("%s shows two areas", name)
		} else {
			seen[name] = true
		}
	}
	p.Crops = map[string]Area{Square: {Width: 0.5, Height: 0.5}}
	if p.CropFile(wide, 800, rendition.WebP) != first {
		t.Error("another crop changes this one's address")
	}
	if jpeg := p.CropFile(wide, 400, rendition.JPEG); !strings.HasSuffix(jpeg, "-400.jpg") || !filePattern.MatchString(jpeg) {
		t.Error(jpeg)
	}
}
