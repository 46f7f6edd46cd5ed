// Command yardstick answers the two public reads of news the way that most Go services
// are written: Echo, bun with its relations over bun's own driver, encoding/json, and
// nothing remembered between requests. `portal bench pages` has wrk ask it beside the
// portal, of the same articles in the same PostgreSQL.
//
//	yardstick -listen 127.0.0.1:8099 -database postgres://…
package main

import (
	"database/sql"
	"errors"
	"flag"
	"log"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/labstack/echo/v4"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"
)

func main() {
	listen := flag.String("listen", "", "address")
	database := flag.String("database", "", "connection string of PostgreSQL")
	flag.Parse()
	db, err := open(*database)
	if err != nil {
		log.Fatal(err)
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	r := reader{db}
	e.GET("/", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	e.GET("/news", r.list)
	e.GET("/news/:slug", r.item)
	if err := e.Start(*listen); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

// connections are as many as the portal has to its replica.
const connections = 16

func open(database string) (*bun.DB, error) {
	where, err := pgconn.ParseConfig(database)
	if err != nil {
		return nil, err
	}
	network, address := pgconn.NetworkAddress(where.Host, where.Port)
	pool := sql.OpenDB(pgdriver.NewConnector(
		pgdriver.WithNetwork(network), pgdriver.WithAddr(address), pgdriver.WithInsecure(true),
		pgdriver.WithUser(where.User), pgdriver.WithPassword(where.Password), pgdriver.WithDatabase(where.Database),
	))
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	db := bun.NewDB(pool, pgdialect.New())
	db.RegisterModel((*articleTag)(nil), (*articleAuthor)(nil))
	return db, db.Ping()
}

type reader struct{ db *bun.DB }

const pageLength = 20

// list is a page of the newest before a time, of a rubric where one is asked for.
func (r reader) list(c echo.Context) error {
	var all []article
	query := r.with(&all, c.QueryParam("lang")).ExcludeColumn("body").
		Where("a.language = ? AND a.live", c.QueryParam("lang")).Order("a.published_at DESC", "a.id DESC").Limit(pageLength)
	if id, err := strconv.ParseInt(c.QueryParam("rubric"), 10, 64); err == nil {
		query.Where("a.rubric_id = ?", id)
	}
	if before, err := time.Parse(time.RFC3339Nano, c.QueryParam("before")); err == nil {
		query.Where("a.published_at < ?", before)
	}
	if err := query.Scan(c.Request().Context()); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, all)
}

func (r reader) item(c echo.Context) error {
	var one article
	err := r.with(&one, c.QueryParam("lang")).Where("a.language = ? AND a.slug = ? AND a.live", c.QueryParam("lang"), c.Param("slug")).Scan(c.Request().Context())
	if errors.Is(err, sql.ErrNoRows) {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, one)
}

// with reads articles with rubric, authors and tags, each with its name in a language.
func (r reader) with(into any, language string) *bun.SelectQuery {
	in := func(names string) func(*bun.SelectQuery) *bun.SelectQuery {
		return func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("?.language = ?", bun.Ident(names), language)
		}
	}
	return r.db.NewSelect().Model(into).Relation("Rubric", in("rubric")).Relation("Authors", in("author")).Relation("Tags", in("tag"))
}
