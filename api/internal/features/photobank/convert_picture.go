package photobank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/blob"
)

// errOriginal is trouble with an original: nothing can be made of it.
var errOriginal = errors.New("photobank: the original can't be used")

// remake makes files of a picture anew from its original, stores and notes them.
// With all, they are all that every picture has, and what else is learnt of the
// picture on the way is noted, where it is not known yet. The caller has a place of
// the renderer.
func (s *Service) remake(ctx context.Context, p Picture, variants []rendition.Variant, all bool) error {
	o, err := s.fetchOriginal(ctx, p.Hash)
	if err != nil {
		return err
	}
	defer o.Close()
	made, err := s.renderer.Again(p.Width*p.Height).Render(ctx, o.File, variants)
	if err != nil {
		return err
	}
	defer made.Close()
	files, err := s.keepMade(ctx, p.Hash, made)
	if err != nil {
		return err
	}
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.noteMade(ctx, tx, p, made, files, all)
	})
}

// fetchOriginal copies the original into a file without a name, and sees to it that
// it is what came in.
func (s *Service) fetchOriginal(ctx context.Context, hash string) (original, error) {
	names, err := s.deps.Store.List(ctx, path.Dir(originalKey(hash)))
	if err != nil {
		return original{}, err
	}
	i := slices.IndexFunc(names, func(name string) bool { return len(name) == 2*sha256.Size && strings.HasPrefix(name, hash) })
	if i < 0 {
		return original{}, fmt.Errorf("%w: it is missing", errOriginal)
	}
	object, err := s.deps.Store.Open(ctx, originalKey(names[i]))
	if err != nil {
		return original{}, err
	}
	defer object.Close()
	file, err := rendition.Scratch(s.deps.TempDir)
	if err != nil {
		return original{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), object)
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != names[i] {
		err = fmt.Errorf("%w: it is damaged", errOriginal)
	}
	if err != nil {
		_ = file.Close()
		return original{}, blob.Explain(err)
	}
	return original{File: file, size: size, sum: names[i]}, nil
}

// keepMade stores files before any row tells of them, and tells what they hold.
func (s *Service) keepMade(ctx context.Context, hash string, made *rendition.Rendered) (files []keptFile, err error) {
	for i, f := range made.Files {
		held, err := sumUp(f.Name, made.Open(i))
		if err == nil {
			err = s.deps.Store.Put(ctx, renditionKey(hash, f.Name), made.Open(i))
		}
		if err != nil {
			return nil, err
		}
		files = append(files, held)
	}
	return files, nil
}

func (s *Service) noteMade(ctx context.Context, tx bun.Tx, p Picture, made *rendition.Rendered, files []keptFile, all bool) error {
	if err := holdForFiles(ctx, tx, p.ID); err != nil {
		return err
	}
	before, err := keptOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	changed, err := writeFiles(ctx, tx, p.ID, files)
	if err != nil {
		return err
	}
	if all {
		if err := s.noteLearnt(ctx, tx, p, made); err != nil {
			return err
		}
	}
	if differ(before, files) {
		if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.renew", ObjectType: "picture", ObjectID: p.ID}); err != nil {
			return err
		}
	}
	if !changed && !all {
		return nil
	}
	return s.seal(ctx, tx, p.ID)
}

// noteLearnt notes what is known of the picture now that all its files were made.
// Pages that show it are outdated when its files are others by name or size, or its colour
// or its own size is another.
func (s *Service) noteLearnt(ctx context.Context, tx bun.Tx, p Picture, made *rendition.Rendered) error {
	shown := slices.DeleteFunc(slices.Clone(made.Files), func(f rendition.File) bool { return !s.eager(f.Name) })
	if err := updateMade(ctx, tx, p.ID, made.Facts, shown, s.deps.Recipe.Version()); err != nil {
		return err
	}
	if p.PHash == nil && made.PHash != 0 {
		if _, err := s.noteLikenesses(ctx, tx, p.ID, int64(made.PHash)); err != nil { //nolint:gosec // all 64 bits are kept
			return err
		}
	}
	same := slices.EqualFunc(p.Renditions, shown, func(a, b rendition.File) bool { return a.Name == b.Name && a.Width == b.Width && a.Height == b.Height })
	same = same && p.Colour == made.Colour && p.Width == made.Width && p.Height == made.Height
	if same || !p.Used {
		return nil
	}
	return s.announce(ctx, tx, p.ID)
}

func (s *Service) eager(file string) bool {
	return slices.ContainsFunc(s.deps.Recipe.Eager(), func(v rendition.Variant) bool { return v.Name == file })
}

// differ tells whether a file holds something else than before.
func differ(before, after []keptFile) bool {
	return slices.ContainsFunc(after, func(f keptFile) bool {
		return slices.ContainsFunc(before, func(b keptFile) bool { return b.Name == f.Name && b != f })
	})
}
