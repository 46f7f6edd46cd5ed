// Package table writes tables that people open in a spreadsheet.
package table

import (
	"encoding/csv"
	"io"
	"strings"
)

// Writer writes a table in CSV (RFC 4180).
type Writer struct{ csv *csv.Writer }

// byteOrderMark tells spreadsheets that the table is UTF-8: without it they take
// Kazakh letters for those of the old code page.
const byteOrderMark = "\ufeff"

// New begins a table with its headings.
func New(out io.Writer, headings []string) (Writer, error) {
	if _, err := io.WriteString(out, byteOrderMark); err != nil {
		return Writer{}, err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	return Writer{w}, w.Write(headings)
}

// Row adds a row. What people have typed can't become a formula.
func (w Writer) Row(cells []string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = defused(cell)
	}
	return w.csv.Write(safe)
}

// End writes what is still held back.
func (w Writer) End() error {
	w.csv.Flush()
	return w.csv.Error()
}

// defused keeps a spreadsheet from taking a cell for a formula: an apostrophe
// makes it text (OWASP, CSV Injection).
func defused(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
