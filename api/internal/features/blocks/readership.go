package blocks

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// Readership knows what is read most.
type Readership interface {
	// MostRead are live articles of a language, most read in the window first.
	MostRead(ctx context.Context, language lang.Code, window time.Duration, limit int) ([]int64, error)
}
