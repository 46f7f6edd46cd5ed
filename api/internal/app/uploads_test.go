package app_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/testkit"
)

// photograph is a JPEG that is unlike every other.
func photograph(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	a, b, c := rand.IntN(256), rand.IntN(256), rand.IntN(256)
	for y := range h {
		for x := range w {
			img.Set(x, y, color.NRGBA{uint8(a + x), uint8(b + y), uint8(c + x*y/w), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return fmt.Append(out.Bytes(), rand.Uint64()) // behind the end: ignored, and yet another file
}

const uploads = "/api/admin/v1/picture-uploads"

// tus is a client of the tus protocol, over the network as a browser is.
type tus struct {
	t       *testing.T
	site    string
	bearer  string
	checker checker
}

func (p *portal) tus(u user) tus {
	p.t.Helper()
	site := httptest.NewServer(httpx.AnswerHead(p.handler))
	p.t.Cleanup(site.Close)
	return tus{p.t, site.URL, u.bearer, newChecker(p.t)}
}

// do sends a request and holds the answer against the contract. Headers come in pairs.
func (c tus) do(method, path string, body []byte, header ...string) answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.site+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.bearer)
	if method == http.MethodPatch {
		r.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answered, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answered.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(answered.Body); err != nil {
		c.t.Fatal(err)
	}
	a := answer{answered.StatusCode, answered.Header, text.Bytes()}
	if method != http.MethodHead { // has no body that could be right
		c.checker.check(method, path, a)
	}
	if strings.HasPrefix(path, uploads) && a.header.Get("Tus-Resumable") != "1.0.0" {
		c.t.Errorf("%s %s: %d without Tus-Resumable", method, path, a.status)
	}
	return a
}

func (c tus) begin(name string, bytes int) string {
	c.t.Helper()
	a := c.do("POST", uploads, nil, "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(bytes),
		"Upload-Metadata", "filetype aW1hZ2UvanBlZw==,filename "+base64.StdEncoding.EncodeToString([]byte(name))+",relativePath")
	expires, err := http.ParseTime(a.header.Get("Upload-Expires"))
	if a.status != 201 || !strings.HasPrefix(a.header.Get("Location"), uploads+"/") || err != nil || time.Until(expires) < 23*time.Hour {
		c.t.Fatalf("%d %v %v %s", a.status, a.header, err, a.body)
	}
	return a.header.Get("Location")
}

func (c tus) patch(path string, offset int, body []byte) answer {
	c.t.Helper()
	return c.do("PATCH", path, body, "Tus-Resumable", "1.0.0", "Upload-Offset", strconv.Itoa(offset))
}

func TestAnUploadByTus(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := p.tus(p.user("photo_editor"))
	file := photograph(t, 400, 300)
	path := c.begin("Алматы, ғимарат.jpg", len(file))
	half := len(file) / 2
	if a := c.patch(path, 0, file[:half]); a.status != 204 || a.header.Get("Upload-Offset") != strconv.Itoa(half) || a.header.Get("Upload-Expires") == "" {
		t.Fatalf("%d %v %s", a.status, a.header, a.body)
	}
	if a := c.patch(path, 0, file[:half]); a.status != 409 || a.code() != "photobank.wrong_offset" {
		t.Errorf("a wrong offset: %d %s", a.status, a.body)
	}
	head := c.do("HEAD", path, nil, "Tus-Resumable", "1.0.0")
	if head.status != 200 || head.header.Get("Upload-Offset") != strconv.Itoa(half) || head.header.Get("Upload-Length") != strconv.Itoa(len(file)) ||
		head.header.Get("Cache-Control") != "no-store" || head.header.Get("Upload-Metadata") != "filename "+base64.StdEncoding.EncodeToString([]byte("Алматы, ғимарат.jpg")) {
		t.Errorf("%d %v", head.status, head.header)
	}
	if a := c.patch(path, half, file[half:]); a.status != 204 || a.header.Get("Upload-Offset") != strconv.Itoa(len(file)) {
		t.Fatalf("%d %v %s", a.status, a.header, a.body)
	}
	if w, found, err := p.Photobank.WorkUpload(t.Context()); err != nil || !found || w.Err != nil {
		t.Fatal(w, found, err)
	}
	type upload struct {
		State   string
		Known   bool
		Picture struct {
			FileName string
			Bytes    int
		}
	}
	got := read[upload](t, c.do("GET", path, nil), 200)
	if got.State != "done" || got.Known || got.Picture.FileName != "Алматы, ғимарат.jpg" || got.Picture.Bytes != len(file) {
		t.Errorf("%+v", got)
	}
	list := read[struct{ Items []upload }](t, c.do("GET", uploads, nil), 200)
	if len(list.Items) != 1 || list.Items[0].State != "done" {
		t.Errorf("%+v", list)
	}
	if a := c.do("DELETE", path, nil, "Tus-Resumable", "1.0.0"); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, method := range []string{"HEAD", "GET", "DELETE"} {
		if a := c.do(method, path, nil); a.status != 404 || a.header.Get("Upload-Offset") != "" {
			t.Errorf("%s after DELETE: %d %v", method, a.status, a.header)
		}
	}
}

func TestTusRefusals(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := p.tus(p.user("photo_editor"))
	path := c.begin("a.jpg", 100)
	for _, r := range []struct {
		name, method, path string
		body               []byte
		header             []string
		status             int
	}{
		{"another version", "POST", uploads, nil, []string{"Tus-Resumable", "0.2.2", "Upload-Length", "10"}, 412},
		{"another version of HEAD", "HEAD", path, nil, []string{"Tus-Resumable", "2.0.0"}, 412},
		{"another version of PATCH", "PATCH", path, []byte("x"), []string{"Tus-Resumable", "2.0.0", "Upload-Offset", "0"}, 412},
		{"no length", "POST", uploads, nil, []string{"Tus-Resumable", "1.0.0"}, 400},
		{"a length that is put off", "POST", uploads, nil, []string{"Upload-Defer-Length", "1"}, 400},
		{"nothing", "POST", uploads, nil, []string{"Upload-Length", "0"}, 400},
		{"less than nothing", "POST", uploads, nil, []string{"Upload-Length", "-1"}, 400},
		{"too much", "POST", uploads, nil, []string{"Upload-Length", "999999999999"}, 413},
		{"metadata that is none", "POST", uploads, nil, []string{"Upload-Length", "9", "Upload-Metadata", "filename *"}, 400},
		{"another type of body", "PATCH", path, []byte("x"), []string{"Upload-Offset", "0", "Content-Type", "image/jpeg"}, 415},
		{"no offset", "PATCH", path, []byte("x"), nil, 400},
		{"an offset below zero", "PATCH", path, []byte("x"), []string{"Upload-Offset", "-1"}, 400},
		{"more than there is", "PATCH", path, make([]byte, 101), []string{"Upload-Offset", "0"}, 413},
		{"more than at once", "PATCH", path, make([]byte, photobank.MaxPart+1), []string{"Upload-Offset", "0"}, 413},
		{"no id", "GET", uploads + "/1", nil, nil, 400},
		{"nobody's", "GET", uploads + "/0198c6d4-5a5e-7000-8000-000000000000", nil, nil, 404},
		{"another try of what has not failed", "POST", path + "/retry", nil, nil, 200},
	} {
		a := c.do(r.method, r.path, r.body, r.header...)
		if a.status != r.status {
			t.Errorf("%s: %d, want %d: %s", r.name, a.status, r.status, a.body)
		}
		if r.status == 412 && a.header.Get("Tus-Version") != "1.0.0" {
			t.Errorf("%s: the version that is spoken is not told: %v", r.name, a.header)
		}
	}
	if head := c.do("HEAD", path, nil); head.header.Get("Upload-Offset") != "0" {
		t.Error("something of what was refused was taken:", head.header)
	}
	if _, err := p.DB.Primary.ExecContext(t.Context(), "UPDATE picture_uploads SET expires_at = now() - interval '1 s'"); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"HEAD", "PATCH"} {
		if a := c.do(method, path, []byte("x"), "Upload-Offset", "0"); a.status != 410 {
			t.Errorf("%s after its time: %d", method, a.status)
		}
	}
	stranger := c
	stranger.bearer = "nobody"
	if a := stranger.do("POST", uploads, nil, "Upload-Length", "10"); a.status != 401 {
		t.Errorf("a stranger: %d %s", a.status, a.body)
	}
	reader := c
	reader.bearer = p.user("correspondent").bearer
	if a := reader.do("HEAD", path, nil); a.status != 404 && a.status != 403 {
		t.Errorf("somebody else: %d", a.status)
	}
}

// TestALineThatBreaks: a client goes away in the middle of a part.
func TestALineThatBreaks(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := p.tus(p.user("photo_editor"))
	file := photograph(t, 300, 300)
	path := c.begin("a.jpg", len(file))
	conn := dial(t, c.site)
	_, err := fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: baq.test\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n", path, c.bearer, len(file))
	if err == nil {
		_, err = conn.Write(file[:1000])
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	offset := ""
	for limit := time.Now().Add(10 * time.Second); offset != "1000" && time.Now().Before(limit); time.Sleep(20 * time.Millisecond) {
		offset = c.do("HEAD", path, nil).header.Get("Upload-Offset")
	}
	if offset != "1000" {
		t.Fatalf("%s bytes were kept of 1000 that had arrived", offset)
	}
	if a := c.patch(path, 1000, file[1000:]); a.status != 204 {
		t.Fatal(a.status, a.text())
	}
	if w, found, err := p.Photobank.WorkUpload(t.Context()); err != nil || !found || w.Err != nil {
		t.Error(w, found, err)
	}
}

// TestTheScannerOnAllWaysIn: with the scanner down, one request is answered by 503, or
// by 202 and a file in quarantine, as configured.
func TestTheScannerOnAllWaysIn(t *testing.T) {
	t.Parallel()
	clamd := testkit.StartClamd(t, testkit.ClamdOptions{})
	for _, down := range []string{"refuse", "quarantine"} {
		p := newPortal(t, "PORTAL_CLAMD", clamd.Address, "PORTAL_CLAMD_DOWN", down)
		c := p.tus(p.user("photo_editor"))
		post := func(file []byte) answer {
			return c.do("POST", "/api/admin/v1/pictures", form(file), "Content-Type", "multipart/form-data; boundary=x")
		}
		if a := post(append(photograph(t, 60, 40), testkit.EICAR()...)); a.status != 422 || a.code() != "photobank.malware" {
			t.Errorf("%s: malware: %d %s", down, a.status, a.body)
		}
		if a := post(photograph(t, 60, 40)); a.status != 201 {
			t.Errorf("%s: a picture: %d %s", down, a.status, a.body)
		}
		if ready := p.page("http://baq.test/readyz"); ready.status != 200 || !strings.Contains(ready.text(), `"malware":"ok"`) {
			t.Errorf("%s: %d %s", down, ready.status, ready.body)
		}
		clamd.Stop()
		a := post(photograph(t, 60, 40))
		if down == "refuse" && (a.status != 503 || a.code() != "photobank.scanner_down" || a.header.Get("Retry-After") == "") {
			t.Errorf("%d %v %s", a.status, a.header, a.body)
		}
		if down == "quarantine" {
			if held := read[struct{ ID, State string }](t, a, 202); held.State != "quarantined" || held.ID == "" {
				t.Errorf("%+v", held)
			}
		}
		if ready := p.page("http://baq.test/readyz"); ready.status != 200 || !strings.Contains(ready.text(), `"malware":"down"`) || !strings.Contains(ready.text(), `"status":"degraded"`) {
			t.Errorf("%s: %d %s", down, ready.status, ready.body)
		}
		if metrics := p.page("http://baq.test/metrics"); metrics.status == 200 && !strings.Contains(metrics.text(), "portal_malware_scanner_up 0") {
			t.Errorf("%s: the metrics do not tell", down)
		}
		clamd.Start(t)
	}
}

// form is a file as a browser's form has it, with the boundary x.
func form(file []byte) []byte {
	return bytes.Join([][]byte{[]byte("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"), file, []byte("\r\n--x--\r\n")}, nil)
}

func dial(t *testing.T, site string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(site, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	return conn
}
