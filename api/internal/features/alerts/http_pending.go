package alerts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListAlertRules implements admin.StrictServerInterface.
func (a AdminAPI) ListAlertRules(context.Context, admin.ListAlertRulesRequestObject) (admin.ListAlertRulesResponseObject, error) {
	return nil, errPending
}

// UpdateAlertRule implements admin.StrictServerInterface.
func (a AdminAPI) UpdateAlertRule(context.Context, admin.UpdateAlertRuleRequestObject) (admin.UpdateAlertRuleResponseObject, error) {
	return nil, errPending
}

// ListAlerts implements admin.StrictServerInterface.
func (a AdminAPI) ListAlerts(context.Context, admin.ListAlertsRequestObject) (admin.ListAlertsResponseObject, error) {
	return nil, errPending
}

// GetAlertSummary implements admin.StrictServerInterface.
func (a AdminAPI) GetAlertSummary(context.Context, admin.GetAlertSummaryRequestObject) (admin.GetAlertSummaryResponseObject, error) {
	return nil, errPending
}

// AcknowledgeAlert implements admin.StrictServerInterface.
func (a AdminAPI) AcknowledgeAlert(context.Context, admin.AcknowledgeAlertRequestObject) (admin.AcknowledgeAlertResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Conflict, "alerts.pending", "this part is being built")
