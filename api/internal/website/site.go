// Package website is the public site: it turns published news into HTML pages,
// one site per configured language. Builders collect what a page shows and name
// the cache tags of it; package view renders.
package website

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/coding"
	"baq.kz/portal/api/internal/platform/country"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/website/assets"
	"baq.kz/portal/api/internal/website/view"
)

// Options is what the site stands on.
type Options struct {
	Languages lang.Set
	Databases *postgres.Databases
	Cache     *cache.Pages
	News      *news.Service
	Rubrics   *rubrics.Service
	Tags      *tags.Service
	Authors   *authors.Service
	Banners   *banners.Service
	Pages     *pages.Service
	Photobank *photobank.Service
	Blocks    *blocks.Service
	Search    *search.Service
	// Readership tells what is read most.
	Readership *readership.Service
	Redirects  *redirects.Service
	// Scripts keeps the words that other scripts write by exception; nil: there are none.
	Scripts *scripts.Service
	// Suspect tells whether an address asks more than a person would; nil: none does.
	// What it looks for in vain is not worth a redirect, what it sees no advertiser's money.
	Suspect func(address string) bool
	// Countries tells where an address is, and CountryLanguages what is read there;
	// both may be nil.
	Countries        *country.Database
	CountryLanguages country.Languages
	// Indexed says that search engines may list the sites.
	Indexed bool
	// IndexNowKey proves to search engines that we are who tells them of changed
	// pages; empty: nobody is told.
	IndexNowKey string
	// Now is the clock; Zone the readers' time zone (Asia/Almaty).
	Now  func() time.Time
	Zone *time.Location
}

// Site is the public site in all its languages.
type Site struct {
	Options
	*design
	languages  lang.Set
	protection http.Header     // that every page carries
	coder      *coding.Encoder // of what no cache keeps
	// arrangements and feeds are what many pages show, kept while nothing changes.
	arrangements *cache.Memory[arrangedAt, arrangement]
	feeds        *cache.Memory[string, feed] // by language and script
	// shownPictures are pictures as pages show them, toldPictures as they tell other sites of.
	shownPictures *cache.Memory[pictureIn, pictured]
	toldPictures  *cache.Memory[pictureIn, *view.Picture]
	edition       string // tells pages of this version of the site from others in the cache
}

// manyPlaces is more than a newsroom arranges blocks at, in all languages and scripts.
const manyPlaces = 200

// New makes the site. It fails when a configured language has no locale file.
func New(o Options) (*Site, error) {
	d, err := designed()
	if err != nil {
		return nil, err
	}
	edition := d.edition
	for _, l := range o.Languages.All() {
		if d.locales[string(l.Code)] == nil {
			return nil, fmt.Errorf("the site speaks no %q: add api/internal/website/locales/%s.json", l.Code, l.Code)
		}
		for _, script := range l.Scripts {
			if d.alphabets[script.Alphabet] == nil {
				return nil, fmt.Errorf("there is no alphabet %q", script.Alphabet)
			}
			edition += script.Alphabet
		}
	}
	return &Site{Options: o, design: d, languages: o.Languages, protection: protection(securityPolicy()), coder: coding.ForPages(), arrangements: cache.NewMemory[arrangedAt, arrangement](manyPlaces, nil), feeds: cache.NewMemory[string, feed](manyPlaces, nil),
		shownPictures: cache.NewMemory[pictureIn, pictured](manyPictures, nil), toldPictures: cache.NewMemory[pictureIn, *view.Picture](manyPictures, nil), edition: edition}, nil
}

// Register adds the site's routes. Each page answers without the trailing slash
// and redirects from the address with it. HEAD is answered as GET is (RFC 9110,
// section 9.1: both are required); the server leaves the body out.
func (s *Site) Register(e *echo.Echo) {
	get := func(path string, handler echo.HandlerFunc) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, handler)
	}
	get("/", s.frontPage)
	searches := limitSearches()
	s.registerPages(e, "", searches)
	for _, code := range s.scriptCodes() {
		get("/"+code, s.serve("/", s.home))
		get("/"+code+"/", withoutSlash)
		s.registerPages(e, "/"+code, searches)
	}
	get("/amp/news/:slug", s.serve("/amp/news/:slug", s.amp))
	get("/amp/news/:slug/", withoutSlash)
	for path, build := range s.programFeeds() {
		get(path, s.hand(path, build))
	}
	get(followPath+":id", s.follow)
	e.POST(seenPath, s.seen)
	get("/sitemap.xml", s.hand("/sitemap.xml", s.sitemapIndex))
	get("/robots.txt", s.robots)
	get("/oembed", s.embed)
	if s.IndexNowKey != "" {
		get("/"+s.IndexNowKey+".txt", s.proof)
	}
	get("/preview/:token", s.preview)
	get("/preview/layout/:token", s.layoutPreview)
	get("/language/:code", s.choose)
	get(assets.Prefix+":file", s.bundle.Serve)
	get("/favicon.ico", s.favicon)
	get("/manifest.webmanifest", s.appManifest)
	get("/sw.js", s.serviceWorker)
}

// registerPages adds what stands below a script's prefix, and without one, too; see
// inScripts.
func (s *Site) registerPages(e *echo.Echo, prefix string, searches echo.MiddlewareFunc) {
	get := func(path string, handler echo.HandlerFunc, with ...echo.MiddlewareFunc) {
		e.Match([]string{http.MethodGet, http.MethodHead}, prefix+path, handler, with...)
	}
	for path, page := range map[string]builder{
		"/latest":              s.latest,
		"/rubric/:slug":        s.rubric,
		"/tag/:slug":           s.tag,
		"/author/:slug":        s.author,
		"/news/:slug":          s.article,
		"/page/:slug":          s.static,
		offlinePath:            s.offline,
		archivePath:            s.archive,
		archivePath + "/:slug": s.archive,
	} {
		get(path, s.serve(path, page))
		get(path+"/", withoutSlash)
	}
	get(searchPath, s.find, searches)
	get(searchPath+"/", withoutSlash)
	get(sightPath, s.accessible)
	e.POST(prefix+sightPath, s.chooseSight)
	for path, build := range s.feedRoutes() {
		get(path, s.hand(path, build))
	}
	get("/sitemap-news.xml", s.hand("/sitemap-news.xml", s.sitemapNews))
	get("/sitemaps/pages.xml", s.hand("/sitemaps/pages.xml", s.sitemapPages))
	get("/sitemaps/:file", s.sitemap)
}
