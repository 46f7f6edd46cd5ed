package photobank

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/blob"
)

const (
	// verifyBatch is how many pictures or objects are looked at between two notes.
	verifyBatch = 500
	// youngOrphan is the age below which an object that nothing refers to may belong
	// to an upload that is on its way.
	youngOrphan = 24 * time.Hour
)

// The passes of a verification.
const (
	passFiles   = iota // of each picture: whether its files are as they were stored
	passOrphans        // of each object: whether something refers to it
)

// What a verification finds.
const (
	foundMissing = "missing"
	foundChanged = "changed"
	foundOrphan  = "orphaned"
)

// Verify reads all files of all pictures and names those that are missing or not as
// they were stored, and objects of the store that nothing refers to. With
// deleteOrphans, those older than a day are deleted. It goes on where it was stopped.
func (s *Service) Verify(ctx context.Context, o RunOptions, deleteOrphans bool) (Run, error) {
	return s.run(ctx, "verify", `{"deleteOrphans":`+strconv.FormatBool(deleteOrphans)+`}`, o, func(ctx context.Context, r *running) error {
		if r.at.Pass == passFiles {
			if err := s.verifyFiles(ctx, r); err != nil {
				return err
			}
			if err := r.step(ctx, place{Pass: passOrphans}); err != nil {
				return err
			}
		}
		r.total = 0 // how many objects there are, nobody knows before
		return s.verifyObjects(ctx, r, deleteOrphans)
	})
}

func (s *Service) verifyFiles(ctx context.Context, r *running) (err error) {
	db := s.deps.DB.Primary
	if r.total, err = countPictures(ctx, db); err != nil {
		return err
	}
	for {
		rows, err := keptAfter(ctx, db, r.at.ID, verifyBatch)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = r.each(ctx, len(rows), func(ctx context.Context, i int) error { return s.verifyPicture(ctx, r, rows[i]) })
		if err != nil {
			return err
		}
		if err := r.step(ctx, place{Pass: passFiles, ID: rows[len(rows)-1].ID}); err != nil {
			return err
		}
	}
}

func (s *Service) verifyPicture(ctx context.Context, r *running, row keptRow) error {
	trouble, read, err := s.checkFiles(ctx, row)
	if err != nil {
		return err
	}
	if len(trouble.Missing)+len(trouble.Changed) > 0 { // it may have been changed or deleted just now
		again, err := kept(ctx, s.deps.DB.Primary, []int64{row.ID})
		if err != nil {
			return err
		}
		trouble = FileTrouble{}
		for _, present := range again {
			if trouble, read, err = s.checkFiles(ctx, present); err != nil {
				return err
			}
		}
	}
	r.did("pictures", 1)
	r.mutex.Lock()
	r.Report.Counts["bytes read"] += read
	r.mutex.Unlock()
	if !slices.ContainsFunc(row.Files, func(f keptFile) bool { return f.Name == originalName }) {
		r.found(RunFinding{What: foundMissing, Where: pictureName(row.ID, row.FileName), Why: "nothing is noted of its original"})
	}
	for _, file := range trouble.Missing {
		r.found(RunFinding{What: foundMissing, Where: pictureName(row.ID, row.FileName), Why: file})
	}
	for _, file := range trouble.Changed {
		r.found(RunFinding{What: foundChanged, Where: pictureName(row.ID, row.FileName), Why: file})
	}
	return nil
}

// verifyObjects walks the store.
func (s *Service) verifyObjects(ctx context.Context, r *running, deleteOrphans bool) error {
	var batch []blob.Entry
	for entry, err := range s.deps.Store.Walk(ctx, "", r.at.Key) {
		if err != nil {
			return err
		}
		if batch = append(batch, entry); len(batch) == verifyBatch {
			if err := s.verifyBatch(ctx, r, batch, deleteOrphans); err != nil {
				return err
			}
			batch = nil
		}
	}
	return s.verifyBatch(ctx, r, batch, deleteOrphans)
}

func (s *Service) verifyBatch(ctx context.Context, r *running, batch []blob.Entry, deleteOrphans bool) error {
	if len(batch) == 0 {
		return nil
	}
	owned, err := ownedKeys(ctx, s.deps.DB.Primary, batch)
	if err != nil {
		return err
	}
	err = r.each(ctx, len(batch), func(ctx context.Context, i int) error {
		entry := batch[i]
		switch {
		case owned[entry.Key]:
			r.did("objects", 1)
			return nil
		case s.deps.Now().Sub(entry.Modified) < youngOrphan:
			r.did("young objects that nothing refers to", 1)
			return nil
		}
		r.did("objects", 1)
		if !deleteOrphans {
			r.found(RunFinding{What: foundOrphan, Where: entry.Key, Why: strconv.FormatInt(entry.Size, 10) + " B"})
			return nil
		}
		deleted, err := s.deleteOrphan(ctx, entry)
		if deleted {
			r.mutex.Lock()
			r.Report.Counts["orphans deleted"]++
			r.mutex.Unlock()
		}
		return err
	})
	if err != nil {
		return err
	}
	return r.step(ctx, place{Pass: passOrphans, Key: batch[len(batch)-1].Key})
}

// deleteOrphan looks once more whether something refers to the object: the batch may
// have taken minutes, in which the same original came again. Whoever brings it waits,
// and puts back what is gone; see holdFiles.
func (s *Service) deleteOrphan(ctx context.Context, entry blob.Entry) (deleted bool, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if hash, _, _, _ := owner(entry.Key); hash != "" {
			if _, err := holdAddress(ctx, tx, hash); err != nil {
				return err
			}
		}
		owned, err := ownedKeys(ctx, tx, []blob.Entry{entry})
		if err != nil || owned[entry.Key] {
			return err
		}
		deleted = true
		return s.deps.Store.Delete(ctx, entry.Key)
	})
	return deleted && err == nil, err
}

// uuidLength is that of an upload's id in a key.
const uuidLength = 36

// owner tells what a key belongs to: a picture, by its hash and the file's name and,
// of an original, its sum; or an upload. All are empty for a key that nothing makes.
func owner(key string) (hash, file, sum, upload string) {
	parts := strings.Split(key, "/")
	switch {
	case len(parts) == 4 && parts[0] == "originals" && len(parts[3]) > hashLength && originalKey(parts[3]) == key:
		return parts[3][:hashLength], originalName, parts[3], ""
	case len(parts) == 5 && parts[0] == "renditions" && hashPattern.MatchString(parts[3]) && renditionKey(parts[3], parts[4]) == key:
		return parts[3], parts[4], "", ""
	case len(parts) == 3 && parts[0] == uploadsFolder && len(parts[2]) > uuidLength && parts[2][uuidLength] == '-':
		return "", "", "", parts[2][:uuidLength] // see partKey
	}
	return "", "", "", ""
}
