package photobank

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/lang"
)

// rest stands for the operations of the other features.
type rest struct{ admin.StrictServerInterface }

type server struct {
	rest
	AdminAPI
}

// web is the photobank's routes as the program mounts them, with everybody let in.
type web struct {
	t *testing.T
	http.Handler
	contract *httpx.Contract
}

func serve(t *testing.T, b bank) web {
	t.Helper()
	spec, err := admin.Spec()
	if err != nil {
		t.Fatal(err)
	}
	contract, err := httpx.NewContract(spec)
	if err != nil {
		t.Fatal(err)
	}
	e, err := httpx.New(httpx.Options{Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	limit := func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, uploadLimit+1<<20)
			return next(c)
		}
	}
	admin.RegisterHandlers(e.Group(contract.Base(), limit, contract.Validate), admin.NewStrictHandler(server{AdminAPI: AdminAPI{Service: b.Service}}, nil))
	b.Media().Register(e)
	return web{t, e, contract}
}

// contractRouter finds an operation of the contract; it is made once, as all tests only
// read it.
var contractRouter = sync.OnceValues(func() (routers.Router, error) {
	spec, err := admin.Spec()
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(spec)
})

// do sends a request and holds the answer against the contract.
func (w web) do(r *http.Request) *http.Response {
	w.t.Helper()
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, r)
	if !strings.HasPrefix(r.URL.Path, w.contract.Base()) {
		return recorder.Result()
	}
	router, err := contractRouter()
	if err != nil {
		w.t.Fatal(err)
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		w.t.Fatal(err)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 recorder.Code, Header: recorder.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	input.SetBodyBytes(recorder.Body.Bytes())
	if err := openapi3filter.ValidateResponse(r.Context(), input); err != nil {
		w.t.Errorf("%s %s breaks the contract: %v", r.Method, r.URL, err)
	}
	return recorder.Result()
}

func (w web) json(method, path, body string, status int, into any) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, w.contract.Base()+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w.expect(w.do(r), status, into)
}

func (w web) expect(answer *http.Response, status int, into any) {
	w.t.Helper()
	text, err := io.ReadAll(answer.Body)
	if err == nil && into != nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil || answer.StatusCode != status {
		w.t.Fatalf("%d instead of %d, %v: %s", answer.StatusCode, status, err, text)
	}
}

// form is a body with one file, as browsers send it.
func form(t *testing.T, field, name string, content []byte) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || m.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m.FormDataContentType()
}

func (w web) post(body []byte, contentType string) *http.Response {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, w.contract.Base()+"/pictures", bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return w.do(r)
}

func TestAdminAPI(t *testing.T) {
	w := serve(t, start(t))
	var made, again, read, changed admin.Picture
	body, kind := form(t, "file", "Іле Алатауы.jpg", sample(t, 1000, 500))
	w.expect(w.post(body, kind), http.StatusCreated, &made)
	w.expect(w.post(body, kind), http.StatusCreated, &again)
	if made.ID != again.ID || made.FileName != "Іле Алатауы.jpg" || len(made.Renditions) != 3 || made.Renditions[2].Width != 1000 ||
		!strings.HasPrefix(made.Renditions[0].URL, "/media/"+made.Hash+"/400.webp?until=") || len(made.Crops) != 4 {
		t.Errorf("%+v, %+v", made, again)
	}
	path := fmt.Sprintf("/pictures/%d", made.ID)
	w.json(http.MethodGet, path, "", http.StatusOK, &read)
	change := `{"version":1,"labels":{"kk":{"caption":"Таң","alt":"Таудағы таң"}},"author":"Әсел","takenAt":"2024-05-01T10:20:30+05:00"}`
	w.json(http.MethodPut, path, change, http.StatusOK, &changed)
	if read.Hash != made.Hash || changed.Version != 2 || *changed.Labels["kk"].Alt != "Таудағы таң" || changed.TakenAt.UTC().Hour() != 5 {
		t.Errorf("%+v, %+v", read, changed)
	}
	var problem admin.Problem
	w.json(http.MethodPut, path, change, http.StatusConflict, &problem)
	if problem.Code != "photobank.version_stale" {
		t.Error(problem)
	}
	w.json(http.MethodGet, "/pictures/999", "", http.StatusNotFound, &problem)
	var page admin.PicturePage
	w.json(http.MethodGet, "/pictures?q=%D1%82%D0%B0%D2%A3&limit=5", "", http.StatusOK, &page) // таң
	if len(page.Items) != 1 || page.NextCursor != nil || *page.Items[0].Labels["kk"].Caption != "Таң" {
		t.Errorf("%+v", page)
	}
	w.json(http.MethodGet, "/pictures?cursor=x", "", http.StatusBadRequest, &problem)
	var empty admin.PicturePage
	w.json(http.MethodGet, "/pictures?q=zzz", "", http.StatusOK, &empty)
	if empty.Items == nil {
		t.Error("an empty list is null")
	}
}

