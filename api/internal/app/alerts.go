package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/features/approvals"
	"baq.kz/portal/api/internal/platform/outbox"
)

const (
	// watchTick is how often the journal is looked at; together with the second
	// that sealing takes it is the time in which an alert is promised.
	watchTick = 5 * time.Second
	// forgetEvery is how often what no rule reaches back to is dropped.
	forgetEvery = time.Hour
)

// watching puts together what keeps watch, and has it stand before the journal.
func (a *App) watching() error {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return err
	}
	a.Alerts = alerts.New(a.DB, a.Journal, a.Outbox, zone)
	a.Approvals = approvals.New(a.DB, a.Journal, a.Alerts)
	a.Journal.Guard(a.Approvals.Guard)
	outbox.Listen(a.Outbox, "metrics", func(_ context.Context, e alerts.Raised) error {
		a.watch.raised.WithLabelValues(e.Rule, string(e.Severity)).Inc()
		return nil
	})
	letters := alerts.Letters{Service: a.Alerts, Sender: a.Mail, Site: a.Config.Languages.Main().URL("")}
	outbox.Listen(a.Outbox, "mail", letters.Address)
	outbox.Listen(a.Outbox, "mail", letters.Send)
	return nil
}

// keepWatch follows the journal until ctx ends. Any number of processes may do
// so at once: one of them does, and the others after it.
func (a *App) keepWatch(ctx context.Context) error {
	var forgotten time.Time
	for ctx.Err() == nil {
		if err := a.followJournal(ctx); err != nil && ctx.Err() == nil {
			a.watch.failed.Inc()
			a.Log.ErrorContext(ctx, "the journal can't be watched", "error", err.Error())
		}
		if time.Since(forgotten) > forgetEvery {
			forgotten = time.Now()
			if _, err := a.Alerts.Forget(ctx); err != nil && ctx.Err() == nil {
				a.Log.ErrorContext(ctx, "old sightings could not be dropped", "error", err.Error())
			}
		}
		a.pause(ctx, watchTick)
	}
	return nil
}

// followJournal looks at all that is new in the journal, and measures.
func (a *App) followJournal(ctx context.Context) error {
	for more := true; more; {
		var err error
		if more, err = a.Alerts.Follow(ctx); err != nil {
			return err
		}
	}
	late, err := a.Alerts.Behind(ctx)
	if err != nil {
		return err
	}
	a.watch.behind.Set(late.Seconds())
	open, err := a.Alerts.OpenCounts(ctx)
	for severity, n := range open {
		a.watch.open.WithLabelValues(string(severity)).Set(float64(n))
	}
	return err
}

// watchMetrics are the watching's figures of this process.
type watchMetrics struct {
	raised *prometheus.CounterVec
	open   *prometheus.GaugeVec
	behind prometheus.Gauge
	failed prometheus.Counter
}

func newWatchMetrics(registry *prometheus.Registry) watchMetrics {
	name := func(metric, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "portal", Subsystem: "alerts", Name: metric, Help: help}
	}
	m := watchMetrics{
		raised: prometheus.NewCounterVec(prometheus.CounterOpts(name("raised_total", "Alerts raised, counted where the event of one was delivered.")), []string{"rule", "severity"}),
		open:   prometheus.NewGaugeVec(prometheus.GaugeOpts(name("open", "Alerts that nobody has acknowledged, of the whole portal.")), []string{"severity"}),
		behind: prometheus.NewGauge(prometheus.GaugeOpts(name("behind_seconds", "How long the first sealed entry of the journal that was not looked at has waited."))),
		failed: prometheus.NewCounter(prometheus.CounterOpts(name("failed_total", "Failed attempts to look at the journal."))),
	}
	for _, r := range alerts.Rules() { // a series must be there before it grows
		m.raised.WithLabelValues(r.Key, string(r.Severity))
	}
	registry.MustRegister(m.raised, m.open, m.behind, m.failed)
	return m
}
