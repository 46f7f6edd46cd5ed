package photobank

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/oapi-codegen/runtime/types"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListExpiring implements the operation of that name.
func (a AdminAPI) ListExpiring(ctx context.Context, r admin.ListExpiringRequestObject) (admin.ListExpiringResponseObject, error) {
	found, next, err := a.Service.Expiring(ctx, Period{
		From: r.Params.From, Until: r.Params.Until, Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	if err != nil {
		return nil, err
	}
	items, err := a.Service.Shown(ctx, found...)
	return admin.ListExpiring200JSONResponse{Items: items, NextCursor: next}, err
}

// GetRightsCalendar implements the operation of that name.
func (a AdminAPI) GetRightsCalendar(ctx context.Context, r admin.GetRightsCalendarRequestObject) (admin.GetRightsCalendarResponseObject, error) {
	found, err := a.Service.Ends(ctx, r.Params.From.Time, r.Params.Until.Time)
	out := admin.RightsCalendar{}
	out.Days = make([]struct {
		Date     types.Date `json:"date"`
		Pictures int        `json:"pictures"`
	}, len(found))
	for i, day := range slices.SortedFunc(maps.Keys(found), time.Time.Compare) {
		out.Days[i].Date, out.Days[i].Pictures = types.Date{Time: day}, found[day]
	}
	return admin.GetRightsCalendar200JSONResponse(out), err
}
