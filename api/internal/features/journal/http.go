package journal

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations of this feature.
type AdminAPI struct{ Service *Service }

// pageSize is the length of a page when the client names none.
const pageSize = 30

// ListJournal implements the operation of that name.
func (a AdminAPI) ListJournal(ctx context.Context, r admin.ListJournalRequestObject) (admin.ListJournalResponseObject, error) {
	p := r.Params
	f, err := filter(admin.ExportJournalParams{
		Actor: p.Actor, ActorKind: p.ActorKind, Action: p.Action, ObjectType: p.ObjectType, ObjectID: p.ObjectID,
		Address: p.Address, RequestID: p.RequestID, From: p.From, Until: p.Until,
	})
	if err != nil {
		return nil, err
	}
	found, next, err := a.Service.List(ctx, f, optional.Or(p.Cursor, ""), optional.Or(p.Limit, pageSize))
	items := make([]admin.JournalEntry, len(found))
	for i, e := range found {
		items[i] = entryOut(e)
	}
	return admin.ListJournal200JSONResponse{Items: items, NextCursor: next}, err
}

// GetJournalEntry implements the operation of that name.
func (a AdminAPI) GetJournalEntry(ctx context.Context, r admin.GetJournalEntryRequestObject) (admin.GetJournalEntryResponseObject, error) {
	found, err := a.Service.Get(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	return admin.GetJournalEntry200JSONResponse(entryOut(found)), nil
}

// ListJournalActions implements the operation of that name.
func (a AdminAPI) ListJournalActions(ctx context.Context, _ admin.ListJournalActionsRequestObject) (admin.ListJournalActionsResponseObject, error) {
	actions, types, err := a.Service.Vocabulary(ctx)
	return admin.ListJournalActions200JSONResponse{Actions: append([]string{}, actions...), ObjectTypes: append([]string{}, types...)}, err
}

// ExportJournal implements the operation of that name.
func (a AdminAPI) ExportJournal(ctx context.Context, r admin.ExportJournalRequestObject) (admin.ExportJournalResponseObject, error) {
	f, err := filter(r.Params)
	if err != nil {
		return nil, err
	}
	table, err := a.Service.Export(ctx, f)
	if err != nil {
		return nil, err
	}
	return tableOut{ctx: ctx, table: table}, nil
}

// filter refuses with ErrBadTime what PostgreSQL can't be asked for: with an offset
// the contract's format reaches beyond the years that it knows.
func filter(p admin.ExportJournalParams) (Filter, error) {
	for name, t := range map[string]*time.Time{"from": p.From, "until": p.Until} {
		if t != nil && (t.UTC().Year() < 1 || t.UTC().Year() > 9999) {
			return Filter{}, ErrBadTime.WithFields(fault.Field{Field: name, Code: "range", Message: "from the year 1 to 9999 in UTC"})
		}
	}
	return Filter{
		Actor: p.Actor, Kind: Kind(optional.Or(p.ActorKind, "")), Action: optional.Or(p.Action, ""),
		ObjectType: optional.Or(p.ObjectType, ""), ObjectID: optional.Or(p.ObjectID, ""), Address: optional.Or(p.Address, ""),
		RequestID: optional.Or(p.RequestID, ""), From: p.From, Until: p.Until,
	}, nil
}

// GetJournalChain implements the operation of that name.
func (a AdminAPI) GetJournalChain(ctx context.Context, _ admin.GetJournalChainRequestObject) (admin.GetJournalChainResponseObject, error) {
	c, err := a.Service.Chain(ctx)
	if err != nil {
		return nil, err
	}
	return admin.GetJournalChain200JSONResponse(chainOut(c)), nil
}

// ListVerifications implements the operation of that name.
func (a AdminAPI) ListVerifications(ctx context.Context, r admin.ListVerificationsRequestObject) (admin.ListVerificationsResponseObject, error) {
	found, next, err := a.Service.Runs(ctx, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, pageSize))
	items := make([]admin.Verification, len(found))
	for i, one := range found {
		items[i] = runOut(one)
	}
	return admin.ListVerifications200JSONResponse{Items: items, NextCursor: next}, err
}

// StartVerification implements the operation of that name.
func (a AdminAPI) StartVerification(ctx context.Context, _ admin.StartVerificationRequestObject) (admin.StartVerificationResponseObject, error) {
	started, err := a.Service.Start(ctx)
	return admin.StartVerification202JSONResponse(runOut(started)), err
}

// StopVerification implements the operation of that name.
func (a AdminAPI) StopVerification(ctx context.Context, r admin.StopVerificationRequestObject) (admin.StopVerificationResponseObject, error) {
	stopped, err := a.Service.Stop(ctx, r.ID)
	return admin.StopVerification200JSONResponse(runOut(stopped)), err
}
