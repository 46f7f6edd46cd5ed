package view

import (
	"flag"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/website/assets"
	"baq.kz/portal/api/internal/website/locales"
)

var preview = flag.String("preview", "", "serve the sample pages on this address, e.g. 127.0.0.1:18300")

// TestPreview shows every sample page in a browser, without database:
//
//	go test ./api/internal/website/view -run Preview -timeout 0 -preview 127.0.0.1:18300
func TestPreview(t *testing.T) {
	if *preview == "" {
		t.Skip("only with -preview")
	}
	bundle, renderer := renderer(t)
	e := echo.New()
	e.GET("/assets/:file", bundle.Serve)
	e.GET("/media/:picture/:file", steppe)
	for _, s := range samples(t) {
		all := s.pages()
		maps.Copy(all, s.ampPages(t))
		for name, page := range all {
			e.GET("/preview/"+s.code+"/"+name, func(c echo.Context) error {
				return renderer.Render(c.Response(), page)
			})
		}
	}
	t.Log("http://" + *preview + "/preview/kk/home")
	t.Fatal(e.Start(*preview))
}

func renderer(t *testing.T) (*assets.Bundle, *Renderer) {
	t.Helper()
	css, err := Stylesheet()
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := assets.New(css)
	if err != nil {
		t.Fatal(err)
	}
	all, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRenderer(all, bundle.URL)
	if err != nil {
		t.Fatal(err)
	}
	return bundle, r
}

// steppe draws a landscape in place of a photograph.
func steppe(c echo.Context) error {
	seed, _ := strconv.Atoi(strings.TrimPrefix(c.Param("picture"), "sample"))
	width, _ := strconv.Atoi(strings.TrimSuffix(c.Param("file"), ".webp"))
	if width < 1 || width > 1200 {
		return echo.ErrNotFound
	}
	height := width * 2 / 3
	skies := []color.RGBA{{96, 150, 190, 255}, {214, 160, 98, 255}, {120, 170, 140, 255}, {170, 96, 80, 255}, {90, 96, 140, 255}, {170, 195, 210, 255}}
	sky := skies[seed%len(skies)]
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			fx, fy := float64(x)/float64(width), float64(y)/float64(height)
			shade := 1.15 - fy*.5
			for hill := range 4 {
				base := .45 + float64(hill)*.14 + .06*math.Sin(fx*(4+float64(hill)*1.7)+float64(seed*3+hill*2)) + .025*math.Sin(fx*17+float64(seed+hill))
				if fy > base {
					shade = .72 - float64(hill)*.15
				}
			}
			if math.Hypot(fx-.7, (fy-.25)*.667) < .055 {
				shade = 1.7
			}
			scale := func(v uint8) uint8 { return uint8(min(255, float64(v)*shade)) }
			picture.SetRGBA(x, y, color.RGBA{scale(sky.R), scale(sky.G), scale(sky.B), 255})
		}
	}
	c.Response().Header().Set("Content-Type", "image/jpeg")
	c.Response().WriteHeader(http.StatusOK)
	return jpeg.Encode(c.Response(), picture, nil)
}