func TestUploadOfWhatIsNoPicture(t *testing.T) {
	w := serve(t, start(t))
	good := sample(t, 60, 40)
	bodyOf := func(content []byte) []byte { b, _ := form(t, "file", "x.jpg", content); return b }
	_, kind := form(t, "file", "x.jpg", nil)
	kindOf := func(body []byte) string {
		return "multipart/form-data; boundary=" + string(body[2:bytes.IndexByte(body, '\r')])
	}
	other, otherKind := form(t, "picture", "x.jpg", good)
	cut := bodyOf(good)
	for _, c := range []struct {
		name, kind string
		body       []byte
		status     int
		code       string
	}{
		{"a text called .jpg", "", bodyOf([]byte("<script>")), 422, "photobank.not_an_image"},
		{"a gif called .jpg", "", bodyOf([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")), 422, "photobank.unsupported_format"},
		{"half a picture", "", bodyOf(good[:200]), 422, "photobank.broken"},
		{"too large", "", bodyOf(append(good[:len(good):len(good)], make([]byte, uploadLimit)...)), 413, "photobank.too_large"},
		{"larger than any body", "", bodyOf(make([]byte, uploadLimit+2<<20)), 413, "photobank.too_large"},
		{"cut off", kindOf(cut), cut[:len(cut)-200], 400, "request.truncated"},
		{"another part", otherKind, other, 400, "request.invalid"},
		{"no part", kind, []byte("--nothing"), 400, "request.invalid"},
		{"no body", kind, nil, 400, "request.invalid"},
		{"a form without a boundary", "multipart/form-data", cut, 400, "request.invalid"},
		{"a form by half its name", "multipart/form-database", cut, 400, "request.invalid"},
		{"no form", "application/json", []byte("{}"), 400, "request.invalid"},
	} {
		if c.kind == "" {
			c.kind = kindOf(c.body)
		}
		var problem admin.Problem
		t.Log(c.name)
		w.expect(w.post(c.body, c.kind), c.status, &problem)
		if problem.Code != c.code || problem.Fields == nil || len(*problem.Fields) == 0 {
			t.Errorf("%s: %+v", c.name, problem)
		}
	}
}

func TestShownPictures(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{Description: Description{Author: "A", Source: "B", Labels: map[lang.Code]Label{"kk": {Caption: "Таң", Alt: "Тау"}}}})
	kk, _ := b.deps.Languages.Get("kk")
	ru, _ := b.deps.Languages.Get("ru")
	shown := PublicPicture(p, kk)
	if shown.Caption != "Таң" || shown.Alt != "Тау" || shown.Renditions[1].URL != "http://localhost:8080/media/"+p.Hash+"/800.webp" {
		t.Errorf("%+v", shown)
	}
	if shown := PublicPicture(p, ru); shown.Caption != "" || !strings.HasPrefix(shown.Renditions[0].URL, "http://rus.localhost:8080/media/") {
		t.Errorf("%+v", shown)
	}
	lookUp := InText(map[int64]Picture{p.ID: p}, kk)
	if image, ok := lookUp(p.ID); !ok || image.Credit != "A / B" || image.Alt != "Тау" || len(image.Renditions) != 3 || image.Width != p.Width {
		t.Errorf("%+v", image)
	}
	if _, ok := lookUp(p.ID + 1); ok {
		t.Error("an unknown picture is shown")
	}
}
