// Package country tells which country an address is in, from a database file in
// MaxMind's format (https://maxmind.github.io/MaxMind-DB/). Without a file it
// knows no country; nobody who asks may need an answer.
package country

import (
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"
)

// lookAgain is how long a file is trusted before it is looked at again: a refreshed
// one is used within this time, without a restart.
const lookAgain = time.Minute

// Database is a file of countries. It is read into memory whole (8 MB), so that the
// file may be replaced at any time, also in place.
type Database struct {
	path string
	now  func() time.Time
	log  *slog.Logger

	mu      sync.Mutex
	looked  time.Time
	size    int64
	changed time.Time
	reader  *maxminddb.Reader
}

// shared is the space behind the gateways of providers (RFC 6598): nobody's country.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// Open makes a database of the file at path; it need not be there yet. An empty
// path is no database.
func Open(path string, now func() time.Time, log *slog.Logger) *Database {
	return &Database{path: path, now: now, log: log}
}

// Of is the country of an address, a code of ISO 3166-1 ("KZ"), or "" when it is not
// known: a private address, one that nobody has been given, or no database.
func (d *Database) Of(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || d == nil || d.path == "" {
		return ""
	}
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || shared.Contains(ip) {
		return "" // databases name countries for some of these, too
	}
	reader := d.current()
	if reader == nil {
		return ""
	}
	var record struct {
		Code string `maxminddb:"country_code"`
	}
	if reader.Lookup(ip).Decode(&record) != nil {
		return ""
	}
	return record.Code
}

// Ready tells whether there is a file that can be read.
func (d *Database) Ready() bool { return d != nil && d.path != "" && d.current() != nil }

// current is the reader of the file as it is, looked at once in a while.
func (d *Database) current() *maxminddb.Reader {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now := d.now(); d.looked.IsZero() || now.Sub(d.looked) >= lookAgain {
		d.looked = now
		d.refresh()
	}
	return d.reader
}

// refresh reads the file when it is another one. One that is missing or broken
// leaves what was read before.
func (d *Database) refresh() {
	about, err := os.Stat(d.path)
	if err != nil || about.Size() == d.size && about.ModTime().Equal(d.changed) {
		return
	}
	d.size, d.changed = about.Size(), about.ModTime()
	content, err := os.ReadFile(d.path)
	if err != nil {
		d.log.Warn("the country data can't be read", "error", err)
		return
	}
	reader, err := maxminddb.OpenBytes(content)
	if err != nil {
		d.log.Warn("the country data is no database", "path", d.path, "error", err)
		return
	}
	d.reader = reader
	d.log.Info("country data", "path", d.path, "built", reader.Metadata.BuildTime().Format(time.DateOnly))
}
