package photobank

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
)

// Licence says what pictures may be used for, and until when.
type Licence struct {
	ID        int64      `json:"id"`
	Name      string     `json:"name"`
	Terms     string     `json:"terms"`     // what it allows and asks
	ExpiresAt *time.Time `json:"expiresAt"` // when it ends for all its pictures; nil: never
	Version   int64      `json:"version"`
	UpdatedAt time.Time  `json:"updatedAt"`
}

// licenceLimit is how many licences there can be: the list has no pages.
const licenceLimit = 500

// Licences are all, by name.
func (s *Service) Licences(ctx context.Context) ([]Licence, error) {
	return licences(ctx, s.deps.DB.Primary)
}

// CreateLicence adds a licence. It fails with ErrLicenceTaken or ErrManyLicences.
func (s *Service) CreateLicence(ctx context.Context, l Licence) (after Licence, err error) {
	l = l.tidy()
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id, err := insertLicence(ctx, tx, l)
		if err != nil {
			return err
		}
		after, err = s.recordLicence(ctx, tx, "photobank.licence_create", id, nil)
		return err
	})
	return after, err
}

// UpdateLicence changes a licence at the version that the caller has seen, and when
// the rights in its pictures end. It fails with ErrLicenceNotFound, ErrLicenceStale
// or ErrLicenceTaken.
func (s *Service) UpdateLicence(ctx context.Context, l Licence) (after Licence, err error) {
	l = l.tidy()
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := findLicence(ctx, tx, l.ID)
		if err != nil {
			return err
		}
		if current, err := writeLicence(ctx, tx, l); err != nil {
			return err
		} else if !current {
			return ErrLicenceStale
		}
		if after, err = s.recordLicence(ctx, tx, "photobank.licence_update", l.ID, before); err != nil {
			return err
		}
		return s.follow(ctx, tx, l.ID)
	})
	return after, err
}

func (s *Service) recordLicence(ctx context.Context, tx bun.Tx, action string, id int64, before any) (Licence, error) {
	after, err := findLicence(ctx, tx, id)
	if err != nil {
		return Licence{}, err
	}
	return after, s.deps.Journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "licence", ObjectID: id, Before: before, After: after})
}

// DeleteLicence removes a licence that no picture has. It fails with
// ErrLicenceNotFound or ErrLicenceInUse.
func (s *Service) DeleteLicence(ctx context.Context, id int64) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := findLicence(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := deleteLicence(ctx, tx, id); err != nil {
			return err
		}
		return s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.licence_delete", ObjectType: "licence", ObjectID: id, Before: before})
	})
}

// tidy keeps the lines of the terms.
func (l Licence) tidy() Licence {
	lines := strings.Split(strings.ReplaceAll(l.Terms, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = tidy(line)
	}
	l.Name, l.Terms = tidy(l.Name), strings.Trim(strings.Join(lines, "\n"), "\n")
	return l
}
