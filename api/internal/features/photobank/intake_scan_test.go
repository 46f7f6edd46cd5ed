package photobank

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"maps"
	"slices"
	"testing"

	"github.com/chai2010/webp"

	"baq.kz/portal/api/internal/platform/malware"
	"baq.kz/portal/api/internal/platform/testkit"
)

func scanned(t *testing.T, clamd *testkit.Clamd, quarantine bool) bank {
	t.Helper()
	return start(t, func(d *Deps) {
		var err error
		if d.Scanner, err = malware.Parse(clamd.Address, nil); err != nil {
			t.Fatal(err)
		}
		d.Quarantine = quarantine
	})
}

// TestEICARInEveryWrapper is refused by the real scanner on every way in, whatever
// picture it hides in; the same pictures without it are taken.
func TestEICARInEveryWrapper(t *testing.T) {
	b := scanned(t, testkit.StartClamd(t, testkit.ClamdOptions{}), false)
	ctx := b.person(t, "a")
	harmless := bytes.Repeat([]byte("x"), len(testkit.EICAR()))
	for _, name := range slices.Sorted(maps.Keys(wrappers(t, nil))) {
		bad, good := wrappers(t, testkit.EICAR())[name], wrappers(t, harmless)[name]
		if _, err := b.Upload(ctx, Upload{FileName: name + ".jpg", Content: bytes.NewReader(bad)}); !errors.Is(err, ErrMalware) {
			t.Errorf("%s: %v", name, err)
		}
		in := b.send(t, ctx, name, bad, 1<<20)
		b.work(t)
		if got, err := b.UploadOf(ctx, in.ID); err != nil || got.State != Failed || got.Code != ErrMalware.Code {
			t.Errorf("%s, in parts: %+v, %v", name, got, err)
		}
		if name == "bare" { // no picture
			continue
		}
		if _, err := b.Upload(ctx, Upload{FileName: name + ".jpg", Content: bytes.NewReader(good)}); err != nil {
			t.Errorf("%s without it: %v", name, err)
		}
	}
	if len(b.parts(t)) != 0 {
		t.Error("malware was kept:", b.parts(t))
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.malware_found' AND actor_name = 'a'"); n != 2*len(wrappers(t, nil)) {
		t.Error(n, "entries of the journal")
	}
	if diff := b.journal(t, "photobank.malware_found"); string(diff["malware"][1]) != `"Portal.Test.EICAR.UNOFFICIAL"` {
		t.Errorf("%s", diff)
	}
}

// wrappers are files with a payload in each place that a picture has for one.
func wrappers(t *testing.T, payload []byte) map[string][]byte {
	t.Helper()
	plain := sample(t, 60, 40)
	segment := func(marker byte, content []byte) []byte {
		s := append([]byte{0xFF, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(content)+2))...)
		return slices.Concat(plain[:2], s, content, plain[2:]) // right after the beginning
	}
	tiff := slices.Concat([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00"), binary.LittleEndian.AppendUint32(nil, uint32(len(payload)+1)),
		[]byte("\x1a\x00\x00\x00\x00\x00\x00\x00"), payload, []byte{0}) // ImageDescription
	picture := plainPNG(t, 20, 10, color.White)
	chunk := func(kind string, content []byte) []byte {
		body := append([]byte(kind), content...)
		return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(content))), body, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	}
	return map[string][]byte{
		"bare":             payload,
		"JPEG comment":     segment(0xFE, payload),
		"EXIF":             segment(0xE1, tiff),
		"XMP":              segment(0xE1, slices.Concat([]byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'><!--"), payload, []byte("--></x:xmpmeta>"))),
		"after the JPEG":   slices.Concat(plain, payload),
		"PNG text":         slices.Concat(picture[:33], chunk("tEXt", slices.Concat([]byte("Comment\x00"), payload)), picture[33:]),
		"after the PNG":    slices.Concat(picture, payload),
		"chunk of a WebP":  webpWith(t, payload),
		"named as another": slices.Concat(picture, []byte{1}, payload), // as .jpg
	}
}

// webpWith is a WebP with a chunk of nobody's.
func webpWith(t *testing.T, payload []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := webp.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	file := slices.Concat(b.Bytes(), []byte("JUNK"), binary.LittleEndian.AppendUint32(nil, uint32(len(payload))), payload)
	if len(payload)%2 == 1 {
		file = append(file, 0)
	}
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8))
	return file
}

// TestTheScannerIsDown: files are refused, and nothing comes in past it.
func TestTheScannerIsDown(t *testing.T) {
	clamd := testkit.StartClamd(t, testkit.ClamdOptions{})
	b := scanned(t, clamd, false)
	ctx := b.person(t, "a")
	clamd.Stop()
	if _, err := b.Upload(ctx, Upload{Content: bytes.NewReader(sample(t, 60, 40))}); !errors.Is(err, ErrScannerDown) {
		t.Error(err)
	}
	in := b.send(t, ctx, "a.jpg", sample(t, 60, 40), 1<<20)
	for range scannerTries {
		b.work(t)
		b.exec(t, "UPDATE picture_uploads SET due_at = now()")
	}
	got, err := b.UploadOf(ctx, in.ID)
	if err != nil || got.State != Failed || got.Code != ErrScannerDown.Code || b.count(t, "pictures") != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	clamd.Start(t)
	if _, err := b.RetryUpload(ctx, in.ID); err != nil {
		t.Fatal(err)
	}
	b.work(t)
	if got, err := b.UploadOf(ctx, in.ID); err != nil || got.State != Done {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestQuarantine: while the scanner is down files wait, and become pictures, or are
// refused, when it is back.
func TestQuarantine(t *testing.T) {
	clamd := testkit.StartClamd(t, testkit.ClamdOptions{})
	b := scanned(t, clamd, true)
	ctx := b.person(t, "a")
	clamd.Stop()
	file := sample(t, 60, 40)
	hold := func(ctx context.Context, content []byte) Intake {
		var held Held
		if _, err := b.Upload(ctx, Upload{FileName: "сурет.jpg", Content: bytes.NewReader(content)}); !errors.As(err, &held) {
			t.Fatal(err)
		}
		return held.Intake
	}
	good, bad := hold(ctx, file), hold(ctx, slices.Concat(file, testkit.EICAR()))
	parts := b.send(t, ctx, "b.jpg", sample(t, 60, 40), 500)
	if good.State != Quarantined || good.FileName != "сурет.jpg" || good.Received != int64(len(file)) {
		t.Errorf("%+v", good)
	}
	for _, w := range b.work(t) {
		if w.Intake.State != Quarantined {
			t.Errorf("%+v", w)
		}
	}
	b.exec(t, "UPDATE picture_uploads SET expires_at = now() - interval '9 days'") // waits as long as it takes
	if n, err := b.ExpireUploads(ctx); err != nil || n != 0 {
		t.Error(n, err)
	}
	if b.count(t, "pictures") != 0 {
		t.Error("a picture came in past the scanner")
	}
	clamd.Start(t)
	b.exec(t, "UPDATE picture_uploads SET due_at = now()")
	b.work(t)
	for _, c := range []struct {
		in    Intake
		state IntakeState
		code  string
	}{{good, Done, ""}, {parts, Done, ""}, {bad, Failed, ErrMalware.Code}} {
		if got, err := b.UploadOf(ctx, c.in.ID); err != nil || got.State != c.state || got.Code != c.code {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if len(b.parts(t)) != 0 {
		t.Error(b.parts(t))
	}
}
