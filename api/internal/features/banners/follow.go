package banners

import (
	"context"

	"baq.kz/portal/api/internal/platform/lang"
)

// Target is where a banner leads in a language. It is empty when the banner does not
// run there: one that is paused or over must not go on by pages that are still open.
// It fails with ErrNotFound for a banner that never was.
func (s *Service) Target(ctx context.Context, id int64, language lang.Code) (string, error) {
	address, known, err := target(ctx, s.db.Primary, id, language)
	if err == nil && !known {
		return "", ErrNotFound
	}
	return address, err
}
