package integrity

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations of this feature.
type AdminAPI struct{ Service *Service }

// GetIntegrity implements the operation of that name.
func (a AdminAPI) GetIntegrity(ctx context.Context, _ admin.GetIntegrityRequestObject) (admin.GetIntegrityResponseObject, error) {
	f, err := a.Service.Figures(ctx)
	if err != nil {
		return nil, err
	}
	return admin.GetIntegrity200JSONResponse{
		Sealed: f.Sealed, OpenFindings: f.OpenFindings, PublicKey: f.PublicKey,
		Running: maybe(f.Running), LastFull: maybe(f.LastFull), LastSample: maybe(f.LastSample),
	}, nil
}

// ListIntegrityChecks implements the operation of that name.
func (a AdminAPI) ListIntegrityChecks(ctx context.Context, r admin.ListIntegrityChecksRequestObject) (admin.ListIntegrityChecksResponseObject, error) {
	rows, next, err := a.Service.Checks(ctx, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	items := make([]admin.IntegrityCheck, len(rows))
	for i, c := range rows {
		items[i] = shown(c)
	}
	return admin.ListIntegrityChecks200JSONResponse{Items: items, NextCursor: next}, err
}

// StartIntegrityCheck implements the operation of that name.
func (a AdminAPI) StartIntegrityCheck(ctx context.Context, _ admin.StartIntegrityCheckRequestObject) (admin.StartIntegrityCheckResponseObject, error) {
	c, err := a.Service.Start(ctx, Full, "")
	return admin.StartIntegrityCheck202JSONResponse(shown(c)), err
}

// StopIntegrityCheck implements the operation of that name.
func (a AdminAPI) StopIntegrityCheck(ctx context.Context, r admin.StopIntegrityCheckRequestObject) (admin.StopIntegrityCheckResponseObject, error) {
	c, err := a.Service.Stop(ctx, r.ID)
	return admin.StopIntegrityCheck200JSONResponse(shown(c)), err
}

// ResumeIntegrityCheck implements the operation of that name.
func (a AdminAPI) ResumeIntegrityCheck(ctx context.Context, r admin.ResumeIntegrityCheckRequestObject) (admin.ResumeIntegrityCheckResponseObject, error) {
	c, err := a.Service.Resume(ctx, r.ID)
	return admin.ResumeIntegrityCheck202JSONResponse(shown(c)), err
}

// ListIntegrityFindings implements the operation of that name.
func (a AdminAPI) ListIntegrityFindings(ctx context.Context, r admin.ListIntegrityFindingsRequestObject) (admin.ListIntegrityFindingsResponseObject, error) {
	resolved := optional.Or(r.Params.State, admin.FindingStateOpen) == admin.FindingStateResolved
	rows, next, err := a.Service.Findings(ctx, resolved, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	if err != nil {
		return nil, err
	}
	items, err := a.findings(ctx, rows...)
	return admin.ListIntegrityFindings200JSONResponse{Items: items, NextCursor: next}, err
}

// ResolveIntegrityFinding implements the operation of that name.
func (a AdminAPI) ResolveIntegrityFinding(ctx context.Context, r admin.ResolveIntegrityFindingRequestObject) (admin.ResolveIntegrityFindingResponseObject, error) {
	f, err := a.Service.Resolve(ctx, r.ID, r.Body.Note, r.Body.Accept)
	if err != nil {
		return nil, err
	}
	items, err := a.findings(ctx, f)
	if err != nil {
		return nil, err
	}
	return admin.ResolveIntegrityFinding200JSONResponse(items[0]), nil
}

func shown(c Check) admin.IntegrityCheck {
	return admin.IntegrityCheck{
		ID: c.ID, Kind: admin.IntegrityCheckKind(c.Kind), State: admin.IntegrityCheckState(c.State), StartedAt: c.StartedAt, StartedBy: c.StartedBy,
		FinishedAt: c.FinishedAt, Checked: c.Checked, Total: c.Total, Found: c.Found,
	}
}

func maybe(c *Check) *admin.IntegrityCheck {
	if c == nil {
		return nil
	}
	out := shown(*c)
	return &out
}

func (a AdminAPI) findings(ctx context.Context, rows ...Finding) ([]admin.IntegrityFinding, error) {
	names, err := a.Service.names(ctx, rows)
	out := make([]admin.IntegrityFinding, len(rows))
	for i, f := range rows {
		detail := f.Particulars()
		out[i] = admin.IntegrityFinding{
			ID: f.ID, ObjectType: admin.IntegrityFindingObjectType(f.ObjectType), ObjectID: f.ObjectID, Title: f.Title,
			Problem: admin.IntegrityFindingProblem(f.Problem), Detail: &detail, FoundAt: f.FoundAt, State: admin.FindingStateOpen,
		}
		if f.ResolvedAt != nil {
			by := ""
			if f.ResolvedBy != nil {
				by = names[*f.ResolvedBy]
			}
			out[i].State, out[i].ResolvedAt, out[i].Note, out[i].ResolvedBy = admin.FindingStateResolved, f.ResolvedAt, &f.Note, &by
		}
	}
	return out, err
}
