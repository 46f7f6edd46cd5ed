package photobank

import (
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

// errPending answers operations that are not there yet.
var errPending = fault.New(fault.Unavailable, "photobank.pending", "not there yet")

// refusal is the fault of a file that is not taken.
func refusal(r rendition.Refusal) *fault.Fault {
	detail := map[rendition.Refusal]string{
		rendition.NotAnImage:        "the file is no picture, whatever its name says",
		rendition.UnsupportedFormat: "only JPEG, PNG and WebP are accepted",
		rendition.Animated:          "animated pictures are not accepted",
		rendition.TooManyPixels:     "the picture has more than 62.9 million pixels, or a side of more than 16,383",
		rendition.Broken:            "the picture is damaged and can't be shown",
	}[r]
	return fault.New(fault.Unprocessable, "photobank."+string(r), detail, fault.Field{Field: "file", Code: string(r), Message: detail})
}
