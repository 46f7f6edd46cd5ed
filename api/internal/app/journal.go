package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/features/journal"
)

const (
	// sealTick is how long an entry waits for its place in the chain, at the most,
	// while nothing else is in the way.
	sealTick = 500 * time.Millisecond
	// witnessTick is how often a node looks whether the chain is still the one that
	// it saw: the time within which a cut or rewritten chain is found.
	witnessTick = 10 * time.Second
	// verifyTick is how often a node looks whether somebody wants a verification.
	verifyTick = time.Second
	// nightTick is how often a node looks whether the night's verification is due.
	nightTick = time.Minute
)

// entries makes the service that seals, watches and shows the journal.
func (a *App) entries(secret []byte) (*journal.Service, error) {
	c := a.Config
	previous, err := previousSecrets(c.PreviousSecretFiles)
	if err != nil {
		return nil, err
	}
	keys, err := journal.NewKeys(c.Environment, secret, previous...)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, err
	}
	folder := c.JournalHeadsDir
	if folder == "" {
		folder = filepath.Join(c.DataDir, "journal-heads")
	}
	return journal.New(journal.Deps{DB: a.DB, Journal: a.Journal, Keys: keys, HeadsDir: folder, Zone: zone, Now: time.Now, Log: a.Log})
}

// previousSecrets are those that the portal had before: they check, and sign nothing.
func previousSecrets(files []string) ([][]byte, error) {
	all := make([][]byte, 0, len(files))
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("a previous secret can't be read: %w", err)
		}
		all = append(all, []byte(strings.TrimRight(string(text), "\r\n")))
	}
	return all, nil
}

// sealJournal seals entries until ctx ends. Any number of processes may do so at
// once: one works, and the others take over from it.
func (a *App) sealJournal(ctx context.Context) error {
	for ctx.Err() == nil {
		done, err := a.Entries.Seal(ctx)
		a.sealing.sealed.Add(float64(done.Entries))
		a.sealing.problems.Add(float64(len(done.Problems)))
		if err != nil && ctx.Err() == nil {
			a.sealing.failed.Inc()
			a.Log.ErrorContext(ctx, "the journal can't be sealed", "error", err.Error())
		}
		if !done.More || err != nil {
			a.pause(ctx, sealTick)
		}
	}
	return nil
}

// witnessJournal looks, on every node, whether the chain is still the one that
// this node has seen.
func (a *App) witnessJournal(ctx context.Context) error {
	for ctx.Err() == nil {
		problem, err := a.Entries.Witness(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			a.sealing.failed.Inc()
			a.Log.ErrorContext(ctx, "the journal can't be witnessed", "error", err.Error())
		case problem != "":
			a.sealing.problems.Inc()
			a.sealing.broken.Set(1)
		default:
			a.sealing.broken.Set(0)
		}
		a.pause(ctx, witnessTick)
	}
	return nil
}

// verifyJournal does the verifications that people and the nights ask for.
func (a *App) verifyJournal(ctx context.Context) error {
	begun, looked := time.Now(), time.Time{}
	for ctx.Err() == nil {
		if time.Since(looked) >= nightTick {
			looked = time.Now()
			a.journalTrouble(ctx, "the night's verification of the journal could not be begun", a.Entries.StartNightly(ctx))
			a.journalTrouble(ctx, "the journal's head could not be mailed", a.MailHead(ctx))
			a.measureJournal(ctx, begun)
		}
		_, err := a.Entries.RunNext(ctx)
		a.journalTrouble(ctx, "the journal could not be verified", err)
		a.pause(ctx, verifyTick)
	}
	return nil
}

func (a *App) journalTrouble(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		a.sealing.failed.Inc()
		a.Log.ErrorContext(ctx, what, "error", err.Error())
	}
}

// measureJournal keeps the figures that come from the database. A journal that was
// never verified counts as if it had been when this process began.
func (a *App) measureJournal(ctx context.Context, begun time.Time) {
	state, err := a.Entries.Chain(ctx)
	if err != nil {
		a.journalTrouble(ctx, "the journal's state can't be read", err)
		return
	}
	a.sealing.waited.Set(state.Waited.Seconds())
	last, err := a.Entries.LastSound(ctx)
	if err != nil {
		a.journalTrouble(ctx, "the journal's last verification can't be read", err)
		return
	}
	if last != nil {
		begun = *last
	}
	a.sealing.verified.Set(float64(begun.Unix()))
}

// journalMetrics are the journal's figures of this process.
type journalMetrics struct {
	sealed   prometheus.Counter
	problems prometheus.Counter
	failed   prometheus.Counter
	broken   prometheus.Gauge
	waited   prometheus.Gauge
	verified prometheus.Gauge
}

func newJournalMetrics(registry *prometheus.Registry) journalMetrics {
	name := func(metric, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "portal", Subsystem: "journal", Name: metric, Help: help}
	}
	m := journalMetrics{
		sealed:   prometheus.NewCounter(prometheus.CounterOpts(name("sealed_total", "Entries sealed by this process."))),
		problems: prometheus.NewCounter(prometheus.CounterOpts(name("problems_total", "Breaks of the journal seen by this process, again at each look."))),
		failed:   prometheus.NewCounter(prometheus.CounterOpts(name("failed_total", "Rounds of sealing, witnessing or verifying that failed."))),
		broken:   prometheus.NewGauge(prometheus.GaugeOpts(name("broken", "1 while this node's witness finds the chain cut or written anew."))),
		waited:   prometheus.NewGauge(prometheus.GaugeOpts(name("pending_seconds", "How long the oldest entry has waited to be sealed."))),
		verified: prometheus.NewGauge(prometheus.GaugeOpts(name("verified_timestamp_seconds", "When the last verification that found nothing wrong began."))),
	}
	registry.MustRegister(m.sealed, m.problems, m.failed, m.broken, m.waited, m.verified)
	return m
}
