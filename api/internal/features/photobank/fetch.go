package photobank

import (
	"context"
	"errors"
	"fmt"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fetch"
)

// FetchPicture takes a picture in from a web address. It refuses what Upload does, and
// with ErrFetchRefused or ErrFetchFailed, which tell nothing of what is behind an
// address: the reason is in the log.
func (s *Service) FetchPicture(ctx context.Context, address string) (Picture, error) {
	file, err := s.deps.Fetch.Get(ctx, address, s.deps.UploadLimit)
	if err != nil {
		return Picture{}, s.unfetched(ctx, address, err)
	}
	defer file.Close()
	p, err := s.Upload(ctx, Upload{FileName: file.Name, Content: file})
	return p, s.unfetched(ctx, address, err)
}

func (s *Service) unfetched(ctx context.Context, address string, err error) error {
	refusal := err
	switch {
	case errors.Is(err, fetch.ErrRefused):
		refusal = ErrFetchRefused
	case errors.Is(err, fetch.ErrFailed):
		refusal = ErrFetchFailed
	case errors.Is(err, fetch.ErrTooLarge):
		return fmt.Errorf("%w (%w)", ErrTooLarge, err)
	default:
		return err
	}
	s.deps.Log.InfoContext(ctx, "a picture could not be fetched", "address", address, "reason", err.Error(), "requestId", access.Origin(ctx).ID)
	return refusal
}
