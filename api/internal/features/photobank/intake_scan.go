package photobank

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/malware"
)

// Held is how Upload fails when the scanner is down and the file waits for it.
type Held struct{ Intake Intake }

// Error implements error.
func (h Held) Error() string {
	return "the malware scanner is down: upload " + h.Intake.ID.String() + " waits for it"
}

// scan refuses a file that holds malware. It comes before anything looks into the
// file: also decoders are targets. It fails with ErrMalware or malware.ErrDown.
func (s *Service) scan(ctx context.Context, u Upload, o original) error {
	if s.deps.Scanner == nil {
		return nil
	}
	found, err := s.deps.Scanner.Scan(ctx, io.NewSectionReader(o, 0, o.size))
	if err != nil {
		return err
	}
	if found == "" {
		return nil
	}
	s.deps.Log.WarnContext(ctx, "malware was found in a file", "file", tidyFileName(u.FileName), "malware", found, "sha256", o.sum, "requestId", access.Origin(ctx).ID)
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.deps.Journal.Record(ctx, tx, audit.Entry{
			Action: "photobank.malware_found", ObjectType: "upload", ObjectID: o.hash(),
			After: map[string]any{"fileName": tidyFileName(u.FileName), "malware": found, "bytes": o.size},
		})
	})
	if err != nil {
		return err
	}
	return ErrMalware
}

// unscanned is what becomes of a file without a verdict: err, ErrScannerDown or Held.
// A description can't wait with its file, and is not to be lost: then it is refused.
func (s *Service) unscanned(ctx context.Context, u Upload, o original, err error) error {
	if !errors.Is(err, malware.ErrDown) {
		return err
	}
	s.deps.Log.ErrorContext(ctx, "a file could not be scanned", "file", tidyFileName(u.FileName), "error", err.Error())
	if !s.deps.Quarantine || !u.Description.empty() {
		return fmt.Errorf("%w (%w)", ErrScannerDown, err)
	}
	in, err := s.hold(ctx, u, o)
	if err != nil {
		return err
	}
	return Held{in}
}

// empty tells whether nothing is said of the picture.
func (d Description) empty() bool {
	return len(d.Labels)+len(d.Keywords)+len(d.Persons) == 0 && d.Author+d.Source+d.Licence+d.Place == "" &&
		d.LicenceID == nil && d.RightsUntil == nil && d.TakenAt == nil
}

// hold keeps a whole file until the scanner is back.
func (s *Service) hold(ctx context.Context, u Upload, o original) (Intake, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Intake{}, err
	}
	key := partKey(id, 0)
	if err := s.deps.Store.Put(ctx, key, io.NewSectionReader(o, 0, o.size)); err != nil {
		return Intake{}, err
	}
	in, err := s.open(ctx, Intake{
		ID: id, FileName: tidyFileName(u.FileName), Bytes: o.size, Received: o.size, State: Quarantined, parts: []string{key},
	})
	if _, refused := fault.As(err); refused {
		err = errors.Join(err, s.deps.Store.Delete(ctx, key))
	}
	return in, err
}
