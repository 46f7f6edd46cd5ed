// Package migrations holds the database's schema as numbered steps.
//
// A step `NNNN_name.tx.up.sql` runs in a transaction; one that may not, such as
// CREATE INDEX CONCURRENTLY, is `NNNN_name.up.sql`. A step that has shipped is
// never edited: write the next one.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed *.sql
var files embed.FS

// Files are the steps.
func Files() fs.FS { return files }
