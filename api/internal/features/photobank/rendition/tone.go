package rendition

import "image"

// tone is the colour that prevails, by which photo editors look for pictures: one
// of the contract's names. Most of what a photograph shows is nearly grey, so that
// colours that fill a fifth of it count before black, grey and white.
func tone(img *image.NRGBA) string {
	counts := map[string]int{}
	seen, coloured := 0, 0
	for i := 0; i+3 < len(img.Pix); i += 4 {
		if p := img.Pix[i : i+4 : i+4]; p[3] >= 128 {
			name := toneOf(int(p[0]), int(p[1]), int(p[2]))
			counts[name]++
			seen++
			if !neutral(name) {
				coloured++
			}
		}
	}
	if seen == 0 {
		return "white" // as the paper on which it is seen
	}
	best := ""
	for _, name := range tones { // in order, so that equal counts give the same answer
		if counts[name] > counts[best] && (neutral(name) == (coloured*5 < seen)) {
			best = name
		}
	}
	return best
}

var tones = [...]string{"red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "black", "grey", "white"}

func neutral(tone string) bool { return tone == "black" || tone == "grey" || tone == "white" }

// toneOf names a colour of sRGB by its hue, and by its lightness where people do.
func toneOf(r, g, b int) string {
	high, low := max(r, g, b), min(r, g, b)
	chroma, light := high-low, (high+low)/2
	switch {
	case high < 40 || (light < 40 && chroma < 40):
		return "black"
	case chroma < 28 || (light > 225 && chroma < 40):
		return greyTone(light)
	}
	return hueTone(hue(r, g, b, high, chroma), light)
}

func greyTone(light int) string {
	switch {
	case light < 45:
		return "black"
	case light > 210:
		return "white"
	}
	return "grey"
}

// hue is in degrees, red at 0, green at 120, blue at 240.
func hue(r, g, b, high, chroma int) int {
	switch high {
	case r:
		return (60*(g-b)/chroma + 360) % 360
	case g:
		return 60*(b-r)/chroma + 120
	}
	return 60*(r-g)/chroma + 240
}

func hueTone(hue, light int) string {
	switch {
	case hue >= 12 && hue < 45 && light < 115:
		return "brown"
	case hue < 15 || hue >= 345:
		if light > 175 {
			return "pink"
		}
		return "red"
	case hue < 42:
		return "orange"
	case hue < 68:
		return "yellow"
	case hue < 165:
		return "green"
	case hue < 195:
		return "cyan"
	case hue < 258:
		return "blue"
	case hue < 292 || light < 70:
		return "purple"
	}
	return "pink"
}
