package alerts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on alerts and their rules.
type AdminAPI struct{ Service *Service }

// ListAlerts implements the operation of that name.
func (a AdminAPI) ListAlerts(ctx context.Context, r admin.ListAlertsRequestObject) (admin.ListAlertsResponseObject, error) {
	found, next, err := a.Service.List(ctx, Query{
		State: State(optional.Or(r.Params.State, admin.AlertStateOpen)), Severity: Severity(optional.Or(r.Params.Severity, "")), Rule: optional.Or(r.Params.Rule, ""),
		Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.Alert, len(found))
	for i, one := range found {
		items[i] = shownAlert(one)
	}
	return admin.ListAlerts200JSONResponse{Items: items, NextCursor: next}, err
}

// GetAlertSummary implements the operation of that name.
func (a AdminAPI) GetAlertSummary(ctx context.Context, _ admin.GetAlertSummaryRequestObject) (admin.GetAlertSummaryResponseObject, error) {
	counts, err := a.Service.OpenCounts(ctx)
	answer := admin.GetAlertSummary200JSONResponse{Critical: counts[Critical]}
	for _, n := range counts {
		answer.Open += n
	}
	return answer, err
}

// AcknowledgeAlert implements the operation of that name.
func (a AdminAPI) AcknowledgeAlert(ctx context.Context, r admin.AcknowledgeAlertRequestObject) (admin.AcknowledgeAlertResponseObject, error) {
	after, err := a.Service.Acknowledge(ctx, r.ID, r.Body.Note)
	return admin.AcknowledgeAlert200JSONResponse(shownAlert(after)), err
}

// ListAlertRules implements the operation of that name.
func (a AdminAPI) ListAlertRules(ctx context.Context, _ admin.ListAlertRulesRequestObject) (admin.ListAlertRulesResponseObject, error) {
	rules, err := a.Service.Settings(ctx)
	items := make([]admin.AlertRule, len(rules))
	for i, r := range rules {
		items[i] = shownRule(r)
	}
	return admin.ListAlertRules200JSONResponse{Items: items}, err
}

// UpdateAlertRule implements the operation of that name.
func (a AdminAPI) UpdateAlertRule(ctx context.Context, r admin.UpdateAlertRuleRequestObject) (admin.UpdateAlertRuleResponseObject, error) {
	to := Values{Enabled: r.Body.Enabled, Threshold: r.Body.Threshold, WindowSeconds: r.Body.WindowSeconds}
	after, err := a.Service.Change(ctx, r.Key, r.Body.Version, to)
	return admin.UpdateAlertRule200JSONResponse(shownRule(after)), err
}

func shownAlert(a Alert) admin.Alert {
	out := admin.Alert{
		ID: a.ID, Rule: a.Rule, Severity: admin.Severity(a.Severity), SubjectType: admin.AlertSubjectType(a.SubjectType), Subject: a.Subject,
		FirstAt: a.FirstAt, LastAt: a.LastAt, Count: int(a.Count), Details: a.Details, State: admin.AlertStateOpen,
	}
	if a.SubjectID != "" {
		out.SubjectID = &a.SubjectID
	}
	if !a.Open {
		out.State, out.AcknowledgedAt, out.Note = admin.AlertStateAcknowledged, a.AcknowledgedAt, &a.Note
		if a.AcknowledgedName != "" {
			out.AcknowledgedBy = &a.AcknowledgedName
		}
	}
	return out
}

func shownRule(s Setting) admin.AlertRule {
	return admin.AlertRule{
		Key: s.Key, Version: s.Version, Severity: admin.Severity(s.Severity), Enabled: s.Enabled, Threshold: s.Threshold, WindowSeconds: s.WindowSeconds,
		Defaults: admin.RuleValues{Threshold: s.Defaults.Threshold, WindowSeconds: s.Defaults.WindowSeconds},
		Limits: admin.RuleLimits{
			MinThreshold: s.Limits.MinThreshold, MaxThreshold: s.Limits.MaxThreshold,
			MinWindowSeconds: s.Limits.MinWindowSeconds, MaxWindowSeconds: s.Limits.MaxWindowSeconds,
		},
		Unit: admin.AlertRuleUnit(s.Unit), Enforced: s.Enforced,
	}
}
