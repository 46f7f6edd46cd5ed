package photobank

import (
	"errors"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/fault"
)

// Refusals. Those of a file's content have the codes photobank.not_an_image,
// .unsupported_format, .animated, .too_many_pixels and .broken.
var (
	ErrNotFound  = fault.New(fault.NotFound, "photobank.not_found", "there is no such picture")
	ErrStale     = fault.New(fault.Conflict, "photobank.version_stale", "somebody else changed the picture in between")
	ErrTooLarge  = fault.New(fault.TooLarge, "photobank.too_large", "the file is larger than allowed", fault.Field{Field: "file", Code: "too_large", Message: "larger than allowed"})
	ErrNoFile    = fault.New(fault.Invalid, "request.invalid", "the form must have the part `file` first", fault.Field{Field: "file", Code: "required", Message: "send the picture as the form's only part"})
	ErrTruncated = fault.New(fault.Invalid, "request.truncated", "the form ended before the file did", fault.Field{Field: "file", Code: "truncated", Message: "the upload broke off"})
)

// Refusals of the catalogue.
var (
	ErrInUse           = fault.New(fault.Conflict, "photobank.in_use", "something uses the picture: see its uses")
	ErrTrashed         = fault.New(fault.Conflict, "photobank.trashed", "the picture is in the trash")
	ErrNotTrashed      = fault.New(fault.Conflict, "photobank.not_trashed", "only a picture of the trash can be deleted")
	ErrMerged          = fault.New(fault.Conflict, "photobank.merged", "the picture is merged into another: separate them first")
	ErrNotMerged       = fault.New(fault.Conflict, "photobank.not_merged", "the picture is not merged into another")
	ErrIntoItself      = fault.New(fault.Unprocessable, "photobank.into_itself", "a picture can't be merged into itself", fault.Field{Field: "into", Code: "itself", Message: "the same picture"})
	ErrNoTarget        = fault.New(fault.Unprocessable, "photobank.no_target", "there is no such picture to merge into", fault.Field{Field: "into", Code: "not_found", Message: "not in the photobank"})
	ErrBadCrop         = fault.New(fault.Unprocessable, "photobank.bad_crop", "a crop leaves the picture, or is not in its proportion")
	ErrCropTwice       = fault.New(fault.Unprocessable, "photobank.bad_crop", "a crop is given twice", fault.Field{Field: "crops", Code: "duplicate", Message: "name each crop once"})
	ErrNoOriginal      = fault.New(fault.NotFound, "photobank.no_original", "the original is not in the media store: see `portal media verify`")
	ErrNoLikeness      = fault.New(fault.NotFound, "photobank.likeness_not_found", "there is no such pair")
	ErrNoLicence       = fault.New(fault.Unprocessable, "photobank.no_licence", "there is no such licence", fault.Field{Field: "licenceId", Code: "not_found", Message: "not in the catalogue"})
	ErrLicenceNotFound = fault.New(fault.NotFound, "photobank.licence_not_found", "there is no such licence")
	ErrLicenceStale    = fault.New(fault.Conflict, "photobank.licence_stale", "somebody else changed the licence in between")
	ErrLicenceTaken    = fault.New(fault.Conflict, "photobank.licence_taken", "a licence has this name", fault.Field{Field: "name", Code: "taken", Message: "choose another"})
	ErrLicenceInUse    = fault.New(fault.Conflict, "photobank.licence_in_use", "pictures have this licence")
	ErrManyLicences    = fault.New(fault.Conflict, "photobank.too_many_licences", "there can be 500 licences")

	ErrCollectionNotFound = fault.New(fault.NotFound, "photobank.collection_not_found", "there is no such collection")
	ErrCollectionStale    = fault.New(fault.Conflict, "photobank.collection_stale", "somebody else changed the collection in between")
	ErrCollectionTaken    = fault.New(fault.Conflict, "photobank.collection_taken", "a collection has this name", fault.Field{Field: "name", Code: "taken", Message: "choose another"})
	ErrManyWords          = fault.New(fault.Unprocessable, "photobank.too_many_words", "a picture can have 50 keywords and 50 persons")
	ErrNoPicture          = fault.New(fault.Unprocessable, "photobank.no_picture", "one of the pictures is not there")
	ErrSelectionNotFound  = fault.New(fault.NotFound, "photobank.selection_not_found", "you have no such selection")
	ErrBadSelection       = fault.New(fault.Unprocessable, "photobank.bad_selection", "the list has no such filter")
	ErrManySelections     = fault.New(fault.Conflict, "photobank.too_many_selections", "you can save 50 selections")
	ErrSettingsStale      = fault.New(fault.Conflict, "photobank.settings_stale", "somebody else changed the rules in between")
	ErrBadPeriod          = fault.New(fault.Unprocessable, "photobank.bad_period", "the period must have an end after its beginning, at most 400 days later", fault.Field{Field: "until", Code: "range", Message: "1 to 400 days after from"})
	ErrMayNotTrash        = fault.New(fault.Forbidden, "access.forbidden", "you may not put pictures into the trash", fault.Field{Field: "change.trash", Code: "forbidden", Message: "needs photobank.trash"})
)

