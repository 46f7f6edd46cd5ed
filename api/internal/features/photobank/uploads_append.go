package photobank

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/blob"
)

// Append takes the next bytes of an upload in. When it returns, they are durable; when
// the body breaks off, what had arrived is, and the error is the body's. Of two that
// append at once one wins. It fails with ErrNoUpload, ErrUploadGone, ErrWrongOffset,
// ErrPastEnd, ErrPartTooLarge or blob.ErrFull.
func (s *Service) Append(ctx context.Context, id uuid.UUID, offset int64, body io.Reader) (Intake, error) {
	in, err := s.UploadOf(ctx, id)
	if err != nil {
		return Intake{}, err
	}
	if in.Received != offset {
		return Intake{}, ErrWrongOffset
	}
	room := min(in.Bytes-offset, MaxPart)
	part, n, broken := s.spoolPart(body, room)
	if part == nil {
		return Intake{}, broken
	}
	defer part.Close()
	var cut *http.MaxBytesError
	switch {
	case n > room && room < MaxPart:
		return Intake{}, ErrPastEnd
	case n > room, errors.As(broken, &cut):
		return Intake{}, ErrPartTooLarge
	case n == 0:
		return in, broken
	}
	// Also of a request that is given up: tus asks that what arrived be kept.
	ctx = context.WithoutCancel(ctx)
	in, err = s.keepPart(ctx, in, io.NewSectionReader(part, 0, n), n)
	return in, errors.Join(err, broken)
}

// spoolPart puts a body of at most room bytes into a file without a name; one byte
// more tells that there were more.
func (s *Service) spoolPart(body io.Reader, room int64) (part interface {
	io.ReaderAt
	io.Closer
}, n int64, err error) {
	file, err := rendition.Scratch(s.deps.TempDir)
	if err != nil {
		return nil, 0, err
	}
	n, err = io.Copy(file, io.LimitReader(body, room+1))
	if full := blob.Explain(err); errors.Is(full, blob.ErrFull) {
		_ = file.Close()
		return nil, 0, full
	}
	return file, n, err
}

// keepPart stores the part, and then notes it, if the upload is still where it was.
func (s *Service) keepPart(ctx context.Context, in Intake, part io.Reader, n int64) (Intake, error) {
	key := partKey(in.ID, in.Received)
	if err := s.deps.Store.Put(ctx, key, part); err != nil {
		return Intake{}, err
	}
	after, err := appendPart(ctx, s.deps.DB.Primary, in, key, n)
	if errors.Is(err, ErrWrongOffset) { // another error may hide a commit
		err = errors.Join(err, s.deps.Store.Delete(ctx, key))
	}
	return after, err
}

// uploadsFolder holds parts: of each upload in the folder of its id's last two digits,
// so that none is large and none is left empty for each upload.
const uploadsFolder = "uploads"

func partsFolder(id uuid.UUID) string {
	text := id.String()
	return uploadsFolder + "/" + text[len(text)-2:] // the first digits are the time's
}

// partKey is where a part is kept. Two that bring the same bytes at once write two.
func partKey(id uuid.UUID, offset int64) string {
	return fmt.Sprintf("%s/%s-%d-%s", partsFolder(id), id, offset, strings.ToLower(rand.Text()[:10]))
}
