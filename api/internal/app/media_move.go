package app

import (
	"context"
	"fmt"

	"baq.kz/portal/api/internal/features/photobank"
)

// MoveMedia copies all files of pictures from the one store to the other, "folder"
// or "s3", as both are configured. Which one is used is a matter of the
// configuration, before and afterwards.
func (a *App) MoveMedia(ctx context.Context, to string, o photobank.RunOptions) (photobank.Run, error) {
	from, known := map[string]string{"s3": "folder", "folder": "s3"}[to]
	if !known {
		return photobank.Run{}, fmt.Errorf("%q is no kind of store: folder, s3", to)
	}
	source, err := MediaStore(a.Config, from)
	if err != nil {
		return photobank.Run{}, err
	}
	defer source.Close()
	target, err := MediaStore(a.Config, to)
	if err != nil {
		return photobank.Run{}, err
	}
	defer target.Close()
	where := map[string]string{"folder": a.Config.MediaDir, "s3": a.Config.S3Endpoint + "/" + a.Config.S3Bucket + "/" + a.Config.S3Prefix}
	return a.Photobank.Move(ctx, source, target, where[from], where[to], o)
}
