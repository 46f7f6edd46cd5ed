package app

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/languages"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/ratelimit"
)

// contentService is what readers and apps see: the sites, the public API and
// its documentation. It also publishes what is scheduled.
func contentService() role {
	return role{routes: (*App).contentRoutes, loops: map[string]loop{"deliver": (*App).deliver, "cache": (*App).tellNode, "warm": (*App).warmPages, "schedule": (*App).keepSchedule, "layouts": (*App).keepLayouts, "witness": (*App).witnessJournal, "robots": (*App).watchRobots, "indexnow": (*App).tellSearchEngines, "readership": (*App).keepReadership, "redirects": (*App).keepRedirects, "banners": (*App).countBanners}}
}

type (
	publicLanguages = languages.PublicAPI
	publicRubrics   = rubrics.PublicAPI
	publicTags      = tags.PublicAPI
	publicAuthors   = authors.PublicAPI
	publicNews      = news.PublicAPI

	publicPages      = pages.PublicAPI
	publicPictures   = photobank.PublicAPI
	publicBlocks     = blocks.PublicAPI
	publicReadership = readership.PublicAPI
	publicSearch     = search.PublicAPI
)

type publicAPI struct {
	publicLanguages
	publicRubrics
	publicTags
	publicAuthors
	publicNews
	publicPages
	publicPictures
	publicBlocks
	publicReadership
	publicSearch
}

var _ public.StrictServerInterface = publicAPI{}

func (a *App) publicAPI() publicAPI {
	set := a.Config.Languages
	articles := publicNews{News: a.News, Rubrics: a.Rubrics, Tags: a.Tags, Authors: a.Authors, Photobank: a.Photobank, Languages: set, Moved: a.moved}
	navigation := publicRubrics{Rubrics: a.Rubrics, Languages: set}
	return publicAPI{
		publicLanguages{Languages: set},
		navigation,
		publicTags{Tags: a.Tags, Languages: set},
		publicAuthors{Authors: a.Authors, Photobank: a.Photobank, Languages: set},
		articles,
		publicPages{Pages: a.Pages, Rubrics: navigation, Photobank: a.Photobank, Languages: set, Cards: articles.Cards},
		publicPictures{Service: a.Photobank, Languages: set},
		publicBlocks{Service: a.Blocks, News: articles, Languages: set, Now: time.Now},
		publicReadership{Service: a.Readership, News: articles, Languages: set},
		publicSearch{Service: a.Search, News: articles, Languages: set, Zone: a.zone},
	}
}

func (a *App) contentRoutes(e *echo.Echo) error {
	contract, err := PublicContract()
	if err != nil {
		return err
	}
	cached, err := contract.Cached(a.Cache)
	if err != nil {
		return err
	}
	group := e.Group(contract.Base(), readFromAnywhere(), contract.Deprecation(a.Config.Languages.Main().URL("/redoc")), a.limitRate(),
		httpx.SlowestReader(slowestReader), cached, httpx.Deadline(readersDeadline), httpx.ETag, httpx.Through(a.gates.readers), a.readUpToDate, contract.Guard(a.Accounts.Authenticate), contract.LimitBody(jsonLimit, jsonLimit), contract.Validate, contract.Fields)
	public.RegisterHandlers(group, public.NewStrictHandler(a.publicAPI(), nil))
	if err := a.docs(e); err != nil {
		return err
	}
	e.Pre(a.robots.Middleware(asksSite), a.replay.Middleware)
	a.readersRoutes = e
	return a.site(e)
}

// readFromAnywhere lets pages of other sites read the API, and the headers that tell
// of caching, limits and what is going to end.
func readFromAnywhere() echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins: []string{"*"}, AllowMethods: []string{http.MethodGet, http.MethodHead}, MaxAge: 86400,
		ExposeHeaders: []string{"ETag", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "Deprecation", "Sunset", "Link", echo.HeaderXRequestID},
	})
}

// limitRate keeps one address from taking the API for itself. Pages of the site are
// not counted: they come from the page cache.
func (a *App) limitRate() echo.MiddlewareFunc {
	limit := httpx.Rate(a.Config.APIRate, ratelimit.New(a.Redis, "api", time.Minute, a.Log).Ahead(a.Config.APIRate))
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		limited := limit(next)
		return func(c echo.Context) error {
			if cache.IsWarming(c.Request().Context()) {
				return next(c)
			}
			return limited(c)
		}
	}
}

// deliver brings the events of changes to those who listen.
func (a *App) deliver(ctx context.Context) error {
	workers, err := a.Outbox.Workers(a.DB.Pool, deliveries)
	if err != nil {
		return err
	}
	return workers.Run(ctx)
}

// deliveries is how many events one process brings out at once.
const deliveries = 8
