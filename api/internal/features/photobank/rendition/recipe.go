package rendition

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Area is a part of an upright picture, in shares of its width and height.
type Area struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Variant is a file to make of a picture.
type Variant struct {
	Name    string `json:"name"` // of the file, such as "800.webp"
	Format  Format `json:"format"`
	Quality int    `json:"quality"` // 1 to 100
	Width   int    `json:"width"`   // in pixels; less where the picture has no more
	Height  int    `json:"height"`  // with the width, the proportion; 0: that of what is shown
	Area    *Area  `json:"area"`    // what is shown; nil: all of it
}

// Size is the real size of the variant, in pixels, for an upright original of width
// by height. A picture is never enlarged.
func (v Variant) Size(width, height int) (int, int) {
	w, h := float64(width), float64(height)
	if v.Area != nil {
		w, h = w*v.Area.Width, h*v.Area.Height
	}
	if v.Height > 0 { // the largest of the proportion that is in it
		w = min(w, h*float64(v.Width)/float64(v.Height))
		h = w * float64(v.Height) / float64(v.Width)
	}
	if w > float64(v.Width) {
		w, h = float64(v.Width), h*float64(v.Width)/w
	}
	return max(1, int(math.Round(w))), max(1, int(math.Round(h)))
}

// Recipe says which files every picture has. Another format is another list here
// and its encoder in encode.
type Recipe struct {
	Widths      []int // of the WebP files, narrowest first (requirement IM-2)
	Quality     int   // of the WebP files, 1 to 100
	JPEGWidth   int   // of the file for feeds, letters and old programs
	JPEGQuality int   // 1 to 100
}

// DefaultRecipe is what the specification asks for (requirement IM-2).
func DefaultRecipe() Recipe {
	return Recipe{Widths: []int{400, 800, 1200}, Quality: 80, JPEGWidth: 1200, JPEGQuality: 82}
}

// Eager are the files that are made as soon as the picture is there: the WebP
// files, narrowest first, and the JPEG.
func (r Recipe) Eager() []Variant {
	var out []Variant
	for _, width := range r.Widths {
		out = append(out, Variant{Name: fmt.Sprintf("%d.webp", width), Format: WebP, Quality: r.Quality, Width: width})
	}
	return append(out, Variant{Name: fmt.Sprintf("%d.jpg", r.JPEGWidth), Format: JPEG, Quality: r.JPEGQuality, Width: r.JPEGWidth})
}

// Cut is a variant of an area: the file of a crop, named by its proportion and by
// the area, so that another area has another address.
func (r Recipe) Cut(name string, format Format, width, height int, area Area) Variant {
	v := Variant{Name: name, Format: format, Quality: r.Quality, Width: width, Height: height, Area: &area}
	if format == JPEG {
		v.Quality = r.JPEGQuality
	}
	return v
}

// generation grows when the code makes other bytes of the same picture on purpose,
// so that `portal media convert` makes all files anew.
const generation = 2

// Version names the recipe: files made by another may be different.
func (r Recipe) Version() string {
	widths := make([]string, len(r.Widths))
	for i, w := range slices.Sorted(slices.Values(r.Widths)) {
		widths[i] = strconv.Itoa(w)
	}
	return fmt.Sprintf("%d:webp-%s-q%d:jpeg-%d-q%d", generation, strings.Join(widths, "-"), r.Quality, r.JPEGWidth, r.JPEGQuality)
}
