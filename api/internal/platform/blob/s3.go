package blob

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // the sum that every S3 server checks; SHA-256 goes with it
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	// patience is how long a server may take to begin an answer, and to go on with
	// one that it has begun.
	patience = 30 * time.Second
	// slowest is the speed at which Put still waits for a server, in bytes a second.
	slowest = 128 << 10
	// tries are those of one request before its failure is told.
	tries = 3
	// sumNote is the object's note of its SHA-256. Other programs' objects have none.
	sumNote = "Sha256"
)

// S3Options say where an S3-compatible store is.
type S3Options struct {
	Endpoint  string // https://s3.example.kz, or http in one's own network
	Bucket    string
	Region    string // empty: asked of the server
	AccessKey string
	SecretKey string
	Prefix    string        // before each key, such as "portal"; empty: none
	TempDir   string        // for content whose length has to be found out; empty: the system's
	Patience  time.Duration // with a server that stands still; 0: 30 seconds
}

// S3 keeps objects in a bucket of an S3-compatible store.
type S3 struct {
	client  *minio.Core
	options S3Options
	seen    atomic.Bool // the bucket was there
}

// OpenS3 makes the store's client. It asks nothing of the server yet: the sites
// come up while it is away. See Ready.
func OpenS3(o S3Options) (*S3, error) {
	address, err := url.Parse(o.Endpoint)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" || strings.Trim(address.Path, "/") != "" {
		return nil, fmt.Errorf("blob: %q is no address of an S3 store; see PORTAL_S3_ENDPOINT", o.Endpoint)
	}
	if o.Prefix != "" {
		if err := checkKey(o.Prefix); err != nil {
			return nil, fmt.Errorf("PORTAL_S3_PREFIX: %w", err)
		}
	}
	o.Patience = cmp.Or(o.Patience, patience)
	transport, err := minio.DefaultTransport(address.Scheme == "https")
	if err != nil {
		return nil, err
	}
	transport.ResponseHeaderTimeout = o.Patience
	transport.MaxIdleConnsPerHost = 64
	client, err := minio.NewCore(address.Host, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: address.Scheme == "https",
		Transport: transport, Region: o.Region, MaxRetries: tries,
	})
	if err != nil {
		return nil, fmt.Errorf("blob: the S3 store can't be addressed: %w", err)
	}
	return &S3{client: client, options: o}, nil
}

// Ready tells why the bucket can't be used, if it can't.
func (s *S3) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.options.Patience)
	defer cancel()
	there, err := s.client.BucketExists(ctx, s.options.Bucket)
	if err == nil && !there {
		return s.noBucket()
	}
	if err == nil {
		s.seen.Store(true)
	}
	return err
}

func (s *S3) noBucket() error {
	return fmt.Errorf("blob: there is no bucket %q at %s", s.options.Bucket, s.options.Endpoint)
}

// object is a key's name in the bucket.
func (s *S3) object(key string) (string, error) {
	if err := checkKey(key); err != nil {
		return "", err
	}
	if s.options.Prefix == "" {
		return key, nil
	}
	return s.options.Prefix + "/" + key, nil
}

// Put implements Store. The server compares two sums with what it got, MD5 in
// its own header and SHA-256 in the signature; the latter is noted at the object.
func (s *S3) Put(ctx context.Context, key string, content io.Reader) error {
	name, err := s.object(key)
	if err != nil {
		return err
	}
	file, err := spool(s.options.TempDir, content)
	if err != nil {
		return Explain(err)
	}
	defer file.Close()
	ctx, cancel := context.WithTimeout(ctx, s.options.Patience+time.Duration(file.size/slowest)*time.Second)
	defer cancel()
	_, err = s.client.PutObject(ctx, s.options.Bucket, name, io.NewSectionReader(file.File, 0, file.size), file.size,
		base64.StdEncoding.EncodeToString(file.md5), hex.EncodeToString(file.sha256),
		minio.PutObjectOptions{DisableContentSha256: true, UserMetadata: map[string]string{sumNote: hex.EncodeToString(file.sha256)}})
	return explainS3(err)
}

// spooled is content in a file without a name, whose length and sums are known.
type spooled struct {
	*os.File
	size        int64
	md5, sha256 []byte
}

func spool(dir string, content io.Reader) (spooled, error) {
	file, err := os.CreateTemp(dir, "blob-")
	if err != nil {
		return spooled{}, err
	}
	err = os.Remove(file.Name())
	short, long := md5.New(), sha256.New() //nolint:gosec // see the import
	var size int64
	if err == nil {
		size, err = io.Copy(io.MultiWriter(file, short, long), content)
	}
	if err != nil {
		_ = file.Close()
		return spooled{}, err
	}
	return spooled{File: file, size: size, md5: short.Sum(nil), sha256: long.Sum(nil)}, nil
}

// Exists implements Store.
func (s *S3) Exists(ctx context.Context, key string) (bool, error) {
	name, err := s.object(key)
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.Patience)
	defer cancel()
	_, err = s.client.StatObject(ctx, s.options.Bucket, name, minio.StatObjectOptions{})
	if err = s.absent(ctx, err); errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// absent is ErrNotFound where the object is missing, not its bucket: an answer
// to HEAD has no body that would tell the one from the other.
func (s *S3) absent(ctx context.Context, err error) error {
	answer := minio.ToErrorResponse(err)
	switch {
	case err == nil:
		return nil
	case answer.StatusCode != http.StatusNotFound:
		return explainS3(err)
	case answer.Code == minio.NoSuchBucket:
		return s.noBucket()
	case s.seen.Load():
		return ErrNotFound
	}
	if away := s.Ready(ctx); away != nil {
		return away
	}
	return ErrNotFound
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	name, err := s.object(key)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.Patience)
	defer cancel()
	err = s.client.RemoveObject(ctx, s.options.Bucket, name, minio.RemoveObjectOptions{})
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return nil
	}
	return explainS3(err)
}

// List implements Store.
func (s *S3) List(ctx context.Context, folder string) (names []string, err error) {
	if err := checkKey(folder); err != nil {
		return nil, err
	}
	for entry, err := range s.Walk(ctx, folder, "") {
		if err != nil {
			return nil, err
		}
		if name := strings.TrimPrefix(entry.Key, folder+"/"); !strings.Contains(name, "/") {
			names = append(names, name)
		}
	}
	return names, nil
}

// Walk implements Store. It asks for a thousand keys at a time.
func (s *S3) Walk(ctx context.Context, folder, after string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		root := ""
		if s.options.Prefix != "" {
			root = s.options.Prefix + "/"
		}
		query := minio.ListObjectsOptions{Prefix: root, Recursive: true}
		if folder != "" {
			if err := checkKey(folder); err != nil {
				yield(Entry{}, err)
				return
			}
			query.Prefix = root + folder + "/"
		}
		if after != "" {
			query.StartAfter = root + after
		}
		for found := range s.client.ListObjectsIter(ctx, s.options.Bucket, query) {
			key := strings.TrimPrefix(found.Key, root)
			if found.Err != nil {
				yield(Entry{}, explainS3(found.Err))
				return
			}
			if checkKey(key) == nil && !yield(Entry{Key: key, Size: found.Size, Modified: found.LastModified}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Entry{}, err)
		}
	}
}

// Close implements Store; nothing is held open.
func (s *S3) Close() error { return nil }
