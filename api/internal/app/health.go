package app

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// health adds the signs of life: /healthz tells that the process answers,
// /readyz that what it needs does, /metrics is for Prometheus.
func (a *App) health(e *echo.Echo) {
	a.Metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	a.cacheMetrics()
	e.GET("/healthz", func(c echo.Context) error { return c.JSON(http.StatusOK, map[string]string{"status": "ok"}) }, noStore)
	e.GET("/readyz", a.ready, noStore)
	e.GET("/metrics", echo.WrapHandler(promhttp.HandlerFor(a.Metrics, promhttp.HandlerOpts{})), noStore, insiders)
}

// readyLimit is how long a part may take to answer before it counts as down.
const readyLimit = time.Second

func (a *App) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyLimit)
	defer cancel()
	answer := map[string]string{"status": "ok", "postgres": "ok", "replica": "ok", "redis": "ok"}
	status := http.StatusOK
	check := func(name string, err error, needed bool) {
		if err == nil {
			return
		}
		a.Log.WarnContext(ctx, "not ready", "part", name, "error", err.Error())
		answer[name], answer["status"] = "down", "degraded"
		if needed {
			answer["status"], status = "down", http.StatusServiceUnavailable
		}
	}
	check("postgres", a.DB.Primary.PingContext(ctx), true)
	check("replica", a.DB.Replica.PingContext(ctx), false)
	check("redis", a.Redis.Do(ctx, a.Redis.B().Ping().Build()).Error(), false)
	if there, err := a.askScanner(ctx); there {
		answer["malware"] = "ok"
		check("malware", err, false)
	}
	return c.JSON(status, answer)
}

// insiders lets machines of the own network in; for all others there is nothing here.
func insiders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		address, err := netip.ParseAddr(c.RealIP())
		if err != nil || !(address.IsLoopback() || address.IsPrivate()) {
			return echo.NewHTTPError(http.StatusNotFound)
		}
		return next(c)
	}
}
