package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/webp"
)

// uploadAll uploads the test pictures and returns those that the portal took
// and that are large enough to stand in an article.
func (t *trial) uploadAll(ctx context.Context, files []*file) []*picture {
	var mu sync.Mutex
	var good []*picture
	each(ctx, t.report, "pictures uploaded", files, func(ctx context.Context, f *file) {
		p, err := t.upload(ctx, f.path)
		if !t.judge(f, p, err) {
			return
		}
		t.checkPicture(ctx, f, p)
		t.describe(ctx, f, p)
		if f.expect() == accepted && p.Width >= 400 && p.Height >= 200 {
			mu.Lock()
			good = append(good, p)
			mu.Unlock()
		}
	})
	slices.SortFunc(good, func(a, b *picture) int { return int(a.ID - b.ID) })
	if len(files) > 0 {
		t.uploadAgain(ctx, files)
	}
	return good
}

func (t *trial) upload(ctx context.Context, path string) (*picture, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", filepath.Base(path))
	if err != nil {
		return nil, err
	}
	if _, err := part.Write(content); err != nil {
		return nil, err
	}
	if err := form.Close(); err != nil {
		return nil, err
	}
	var got picture
	err = t.client.adminRaw(ctx, "admin upload picture", http.MethodPost, "/pictures", form.FormDataContentType(), body.Bytes(), &got)
	return &got, err
}

// describe says of a picture what the photobank asks for before it may be published.
func (t *trial) describe(ctx context.Context, f *file, p *picture) {
	labels := map[string]map[string]string{}
	for code := range t.sites {
		labels[code] = map[string]string{"alt": f.Name}
	}
	change := map[string]any{"version": p.Version, "labels": labels, "author": "BAQ"}
	err := t.client.admin(ctx, "admin describe picture", http.MethodPut, fmt.Sprintf("/pictures/%d", p.ID), change, nil)
	t.report.check("picture: is described", err == nil, "%s: %v", f.Name, err)
}

// judge compares what became of an upload with what had to; it returns whether
// there is a picture.
func (t *trial) judge(f *file, p *picture, err error) bool {
	status, code := codeOf(err)
	t.report.check("upload: answered by the API", err == nil || status >= 400 && status < 500, "%s: %v", f.Name, err)
	if err != nil {
		if status >= 400 && status < 500 {
			t.report.refused(code)
		}
		t.report.check("upload: sound pictures taken", f.expect() != accepted, "%s (%s %dx%d): %v", f.Name, f.Type, f.Width, f.Height, err)
		return false
	}
	t.report.check("upload: other files refused", f.expect() != refused, "%s (%s) became picture %d", f.Name, f.Type, p.ID)
	return true
}

// uploadAgain sends the first sound file a second time: it is the same picture.
func (t *trial) uploadAgain(ctx context.Context, files []*file) {
	i := slices.IndexFunc(files, func(f *file) bool { return f.expect() == accepted })
	if i < 0 {
		return
	}
	first, err := t.upload(ctx, files[i].path)
	second, again := t.upload(ctx, files[i].path)
	t.report.check("upload: the same file once", err == nil && again == nil && first.ID == second.ID,
		"%s became pictures %d and %d (%v, %v)", files[i].Name, first.ID, second.ID, err, again)
}

// checkPicture compares the picture with its file, and gets every rendition.
func (t *trial) checkPicture(ctx context.Context, f *file, p *picture) {
	width, height := f.upright()
	t.report.check("picture: format", p.Format == f.format(), "%s: %s, the file is %s", f.Name, p.Format, f.Type)
	if f.Sound {
		t.report.check("picture: upright size", p.Width == width && p.Height == height,
			"%s: %dx%d, the file has %dx%d upright", f.Name, p.Width, p.Height, width, height)
	}
	names := []int{}
	for _, one := range p.Renditions {
		names = append(names, one.Name)
		t.report.check("rendition: never enlarged", one.Width == min(one.Name, p.Width), "%s: %d is %d wide, the picture %d", f.Name, one.Name, one.Width, p.Width)
		t.checkRendition(ctx, f.Name, one)
	}
	t.report.check("picture: 400, 800, 1200", slices.Equal(names, []int{400, 800, 1200}), "%s has %v", f.Name, names)
}

// checkRendition gets a file of a picture as a browser would.
func (t *trial) checkRendition(ctx context.Context, name string, r rendition) {
	where := fmt.Sprintf("%s, %d (%s)", name, r.Name, r.URL)
	a, err := t.client.page(ctx, "site picture file", r.URL)
	if !t.report.check("rendition: is served", err == nil && a.status == http.StatusOK, "%s: %d %v", where, a.status, err) {
		return
	}
	t.report.check("rendition: content type", a.header.Get("Content-Type") == "image/webp", "%s: %s", where, a.header.Get("Content-Type"))
	t.report.check("rendition: immutable", strings.Contains(a.header.Get("Cache-Control"), "immutable"), "%s: %s", where, a.header.Get("Cache-Control"))
	size, err := webp.DecodeConfig(bytes.NewReader(a.body))
	t.report.check("rendition: size as promised", err == nil && size.Width == r.Width && size.Height == r.Height,
		"%s: %dx%d, promised %dx%d (%v)", where, size.Width, size.Height, r.Width, r.Height, err)
	t.report.check("rendition: no metadata", !hasMetadata(a.body), "%s carries EXIF or XMP, and with it perhaps a place", where)
}

// hasMetadata walks the chunks of a WebP file.
func hasMetadata(file []byte) bool {
	const header = 12
	for at := header; at+8 <= len(file); {
		chunk := string(file[at : at+4])
		if chunk == "EXIF" || chunk == "XMP " {
			return true
		}
		size := int(file[at+4]) | int(file[at+5])<<8 | int(file[at+6])<<16 | int(file[at+7])<<24
		at += 8 + size + size&1
	}
	return false
}
