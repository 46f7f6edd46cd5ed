package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"baq.kz/portal/api/internal/platform/audit"
)

// link is a place in the chain with the entry that stands there.
type link struct {
	seq     int64
	entryID int64
	hash    []byte
	sealed  time.Time  // by the database's clock
	entry   *audit.Row // nil: the entry is gone
}

// genesis is the hash before the first link.
func genesis() []byte { return make([]byte, sha256.Size) }

// sum is the hash that a link must have: SHA-256 of the previous hash, the whole
// entry with its id and its code, and the link's seq and time, in microseconds;
// what has no fixed length has it before it.
func (l link) sum(previous []byte) []byte {
	sum := sha256.New()
	number := func(n int64) { sum.Write(binary.BigEndian.AppendUint64(nil, uint64(n))) } //nolint:gosec // a bit pattern
	part := func(b []byte) { number(int64(len(b))); sum.Write(b) }
	part(previous)
	part(l.entry.Content())
	number(l.entry.ID)
	part(l.entry.MAC)
	number(l.seq)
	number(l.sealed.UnixMicro())
	return sum.Sum(nil)
}

// Finding is what is wrong, and the first place where.
type Finding struct {
	Seq   int64 // 0: not in the chain
	Entry int64 // 0: no entry is known
	Text  string
}

// walker goes along the chain, and stops believing it at the first thing wrong.
type walker struct {
	keys     Keys
	seq      int64
	previous []byte
	legacy   bool // all entries so far are from before there were codes
}

func newWalker(keys Keys) *walker { return &walker{keys: keys, previous: genesis(), legacy: true} }

// step takes the next link; nil when it is right.
func (w *walker) step(l link) *Finding {
	at := func(text string) *Finding { return &Finding{Seq: l.seq, Entry: l.entryID, Text: text} }
	switch {
	case l.seq > w.seq+1:
		return &Finding{Seq: w.seq + 1, Text: fmt.Sprintf("link %d is missing: it was deleted", w.seq+1)}
	case l.seq <= w.seq:
		return at(fmt.Sprintf("link %d stands there twice", l.seq))
	case l.entry == nil:
		return at(fmt.Sprintf("entry %d of link %d is missing: it was deleted, or the link was changed", l.entryID, l.seq))
	}
	if wrong := w.code(*l.entry); wrong != "" {
		return at(fmt.Sprintf("entry %d %s", l.entryID, wrong))
	}
	if !bytes.Equal(l.hash, l.sum(w.previous)) {
		return at(fmt.Sprintf("link %d does not have the hash of what it stands for: it, its entry %d or their order was changed", l.seq, l.entryID))
	}
	w.seq, w.previous = l.seq, l.hash
	return nil
}

// code tells what is wrong with an entry's code. Entries without one are right as
// long as all before them have none.
func (w *walker) code(r audit.Row) string {
	if r.Key == "" && w.legacy {
		return ""
	}
	w.legacy = false
	return w.keys.coded(r)
}

func quoted(text string) string { return strconv.QuoteToASCII(text) }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
