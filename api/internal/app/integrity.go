package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/signing"
)

// integrityTick is how often it is asked whether a check is due or was asked for,
// and what there is to be told to Prometheus.
const integrityTick = 3 * time.Second

// sealer signs what readers see, and still takes what was signed with a secret that
// the portal had before.
func (a *App) sealer(secret []byte) (*contentseal.Sealer, error) {
	previous, err := previousSecrets(a.Config.PreviousSecretFiles)
	if err != nil {
		return nil, err
	}
	var signers []signing.Signer
	for _, one := range append([][]byte{secret}, previous...) {
		signer, err := signing.New(one, a.Config.Environment, contentseal.Purpose)
		if err != nil {
			return nil, err
		}
		signers = append(signers, signer)
	}
	return contentseal.New(signers[0], signers[1:]...), nil
}

// keepIntegrity does the checks of what readers see, until ctx ends. Any number of
// processes may: one at a time does the checks of a kind.
func (a *App) keepIntegrity(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, kind := range []integrity.Kind{integrity.Full, integrity.Sample} {
		group.Go(func() error {
			for ctx.Err() == nil {
				if _, err := a.Integrity.RunDue(ctx, kind); err != nil && ctx.Err() == nil {
					a.Log.ErrorContext(ctx, "the check of the content's integrity was broken off and is gone on with", "kind", kind, "error", err.Error())
				}
				a.pause(ctx, integrityTick)
			}
			return nil
		})
	}
	group.Go(func() error {
		for ctx.Err() == nil {
			a.tellIntegrity(ctx)
			a.pause(ctx, integrityTick)
		}
		return nil
	})
	return group.Wait()
}

// tellIntegrity sets the metrics. What the database does not tell stays as it was.
func (a *App) tellIntegrity(ctx context.Context) {
	f, err := a.Integrity.Figures(ctx)
	if err != nil {
		if ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "how sound the content is can't be told", "error", err.Error())
		}
		return
	}
	a.integrity.open.Set(float64(f.OpenFindings))
	for gauge, check := range map[prometheus.Gauge]*integrity.Check{a.integrity.full: f.LastFull, a.integrity.sample: f.LastSample} {
		if check != nil && check.FinishedAt != nil {
			gauge.Set(float64(check.FinishedAt.Unix()))
		}
	}
}

// integrityMetrics are the figures of integrity control, the same in each process.
type integrityMetrics struct{ open, full, sample prometheus.Gauge }

func newIntegrityMetrics(registry *prometheus.Registry) integrityMetrics {
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "portal", Subsystem: "integrity", Name: name, Help: help})
	}
	m := integrityMetrics{
		open:   gauge("findings_open", "Changes of content past the system that nobody has looked at."),
		full:   gauge("last_full_timestamp_seconds", "When a check of everything last came to its end; 0: never."),
		sample: gauge("last_sample_timestamp_seconds", "When a check of a sample last came to its end; 0: never."),
	}
	registry.MustRegister(m.open, m.full, m.sample)
	return m
}
