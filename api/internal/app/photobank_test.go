package app_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/httpx"
)

// desk of pictures: a photo editor with a client that holds each answer against the
// contract.
type photoDesk struct {
	*portal
	editor user
	c      checker
}

func newPhotoDesk(t *testing.T) photoDesk {
	t.Helper()
	p := newPortal(t)
	return photoDesk{portal: p, editor: p.user("photo_editor"), c: newChecker(t)}
}

func (d photoDesk) ask(method, path string, body any) answer {
	d.t.Helper()
	a := d.editor.send(method, path, body)
	d.c.check(method, "/api/admin/v1"+path, a)
	return a
}

func (d photoDesk) refused(method, path string, body any, status int, code string) {
	d.t.Helper()
	if a := d.ask(method, path, body); a.status != status || a.code() != code {
		d.t.Errorf("%s %s: %d %s, want %d %s", method, path, a.status, a.code(), status, code)
	}
}

func (d photoDesk) picture(name string) admin.Picture {
	d.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		d.t.Fatal(err)
	}
	_, _ = part.Write(photograph(d.t, 1600, 900))
	_ = w.Close()
	site := httptest.NewServer(httpx.AnswerHead(d.handler))
	defer site.Close()
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, site.URL+"/api/admin/v1/pictures", &form)
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+d.editor.bearer)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer got.Body.Close()
	var text bytes.Buffer
	_, _ = text.ReadFrom(got.Body)
	return read[admin.Picture](d.t, answer{got.StatusCode, got.Header, text.Bytes()}, http.StatusCreated)
}

func pictureAt(id int64, more ...string) string {
	return fmt.Sprintf("/pictures/%d%s", id, strings.Join(more, ""))
}

// TestAPictureIsDescribedFramedAndDownloaded goes the way of one picture through the
// API, refusals first.
func TestAPictureIsDescribedFramedAndDownloaded(t *testing.T) {
	t.Parallel()
	d := newPhotoDesk(t)
	p := d.picture("Ұлытау таңы.jpg")
	if p.Rights != admin.RightsStateOpen || p.Used || len(p.Missing) == 0 || len(p.Crops) != 4 || p.Orientation != "landscape" {
		t.Fatalf("%+v", p)
	}
	one := pictureAt(p.ID)
	d.refused("PUT", one, object{"version": 9, "labels": object{}}, 409, "photobank.version_stale")
	d.refused("PUT", one, object{"version": 1, "labels": object{}, "licenceId": 77}, 422, "photobank.no_licence")
	d.refused("PUT", one, object{"version": 1, "labels": object{"xx": object{"alt": "a"}}}, 422, "languages.unknown")
	described := read[admin.Picture](t, d.ask("PUT", one, object{
		"version": 1, "labels": object{"kk": object{"alt": "Таңғы дала"}, "ru": object{"alt": "Степь на рассвете"}}, "author": "Әсел Құрманова",
		"keywords": []string{"дала", "Дала", " таң "}, "persons": []string{"Абай"}, "place": "Ұлытау",
	}), 200)
	if strings.Join(described.Keywords, ",") != "дала,таң" || len(described.Missing) != 0 || described.Version != 2 {
		t.Errorf("%+v", described)
	}
	for _, query := range []string{"даласы", "рассвету", "ұлытауда", "Құрманова"} { // other forms of the words
		found := read[admin.PicturePage](t, d.ask("GET", "/pictures?q="+query, nil), 200)
		if len(found.Items) != 1 || found.Items[0].ID != p.ID {
			t.Errorf("%s finds %d pictures", query, len(found.Items))
		}
	}
	framing := one + "/framing"
	d.refused("PUT", framing, object{"version": 2, "crops": []object{{"name": "1:1", "area": object{"x": 0, "y": 0, "width": 1, "height": 1}}}}, 422, "photobank.bad_crop")
	framed := read[admin.Picture](t, d.ask("PUT", framing, object{
		"version": 2, "focus": object{"x": 0.9, "y": 0.5}, "crops": []object{{"name": "16:9", "area": object{"x": 0.5, "y": 0.5, "width": 0.5, "height": 0.5}}},
	}), 200)
	for _, crop := range framed.Crops {
		if crop.Chosen != (crop.Name == "16:9") {
			t.Errorf("%+v", crop)
		}
		if shown := d.page("http://baq.test" + crop.URL); shown.status != 200 || !strings.HasPrefix(shown.header.Get("Content-Type"), "image/") {
			t.Errorf("%s: %d", crop.Name, shown.status)
		}
		bare, _, _ := strings.Cut(crop.URL, "?")
		if shown := d.page("http://baq.test" + bare); shown.status != 404 {
			t.Errorf("%s of an unpublished picture without a signature: %d", crop.Name, shown.status)
		}
	}
	original := d.editor.send("GET", one+"/original", nil)
	if original.status != 200 || original.header.Get("X-Content-Type-Options") != "nosniff" || int64(len(original.body)) != p.Bytes ||
		!strings.Contains(original.header.Get("Content-Disposition"), "filename*=UTF-8''%D2%B0%D0%BB%D1%8B%D1%82%D0%B0%D1%83%20") {
		t.Errorf("%d %v", original.status, original.header)
	}
	if n := d.count("SELECT count(*) FROM journal_entries WHERE action = 'photobank.original'"); n != 1 {
		t.Errorf("%d downloads are journalled", n)
	}
	if a := d.user("correspondent").send("GET", one+"/original", nil); a.status != 403 {
		t.Errorf("a correspondent downloads: %d", a.status)
	}
}

