package credentials

import (
	"archive/tar"
	"errors"
	"io"
	"strings"
	"time"

	"filippo.io/age"
)

// readKey reads one public age key. Its error does not repeat what was given:
// that may be a private key, by mistake.
func readKey(text string) (age.Recipient, error) {
	if text == "" || strings.ContainsAny(text, "\r\n") {
		return nil, errors.New("one public age key is needed (age1…)")
	}
	all, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil || len(all) != 1 {
		return nil, errors.New("this is no public age key (age1…): let the receiver make a pair with `age-keygen` and send the public half")
	}
	return all[0], nil
}

// seal writes the files as a tar archive that only the owner of the key can open
// (https://age-encryption.org/v1). Changed packages don't open at all.
func seal(out io.Writer, to age.Recipient, files []File, at time.Time) error {
	sealed, err := age.Encrypt(out, to)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(sealed)
	for _, f := range files {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: f.Name, Mode: 0o600, Size: int64(len(f.Content)), ModTime: at, Format: tar.FormatPAX}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(f.Content); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), sealed.Close())
}
