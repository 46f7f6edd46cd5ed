package app

import "github.com/prometheus/client_golang/prometheus"

// cacheService keeps the page cache in step with the content. It has no routes
// of its own yet: what it does hangs on the events.
func cacheService() role {
	return role{loops: map[string]loop{"deliver": (*App).deliver, "witness": (*App).witnessJournal}}
}

// cacheMetrics are the page cache's figures of this process.
func (a *App) cacheMetrics() {
	counter := func(name, help string, value func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "portal", Subsystem: "pages", Name: name, Help: help},
			func() float64 { return float64(value()) })
	}
	a.Metrics.MustRegister(
		counter("hits_total", "Pages served from the cache.", func() int64 { h, _, _ := a.Cache.Counts(); return h }),
		counter("renders_total", "Pages rendered for the cache.", func() int64 { _, m, _ := a.Cache.Counts(); return m }),
		counter("bypasses_total", "Pages rendered because Redis did not answer.", func() int64 { _, _, b := a.Cache.Counts(); return b }),
	)
}
