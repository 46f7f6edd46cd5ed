package view

import (
	"strings"
	"testing"
)

func TestPlacedPicture(t *testing.T) {
	p := &Picture{Renditions: []Rendition{{"/a/400.webp", 400}, {"/a/800.webp", 800}, {"/a/1200.webp", 1200}}}
	placed, err := Place(p, SlotLead)
	if err != nil {
		t.Fatal(err)
	}
	if got := placed.SrcSet; got != "/a/400.webp 400w, /a/800.webp 800w, /a/1200.webp 1200w" {
		t.Errorf("srcset %q", got)
	}
	if placed.Src != "/a/800.webp" || !placed.Eager {
		t.Errorf("src %q, eager %v", placed.Src, placed.Eager)
	}
	small, _ := Place(&Picture{Renditions: []Rendition{{"/b/400.webp", 300}}}, SlotCard)
	if small.Src != "/b/400.webp" || small.Eager {
		t.Errorf("one rendition: %q, eager %v", small.Src, small.Eager)
	}
	if _, err := Place(p, "nowhere"); err == nil {
		t.Error("an unknown slot was accepted")
	}
}

func TestTint(t *testing.T) {
	css := Tints()
	for colour, want := range map[string]string{"#000000": "k000", "#ffffff": "k555", "#ff8000": "k530", "red": "", "#12345": "", "": "", "#gggggg": ""} {
		got := Tint(colour)
		if got != want {
			t.Errorf("Tint(%q) = %q, want %q", colour, got, want)
		}
		if want != "" && !strings.Contains(css, "."+got+"{background:#") {
			t.Errorf("no rule for %s", got)
		}
	}
}
