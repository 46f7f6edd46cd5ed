package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// ChangePictures is not there yet.
func (AdminAPI) ChangePictures(context.Context, admin.ChangePicturesRequestObject) (admin.ChangePicturesResponseObject, error) {
	return nil, errPending
}

// ListPictureWords is not there yet.
func (AdminAPI) ListPictureWords(context.Context, admin.ListPictureWordsRequestObject) (admin.ListPictureWordsResponseObject, error) {
	return nil, errPending
}

// ListExpiring is not there yet.
func (AdminAPI) ListExpiring(context.Context, admin.ListExpiringRequestObject) (admin.ListExpiringResponseObject, error) {
	return nil, errPending
}

// GetRightsCalendar is not there yet.
func (AdminAPI) GetRightsCalendar(context.Context, admin.GetRightsCalendarRequestObject) (admin.GetRightsCalendarResponseObject, error) {
	return nil, errPending
}

// DeletePicture is not there yet.
func (AdminAPI) DeletePicture(context.Context, admin.DeletePictureRequestObject) (admin.DeletePictureResponseObject, error) {
	return nil, errPending
}

// FramePicture is not there yet.
func (AdminAPI) FramePicture(context.Context, admin.FramePictureRequestObject) (admin.FramePictureResponseObject, error) {
	return nil, errPending
}

// TrashPicture is not there yet.
func (AdminAPI) TrashPicture(context.Context, admin.TrashPictureRequestObject) (admin.TrashPictureResponseObject, error) {
	return nil, errPending
}

// RestorePicture is not there yet.
func (AdminAPI) RestorePicture(context.Context, admin.RestorePictureRequestObject) (admin.RestorePictureResponseObject, error) {
	return nil, errPending
}

// MergePicture is not there yet.
func (AdminAPI) MergePicture(context.Context, admin.MergePictureRequestObject) (admin.MergePictureResponseObject, error) {
	return nil, errPending
}

// SeparatePicture is not there yet.
func (AdminAPI) SeparatePicture(context.Context, admin.SeparatePictureRequestObject) (admin.SeparatePictureResponseObject, error) {
	return nil, errPending
}

// ListPictureUses is not there yet.
func (AdminAPI) ListPictureUses(context.Context, admin.ListPictureUsesRequestObject) (admin.ListPictureUsesResponseObject, error) {
	return nil, errPending
}

// ListSimilar is not there yet.
func (AdminAPI) ListSimilar(context.Context, admin.ListSimilarRequestObject) (admin.ListSimilarResponseObject, error) {
	return nil, errPending
}

// DownloadOriginal is not there yet.
func (AdminAPI) DownloadOriginal(context.Context, admin.DownloadOriginalRequestObject) (admin.DownloadOriginalResponseObject, error) {
	return nil, errPending
}

// ListLikenesses is not there yet.
func (AdminAPI) ListLikenesses(context.Context, admin.ListLikenessesRequestObject) (admin.ListLikenessesResponseObject, error) {
	return nil, errPending
}

// DismissLikeness is not there yet.
func (AdminAPI) DismissLikeness(context.Context, admin.DismissLikenessRequestObject) (admin.DismissLikenessResponseObject, error) {
	return nil, errPending
}

// ListLicences is not there yet.
func (AdminAPI) ListLicences(context.Context, admin.ListLicencesRequestObject) (admin.ListLicencesResponseObject, error) {
	return nil, errPending
}

// CreateLicence is not there yet.
func (AdminAPI) CreateLicence(context.Context, admin.CreateLicenceRequestObject) (admin.CreateLicenceResponseObject, error) {
	return nil, errPending
}

// UpdateLicence is not there yet.
func (AdminAPI) UpdateLicence(context.Context, admin.UpdateLicenceRequestObject) (admin.UpdateLicenceResponseObject, error) {
	return nil, errPending
}

// DeleteLicence is not there yet.
func (AdminAPI) DeleteLicence(context.Context, admin.DeleteLicenceRequestObject) (admin.DeleteLicenceResponseObject, error) {
	return nil, errPending
}

// ListCollections is not there yet.
func (AdminAPI) ListCollections(context.Context, admin.ListCollectionsRequestObject) (admin.ListCollectionsResponseObject, error) {
	return nil, errPending
}

// CreateCollection is not there yet.
func (AdminAPI) CreateCollection(context.Context, admin.CreateCollectionRequestObject) (admin.CreateCollectionResponseObject, error) {
	return nil, errPending
}

// UpdateCollection is not there yet.
func (AdminAPI) UpdateCollection(context.Context, admin.UpdateCollectionRequestObject) (admin.UpdateCollectionResponseObject, error) {
	return nil, errPending
}

// DeleteCollection is not there yet.
func (AdminAPI) DeleteCollection(context.Context, admin.DeleteCollectionRequestObject) (admin.DeleteCollectionResponseObject, error) {
	return nil, errPending
}

// CollectPictures is not there yet.
func (AdminAPI) CollectPictures(context.Context, admin.CollectPicturesRequestObject) (admin.CollectPicturesResponseObject, error) {
	return nil, errPending
}

// ListSelections is not there yet.
func (AdminAPI) ListSelections(context.Context, admin.ListSelectionsRequestObject) (admin.ListSelectionsResponseObject, error) {
	return nil, errPending
}

// SaveSelection is not there yet.
func (AdminAPI) SaveSelection(context.Context, admin.SaveSelectionRequestObject) (admin.SaveSelectionResponseObject, error) {
	return nil, errPending
}

// DeleteSelection is not there yet.
func (AdminAPI) DeleteSelection(context.Context, admin.DeleteSelectionRequestObject) (admin.DeleteSelectionResponseObject, error) {
	return nil, errPending
}

// GetPictureSettings is not there yet.
func (AdminAPI) GetPictureSettings(context.Context, admin.GetPictureSettingsRequestObject) (admin.GetPictureSettingsResponseObject, error) {
	return nil, errPending
}

// UpdatePictureSettings is not there yet.
func (AdminAPI) UpdatePictureSettings(context.Context, admin.UpdatePictureSettingsRequestObject) (admin.UpdatePictureSettingsResponseObject, error) {
	return nil, errPending
}
