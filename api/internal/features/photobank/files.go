package photobank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/blob"
)

// originalName is what the original is called among a picture's files.
const originalName = "original"

// filePattern is what a rendition's file may be called.
var filePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*\.(webp|jpg)$`)

// keptFile is what a file of a picture holds.
type keptFile struct {
	Name  string `json:"name"` // "original", or the rendition's
	Sum   string `json:"sum"`  // SHA-256, hex
	Bytes int64  `json:"bytes"`
}

// key is where the store keeps the file; false where no store can have it, since
// somebody has changed the rows.
func (f keptFile) key(hash string) (string, bool) {
	switch {
	case !hashPattern.MatchString(hash) || f.Name == originalName && (len(f.Sum) != 2*sha256.Size || !strings.HasPrefix(f.Sum, hash)):
		return "", false
	case f.Name == originalName:
		return originalKey(f.Sum), true
	}
	return renditionKey(hash, f.Name), filePattern.MatchString(f.Name)
}

// FileTrouble is a picture whose files are not as they were stored. The lists are
// in a notation of no language.
type FileTrouble struct {
	ID      int64
	Title   string
	Missing []string
	Changed []string
}

// CheckFiles reads all files of pictures and tells which of them are not as they
// were stored, and how many bytes it read.
func (s *Service) CheckFiles(ctx context.Context, db bun.IDB, ids []int64) (troubles []FileTrouble, read int64, err error) {
	rows, err := kept(ctx, db, ids)
	for _, r := range rows {
		trouble, n, err := s.checkFiles(ctx, r)
		read += n
		if err != nil {
			return troubles, read, err
		}
		if len(trouble.Missing)+len(trouble.Changed) > 0 {
			troubles = append(troubles, trouble)
		}
	}
	return troubles, read, err
}

func (s *Service) checkFiles(ctx context.Context, r keptRow) (trouble FileTrouble, read int64, err error) {
	trouble = FileTrouble{ID: r.ID, Title: r.FileName}
	for _, f := range r.Files {
		there, err := s.sumUp(ctx, f, r.Hash)
		read += there.Bytes
		switch {
		case errors.Is(err, blob.ErrNotFound):
			trouble.Missing = append(trouble.Missing, f.Name)
		case err != nil:
			return trouble, read, err
		case there != f:
			trouble.Changed = append(trouble.Changed, fmt.Sprintf("%s: sha256 %.12s → %.12s, %d → %d B", f.Name, f.Sum, there.Sum, f.Bytes, there.Bytes))
		}
	}
	return trouble, read, nil
}

// sumUp reads a file of a picture. It fails with blob.ErrNotFound.
func (s *Service) sumUp(ctx context.Context, f keptFile, hash string) (keptFile, error) {
	key, possible := f.key(hash)
	if !possible {
		return keptFile{}, blob.ErrNotFound
	}
	object, err := s.deps.Store.Open(ctx, key)
	if err != nil {
		return keptFile{}, err
	}
	defer object.Close()
	return sumUp(f.Name, object)
}

func sumUp(name string, content io.Reader) (keptFile, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, content)
	return keptFile{Name: name, Sum: hex.EncodeToString(sum.Sum(nil)), Bytes: n}, err
}

// NoteFiles notes what the files of pictures hold now, in place of what was noted:
// of pictures from before there were notes, and where somebody takes changed
// renditions as right. What is not there stays as it was noted; so does an original
// whose content is not what its address says.
func (s *Service) NoteFiles(ctx context.Context, tx bun.Tx, ids []int64) error {
	rows, err := kept(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, r := range rows {
		files, err := s.present(ctx, r.Hash)
		if err != nil {
			return err
		}
		if _, err := writeFiles(ctx, tx, r.ID, files); err != nil {
			return err
		}
	}
	return nil
}

// present reads the files that are there of a picture.
func (s *Service) present(ctx context.Context, hash string) (files []keptFile, err error) {
	if !hashPattern.MatchString(hash) {
		return nil, nil
	}
	originals, err := s.deps.Store.List(ctx, path.Dir(originalKey(hash)))
	if err != nil {
		return nil, err
	}
	var wanted []keptFile
	for _, sum := range originals {
		if strings.HasPrefix(sum, hash) {
			wanted = append(wanted, keptFile{Name: originalName, Sum: sum})
		}
	}
	renditions, err := s.deps.Store.List(ctx, path.Dir(renditionKey(hash, "x")))
	if err != nil {
		return nil, err
	}
	for _, name := range renditions {
		wanted = append(wanted, keptFile{Name: name})
	}
	for _, f := range wanted {
		there, err := s.sumUp(ctx, f, hash)
		if errors.Is(err, blob.ErrNotFound) || err == nil && f.Name == originalName && there.Sum != f.Sum {
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, there)
	}
	return files, nil
}
