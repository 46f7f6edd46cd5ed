package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/config"
)

// MediaStore opens a store of pictures, "folder" or "s3", as it is configured.
// Close it.
func MediaStore(c config.Config, kind string) (blob.Store, error) {
	switch kind {
	case "folder":
		return blob.OpenFolder(c.MediaDir, time.Now)
	case "s3":
		if !c.HasS3() {
			return nil, errors.New("no S3-compatible store is configured; see PORTAL_S3_ENDPOINT")
		}
		return blob.OpenS3(c.S3())
	}
	return nil, fmt.Errorf("%q is no kind of store: folder, s3", kind)
}

// storeFinding tells whether pictures can be kept.
func storeFinding(ctx context.Context, c config.Config) Finding {
	if c.MediaStore != "s3" {
		return writable("media folder", c.MediaDir)
	}
	store, err := blob.OpenS3(c.S3())
	if err == nil {
		err = store.Ready(ctx)
	}
	return finding("media store", err, fmt.Sprintf("the bucket %s at %s is there", c.S3Bucket, c.S3Endpoint))
}
