package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// chunkLimit is how many bytes one request of a resumable upload may carry.
const chunkLimit = 16 << 20

// GetPictureSettings implements the operation of that name.
func (a AdminAPI) GetPictureSettings(ctx context.Context, _ admin.GetPictureSettingsRequestObject) (admin.GetPictureSettingsResponseObject, error) {
	found, err := a.Service.Settings(ctx)
	return admin.GetPictureSettings200JSONResponse(a.settings(found)), err
}

// UpdatePictureSettings implements the operation of that name.
func (a AdminAPI) UpdatePictureSettings(ctx context.Context, r admin.UpdatePictureSettingsRequestObject) (admin.UpdatePictureSettingsResponseObject, error) {
	wanted := Settings{
		Required: []string{}, OnExpiry: string(r.Body.OnExpiry), NoticeDays: r.Body.NoticeDays, Animation: string(r.Body.Animation),
		TrashDays: r.Body.TrashDays, Version: r.Body.Version,
	}
	for _, field := range r.Body.Required {
		wanted.Required = append(wanted.Required, string(field))
	}
	changed, err := a.Service.SetSettings(ctx, wanted)
	return admin.UpdatePictureSettings200JSONResponse(a.settings(changed)), err
}

func (a AdminAPI) settings(s Settings) admin.PictureSettings {
	out := admin.PictureSettings{
		Version: s.Version, Required: []admin.RequiredField{}, OnExpiry: admin.PictureSettingsOnExpiry(s.OnExpiry), NoticeDays: s.NoticeDays,
		Animation: admin.PictureSettingsAnimation(s.Animation), TrashDays: s.TrashDays, UploadLimit: a.Service.deps.UploadLimit, ChunkLimit: chunkLimit,
	}
	for _, field := range s.Required {
		out.Required = append(out.Required, admin.RequiredField(field))
	}
	return out
}
