package photobank

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
)

// IntakeState is how far a file on its way in is.
type IntakeState string

// The states of an intake.
const (
	Receiving   IntakeState = "receiving"
	Waiting     IntakeState = "waiting"     // all bytes are there and durable
	Working     IntakeState = "working"     // somebody makes the picture
	Quarantined IntakeState = "quarantined" // waits for the malware scanner
	Done        IntakeState = "done"
	Failed      IntakeState = "failed"
)

// Intake is a file that comes in parts, or that waits to become a picture.
type Intake struct {
	ID        uuid.UUID
	UserID    *int64 // nil: a command or an import
	FileName  string
	Bytes     int64 // of the whole file
	Received  int64 // bytes that are durable
	State     IntakeState
	Code      string // why it failed, as a fault's code
	PictureID *int64
	Known     bool // the picture was there already
	Similar   int  // how many others look like it
	CreatedAt time.Time
	ExpiresAt time.Time
	Picture   *Picture // when done, in answers

	parts    []string // keys in the store, in the file's order
	attempts int      // how often somebody began to make the picture
	userName string   // of whose upload is worked at, for the journal
}

const (
	// uploadLife is how long an upload is kept that gets no byte, and how long one that
	// is done or has failed is told of.
	uploadLife = 24 * time.Hour
	// maxUploads bounds what one person has that still lacks bytes, maxUploadBytes that
	// and what waits for its picture: a large batch is not held up by our own pace.
	maxUploads     = 200
	maxUploadBytes = 10 << 30
	// MaxPart is what one request may bring of an upload, in bytes. The contract says
	// so, too.
	MaxPart = 16 << 20
)

// BeginUpload opens an upload of a file of so many bytes. It fails with ErrTooLarge,
// ErrTooManyUploads or ErrUploadsFull.
func (s *Service) BeginUpload(ctx context.Context, fileName string, bytes int64) (Intake, error) {
	if bytes > s.deps.UploadLimit {
		return Intake{}, ErrTooLarge
	}
	in := Intake{FileName: tidyFileName(fileName), Bytes: bytes, State: Receiving}
	return s.open(ctx, in)
}

// open adds the row for whoever asks, within what one person may have unfinished.
func (s *Service) open(ctx context.Context, in Intake) (Intake, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Intake{}, err
	}
	if in.ID == uuid.Nil {
		in.ID = id
	}
	if who, ok := access.From(ctx); ok {
		in.UserID = &who.UserID
	}
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if in.UserID != nil {
			if err := checkQuota(ctx, tx, *in.UserID, in.Bytes); err != nil {
				return err
			}
		}
		return insertIntake(ctx, tx, &in)
	})
	return in, err
}

// UploadOf is one of the caller's own uploads. It fails with ErrNoUpload, or ErrUploadGone
// when it was given up or got no byte for a day.
func (s *Service) UploadOf(ctx context.Context, id uuid.UUID) (Intake, error) {
	in, gone, err := ownIntake(ctx, s.deps.DB.Primary, id, caller(ctx))
	if err == nil && gone {
		err = ErrUploadGone
	}
	if err != nil {
		return Intake{}, err
	}
	all := []Intake{in}
	return all[0], s.withPictures(ctx, all)
}

// Uploads is a page of the caller's own uploads, the latest first.
func (s *Service) Uploads(ctx context.Context, cursor string, limit int) ([]Intake, *string, error) {
	after, err := keyset.Decode[intakeKey](cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := ownIntakes(ctx, s.deps.DB.Primary, caller(ctx), after, limit)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, limit, func(in Intake) any { return intakeKey{in.CreatedAt, in.ID} })
	return page, next, s.withPictures(ctx, page)
}

func (s *Service) withPictures(ctx context.Context, all []Intake) error {
	var ids []int64
	for _, in := range all {
		if in.PictureID != nil {
			ids = append(ids, *in.PictureID)
		}
	}
	found, err := s.ByIDs(ctx, s.deps.DB.Primary, ids)
	for i, in := range all {
		if in.PictureID == nil {
			continue
		}
		if p, there := found[*in.PictureID]; there {
			all[i].Picture = &p
		}
	}
	return err
}

// RetryUpload has the picture of a failed upload made anew. It fails with ErrNoUpload, or
// ErrNotRetriable when the file itself was refused.
func (s *Service) RetryUpload(ctx context.Context, id uuid.UUID) (Intake, error) {
	in, err := s.UploadOf(ctx, id)
	if err != nil {
		return Intake{}, err
	}
	if again, err := retryIntake(ctx, s.deps.DB.Primary, id, caller(ctx)); err != nil || again {
		if err != nil {
			return Intake{}, err
		}
		return s.UploadOf(ctx, id)
	}
	if in.State == Failed {
		return Intake{}, ErrNotRetriable
	}
	return in, nil // it is on its way already
}

// DropUpload gives an upload up, with what has come of it; of one that is done only
// the note goes. It fails with ErrNoUpload, or ErrUploadWorking while its picture is
// being made.
func (s *Service) DropUpload(ctx context.Context, id uuid.UUID) error {
	in, gone, err := ownIntake(ctx, s.deps.DB.Primary, id, caller(ctx))
	switch {
	case err != nil:
		return err
	case gone:
		return ErrNoUpload
	}
	dropped, err := dropIntake(ctx, s.deps.DB.Primary, in.ID)
	if err != nil {
		return err
	}
	if !dropped {
		return ErrUploadWorking
	}
	return s.clear(ctx, in.ID) // what is left behind by a crash here, the sweep removes
}

// caller is whose uploads are asked for; 0 is nobody's.
func caller(ctx context.Context) int64 {
	who, _ := access.From(ctx)
	return who.UserID
}
