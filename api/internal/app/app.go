// Package app puts the portal together: every feature once, from one
// configuration. What a process serves is a matter of its roles, a file each.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/features/approvals"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/cachekeeping"
	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/features/indexnow"
	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/features/journal"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/robots"
)

// App is the portal, put together.
type App struct {
	Config  config.Config
	Log     *slog.Logger
	Metrics *prometheus.Registry
	DB      *postgres.Databases
	Redis   rueidis.Client
	Journal *audit.Journal
	Outbox  *outbox.Outbox
	Mail    mail.Sender
	Seals   *contentseal.Sealer
	Cache   *cache.Pages

	Accounts    *accounts.Service
	Rubrics     *rubrics.Service
	Tags        *tags.Service
	Authors     *authors.Service
	Banners     *banners.Service
	Photobank   *photobank.Service
	News        *news.Service
	Pages       *pages.Service
	Readership  *readership.Service
	Search      *search.Service
	Blocks      *blocks.Service
	Entries     *journal.Service
	Alerts      *alerts.Service
	Approvals   *approvals.Service
	Integrity   *integrity.Service
	Credentials *credentials.Service
	Redirects   *redirects.Service
	Scripts     *scripts.Service
	// Cachekeeping shows and warms the page cache.
	Cachekeeping *cachekeeping.Service

	zone     *time.Location // the newsroom's and the readers' (Zone)
	IndexNow *indexnow.Service

	schedule   scheduleMetrics
	integrity  integrityMetrics
	sealing    journalMetrics
	watch      watchMetrics
	uploads    uploadMetrics
	robots     *robots.Watch
	gates      gates
	told       *prometheus.CounterVec        // addresses that search engines were told of
	untold     prometheus.Counter            // robots that are in no alert
	errorPages func(echo.Context, int) error // of the site, when this process serves it
	// readersRoutes are those that pages are warmed by, when this process serves the sites.
	readersRoutes *echo.Echo
	replay        *httpx.Replay // of readers' pages
}

// Zone is where the newsroom's day begins and ends (requirement: Asia/Almaty).
const Zone = "Asia/Almaty"

// New opens the databases and makes the features. Close ends what it opened.
func New(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	if c.PostgresPrimary == "" || c.Redis == "" {
		return nil, errors.New("PORTAL_POSTGRES_PRIMARY and PORTAL_REDIS must name the databases; `portal dev` brings its own")
	}
	db, err := postgres.Open(ctx, postgres.Options{Primary: c.PostgresPrimary, Replica: c.PostgresReplica, Password: c.PostgresPassword, Pool: c.PostgresPool})
	if err != nil {
		return nil, err
	}
	redis, err := cache.Open(c.Redis)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	a, err := Assemble(c, log, db, redis)
	if err != nil {
		_ = db.Close()
		redis.Close()
	}
	return a, err
}

// Assemble makes the features on databases that are open.
func Assemble(c config.Config, log *slog.Logger, db *postgres.Databases, redis rueidis.Client) (*App, error) {
	events, err := outbox.New(db.Primary)
	if err != nil {
		return nil, err
	}
	a := &App{
		Config: c, Log: log, Metrics: prometheus.NewRegistry(),
		DB: db, Redis: redis, Outbox: events, Cache: cache.New(redis, c.CacheLife, log),
	}
	a.replay = httpx.NewReplay(a.Cache)
	a.Cache.RenderOn(a.upToDate)
	if c.PageCache == config.Off {
		a.Cache.Disable()
	}
	a.schedule = newScheduleMetrics(a.Metrics)
	a.integrity = newIntegrityMetrics(a.Metrics)
	a.sealing = newJournalMetrics(a.Metrics)
	a.gates = a.newGates()
	a.Cache.RenderThrough(a.gates.readers)
	a.watch, a.robots = newWatchMetrics(a.Metrics), robots.New()
	a.robotMetrics()
	a.uploads = newUploadMetrics(a.Metrics)
	return a, a.build()
}

