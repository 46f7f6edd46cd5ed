package view

import (
	"fmt"
	"strconv"
	"strings"
)

// levels is how many steps each colour channel has. The content security
// policy forbids style attributes, so a picture's colour becomes the nearest of
// levels³ classes of the style sheet.
const levels = 6

// Tint returns the class of the tint nearest to a colour "#rrggbb"; for
// anything else no class, and the place keeps its neutral colour.
func Tint(colour string) string {
	hex, found := strings.CutPrefix(colour, "#")
	rgb, err := strconv.ParseUint(hex, 16, 32)
	if !found || err != nil || len(hex) != 6 {
		return ""
	}
	step := func(shift uint) byte { return '0' + byte((rgb>>shift&0xff)*levels/256) } // there are fewer than ten levels
	return string([]byte{'k', step(16), step(8), step(0)})
}

// Tints is the style sheet of all tints.
func Tints() string {
	var css strings.Builder
	for i := range levels * levels * levels {
		r, g, b := i/(levels*levels), i/levels%levels, i%levels
		fmt.Fprintf(&css, ".k%d%d%d{background:#%02x%02x%02x}\n", r, g, b, middle(r), middle(g), middle(b))
	}
	return css.String()
}

func middle(step int) int { return (2*step + 1) * 256 / (2 * levels) }
