package journal

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Examination says what a verification looks at beside the database and the
// node's own files, and whom it tells how far it is.
type Examination struct {
	Files    []string // further files of heads, such as those of other nodes or of mails
	Progress func(checked, total int64)
}

// Report is what a verification found.
type Report struct {
	Checked, Total int64 // links
	Pending        int64 // entries that are not sealed yet; their codes were checked
	Heads          int64 // signed heads in the database
	FileHeads      int64 // signed heads in files
	Ignored        int64 // lines of files that are no heads
	Took           time.Duration
	Bad            *Finding // the first place where something is wrong; nil: nothing is
}

// Verify holds the whole journal together: entries, codes, links, heads, and the
// heads kept in files. It reads one snapshot, so that the portal may write
// meanwhile, and never holds more than a few thousand rows.
func (s *Service) Verify(ctx context.Context, e Examination) (Report, error) {
	begun := time.Now()
	// Measured before the snapshot: what stands in a file by then was committed.
	files, err := s.heads.files()
	if err != nil {
		return Report{}, err
	}
	more, err := measure(e.Files)
	if err != nil {
		return Report{}, err
	}
	tx, err := s.db.Pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	report, err := s.verify(ctx, tx, append(files, more...), e.Progress)
	report.Took = time.Since(begun)
	return report, err
}

// verify does it in a transaction.
func (s *Service) verify(ctx context.Context, tx pgx.Tx, files []headFile, progress func(checked, total int64)) (Report, error) {
	v := &verification{keys: s.keys, tx: tx, progress: progress}
	for _, step := range []func(context.Context) error{
		v.begin,
		v.databaseHeads,
		func(ctx context.Context) error { return v.fileHeads(ctx, files) },
		v.chain,
		v.rest,
	} {
		if err := step(ctx); err != nil {
			return v.report, err
		}
	}
	return v.report, nil
}

// verification is one run.
type verification struct {
	keys     Keys
	tx       pgx.Tx
	progress func(checked, total int64)
	report   Report
	end      int64 // the seq of the last link
	legacy   bool  // all links are from before there were codes
}

// found keeps what stands first in the chain; of two at one place the later told,
// which knows more of it.
func (v *verification) found(f *Finding) {
	if f != nil && (v.report.Bad == nil || f.Seq <= v.report.Bad.Seq) {
		v.report.Bad = f
	}
}

func (v *verification) told() {
	if v.progress != nil {
		v.progress(v.report.Checked, v.report.Total)
	}
}

func (v *verification) begin(ctx context.Context) (err error) {
	v.end, v.report.Total, err = chainSize(ctx, v.tx)
	v.told()
	return err
}

// databaseHeads checks the signed heads one after the other, and that each is the
// chain's hash at its place.
func (v *verification) databaseHeads(ctx context.Context) error {
	var before *Head
	err := eachHead(ctx, v.tx, func(h Head, linked []byte) error {
		v.report.Heads++
		if wrong := v.keys.signed(h); wrong != "" {
			v.found(&Finding{Seq: h.Seq, Text: fmt.Sprintf("head %d %s", h.Seq, wrong)})
		} else if h.Previous != before.seq() {
			v.found(&Finding{Seq: min(h.Previous, h.Seq), Text: fmt.Sprintf("head %d follows head %d, and that is not the one before it: heads were deleted or added", h.Seq, h.Previous)})
		} else {
			v.found(v.held(h, linked, "its head"))
		}
		before = &h
		return nil
	})
	if err != nil {
		return err
	}
	if covered := before.seq(); covered < v.end {
		v.found(&Finding{Seq: covered + 1, Text: fmt.Sprintf("link %d and those after it have no signed head: they were written past the portal, or heads were deleted", covered+1)})
	}
	return nil
}

// held tells what is wrong when a head is not the chain's hash at its place.
func (v *verification) held(h Head, linked []byte, whose string) *Finding {
	switch {
	case h.Seq > v.end:
		return &Finding{Seq: v.end + 1, Text: fmt.Sprintf("the chain's tail was cut: it ends at %d, before %s %d of %s", v.end, whose, h.Seq, stamp(h.At))}
	case !bytes.Equal(linked, h.Hash):
		return &Finding{Seq: h.Seq, Text: fmt.Sprintf("the chain is not that of %s %d of %s: it was written anew at or before it", whose, h.Seq, stamp(h.At))}
	}
	return nil
}

// fileHeads checks the heads that were kept outside of the database: the chain
// must have them, and so must the table of heads.
func (v *verification) fileHeads(ctx context.Context, files []headFile) error {
	for _, file := range files {
		var waiting []Head
		look := func() error {
			err := v.lookUp(ctx, file.path, waiting)
			waiting = waiting[:0]
			return err
		}
		err := file.each(func(number int, line string) error {
			h, err := readHead(line)
			if err != nil {
				v.report.Ignored++
				return nil
			}
			v.report.FileHeads++
			if wrong := v.keys.signed(h); wrong != "" {
				v.found(&Finding{Seq: h.Seq, Text: fmt.Sprintf("head %d in line %d of %s %s", h.Seq, number, file.path, wrong)})
				return nil
			}
			if waiting = append(waiting, h); len(waiting) < fetched {
				return nil
			}
			return look()
		})
		if err == nil {
			err = look()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lookUp holds heads of a file against the database.
func (v *verification) lookUp(ctx context.Context, path string, heads []Head) error {
	if len(heads) == 0 {
		return nil
	}
	v.told()
	there, err := placesOf(ctx, v.tx, heads)
	for _, h := range heads {
		at := there[h.Seq]
		f := v.held(h, at.link, "the head kept in "+path+",")
		if f == nil && !bytes.Equal(at.signature, h.Signature) {
			f = &Finding{Seq: h.Seq, Text: fmt.Sprintf("head %d of %s stands in %s and not in the database: it was deleted or changed there", h.Seq, stamp(h.At), path)}
		}
		v.found(f)
	}
	return err
}

// chain walks along all links with their entries.
func (v *verification) chain(ctx context.Context) error {
	w := newWalker(v.keys)
	err := eachLink(ctx, v.tx, func(l link) error {
		if v.report.Bad != nil && v.report.Bad.Seq <= w.seq {
			return errEnough
		}
		if f := w.step(l); f != nil {
			v.found(f)
			return errEnough
		}
		if v.report.Checked++; v.report.Checked%fetched == 0 {
			v.told()
		}
		return nil
	})
	v.legacy = w.legacy
	v.told()
	return err
}

// rest looks, when the chain is right, for what stands beside it.
func (v *verification) rest(ctx context.Context) error {
	if v.report.Bad != nil {
		return nil
	}
	for _, look := range []func(context.Context, pgx.Tx) (*Finding, error){entryTwice, linkTwice, entryWithout} {
		f, err := look(ctx, v.tx)
		if err != nil || f != nil {
			v.report.Bad = f
			return err
		}
	}
	w := &walker{keys: v.keys, legacy: v.legacy}
	return eachWaiting(ctx, v.tx, func(l link) error {
		v.report.Pending++
		text := "was deleted before it was sealed"
		switch {
		case l.seq != 0:
			text = "is to be sealed a second time"
		case l.entry != nil:
			text = w.code(*l.entry)
		}
		if text != "" {
			v.report.Bad = &Finding{Entry: l.entryID, Text: fmt.Sprintf("entry %d %s", l.entryID, text)}
			return errEnough
		}
		return nil
	})
}
