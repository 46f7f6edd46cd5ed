package app

import (
	"context"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/robots"
)

const (
	// rulesEvery is how soon a changed threshold is known to the site.
	rulesEvery = 10 * time.Second
	// robotsPerMinute is how many addresses one process tells of in a minute: of an
	// attack by thousands the first are enough to know it.
	robotsPerMinute = 60
)

// asksSite says what a request for a path may count as. The newsroom's own
// requests, pictures and probes count as nothing; files and the API are no pages.
func asksSite(path string) (misses, pages bool) {
	for _, prefix := range []string{"/api/admin/", "/media/", "/healthz", "/readyz", "/metrics"} {
		if strings.HasPrefix(path, prefix) {
			return false, false
		}
	}
	for _, prefix := range []string{"/api/", "/assets/", "/go/", "/seen/", "/docs", "/admin", "/.well-known/", "/favicon.ico", "/robots.txt", "/oembed", "/feed", "/sitemap"} {
		if strings.HasPrefix(path, prefix) {
			return true, false
		}
	}
	return true, true
}

// watchRobots raises alerts of what the site's watch saw, and tells it the rules,
// until ctx ends.
func (a *App) watchRobots(ctx context.Context) error {
	rules, minute := time.NewTicker(rulesEvery), time.NewTicker(time.Minute)
	defer rules.Stop()
	defer minute.Stop()
	a.setRobotRules(ctx)
	told := 0
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-rules.C:
			a.setRobotRules(ctx)
		case <-minute.C:
			told = 0
		case seen := <-a.robots.Sightings():
			if told++; told > robotsPerMinute {
				a.untold.Inc()
				continue
			}
			if err := a.Alerts.Raise(ctx, robotAlert(seen)); err != nil && ctx.Err() == nil {
				a.Log.ErrorContext(ctx, "an alert of a robot could not be raised", "address", seen.Address, "error", err.Error())
			}
		}
	}
}

// robotAlert is what people are told of a robot.
func robotAlert(seen robots.Sighting) alerts.Raise {
	rule := alerts.RobotScraping
	if seen.Kind == robots.Missed {
		rule = alerts.Robot404Scan
	}
	return alerts.Raise{
		Rule: rule, SubjectType: alerts.Address, SubjectID: seen.Address, Count: int64(seen.Threshold.Most),
		Details: map[string]any{
			"threshold": seen.Threshold.Most, "windowSeconds": int(seen.Threshold.Window / time.Second),
			"path": seen.Path, "userAgent": seen.UserAgent,
		},
	}
}

func (a *App) setRobotRules(ctx context.Context) {
	var set robots.Thresholds
	for kind, key := range map[robots.Kind]string{robots.Missed: alerts.Robot404Scan, robots.Page: alerts.RobotScraping} {
		rule, err := a.Alerts.Setting(ctx, a.DB.Primary, key)
		if err != nil {
			if ctx.Err() == nil {
				a.Log.ErrorContext(ctx, "the rules of robots can't be read", "error", err.Error())
			}
			return // the last ones stay
		}
		if rule.Enabled {
			set[kind] = robots.Threshold{Most: rule.Threshold, Window: rule.Window()}
		}
	}
	a.robots.Set(set)
}

// robotMetrics are the figures of the site's watch in this process.
func (a *App) robotMetrics() {
	name := func(metric, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "portal", Subsystem: "robots", Name: metric, Help: help}
	}
	a.untold = prometheus.NewCounter(prometheus.CounterOpts(name("untold_total", "Addresses that were robots and are in no alert, because there were too many.")))
	a.Metrics.MustRegister(a.untold,
		prometheus.NewCounterFunc(prometheus.CounterOpts(name("dropped_total", "Addresses that were robots and nobody took note of in time.")),
			func() float64 { return float64(a.robots.Dropped()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts(name("addresses", "Addresses of readers that are remembered.")),
			func() float64 { return float64(a.robots.Addresses()) }))
}
