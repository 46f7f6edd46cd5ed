package photobank

import (
	"context"
	"strings"

	"baq.kz/portal/api/internal/platform/keyset"
)

// Use is a place that shows a picture.
type Use struct {
	Kind     string // "article", "page", "author", "banner"
	ID       int64
	Title    string
	Language string // empty: of none
	Role     string // "lead", "text", "portrait", "banner"
	Live     bool   // readers see it
}

// useKey is a use's place in the list: articles, the latest first; pages; authors; banners.
type useKey struct {
	Kind string `json:"k"`
	ID   int64  `json:"i"`
	Role string `json:"r"`
}

// Uses is a page of what uses a picture, or one that was merged into it, and the
// cursor of the next (nil: none). It fails with ErrNotFound.
func (s *Service) Uses(ctx context.Context, id int64, cursor string, limit int) ([]Use, *string, error) {
	after, err := keyset.Decode[useKey](cursor)
	if err != nil || after != nil && strings.ContainsRune(after.Kind+after.Role, 0) {
		return nil, nil, keyset.ErrBadCursor
	}
	if _, err := find(ctx, s.deps.DB.Primary, id); err != nil {
		return nil, nil, err
	}
	found, err := uses(ctx, s.deps.DB.Primary, id, after, limit+1)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, limit, func(u Use) any { return useKey{Kind: u.Kind, ID: u.ID, Role: u.Role} })
	return page, next, nil
}
