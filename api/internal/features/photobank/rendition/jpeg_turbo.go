//go:build !plainjpeg

package rendition

/*
#cgo LDFLAGS: -lturbojpeg
#include <turbojpeg.h>

// The whole picture at eighths/8 of its size. 0: done.
static int portal_decode(const unsigned char *file, unsigned long size, int width, int height, int eighths, int format, unsigned char *out) {
	int w, h, subsampling, space, failed;
	tjscalingfactor scale = {eighths, 8};
	tjhandle t = tjInitDecompress();
	if (t == NULL) return -1;
	failed = tjDecompressHeader3(t, file, size, &w, &h, &subsampling, &space);
	if (!failed && (w != width || h != height)) failed = -1;
	if (!failed) {
		w = TJSCALED(w, scale);
		h = TJSCALED(h, scale);
		failed = tjDecompress2(t, file, size, out, w, 4 * w, h, format, TJFLAG_STOPONWARNING);
	}
	tjDestroy(t);
	return failed;
}

// The room that out points to has *size bytes.
static int portal_encode(const unsigned char *pix, int width, int stride, int height, int quality, unsigned char *out, unsigned long *size) {
	tjhandle t = tjInitCompress();
	if (t == NULL) return -1;
	int failed = tjCompress2(t, pix, width, stride, height, TJPF_RGBX, &out, size, TJSAMP_420, quality, TJFLAG_NOREALLOC);
	tjDestroy(t);
	return failed;
}
*/
import "C"

import (
	"errors"
	"image"
	"runtime"
	"unsafe"
)

// shrinksJPEG tells whether decodeJPEG can decode at a part of the size.
const shrinksJPEG = true

// decodeJPEG decodes at eighths/8 of the size by libjpeg-turbo. Of files at which
// it only wonders, and of rare kinds that it does not know, Go's decoder is the
// judge: it takes what is superfluous, and refuses what is incomplete.
func decodeJPEG(file []byte, header Header, kind space, adobe bool, eighths int) (image.Image, error) {
	w, h := (header.Width*eighths+7)/8, (header.Height*eighths+7)/8
	pix := make([]byte, 4*w*h)
	format := C.int(C.TJPF_RGBA)
	if kind == cmyk {
		format = C.TJPF_CMYK
	}
	failed := C.portal_decode((*C.uchar)(unsafe.Pointer(&file[0])), C.ulong(len(file)), C.int(header.Width), C.int(header.Height), C.int(eighths), format, (*C.uchar)(unsafe.Pointer(&pix[0])))
	bounds := image.Rect(0, 0, w, h)
	switch {
	case failed != 0:
		pix = nil
		runtime.GC() // the room is needed
		return decodePlainJPEG(file)
	case kind != cmyk:
		return &image.NRGBA{Pix: pix, Stride: 4 * w, Rect: bounds}, nil
	case adobe:
		for i := range pix {
			pix[i] = ^pix[i]
		}
	}
	return &image.CMYK{Pix: pix, Stride: 4 * w, Rect: bounds}, nil
}

// encodeJPEG writes a baseline file, which the oldest programs read, of colours
// without alpha.
func encodeJPEG(img *image.NRGBA, quality int) ([]byte, error) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := make([]byte, C.tjBufSize(C.int(w), C.int(h), C.TJSAMP_420))
	size := C.ulong(len(out))
	if C.portal_encode((*C.uchar)(unsafe.Pointer(&img.Pix[0])), C.int(w), C.int(img.Stride), C.int(h), C.int(quality), (*C.uchar)(unsafe.Pointer(&out[0])), &size) != 0 {
		return nil, errors.New("rendition: libjpeg-turbo could not encode")
	}
	return out[:size], nil
}