// TestManyPicturesAtOnce: bulk steps, collections, licences, merges and the trash
// through the API.
func TestManyPicturesAtOnce(t *testing.T) {
	t.Parallel()
	d := newPhotoDesk(t)
	a, b := d.picture("a.jpg"), d.picture("b.jpg")
	licence := read[admin.Licence](t, d.ask("POST", "/licences", object{"name": "Агенттік", "expiresAt": time.Now().AddDate(0, 0, 5)}), 201)
	d.refused("POST", "/licences", object{"name": "Агенттік"}, 409, "photobank.licence_taken")
	collection := read[admin.Collection](t, d.ask("POST", "/picture-collections", object{"name": "Наурыз"}), 201)
	changed := read[admin.BulkResult](t, d.ask("POST", "/pictures/bulk", object{
		"pictures": []object{{"id": a.ID, "version": 1}, {"id": b.ID, "version": 7}, {"id": 999}},
		"change":   object{"author": "Ерлан", "licenceId": licence.ID, "addKeywords": []string{"той"}, "collection": collection.ID},
	}), 200)
	codes := []string{}
	for _, one := range changed.Items {
		codes = append(codes, one.Code)
	}
	if got := strings.Join(codes, ","); got != ",photobank.version_stale,photobank.not_found" {
		t.Errorf("outcomes: %q", got)
	}
	if p := changed.Items[0].Picture; p == nil || p.Author != "Ерлан" || p.Rights != admin.RightsStateExpiring || p.ExpiresAt == nil {
		t.Errorf("%+v", p)
	}
	day := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	calendar := read[admin.RightsCalendar](t, d.ask("GET", "/pictures/rights-calendar?from="+day+"&until="+time.Now().AddDate(0, 1, 0).Format(time.DateOnly), nil), 200)
	if len(calendar.Days) != 1 || calendar.Days[0].Pictures != 1 {
		t.Errorf("%+v", calendar)
	}
	if soon := read[admin.PicturePage](t, d.ask("GET", "/pictures/rights", nil), 200); len(soon.Items) != 1 {
		t.Errorf("%d pictures end", len(soon.Items))
	}
	d.refused("DELETE", fmt.Sprintf("/licences/%d", licence.ID), nil, 409, "photobank.licence_in_use")
	if held := read[admin.PicturePage](t, d.ask("GET", fmt.Sprintf("/pictures?collection=%d", collection.ID), nil), 200); len(held.Items) != 1 {
		t.Errorf("the collection has %d", len(held.Items))
	}
	d.refused("POST", pictureAt(a.ID, "/merge"), object{"into": a.ID}, 422, "photobank.into_itself")
	merged := read[admin.Picture](t, d.ask("POST", pictureAt(b.ID, "/merge"), object{"into": a.ID}), 200)
	if merged.ID != a.ID {
		t.Errorf("%+v", merged)
	}
	d.refused("POST", pictureAt(b.ID, "/trash"), object{"version": 2}, 409, "photobank.merged")
	read[admin.Picture](t, d.ask("POST", pictureAt(b.ID, "/separate"), nil), 200)
	d.refused("DELETE", pictureAt(b.ID), nil, 409, "photobank.not_trashed")
	now := read[admin.Picture](t, d.ask("GET", pictureAt(b.ID), nil), 200)
	read[admin.Picture](t, d.ask("POST", pictureAt(b.ID, "/trash"), object{"version": now.Version}), 200)
	if a := d.ask("DELETE", pictureAt(b.ID), nil); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
	d.refused("GET", pictureAt(b.ID), nil, 404, "photobank.not_found")
}

// TestPagesFollowTheRights: while an article with it is live, a picture is shown; the
// page and the file follow the end of its rights and its renewal. Nothing is published
// with a picture that lacks what the rules ask for.
func TestPagesFollowTheRights(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	d := newPhotoDesk(t)
	chief := d.user("chief_editor")
	p := d.picture("a.jpg")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	a := chief.article(object{"language": "kk", "title": "Суретті мақала", "lead": "Лид", "rubricId": rubric.ID, "pictureId": p.ID, "body": doc("Мәтін")})
	if refused := chief.step("publish", a); refused.status != 422 || refused.code() != "news.pictures" || !strings.Contains(refused.text(), "picture_alt") || !strings.Contains(refused.text(), "pictureId") {
		t.Fatalf("published without a description: %d %s", refused.status, refused.body)
	}
	d.refused("POST", pictureAt(p.ID, "/trash"), object{"version": 1}, 409, "photobank.in_use")
	describe := func(version int64, until any) admin.Picture {
		t.Helper()
		return read[admin.Picture](t, d.ask("PUT", pictureAt(p.ID), object{
			"version": version, "labels": object{"kk": object{"alt": "Көрініс"}}, "author": "Ерлан", "rightsUntil": until,
		}), 200)
	}
	described := describe(1, nil)
	chief.publish(a)
	page, file := "http://baq.test/news/"+chief.get(a.ID).Slug, "http://baq.test/media/"+p.Hash+"/800.webp"
	shows := func(when string, shown bool) {
		t.Helper()
		for until := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) {
			body, media := d.page(page).text(), d.page(file).status
			if strings.Contains(body, p.Hash) == shown && (media == 200) == shown {
				return
			}
			if time.Now().After(until) {
				t.Fatalf("%s: the page shows it: %t, the file: %d", when, strings.Contains(body, p.Hash), media)
			}
		}
	}
	shows("published", true)
	ends := time.Now().Add(1500 * time.Millisecond)
	described = describe(described.Version, ends)
	shows("a moment before the end", true)
	time.Sleep(time.Until(ends) + 50*time.Millisecond)
	if n, err := d.Photobank.Expire(t.Context()); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	shows("ended", false)
	describe(described.Version, nil)
	shows("renewed", true)
}
