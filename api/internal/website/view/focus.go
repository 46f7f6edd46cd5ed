package view

import (
	"fmt"
	"math"
	"strings"
)

// focusSteps is how finely a focal point is told, for the reason of levels in
// tint.go: steps of five hundredths, which nobody tells from exact ones.
const focusSteps = 20

// Focus returns the classes of a focal point, in shares of the picture's width and
// height.
func Focus(x, y float64) string { return fmt.Sprintf("fx%d fy%d", step(x), step(y)) }

func step(share float64) int { return int(math.Round(min(max(share, 0), 1) * focusSteps)) }

// Foci is the style sheet of all focal points. `object-position` takes them where a
// picture fills a place of another proportion.
func Foci() string {
	var css strings.Builder
	for i := range focusSteps + 1 {
		percent := i * 100 / focusSteps
		fmt.Fprintf(&css, ".fx%d{--fx:%d%%}\n.fy%d{--fy:%d%%}\n", i, percent, i, percent)
	}
	return css.String()
}
