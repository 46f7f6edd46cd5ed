package app

import (
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/country"
	"baq.kz/portal/api/internal/website"
)

// site adds the public sites.
func (a *App) site(e *echo.Echo) error {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return err
	}
	languages, err := country.ParseLanguages(a.Config.CountryLanguages)
	if err != nil {
		return err
	}
	site, err := website.New(website.Options{
		Countries: country.Open(a.Config.CountryDatabase, time.Now, a.Log), CountryLanguages: languages,
		Languages: a.Config.Languages, Databases: a.DB, Cache: a.Cache, Now: time.Now, Zone: zone,
		News: a.News, Rubrics: a.Rubrics, Tags: a.Tags, Authors: a.Authors, Pages: a.Pages, Photobank: a.Photobank, Search: a.Search, Readership: a.Readership,
		Indexed: a.Config.Indexed(), IndexNowKey: a.Config.IndexNowKey,
		Scripts:   a.Scripts,
		Redirects: a.Redirects, Suspect: a.robots.Suspect,
		Banners: a.Banners, Blocks: a.Blocks,
	})
	if err != nil {
		return err
	}
	site.Register(e)
	a.errorPages = site.ErrorPage
	return nil
}

// errorPage answers a failed request for a page as the site does, where there is one.
func (a *App) errorPage(c echo.Context, status int) error {
	if a.errorPages == nil {
		return echo.ErrNotFound // the caller answers with a problem document
	}
	return a.errorPages(c, status)
}
