package journal

import (
	"bytes"
	"context"
	"fmt"
)

// Witness holds the chain in the database against the last head that this node
// has seen, and keeps the newest one in the node's own files. It tells what is
// wrong, and reports it; empty: nothing. After a break the node holds fast to
// what it saw before, until an administrator puts its files away.
func (s *Service) Witness(ctx context.Context) (problem string, err error) {
	mine, err := s.heads.newest()
	if err != nil {
		return "", err
	}
	seen, err := newestHead(ctx, s.db.Pool, mine.seq())
	if err != nil {
		return "", err
	}
	if problem = s.doubt(mine, seen); problem != "" {
		s.report(ctx, problem)
		return problem, nil
	}
	if seen.head == nil {
		return "", nil
	}
	return "", s.heads.add(*seen.head)
}

// doubt tells why the chain is not the one that was seen before.
func (s *Service) doubt(mine *Head, seen sight) string {
	if mine != nil {
		kept := fmt.Sprintf("head %d of %s, which was seen earlier", mine.Seq, stamp(mine.At))
		switch {
		case seen.mine == nil || seen.head == nil || seen.head.Seq < mine.Seq:
			return "the chain's tail was cut: it no longer reaches " + kept
		case !bytes.Equal(seen.mine, mine.Hash):
			return "the chain was written anew: it is not that of " + kept
		}
	}
	if seen.head == nil {
		return ""
	}
	if wrong := s.keys.signed(*seen.head); wrong != "" {
		return fmt.Sprintf("head %d %s", seen.head.Seq, wrong)
	}
	if !bytes.Equal(seen.link, seen.head.Hash) {
		return fmt.Sprintf("the chain is not that of its head %d of %s", seen.head.Seq, stamp(seen.head.At))
	}
	return ""
}