func (a *App) build() error {
	c := a.Config
	secret, err := a.secret()
	if err != nil {
		return err
	}
	key, err := audit.NewKey(secret, c.Environment)
	if err != nil {
		return err
	}
	a.Journal = audit.New(key, time.Now)
	if a.Seals, err = a.sealer(secret); err != nil {
		return err
	}
	if a.Mail, err = mailer(a); err != nil {
		return err
	}
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return err
	}
	a.zone = zone
	main := c.Languages.Main()
	a.Accounts, err = accounts.New(accounts.Deps{
		DB: a.DB, Journal: a.Journal, Outbox: a.Outbox, Redis: a.Redis, Secret: secret, Issuer: main.URL(""), Environment: c.Environment,
		Secure: main.Site.Scheme == "https", Now: time.Now, AccessLife: c.AccessTokenLife, SessionLife: c.SessionLife, Mail: a.Mail, Log: a.Log,
		Languages: c.Languages, Zone: zone,
	})
	if err != nil {
		return err
	}
	a.Photobank, err = a.photobank(secret)
	if err != nil {
		return err
	}
	a.Rubrics = rubrics.New(a.DB, a.Journal, a.Outbox, c.Languages)
	a.Tags = tags.New(a.DB, a.Journal, a.Outbox, c.Languages)
	a.Authors = authors.New(a.DB, a.Journal, a.Outbox, c.Languages)
	a.Banners = banners.New(a.DB, a.Journal, a.Outbox, c.Languages, time.Now)
	a.Credentials = credentials.New(a.DB, a.Journal, time.Now)
	a.News = news.New(a.DB, a.Journal, a.Outbox, a.Seals, c.Languages, a.Photobank)
	a.Search = search.New(a.DB, a.News, a.Tags, a.Authors)
	a.News.IndexedBy(a.Search)
	a.Search.Listen(a.Outbox)
	a.Pages = pages.New(a.DB, a.Journal, a.Outbox, a.Seals, c.Languages)
	a.Readership = readership.New(readership.Deps{DB: a.DB, Outbox: a.Outbox, Languages: c.Languages, Zone: zone, Suspect: a.robots.Suspect, Now: time.Now})
	if a.Blocks, err = a.blocks(secret); err != nil {
		return err
	}
	a.Redirects = redirects.New(redirects.Deps{DB: a.DB, Journal: a.Journal, Outbox: a.Outbox, Languages: c.Languages, Cache: a.Cache, Now: time.Now, Log: a.Log})
	if a.Scripts, err = scripts.New(a.DB, a.Journal, a.Outbox, c.Languages); err != nil {
		return err
	}
	if a.Entries, err = a.entries(secret); err != nil {
		return err
	}
	if err := a.watching(); err != nil {
		return err
	}
	a.Integrity = integrity.New(integrity.Deps{DB: a.DB, Journal: a.Journal, Seals: a.Seals, Photobank: a.Photobank, Zone: Zone})
	a.Cachekeeping = a.cachekeeping()
	a.alarms()
	a.catalogue()
	a.listen()
	a.indexNow()
	a.post()
	return nil
}

// secret is the configured one; outside production one that is made once.
func (a *App) secret() ([]byte, error) {
	if a.Config.Secret != "" {
		return []byte(a.Config.Secret), nil
	}
	if a.Config.Environment == config.Production {
		return nil, errors.New("PORTAL_SECRET_FILE: a secret is needed in production")
	}
	if err := os.MkdirAll(a.Config.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder can't be made: %w", err)
	}
	path := filepath.Join(a.Config.DataDir, "secret")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return os.ReadFile(path)
	}
	if err != nil {
		return nil, err
	}
	fresh := []byte(rand.Text() + rand.Text())
	_, err = file.Write(fresh)
	return fresh, errors.Join(err, file.Close())
}

// Close ends the connections.
func (a *App) Close() {
	a.Redis.Close()
	_ = a.DB.Close()
}
