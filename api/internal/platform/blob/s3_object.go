package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/minio/minio-go/v7"
)

// Open implements Store. The whole object is asked for at once; where the reader
// seeks, the rest from there. An object that is replaced meanwhile is an error,
// and so is one that was read from the beginning to the end and is not what was
// stored: its last bytes are not given out.
func (s *S3) Open(ctx context.Context, key string) (*Object, error) {
	name, err := s.object(key)
	if err != nil {
		return nil, err
	}
	r := &s3Reader{store: s, ctx: ctx, name: name}
	info, err := r.ask(0)
	if err != nil {
		return nil, s.absent(ctx, err)
	}
	r.size, r.etag, r.want = info.Size, info.ETag, info.UserMetadata[sumNote]
	return &Object{ReadSeekCloser: r, Size: info.Size, Modified: info.LastModified}, nil
}

// s3Reader reads one object. Its own context ends a request that stands still.
type s3Reader struct {
	store  *S3
	ctx    context.Context //nolint:containedctx // io.Reader has none
	name   string
	size   int64
	etag   string
	want   string // SHA-256, hex; empty: not noted
	at     int64  // where the next Read begins
	body   io.ReadCloser
	bodyAt int64
	sum    hash.Hash // of what was read since the beginning; nil: not all was
	cancel context.CancelFunc
	stands *time.Timer
}

// ask begins a request for the object from an offset on.
func (r *s3Reader) ask(from int64) (minio.ObjectInfo, error) {
	r.release()
	var options minio.GetObjectOptions
	if from > 0 {
		if err := options.SetRange(from, 0); err != nil {
			return minio.ObjectInfo{}, err
		}
	}
	if r.etag != "" {
		if err := options.SetMatchETag(r.etag); err != nil {
			return minio.ObjectInfo{}, err
		}
	}
	ctx, cancel := context.WithCancel(r.ctx)
	r.cancel, r.stands = cancel, time.AfterFunc(r.store.options.Patience, cancel)
	body, info, _, err := r.store.client.GetObject(ctx, r.store.options.Bucket, r.name, options)
	r.stands.Stop()
	if err != nil {
		cancel()
		return info, err
	}
	r.body, r.bodyAt, r.sum = body, from, nil
	if from == 0 {
		r.sum = sha256.New()
	}
	return info, nil
}

// Read implements io.Reader.
func (r *s3Reader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, r.ended()
	}
	if r.body == nil || r.bodyAt != r.at {
		if _, err := r.ask(r.at); err != nil {
			return 0, explainS3(err)
		}
	}
	r.stands.Reset(r.store.options.Patience)
	n, err := r.body.Read(p)
	r.stands.Stop()
	if r.sum != nil {
		r.sum.Write(p[:n])
	}
	r.at += int64(n)
	r.bodyAt = r.at
	if r.at >= r.size { // the last bytes are held back when they are not right
		if err := r.ended(); !errors.Is(err, io.EOF) {
			return 0, err
		}
	}
	switch {
	case errors.Is(err, io.EOF) && r.at < r.size:
		return n, io.ErrUnexpectedEOF
	case errors.Is(err, io.EOF):
		return n, io.EOF
	}
	return n, explainS3(err)
}

// ended is io.EOF, or says that what was read is not what was stored.
func (r *s3Reader) ended() error {
	if r.sum != nil && r.bodyAt == r.size && r.want != "" && hex.EncodeToString(r.sum.Sum(nil)) != r.want {
		return fmt.Errorf("blob: %s is not what was stored", r.name)
	}
	return io.EOF
}

// Seek implements io.Seeker. Nothing is asked for until the next Read.
func (r *s3Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("blob: there is nothing before the beginning")
	}
	r.at = offset
	return offset, nil
}

// Close implements io.Closer.
func (r *s3Reader) Close() error {
	r.release()
	return nil
}

// unread is how much of an answer is read to its end, so that the connection can
// be used again; beyond it another connection is cheaper.
const unread = 256 << 10

func (r *s3Reader) release() {
	if r.body == nil {
		return
	}
	if r.size-r.bodyAt <= unread {
		r.stands.Reset(time.Second)
		_, _ = io.Copy(io.Discard, r.body)
		r.stands.Stop()
	}
	r.cancel()
	_ = r.body.Close()
	r.body = nil
}