// Refusals of the ways in.
var (
	ErrMalware        = fault.New(fault.Unprocessable, "photobank.malware", "the file holds malware", fault.Field{Field: "file", Code: "malware", Message: "the scanner found malware"})
	ErrScannerDown    = &fault.Fault{Kind: fault.Unavailable, Code: "photobank.scanner_down", Detail: "the malware scanner does not answer, and without it no file is taken", RetryAfter: time.Minute}
	ErrFetchRefused   = fault.New(fault.Unprocessable, "photobank.fetch_refused", "pictures are fetched from public web addresses only", fault.Field{Field: "url", Code: "refused", Message: "no public web address"})
	ErrFetchFailed    = fault.New(fault.Unprocessable, "photobank.fetch_failed", "the address did not answer with a file in time", fault.Field{Field: "url", Code: "failed", Message: "nothing could be fetched"})
	ErrNoUpload       = fault.New(fault.NotFound, "photobank.no_upload", "you have no such upload")
	ErrUploadGone     = fault.New(fault.Gone, "photobank.upload_gone", "the upload was given up, or got no byte for a day; begin anew")
	ErrWrongOffset    = fault.New(fault.Conflict, "photobank.wrong_offset", "the upload is at another offset; ask for it with HEAD")
	ErrPastEnd        = fault.New(fault.TooLarge, "photobank.past_end", "the upload has fewer bytes than were sent")
	ErrPartTooLarge   = fault.New(fault.TooLarge, "photobank.part_too_large", "at most 16 MiB may be sent at once")
	ErrBrokeOff       = fault.New(fault.Invalid, "photobank.broke_off", "the bytes broke off; those that had arrived are kept")
	ErrTooManyUploads = &fault.Fault{Kind: fault.Limited, Code: "photobank.too_many_uploads", Detail: "200 uploads still lack bytes; finish some or give them up", RetryAfter: time.Minute}
	ErrUploadsFull    = &fault.Fault{Kind: fault.Limited, Code: "photobank.uploads_full", Detail: "10 GiB of uploads are under way; wait for some, or give them up", RetryAfter: time.Minute}
	ErrUploadWorking  = fault.New(fault.Conflict, "photobank.upload_working", "the upload's picture is being made")
	ErrNotRetriable   = fault.New(fault.Conflict, "photobank.upload_refused", "the file itself was refused; another try would end the same way")
	ErrIncomplete     = fault.New(fault.Unprocessable, "photobank.upload_incomplete", "parts of the upload are missing; upload the file again")
	ErrTusVersion     = fault.New(fault.Precondition, "photobank.tus_version", "only version 1.0.0 of the tus protocol is spoken")
	ErrTusMedia       = fault.New(fault.Unsupported, "photobank.tus_media", "bytes of an upload are sent as application/offset+octet-stream")
)

// refusalOf makes a fault of the refusal of a file; other errors stay as they are.
func refusalOf(err error) error {
	var refused rendition.Refusal
	if errors.As(err, &refused) {
		return refusal(refused)
	}
	return err
}

// refusal is the fault of a file that is not taken.
func refusal(r rendition.Refusal) *fault.Fault {
	detail := map[rendition.Refusal]string{
		rendition.NotAnImage:        "the file is no picture, whatever its name says",
		rendition.UnsupportedFormat: "only JPEG, PNG and WebP are accepted",
		rendition.Animated:          "animated pictures are not accepted",
		rendition.TooManyPixels:     "the picture has more pixels than are accepted (62.9 million, unless it is set otherwise), or a side of more than 16,383",
		rendition.Broken:            "the picture is damaged and can't be shown",
	}[r]
	return fault.New(fault.Unprocessable, "photobank."+string(r), detail, fault.Field{Field: "file", Code: string(r), Message: detail})
}
