package app

import (
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/platform/overload"
)

// gates bound what is worked on at once, so that a flood of one kind leaves room for
// the other, also where one process serves all roles.
type gates struct {
	readers  *overload.Gate // making of pages, and the public API
	newsroom *overload.Gate // the newsroom's API, publishing included
}

// Of a pool's connections readers use at most three quarters: what is left is the
// newsroom's. Nor are more than three worked on for each processor: while one waits for
// the database two are enough to keep it busy, and with more each only takes longer. A
// queue is as long as what is done within a fraction of a second.
const (
	readersShare    = 4 // all but one in so many connections
	readersEach     = 3 // processor
	readersQueue    = 256
	newsroomAtATime = 64 // pictures that are on their way count, too
	newsroomQueue   = 128
)

// How long a request to the public API may be worked on, and how long a client may take
// to receive the answer.
const (
	readersDeadline = 10 * time.Second
	slowestReader   = time.Minute
)

func (a *App) newGates() gates {
	g := gates{readers: overload.New(a.readersAtATime(), readersQueue), newsroom: overload.New(newsroomAtATime, newsroomQueue)}
	a.gateMetrics("readers", g.readers)
	a.gateMetrics("newsroom", g.newsroom)
	return g
}

func (a *App) readersAtATime() int {
	pool := a.Config.PostgresPool
	return max(1, min(pool-pool/readersShare, readersEach*runtime.GOMAXPROCS(0)))
}

func (a *App) gateMetrics(name string, g *overload.Gate) {
	gauge := func(metric, help string, value func() float64) {
		a.Metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: "portal", Subsystem: "gate", Name: metric, Help: help, ConstLabels: prometheus.Labels{"gate": name},
		}, value))
	}
	gauge("inside", "Requests that are worked on.", func() float64 { inside, _, _ := g.Counts(); return float64(inside) })
	gauge("waiting", "Requests that wait for a place.", func() float64 { _, waiting, _ := g.Counts(); return float64(waiting) })
	a.Metrics.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Namespace: "portal", Subsystem: "gate", Name: "refused_total", Help: "Requests that were refused because too many waited.", ConstLabels: prometheus.Labels{"gate": name},
	}, func() float64 { _, _, refused := g.Counts(); return float64(refused) }))
}
