package app

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/malware"
)

const (
	// uploadTick is the longest that a worker sleeps: a complete upload waits so long
	// at most for its picture to be begun.
	uploadTick = 500 * time.Millisecond
	// expiryTick is how often uploads are looked for whose time is over.
	expiryTick = 10 * time.Minute
)

// makeUploads makes pictures of complete uploads until ctx ends. Any number of
// processes may do so at once, each as many at a time as it has workers. They go by
// rows, as the schedule does, and not by the outbox: River gives the job of a killed
// process to another only after an hour.
func (a *App) makeUploads(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for range a.Config.PictureWorkers {
		group.Go(func() error {
			for ctx.Err() == nil {
				a.pause(ctx, a.makeDue(ctx))
			}
			return nil
		})
	}
	group.Go(func() error { return a.expireUploads(ctx) })
	return group.Wait()
}

// makeDue makes all pictures that wait, and tells how long to wait for the next.
func (a *App) makeDue(ctx context.Context) time.Duration {
	for ctx.Err() == nil {
		worked, found, err := a.Photobank.WorkUpload(ctx)
		if err != nil {
			return a.uploadTrouble(ctx, err)
		}
		if !found {
			break
		}
		a.uploads.done.WithLabelValues(string(worked.Intake.State)).Inc()
		a.logUpload(ctx, worked)
	}
	wait, err := a.Photobank.NextUpload(ctx, uploadTick)
	if err != nil {
		return a.uploadTrouble(ctx, err)
	}
	return max(wait, uploadTick/50) // what is due now is held by another worker
}

func (a *App) logUpload(ctx context.Context, w photobank.Worked) {
	switch in := w.Intake; {
	case w.Err == nil:
		a.Log.InfoContext(ctx, "an upload has become a picture", "upload", in.ID, "picture", in.PictureID)
	case in.State == photobank.Failed:
		a.Log.WarnContext(ctx, "an upload has become no picture", "upload", in.ID, "code", in.Code, "error", w.Err.Error())
	case !errors.Is(w.Err, context.Canceled):
		a.Log.ErrorContext(ctx, "an upload's picture is tried again later", "upload", in.ID, "state", in.State, "error", w.Err.Error())
	}
}

func (a *App) uploadTrouble(ctx context.Context, err error) time.Duration {
	if ctx.Err() == nil {
		a.Log.ErrorContext(ctx, "uploads can't be worked at", "error", err.Error())
	}
	return uploadTick
}

// expireUploads removes uploads whose time is over, and what they left behind.
func (a *App) expireUploads(ctx context.Context) error {
	for ctx.Err() == nil {
		removed, err := a.Photobank.ExpireUploads(ctx)
		strays := 0
		if err == nil {
			strays, err = a.Photobank.SweepParts(ctx)
		}
		switch {
		case err != nil && ctx.Err() == nil:
			a.Log.ErrorContext(ctx, "old uploads could not be removed", "error", err.Error())
		case removed+strays > 0:
			a.Log.InfoContext(ctx, "old uploads removed", "uploads", removed, "strayParts", strays)
		}
		a.pause(ctx, expiryTick)
	}
	return nil
}

// askScanner tells whether a malware scanner is configured, and why it does not answer.
func (a *App) askScanner(ctx context.Context) (there bool, err error) {
	scanner, err := a.Config.MalwareScanner(nil)
	if scanner == nil || err != nil {
		return false, err
	}
	_, err = scanner.Version(ctx)
	return true, err
}

// uploadMetrics are the figures of the ways in.
type uploadMetrics struct {
	done  *prometheus.CounterVec
	scans *prometheus.CounterVec
	up    prometheus.Gauge
}

func newUploadMetrics(registry *prometheus.Registry) uploadMetrics {
	m := uploadMetrics{
		done:  prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "portal", Subsystem: "uploads", Name: "worked_total", Help: "Uploads worked at, by the state that they were left in."}, []string{"state"}),
		scans: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "portal", Subsystem: "malware", Name: "scans_total", Help: "Files scanned for malware, by verdict; down: there was none."}, []string{"verdict"}),
		up:    prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "portal", Subsystem: "malware", Name: "scanner_up", Help: "0 when the malware scanner gave no verdict the last time."}),
	}
	registry.MustRegister(m.done, m.scans, m.up)
	m.up.Set(1)
	return m
}

func (m uploadMetrics) scanned(v malware.Verdict) {
	m.scans.WithLabelValues(string(v)).Inc()
	if v == malware.Down {
		m.up.Set(0)
		return
	}
	m.up.Set(1)
}
