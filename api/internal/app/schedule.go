package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/news"
)

const (
	// scheduleWorkers is how many due things one process does at once.
	scheduleWorkers = 4
	// scheduleTick is the longest that a worker sleeps: what is scheduled, or the
	// database's clock set, meanwhile is seen after it.
	scheduleTick = 500 * time.Millisecond
	// scheduleAlarm is how late a thing may be done before it is an alarm.
	scheduleAlarm = 30 * time.Second
)

// keepSchedule publishes and unpublishes what is due until ctx ends. Any number
// of processes may do so at once; after a downtime they catch up.
func (a *App) keepSchedule(ctx context.Context) error {
	for ctx.Err() == nil {
		a.pause(ctx, a.doAllDue(ctx))
	}
	return nil
}

// doAllDue does all that is due, several things at once, and tells how long to wait for
// the next.
func (a *App) doAllDue(ctx context.Context) time.Duration {
	return a.whenDue(ctx, func(ctx context.Context, limit time.Duration) (time.Duration, error) {
		wait, err := a.News.NextDue(ctx, limit)
		if err == nil {
			a.schedule.overdue.Set(max(0, -wait.Seconds()))
		}
		return wait, err
	}, func(ctx context.Context) error {
		var workers errgroup.Group
		for range scheduleWorkers {
			workers.Go(func() error { return a.doDue(ctx) })
		}
		return workers.Wait()
	})
}

// whenDue does what next says is due, and tells how long to wait until it is to be asked
// again. While nothing is due that costs the database one statement. What is late still
// is held by another process.
func (a *App) whenDue(ctx context.Context, next func(ctx context.Context, limit time.Duration) (time.Duration, error), do func(context.Context) error) time.Duration {
	wait, err := next(ctx, scheduleTick)
	if err == nil && wait <= 0 {
		err = do(ctx)
	}
	if err != nil {
		return a.scheduleTrouble(ctx, err)
	}
	return max(wait, scheduleTick/50)
}

// doDue does one thing that is due after another.
func (a *App) doDue(ctx context.Context) error {
	for ctx.Err() == nil {
		due, found, err := a.News.RunDue(ctx)
		if err != nil || !found {
			return err
		}
		a.schedule.count(due)
		if due.Failed != nil {
			a.Log.ErrorContext(ctx, "a scheduled article could not be published and is ready again", "article", due.ArticleID, "error", due.Failed.Error())
		} else {
			a.Log.InfoContext(ctx, "done by the schedule", "what", due.What, "article", due.ArticleID, "late", due.Late.String())
		}
	}
	return nil
}

func (a *App) scheduleTrouble(ctx context.Context, err error) time.Duration {
	if ctx.Err() == nil {
		a.Log.ErrorContext(ctx, "the schedule can't be kept", "error", err.Error())
	}
	return scheduleTick
}

func (a *App) pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// scheduleMetrics are the schedule's figures of this process.
type scheduleMetrics struct {
	overdue prometheus.Gauge
	done    *prometheus.CounterVec
	late    prometheus.Counter
	failed  prometheus.Counter
}

func newScheduleMetrics(registry *prometheus.Registry) scheduleMetrics {
	name := func(metric, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "portal", Subsystem: "schedule", Name: metric, Help: help}
	}
	m := scheduleMetrics{
		overdue: prometheus.NewGauge(prometheus.GaugeOpts(name("overdue_seconds", "How long the most overdue thing has been due, by the database's clock."))),
		done:    prometheus.NewCounterVec(prometheus.CounterOpts(name("done_total", "Things done by the schedule.")), []string{"what"}),
		late:    prometheus.NewCounter(prometheus.CounterOpts(name("late_total", "Things done more than 30 seconds after they were due."))),
		failed:  prometheus.NewCounter(prometheus.CounterOpts(name("failed_total", "Scheduled articles that could not be published."))),
	}
	registry.MustRegister(m.overdue, m.done, m.late, m.failed)
	return m
}

func (m scheduleMetrics) count(due news.Due) {
	if due.Failed != nil {
		m.failed.Inc()
		return
	}
	m.done.WithLabelValues(due.What).Inc()
	if due.Late > scheduleAlarm {
		m.late.Inc()
	}
}

// layout counts a page made of blocks.
func (m scheduleMetrics) layout(late time.Duration) {
	m.done.WithLabelValues("layout").Inc()
	if late > scheduleAlarm {
		m.late.Inc()
	}
}
