package rendition

/*
#cgo LDFLAGS: -llcms2
#include <lcms2.h>

// The profile's numbers lie in four bytes a pixel, as the result does. NULL: it
// can't be used.
static cmsHTRANSFORM portal_to_srgb(const void *profile, cmsUInt32Number size, cmsUInt32Number space, cmsUInt32Number format) {
	cmsHTRANSFORM transform = NULL;
	cmsHPROFILE in = cmsOpenProfileFromMem(profile, size);
	if (in == NULL) return NULL;
	cmsProfileClassSignature class = cmsGetDeviceClass(in);
	if (cmsGetColorSpace(in) == space && (class == cmsSigInputClass || class == cmsSigDisplayClass || class == cmsSigOutputClass || class == cmsSigColorSpaceClass)) {
		cmsHPROFILE out = cmsCreate_sRGBProfile();
		if (out != NULL) {
			transform = cmsCreateTransform(in, format, out, TYPE_RGBA_8, INTENT_PERCEPTUAL, 0);
			cmsCloseProfile(out);
		}
	}
	cmsCloseProfile(in);
	return transform;
}

static cmsHTRANSFORM portal_rgb_to_srgb(const void *profile, cmsUInt32Number size) {
	return portal_to_srgb(profile, size, cmsSigRgbData, TYPE_RGBA_8);
}

// Of the four bytes the first counts.
static cmsHTRANSFORM portal_grey_to_srgb(const void *profile, cmsUInt32Number size) {
	return portal_to_srgb(profile, size, cmsSigGrayData, COLORSPACE_SH(PT_GRAY)|CHANNELS_SH(1)|EXTRA_SH(3)|BYTES_SH(1));
}

static cmsHTRANSFORM portal_cmyk_to_srgb(const void *profile, cmsUInt32Number size) {
	return portal_to_srgb(profile, size, cmsSigCmykData, TYPE_CMYK_8);
}
*/
import "C"

import (
	"image"
	"image/color"
	"unsafe"
)

// space is what kind of numbers a picture's pixels are.
type space int

const (
	rgb space = iota
	grey
	cmyk
)

// transform turns colours into sRGB by a profile; nil leaves them as they are.
type transform struct{ handle C.cmsHTRANSFORM }

// newTransform is nil when the profile is broken or meant for another kind of
// numbers, and when it means sRGB anyway. Close what is not nil.
func newTransform(profile []byte, s space) *transform {
	if len(profile) == 0 {
		return nil
	}
	begin, size := unsafe.Pointer(&profile[0]), C.cmsUInt32Number(len(profile))
	var handle C.cmsHTRANSFORM
	switch s {
	case rgb:
		handle = C.portal_rgb_to_srgb(begin, size)
	case grey:
		handle = C.portal_grey_to_srgb(begin, size)
	case cmyk:
		handle = C.portal_cmyk_to_srgb(begin, size)
	}
	if handle == nil {
		return nil
	}
	t := &transform{handle: handle}
	if s != cmyk && t.changesNothing(s) {
		t.Close()
		return nil
	}
	return t
}

// Close gives the memory back.
func (t *transform) Close() {
	if t != nil {
		C.cmsDeleteTransform(t.handle)
	}
}

// changesNothing tries colours all over the cube. Most pictures carry sRGB itself,
// in one of many wordings; the round trip would cost a step of rounding.
func (t *transform) changesNothing(s space) bool {
	const steps, tolerance = 9, 2
	sample := image.NewNRGBA(image.Rect(0, 0, steps*steps*steps, 1))
	for i := range steps * steps * steps {
		r, g, b := i/steps/steps, i/steps%steps, i%steps
		if s == grey {
			r, g = b, b
		}
		copy(sample.Pix[4*i:], []byte{level(r, steps), level(g, steps), level(b, steps), 255})
	}
	before := append([]byte(nil), sample.Pix...)
	t.apply(sample.Pix, steps*steps*steps, 1)
	for i, after := range sample.Pix {
		if d := int(after) - int(before[i]); max(d, -d) > tolerance {
			return false
		}
	}
	return true
}

func level(i, steps int) byte { return byte(i * 255 / (steps - 1)) } //nolint:gosec // below 256

// apply works in place, four bytes a pixel. The fourth stays, where it is alpha.
func (t *transform) apply(pix []byte, w, h int) {
	if t == nil || len(pix) == 0 {
		return
	}
	stride := C.cmsUInt32Number(4 * w)
	C.cmsDoTransformLineStride(t.handle, unsafe.Pointer(&pix[0]), unsafe.Pointer(&pix[0]), C.cmsUInt32Number(w), C.cmsUInt32Number(h), stride, stride, 0, 0)
}

// fromInks makes colours of four inks, in place. Without a profile each ink takes
// its share of light, as browsers do it.
func fromInks(img *image.CMYK, t *transform) *image.NRGBA {
	out := &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
	if t != nil {
		for y := range img.Rect.Dy() { // rows may be padded
			t.apply(out.Pix[y*out.Stride:][:4*img.Rect.Dx()], img.Rect.Dx(), 1)
		}
	}
	for i := 0; i+3 < len(out.Pix); i += 4 {
		p := out.Pix[i : i+4 : i+4]
		if t == nil {
			p[0], p[1], p[2] = color.CMYKToRGB(p[0], p[1], p[2], p[3])
		}
		p[3] = 255
	}
	return out
}
