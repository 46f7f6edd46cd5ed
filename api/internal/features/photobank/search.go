package photobank

import (
	"context"

	"github.com/uptrace/bun"
)

// readBatch is how many pictures' words are brought into the search at a time.
const readBatch = 200

// ReadWords brings the words of pictures into the search that are not there yet: of
// those from before there were stems, and of all when their column is emptied since
// the rules of stems have changed. It tells of how many. Any number of processes may
// do so at once.
func (s *Service) ReadWords(ctx context.Context) (read int, err error) {
	for more := true; more; {
		err := s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			found, err := unread(ctx, tx, readBatch)
			if err != nil {
				return err
			}
			more = len(found) == readBatch
			for _, p := range found {
				if err := writeLexemes(ctx, tx, p.ID, p.lexemes()); err != nil {
					return err
				}
			}
			read += len(found)
			return nil
		})
		if err != nil {
			return read, err
		}
	}
	return read, nil
}
