package photobank

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chai2010/webp"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/fault"
)

// animation is a WebP of two frames of w by h pixels.
func animation(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i-3], img.Pix[i] = 200, 255
	}
	still, err := webp.EncodeRGB(img, 80)
	if err != nil {
		t.Fatal(err)
	}
	side := func(n int) []byte { return []byte{byte(n - 1), byte((n - 1) >> 8), 0} }
	chunk := func(name string, data ...[]byte) []byte {
		joined := slices.Concat(data...)
		return slices.Concat([]byte(name), binary.LittleEndian.AppendUint32(nil, uint32(len(joined))), joined, make([]byte, len(joined)%2))
	}
	frame := chunk("ANMF", make([]byte, 6), side(w), side(h), make([]byte, 4), still[12:])
	body := slices.Concat([]byte("WEBP"), chunk("VP8X", []byte{2, 0, 0, 0}, side(w), side(h)), chunk("ANIM", make([]byte, 6)), frame, frame)
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
}

// TestTheRuleForAnimations: they are refused, or taken as the picture that they begin
// with, and then their files can be made again whatever the rules have become.
func TestTheRuleForAnimations(t *testing.T) {
	b := start(t)
	file := animation(t, 60, 40)
	_, err := b.Upload(t.Context(), Upload{Content: bytes.NewReader(file)})
	if f, ok := fault.As(err); !ok || f.Code != "photobank."+string(rendition.Animated) {
		t.Fatalf("%v", err)
	}
	b.exec(t, "UPDATE picture_settings SET animation = 'first_frame'")
	p := b.upload(t, Upload{Content: bytes.NewReader(file)})
	if p.Width != 60 || p.Height != 40 || len(p.WebP()) != 3 {
		t.Errorf("%+v", p)
	}
	b.exec(t, "UPDATE picture_settings SET animation = 'refuse'")
	if err := b.deps.Store.Delete(t.Context(), renditionKey(p.Hash, "800.webp")); err != nil {
		t.Fatal(err)
	}
	narrow := b.deps
	narrow.Limits = rendition.DefaultLimits()
	narrow.Limits.Pixels = p.Width*p.Height - 1
	later, err := New(narrow)
	if err != nil {
		t.Fatal(err)
	}
	if err := later.makeFile(t.Context(), p.ID, p.Hash, "800.webp"); err != nil {
		t.Error(err)
	}
	_, err = later.Upload(t.Context(), Upload{Content: bytes.NewReader(sample(t, 60, 40))})
	if f, ok := fault.As(err); !ok || f.Code != "photobank."+string(rendition.TooManyPixels) {
		t.Error(err)
	}
}

// TestTheSameFileOfTheTrashWithoutItsFiles comes back out of it with them.
func TestTheSameFileOfTheTrashWithoutItsFiles(t *testing.T) {
	b := start(t)
	file := sample(t, 60, 40)
	first := b.upload(t, Upload{Content: bytes.NewReader(file)})
	if _, err := b.Trash(t.Context(), first.ID, first.Version); err != nil {
		t.Fatal(err)
	}
	lost := filepath.Join(b.dir, renditionKey(first.Hash, "800.webp"))
	if err := os.Remove(lost); err != nil {
		t.Fatal(err)
	}
	again := b.upload(t, Upload{Content: bytes.NewReader(file)})
	if _, err := os.Stat(lost); errors.Is(err, os.ErrNotExist) || again.ID != first.ID || again.TrashedAt != nil {
		t.Errorf("%+v, %v", again, err)
	}
}
