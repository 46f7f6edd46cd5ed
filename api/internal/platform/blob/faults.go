package blob

import (
	"errors"
	"fmt"
	"syscall"

	"baq.kz/portal/api/internal/platform/fault"
)

// ErrNotFound says that nothing is stored under a key.
var ErrNotFound = errors.New("blob: nothing is stored under this key")

// ErrFull is the refusal to store when no room is left. Nothing that was stored
// before is touched.
var ErrFull = fault.New(fault.Unavailable, "media.storage_full", "no room is left for files; free some or ask the administrator")

// Explain turns the system's "no space left" and "quota exceeded" into ErrFull,
// with its cause for the log, and leaves other errors as they are.
func Explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	return err
}
