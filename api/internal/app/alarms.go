package app

import (
	"context"
	"fmt"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/features/integrity"
)

// alarms has what finds a change past the system raise an alert: a journal that
// does not hold together, and content that is not what was published.
func (a *App) alarms() {
	a.Entries.OnBroken(func(ctx context.Context, problem string) {
		a.alarm(ctx, alerts.Raise{
			Rule: alerts.JournalBroken, SubjectType: alerts.System, SubjectID: "journal",
			Details: map[string]string{"problem": problem},
		})
	})
	a.Integrity.OnFinding(func(ctx context.Context, f integrity.Finding) {
		a.alarm(ctx, alerts.Raise{
			Rule: alerts.IntegrityFinding, SubjectType: alerts.System, SubjectID: fmt.Sprintf("%s %d", f.ObjectType, f.ObjectID), Subject: f.Title,
			Details: map[string]any{"finding": f.ID, "objectType": f.ObjectType, "objectId": f.ObjectID, "problem": f.Problem},
		})
	})
}

// alarm raises an alert; what can't be raised stands in the log, in the metrics
// and where it was found.
func (a *App) alarm(ctx context.Context, r alerts.Raise) {
	if err := a.Alerts.Raise(ctx, r); err != nil {
		a.Log.ErrorContext(ctx, "an alert could not be raised", "rule", r.Rule, "subject", r.SubjectID, "error", err.Error())
	}
}
