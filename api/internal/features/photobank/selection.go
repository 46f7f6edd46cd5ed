package photobank

import (
	"context"
	"slices"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// Selection is a query of the list under a name of its owner's.
type Selection struct {
	ID     int64
	Name   string
	Query  map[string]string // the list's parameter -> value
	Shared bool              // others see it, too
	Mine   bool
}

const (
	// selectionLimit is how many selections a person can save.
	selectionLimit = 50
	// selectionsShown is how many the list has: all of one's own, and others'.
	selectionsShown = 200
)

// selectable are the list's parameters that a selection can hold.
func selectable() []string {
	return []string{"q", "author", "source", "keyword", "person", "licence", "noLicence", "rights", "takenFrom", "takenUntil", "addedFrom", "addedUntil",
		"addedBy", "orientation", "tone", "used", "described", "undescribed", "collection", "trashed"}
}

// Selections are the caller's, and those that others share, by name.
func (s *Service) Selections(ctx context.Context) ([]Selection, error) {
	p, _ := access.From(ctx)
	return selections(ctx, s.deps.DB.Primary, p.UserID)
}

// SaveSelection saves a selection under a name, in place of the caller's one that has
// it. It fails with ErrBadSelection or ErrManySelections.
func (s *Service) SaveSelection(ctx context.Context, wanted Selection) (Selection, error) {
	for name := range wanted.Query {
		if !slices.Contains(selectable(), name) {
			return Selection{}, ErrBadSelection.WithFields(fault.Field{Field: "query." + name, Code: "unknown", Message: "no filter of the list"})
		}
	}
	p, _ := access.From(ctx)
	wanted.Name, wanted.Mine = tidy(wanted.Name), true
	id, err := putSelection(ctx, s.deps.DB.Primary, p.UserID, wanted)
	wanted.ID = id
	return wanted, err
}

// DeleteSelection removes one of the caller's. It fails with ErrSelectionNotFound.
func (s *Service) DeleteSelection(ctx context.Context, id int64) error {
	p, _ := access.From(ctx)
	return dropSelection(ctx, s.deps.DB.Primary, p.UserID, id)
}
