// Package languages tells clients which languages are configured.
package languages

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/lang"
)

// AdminAPI answers the admin contract's operations on languages.
type AdminAPI struct{ Languages lang.Set }

// ListLanguages implements the operation of that name.
func (a AdminAPI) ListLanguages(context.Context, admin.ListLanguagesRequestObject) (admin.ListLanguagesResponseObject, error) {
	out := admin.ListLanguages200JSONResponse{}
	for _, l := range a.Languages.All() {
		out.Items = append(out.Items, admin.LanguageInfo{Code: string(l.Code), Name: l.Name, SiteURL: l.URL(""), Main: l.Code == a.Languages.Main().Code})
	}
	return out, nil
}

// PublicAPI answers the public contract's operations on languages.
type PublicAPI struct{ Languages lang.Set }

// ListLanguages implements the operation of that name.
func (a PublicAPI) ListLanguages(context.Context, public.ListLanguagesRequestObject) (public.ListLanguagesResponseObject, error) {
	out := public.ListLanguages200JSONResponse{}
	for _, l := range a.Languages.All() {
		out.Items = append(out.Items, public.LanguageInfo{Code: string(l.Code), Name: l.Name, SiteURL: l.URL(""), Main: l.Code == a.Languages.Main().Code})
	}
	return out, nil
}
