package blob

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/minio/minio-go/v7"
)

// fullCodes are how servers say that there is no room: MinIO, Ceph, Garage and
// SeaweedFS have names of their own. S3 itself has none.
var fullCodes = []string{
	"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded", "QuotaExceededException", "EntityQuotaExceeded",
	"InsufficientStorage", "InsufficientCapacity",
}

// explainS3 turns "no room" and "there is nothing" into this package's errors,
// with their cause for the log, and leaves others as they are.
func explainS3(err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.StatusCode == http.StatusInsufficientStorage || slices.Contains(fullCodes, answer.Code):
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case answer.Code == minio.NoSuchKey:
		return ErrNotFound
	}
	return err
}
