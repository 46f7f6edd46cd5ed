package proofread

// findHyphensAsDashes finds a hyphen with a space on both sides, or before the
// words of a speaker at the beginning of a line. There a dash stands: the
// agency's sites write the shorter one (–).
func findHyphensAsDashes(t *text, f *findings) {
	for i := range t.runes {
		if t.at(i) != '-' || !isSpace(t.at(i+1)) {
			continue
		}
		if before := t.at(i - 1); isSpace(before) || before == '\n' {
			f.add(i, i+1, "–")
		}
	}
}
