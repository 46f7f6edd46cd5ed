package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// batch is the most entries that one round seals.
const batch = 5000

// Sealed is what one round of sealing did.
type Sealed struct {
	Entries  int
	More     bool     // entries are left for the next round
	Problems []string // what was found wrong while sealing
	head     *Head
	doubted  bool // the chain is not the one that this node saw before
}

// Seal appends entries that wait to the chain and signs its new head. Any number
// of nodes may call it: one works, the others do nothing. A wrong entry is sealed
// all the same, so that the chain keeps evidence of it, and reported.
func (s *Service) Seal(ctx context.Context) (Sealed, error) {
	tx, err := s.db.Pool.Begin(ctx)
	if err != nil {
		return Sealed{}, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // after a commit it does nothing
	work, now, err := lockSealing(ctx, tx)
	if err != nil || !work {
		return Sealed{}, err
	}
	mine, unkept := s.heads.newest() // entries are sealed even where no head can be kept
	done, err := s.seal(ctx, tx, now, mine)
	if err != nil {
		return Sealed{}, err
	}
	if err := tx.Commit(ctx); err != nil {
		return Sealed{}, err
	}
	for _, problem := range done.Problems {
		s.report(ctx, problem)
	}
	if unkept == nil && done.head != nil && !done.doubted {
		unkept = s.heads.add(*done.head)
	}
	if unkept != nil {
		unkept = fmt.Errorf("the journal's head is not kept outside of the database: %w", unkept)
	}
	return done, unkept
}

// seal does the round within a transaction that holds the lock. mine is the last
// head that this node saw.
func (s *Service) seal(ctx context.Context, tx pgx.Tx, now time.Time, mine *Head) (done Sealed, err error) {
	last, legacy, err := lastLink(ctx, tx)
	if err != nil {
		return done, err
	}
	seen, err := newestHead(ctx, tx, mine.seq())
	if err != nil {
		return done, err
	}
	if wrong := s.doubt(mine, seen); wrong != "" {
		done.Problems, done.doubted = append(done.Problems, wrong), true
	} else if wrong := s.foundation(last, seen.head); wrong != "" {
		done.Problems = append(done.Problems, wrong)
	}
	waiting, err := waitingEntries(ctx, tx, batch)
	if err != nil {
		return done, err
	}
	w := &walker{keys: s.keys, seq: last.seq, previous: last.hash, legacy: legacy}
	links, taken := make([]link, 0, len(waiting)), make([]int64, 0, len(waiting))
	for _, one := range waiting {
		taken = append(taken, one.entryID)
		if one.seq != 0 {
			done.Problems = append(done.Problems, fmt.Sprintf("entry %d was to be sealed a second time", one.entryID))
			continue
		}
		if one.entry == nil {
			done.Problems = append(done.Problems, fmt.Sprintf("entry %d was deleted before it was sealed", one.entryID))
			continue
		}
		if wrong := w.code(*one.entry); wrong != "" {
			done.Problems = append(done.Problems, fmt.Sprintf("entry %d %s", one.entryID, wrong))
		}
		w.seq++
		next := link{seq: w.seq, entryID: one.entryID, sealed: now, entry: one.entry}
		next.hash = next.sum(w.previous)
		w.previous = next.hash
		links = append(links, next)
	}
	done.Entries, done.More = len(links), len(waiting) == batch
	if err := unwait(ctx, tx, taken); err != nil || len(links) == 0 {
		return done, err
	}
	if err := addLinks(ctx, tx, links); err != nil {
		return done, err
	}
	head := s.keys.sign(Head{Seq: w.seq, Previous: seen.head.seq(), Hash: w.previous, At: s.now()})
	done.head = &head
	return done, addHead(ctx, tx, head)
}

// foundation tells what else is wrong with the end that is built upon: it must be
// the newest head's. Nothing is wrong with no links and no head.
func (s *Service) foundation(last link, head *Head) string {
	switch {
	case head == nil && last.seq == 0:
		return ""
	case head == nil:
		return "the chain has links and no signed head: heads were deleted, or links written past the portal"
	case head.Seq != last.seq:
		return fmt.Sprintf("links after head %d of %s were written past the portal, or later heads were deleted", head.Seq, stamp(head.At))
	}
	return ""
}
