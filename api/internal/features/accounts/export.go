package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// How often one person may export the register.
const (
	exportsPerWindow = 5
	exportWindow     = time.Minute
)

// ExportUsers is the register of the staff as a table in CSV, with headings in
// one of the interface's languages. It refuses with ErrTooManyExports.
func (s *Service) ExportUsers(ctx context.Context, by access.Principal, language lang.Code) ([]byte, error) {
	b := bucket{name("export", fmt.Sprint(by.UserID)), exportsPerWindow, exportWindow}
	if v := s.guesses.take(ctx, b, uuid.NewString()); !v.allowed {
		limited := *ErrTooManyExports
		limited.RetryAfter = max(v.wait, time.Second)
		return nil, &limited
	}
	var table []byte
	err := postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		r := register{language: language, zone: s.zone}
		var err error
		if r.users, err = allUsers(ctx, tx); err != nil {
			return err
		}
		if r.roles, err = allRoles(ctx, tx); err != nil {
			return err
		}
		if r.rubrics, err = rubricNames(ctx, tx, language); err != nil {
			return err
		}
		if table, err = r.csv(); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{
			Action: "users.export", ObjectType: "register", ObjectID: "staff", After: map[string]any{"users": len(r.users), "language": language},
		})
	})
	return table, err
}
