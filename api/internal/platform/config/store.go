package config

import (
	"fmt"
	"net/url"
	"strings"

	"baq.kz/portal/api/internal/platform/blob"
)

// checkStore complains of an S3-compatible store that can't be one. Whether it is
// there is for `portal doctor` to say: the sites come up without it.
func (c Config) checkStore() []error {
	var all []error
	needed := map[string]string{
		"PORTAL_S3_ENDPOINT": c.S3Endpoint, "PORTAL_S3_BUCKET": c.S3Bucket, "PORTAL_S3_ACCESS_KEY": c.S3AccessKey, "PORTAL_S3_SECRET_KEY_FILE": c.S3SecretKey,
	}
	for _, name := range []string{"PORTAL_S3_ENDPOINT", "PORTAL_S3_BUCKET", "PORTAL_S3_ACCESS_KEY", "PORTAL_S3_SECRET_KEY_FILE"} {
		if needed[name] == "" && (c.MediaStore == "s3" || c.HasS3()) {
			all = append(all, fmt.Errorf("%s: an S3-compatible store needs it", name))
		}
	}
	if len(all) > 0 || !c.HasS3() {
		return all
	}
	if _, err := blob.OpenS3(c.S3()); err != nil {
		all = append(all, err)
	}
	if u, err := url.Parse(c.S3Endpoint); err == nil && c.Environment == Production && u.Scheme == "http" && !inside(u.Hostname()) {
		all = append(all, fmt.Errorf("PORTAL_S3_ENDPOINT: %s must be https in production, or a host of one's own network", c.S3Endpoint))
	}
	return all
}

// inside is a name of the containers' network, or of this machine.
func inside(host string) bool {
	return !strings.ContainsAny(host, ".:") || strings.HasPrefix(host, "127.") || host == "::1"
}

// HasS3 tells whether an S3-compatible store is named.
func (c Config) HasS3() bool { return c.S3Endpoint != "" || c.S3Bucket != "" }

// S3 says where the S3-compatible store is.
func (c Config) S3() blob.S3Options {
	return blob.S3Options{Endpoint: c.S3Endpoint, Bucket: c.S3Bucket, Region: c.S3Region, AccessKey: c.S3AccessKey, SecretKey: c.S3SecretKey, Prefix: c.S3Prefix}
}
