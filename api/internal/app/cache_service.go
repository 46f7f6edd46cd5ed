package app

import (
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/features/cachekeeping"
)

// cacheService keeps the page cache in step with the content. It has no routes
// of its own yet: what it does hangs on the events.
func cacheService() role {
	return role{loops: map[string]loop{"cache": (*App).tellNode, "deliver": (*App).deliver, "witness": (*App).witnessJournal}}
}

// cacheMetrics are the page cache's figures of this process.
func (a *App) cacheMetrics() {
	counter := func(name, help string, value func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "portal", Subsystem: "pages", Name: name, Help: help},
			func() float64 { return float64(value()) })
	}
	a.Metrics.MustRegister(
		counter("hits_total", "Pages served from the cache.", func() int64 { return a.Cache.Counts().Hits }),
		counter("replayed_total", "Hits that were answered before all routes, as the same question was before.", a.replay.Served),
		counter("aged_total", "Pages served that had reached their life and were being made anew.", func() int64 { return a.Cache.Counts().Aged }),
		counter("renders_total", "Pages rendered for the cache.", func() int64 { return a.Cache.Counts().Misses }),
		counter("shared_total", "Pages that another process rendered meanwhile.", func() int64 { return a.Cache.Counts().Shared }),
		counter("refused_total", "Requests for pages that are known not to be there.", func() int64 { return a.Cache.Counts().Refused }),
		counter("bypasses_total", "Pages served without Redis.", func() int64 { return a.Cache.Counts().Bypasses }),
		counter("busy_total", "Pages refused because too many were being rendered.", func() int64 { return a.Cache.Counts().Busy }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "portal", Subsystem: "pages", Name: "redis_down", Help: "1 while Redis does not answer this process."},
			func() float64 {
				if a.Cache.Down() {
					return 1
				}
				return 0
			}),
		classCollector{a},
	)
}

// classCollector are hits and misses by what readers ask for (requirement ARC-7).
type classCollector struct{ a *App }

// Describe implements prometheus.Collector.
func (classCollector) Describe(into chan<- *prometheus.Desc) {
	into <- classRequests()
	into <- unmodifiedMedia()
}

func classRequests() *prometheus.Desc {
	return prometheus.NewDesc("portal_cache_requests_total", "What was there when it was asked for, and what had to be made, by class.", []string{"class", "result"}, nil)
}

// Collect implements prometheus.Collector.
func (c classCollector) Collect(into chan<- prometheus.Metric) {
	classes := c.a.Cachekeeping.Classes()
	for class, n := range map[string]cachekeeping.ClassCounts{"html": classes.HTML, "api": classes.API, "media": classes.Media} {
		into <- prometheus.MustNewConstMetric(classRequests(), prometheus.CounterValue, float64(n.Hits), class, "hit")
		into <- prometheus.MustNewConstMetric(classRequests(), prometheus.CounterValue, float64(n.Misses), class, "miss")
	}
	media := c.a.Photobank.MediaCounts()
	into <- prometheus.MustNewConstMetric(unmodifiedMedia(), prometheus.CounterValue, float64(media.Unmodified))
}

func unmodifiedMedia() *prometheus.Desc {
	return prometheus.NewDesc("portal_media_unmodified_total", "Answers that the asker's copy of a file is still good, hits of media among them.", nil, nil)
}
