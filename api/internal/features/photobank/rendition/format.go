// Package rendition makes the pictures that readers see from the files that
// people upload.
//
// Decoders can't be cancelled and a panic in a resizer's goroutine can't be
// recovered, so that both run in a child process with limits of its own (see
// Renderer and Main). Inspect, which looks at headers only, runs anywhere.
package rendition

import (
	"bytes"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Format is a kind of picture that is accepted (requirement IM-1).
type Format string

// The formats.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	WebP Format = "webp"
)

// Refusal says why a file is not taken as a picture. It is the reason part of
// the fault's code.
type Refusal string

// The refusals.
const (
	NotAnImage        Refusal = "not_an_image"
	UnsupportedFormat Refusal = "unsupported_format" // a picture, of a kind that is not accepted
	Animated          Refusal = "animated"
	TooManyPixels     Refusal = "too_many_pixels"
	Broken            Refusal = "broken" // damaged, or made to harm
)

// Error implements error.
func (r Refusal) Error() string { return "rendition: " + string(r) }

// magicBytes is how much of a file's beginning decides what it is.
const magicBytes = 3072

// sniff knows a format by the file's first bytes. Its name has no say.
func sniff(head []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP, nil
	case bytes.HasPrefix(head, []byte("\xff\x4f\xff\x51")): // bare JPEG 2000, which mimetype doesn't know
		return "", UnsupportedFormat
	case strings.HasPrefix(mimetype.Detect(head).String(), "image/"):
		return "", UnsupportedFormat
	}
	return "", NotAnImage
}
