package photobank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/labels"
)

// Upload is a file on its way in.
type Upload struct {
	FileName string
	Content  io.Reader
	// Description may be empty: what the file says of itself fills the gaps. It
	// is not looked at when the picture is there already.
	Description
}

// Upload takes a picture in, or answers with the one that is there when the same
// file came before. When it returns, files and row are durable; when it fails,
// no picture is there, at most files that nothing refers to. It refuses what is
// no sound picture (see faults.go), ErrMalware, ErrTooLarge, rendition.ErrBusy and
// blob.ErrFull. While the scanner is down it is ErrScannerDown, or Held where such
// files are kept until it is back.
func (s *Service) Upload(ctx context.Context, u Upload) (Picture, error) {
	if err := labels.CheckLanguages(s.deps.Languages, u.Labels); err != nil {
		return Picture{}, err
	}
	o, err := s.spool(u.Content)
	if err != nil {
		return Picture{}, err
	}
	defer o.Close()
	in, err := s.take(ctx, u, o, nil)
	if err != nil {
		return Picture{}, s.unscanned(ctx, u, o, s.explain(ctx, u, err))
	}
	return in.Picture, nil
}

// taken is a picture that was taken in.
type taken struct {
	Picture Picture
	Known   bool // it was there already
	Similar int  // how many others look like it
}

// take makes a picture of a file, whichever way it came. What is to be noted with the
// picture is noted in its transaction: also that of a picture that was there.
func (s *Service) take(ctx context.Context, u Upload, o original, note func(context.Context, bun.Tx, taken) error) (taken, error) {
	if err := s.scan(ctx, u, o); err != nil {
		return taken{}, err
	}
	rules, err := s.Settings(ctx)
	if err != nil {
		return taken{}, err
	}
	renderer := s.renderer.FirstFrame(rules.Animation == firstFrame)
	if _, err := renderer.Inspect(o, o.size); err != nil {
		return taken{}, err
	}
	leave, err := s.renderer.Place(ctx)
	if err != nil {
		return taken{}, err
	}
	defer leave()
	// Only now: whoever uploaded the same file at the same time may be ready.
	if found, err := s.whole(ctx, o); err != nil {
		return taken{}, err
	} else if found.ID != 0 {
		return s.known(ctx, found, note)
	}
	made, err := renderer.Render(ctx, o.File, s.deps.Recipe.Eager())
	if err != nil {
		return taken{}, err
	}
	defer made.Close()
	for {
		files, err := s.keep(ctx, o, made)
		if err != nil {
			return taken{}, err
		}
		in, err := s.add(ctx, s.picture(ctx, u, o, made), files, made.Metadata.Facts, note)
		if !errors.Is(err, errFilesGone) {
			return in, err
		}
	}
}

// original is an upload in a file without a name.
type original struct {
	*os.File
	size int64  // bytes
	sum  string // SHA-256, hex
}

func (o original) hash() string { return o.sum[:hashLength] }

func (s *Service) spool(content io.Reader) (original, error) {
	file, err := rendition.Scratch(s.deps.TempDir)
	if err != nil {
		return original{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(content, s.deps.UploadLimit+1))
	if err == nil && size > s.deps.UploadLimit {
		err = ErrTooLarge
	}
	if err != nil {
		_ = file.Close()
		return original{}, blob.Explain(err)
	}
	return original{File: file, size: size, sum: hex.EncodeToString(sum.Sum(nil))}, nil
}

// whole is the picture of this original, when it is there with all its files as
// they were stored. Otherwise it is taken in anew, which puts them back.
func (s *Service) whole(ctx context.Context, o original) (Picture, error) {
	found, err := byHash(ctx, s.deps.DB.Primary, o.hash())
	if errors.Is(err, ErrNotFound) {
		return Picture{}, nil
	}
	if err != nil {
		return Picture{}, err
	}
	files, err := s.present(ctx, o.hash())
	if err != nil || len(files) <= len(s.deps.Recipe.Eager()) {
		return Picture{}, err
	}
	troubles, _, err := s.CheckFiles(ctx, s.deps.DB.Primary, []int64{found.ID})
	if err != nil || len(troubles) > 0 {
		return Picture{}, err
	}
	return found, nil
}

// keep stores the files, before any row tells of them, and tells what they hold.
func (s *Service) keep(ctx context.Context, o original, made *rendition.Rendered) ([]keptFile, error) {
	files := []keptFile{{Name: originalName, Sum: o.sum, Bytes: o.size}}
	if err := s.deps.Store.Put(ctx, originalKey(o.sum), io.NewSectionReader(o, 0, o.size)); err != nil {
		return nil, err
	}
	for i, f := range made.Files {
		held, err := sumUp(f.Name, made.Open(i))
		if err == nil {
			err = s.deps.Store.Put(ctx, renditionKey(o.hash(), f.Name), made.Open(i))
		}
		if err != nil {
			return nil, err
		}
		files = append(files, held)
	}
	return files, nil
}

func (s *Service) picture(ctx context.Context, u Upload, o original, made *rendition.Rendered) Picture {
	p := Picture{
		Hash: o.hash(), FileName: tidyFileName(u.FileName), Format: made.Format, Width: made.Width, Height: made.Height,
		Bytes: o.size, Colour: made.Colour, Renditions: made.Files, Description: u.tidy(), Tone: made.Tone, Recipe: s.deps.Recipe.Version(),
	}
	if made.PHash != 0 { // of a picture in one colour it says nothing
		hash := int64(made.PHash) //nolint:gosec // all 64 bits are kept; the sign means nothing
		p.PHash = &hash
	}
	p.Description = s.completed(p.Description, made.Metadata)
	p.CreatedBy = access.UserID(ctx)
	return p
}

// explain makes a fault of the refusal of a file, and leaves why in the log:
// the client learns nothing of how its file killed a process.
func (s *Service) explain(ctx context.Context, u Upload, err error) error {
	var refused rendition.Refusal
	if !errors.As(err, &refused) {
		return err
	}
	s.deps.Log.InfoContext(ctx, "a file was refused as a picture", "file", tidyFileName(u.FileName), "reason", err.Error(),
		"requestId", access.Origin(ctx).ID)
	return refusal(refused)
}
