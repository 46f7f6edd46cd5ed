package journal

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListJournal implements admin.StrictServerInterface.
func (a AdminAPI) ListJournal(context.Context, admin.ListJournalRequestObject) (admin.ListJournalResponseObject, error) {
	return nil, errPending
}

// ListJournalActions implements admin.StrictServerInterface.
func (a AdminAPI) ListJournalActions(context.Context, admin.ListJournalActionsRequestObject) (admin.ListJournalActionsResponseObject, error) {
	return nil, errPending
}

// GetJournalChain implements admin.StrictServerInterface.
func (a AdminAPI) GetJournalChain(context.Context, admin.GetJournalChainRequestObject) (admin.GetJournalChainResponseObject, error) {
	return nil, errPending
}

// ExportJournal implements admin.StrictServerInterface.
func (a AdminAPI) ExportJournal(context.Context, admin.ExportJournalRequestObject) (admin.ExportJournalResponseObject, error) {
	return nil, errPending
}

// ListVerifications implements admin.StrictServerInterface.
func (a AdminAPI) ListVerifications(context.Context, admin.ListVerificationsRequestObject) (admin.ListVerificationsResponseObject, error) {
	return nil, errPending
}

// StartVerification implements admin.StrictServerInterface.
func (a AdminAPI) StartVerification(context.Context, admin.StartVerificationRequestObject) (admin.StartVerificationResponseObject, error) {
	return nil, errPending
}

// StopVerification implements admin.StrictServerInterface.
func (a AdminAPI) StopVerification(context.Context, admin.StopVerificationRequestObject) (admin.StopVerificationResponseObject, error) {
	return nil, errPending
}

// GetJournalEntry implements admin.StrictServerInterface.
func (a AdminAPI) GetJournalEntry(context.Context, admin.GetJournalEntryRequestObject) (admin.GetJournalEntryResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Conflict, "journal.pending", "this part is being built")
