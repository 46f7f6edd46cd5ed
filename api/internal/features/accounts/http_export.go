package accounts

import (
	"context"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// ExportUsers implements admin.StrictServerInterface.
func (a AdminAPI) ExportUsers(ctx context.Context, request admin.ExportUsersRequestObject) (admin.ExportUsersResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	language := lang.Code(optional.Or(request.Params.Lang, "kk"))
	table, err := a.Service.ExportUsers(ctx, p, language)
	if err != nil {
		return nil, err
	}
	return exported{table: table, name: "baq-staff-" + a.Service.now().In(a.Service.zone).Format("2006-01-02") + ".csv"}, nil
}

// exported is the generated answer with what makes a browser keep it as a file.
type exported struct {
	table []byte
	name  string
}

// VisitExportUsersResponse implements admin.ExportUsersResponseObject.
func (r exported) VisitExportUsersResponse(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="`+r.name+`"`)
	w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	_, err := w.Write(r.table)
	return err
}
