package website

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
)

// manifest is a web app manifest (https://www.w3.org/TR/appmanifest/).
type manifest struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	ShortName   string     `json:"short_name"`
	Description string     `json:"description"`
	Lang        string     `json:"lang"`
	Dir         string     `json:"dir"`
	StartURL    string     `json:"start_url"`
	Scope       string     `json:"scope"`
	Display     string     `json:"display"`
	ThemeColour string     `json:"theme_color"`
	Background  string     `json:"background_color"`
	Categories  []string   `json:"categories"`
	Icons       []appIcon  `json:"icons"`
	Shortcuts   []shortcut `json:"shortcuts"`
}

// appIcon is a picture of the app; a maskable one may be cut to any shape.
type appIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// shortcut is an entry of the app's menu.
type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// appManifest answers GET /manifest.webmanifest, of each site in its language.
func (s *Site) appManifest(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	m := manifest{
		ID: "/", Name: say(v.locale, "site.name") + " – " + say(v.locale, "site.tagline"), ShortName: say(v.locale, "site.name"),
		Description: say(v.locale, "site.description"), Lang: string(v.code()), Dir: "auto", StartURL: "/", Scope: "/",
		Display: "standalone", ThemeColour: "#0b3b4a", Background: "#ffffff", Categories: []string{"news"},
		Shortcuts: []shortcut{{say(v.locale, "latest.title"), latestPath}, {say(v.locale, "search.title"), searchPath}},
	}
	for _, icon := range []appIcon{
		{"img/icon.svg", "any", "image/svg+xml", "any"}, {"img/icon-192.png", "192x192", "image/png", "any"}, {"img/icon-512.png", "512x512", "image/png", "any"},
		{"img/mask-192.png", "192x192", "image/png", "maskable"}, {"img/mask-512.png", "512x512", "image/png", "maskable"},
	} {
		if icon.Source, err = s.bundle.URL(icon.Source); err != nil {
			return err
		}
		m.Icons = append(m.Icons, icon)
	}
	body, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return s.hold(c, "application/manifest+json", body)
}
