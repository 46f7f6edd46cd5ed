package app

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/features/approvals"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/cachekeeping"
	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/features/journal"
	"baq.kz/portal/api/internal/features/languages"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/ratelimit"
)

// apiAdmin is the newsroom's API, and in development the way to the panel.
func apiAdmin() role {
	return role{routes: (*App).adminRoutes, loops: map[string]loop{"cache": (*App).tellNode, "purge": (*App).purgeSessions, "integrity": (*App).keepIntegrity, "seal": (*App).sealJournal, "witness": (*App).witnessJournal, "verify": (*App).verifyJournal, "watch": (*App).keepWatch, "rights": (*App).keepRights, "catalogue": (*App).keepCatalogue, "search": (*App).keepSearch}}
}

// Each feature answers its own operations; together they are the contract.
type (
	accountsAPI    = accounts.AdminAPI
	languagesAPI   = languages.AdminAPI
	rubricsAPI     = rubrics.AdminAPI
	tagsAPI        = tags.AdminAPI
	authorsAPI     = authors.AdminAPI
	photobankAPI   = photobank.AdminAPI
	newsAPI        = news.AdminAPI
	pagesAPI       = pages.AdminAPI
	journalAPI     = journal.AdminAPI
	alertsAPI      = alerts.AdminAPI
	approvalsAPI   = approvals.AdminAPI
	integrityAPI   = integrity.AdminAPI
	credentialsAPI = credentials.AdminAPI
	blocksAPI      = blocks.AdminAPI
	redirectsAPI   = redirects.AdminAPI
	scriptsAPI     = scripts.AdminAPI
	bannersAPI     = banners.AdminAPI
	cacheAPI       = cachekeeping.AdminAPI
)

type adminAPI struct {
	accountsAPI
	languagesAPI
	rubricsAPI
	tagsAPI
	authorsAPI
	photobankAPI
	newsAPI
	pagesAPI
	journalAPI
	alertsAPI
	approvalsAPI
	integrityAPI
	credentialsAPI
	blocksAPI
	redirectsAPI
	scriptsAPI
	bannersAPI
	cacheAPI
}

var _ admin.StrictServerInterface = adminAPI{}

func (a *App) adminAPI() (adminAPI, error) {
	zone, err := time.LoadLocation(Zone)
	set := a.Config.Languages
	return adminAPI{
		accountsAPI{Service: a.Accounts},
		languagesAPI{Languages: set},
		rubricsAPI{Rubrics: a.Rubrics},
		tagsAPI{Tags: a.Tags, Articles: a.News, Languages: set},
		authorsAPI{Authors: a.Authors, Photobank: a.Photobank, Languages: set},
		photobankAPI{Service: a.Photobank},
		newsAPI{News: a.News, Tags: a.Tags, Authors: a.Authors, Photobank: a.Photobank, Languages: set, Zone: zone, Now: time.Now},
		pagesAPI{Pages: a.Pages, Languages: set},
		journalAPI{Service: a.Entries},
		alertsAPI{Service: a.Alerts},
		approvalsAPI{Service: a.Approvals},
		integrityAPI{Service: a.Integrity},
		credentialsAPI{Service: a.Credentials},
		blocksAPI{Service: a.Blocks, Names: a.names, Now: time.Now},
		redirectsAPI{Service: a.Redirects},
		scriptsAPI{Service: a.Scripts},
		bannersAPI{Banners: a.Banners, Photobank: a.Photobank},
		cacheAPI{Service: a.Cachekeeping},
	}, err
}

func (a *App) adminRoutes(e *echo.Echo) error {
	contract, err := AdminContract()
	if err != nil {
		return err
	}
	api, err := a.adminAPI()
	if err != nil {
		return err
	}
	group := e.Group(contract.Base(), noStore, photobank.Tus, contract.Denials(a.noteDenial), httpx.Through(a.gates.newsroom), contract.Guard(a.Accounts.Authenticate, a.limitKeys()), photobank.TusMedia, contract.LimitBody(jsonLimit, a.formLimit()), contract.Validate, a.Accounts.Arrive)
	admin.RegisterHandlers(group, admin.NewStrictHandler(api, nil))
	e.GET("/.well-known/jwks.json", a.Accounts.ServeKeys)
	return a.adminPanel(e)
}

// limitKeys keeps one program from taking the newsroom's API for itself.
func (a *App) limitKeys() func(echo.Context, access.Principal) error {
	return httpx.KeyRate(a.Config.KeyRate, ratelimit.New(a.Redis, "key", time.Minute, a.Log).Count)
}

// adminPanel leads to the panel's server, where one is configured; in production
// nginx does.
func (a *App) adminPanel(e *echo.Echo) error {
	if a.Config.AdminOrigin == "" {
		return nil
	}
	origin, err := url.Parse(a.Config.AdminOrigin)
	if err != nil {
		return err
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(origin)
			r.Out.Host = r.In.Host
			r.SetXForwarded()
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() != nil {
				return // the browser went away
			}
			a.Log.ErrorContext(r.Context(), "the panel's server does not answer", "error", err.Error())
			http.Error(w, "The panel is starting or does not answer. Try again in a moment.", http.StatusBadGateway)
		},
	}
	e.Any("/admin", echo.WrapHandler(proxy))
	e.Any("/admin/*", echo.WrapHandler(proxy))
	return nil
}

// purgeSessions removes what ended long ago, every hour.
func (a *App) purgeSessions(ctx context.Context) error {
	for {
		if n, err := a.Accounts.PurgeSessions(ctx); err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "old sessions could not be removed", "error", err.Error())
		} else if n > 0 {
			a.Log.InfoContext(ctx, "old sessions removed", "rows", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Hour):
		}
	}
}
