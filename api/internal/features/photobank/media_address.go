package photobank

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

// signatureBytes are kept of the HMAC: 128 bits, which nobody guesses.
const signatureBytes = 16

// Signer makes and checks the addresses by which the newsroom sees pictures that
// readers don't. Everybody who has such an address sees the file until it ends.
type Signer struct{ key []byte }

// NewSigner derives the key from the portal's secret. With another secret, or in
// another environment, the addresses handed out before show nothing.
func NewSigner(secret []byte, environment string) (Signer, error) {
	if len(secret) == 0 {
		return Signer{}, errors.New("photobank: addresses can't be signed without a secret")
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "baq-portal media addresses of "+environment, sha256.Size)
	return Signer{key: key}, err
}

// SignedPath is an address that shows the file from one day on to two, whether
// readers may see it or not. It stays the same for the day (UTC), so that browsers
// need not load the file again.
func (s Signer) SignedPath(hash, file string, now time.Time) string {
	until := now.UTC().Truncate(24 * time.Hour).Add(48 * time.Hour).Unix()
	return fmt.Sprintf("%s?until=%d&sig=%s", Path(hash, file), until, s.sign(hash, file, until))
}

// Valid tells how long a signed address still holds; 0 for a wrong or spent one.
func (s Signer) Valid(hash, file, until, signature string, now time.Time) time.Duration {
	end, err := strconv.ParseInt(until, 10, 64)
	left := time.Unix(end, 0).Sub(now)
	if err != nil || left <= 0 || s.key == nil || !hmac.Equal([]byte(signature), []byte(s.sign(hash, file, end))) {
		return 0
	}
	return left
}

func (s Signer) sign(hash, file string, until int64) string {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "%s/%s|%d", hash, file, until)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:signatureBytes])
}

// SignedPath is [Signer.SignedPath] of this photobank's signer and clock: for the
// newsroom, previews among it. Readers get [Path].
func (s *Service) SignedPath(hash, file string) string {
	return s.deps.Signer.SignedPath(hash, file, s.deps.Now())
}

// CropFile names the file of a crop, for Path and SignedPath. The name holds the
// area, so that another area is another address. Widths are those of the recipe,
// and of the social card its own; the file is made when it is first asked for.
func (p Picture) CropFile(of Proportion, width int, format rendition.Format) string {
	a := p.Crop(of)
	sum := sha256.Sum256(fmt.Appendf(nil, "%.6f %.6f %.6f %.6f", a.X, a.Y, a.Width, a.Height))
	extension := "webp"
	if format == rendition.JPEG {
		extension = "jpg"
	}
	return fmt.Sprintf("%s-%s-%d.%s", of.File, hex.EncodeToString(sum[:4]), width, extension)
}

// cuts are the files of crops that a picture has now.
func (s *Service) cuts(p Picture) (all []rendition.Variant) {
	for _, of := range Proportions() {
		widths := s.deps.Recipe.Widths
		if of.Name == Social {
			widths = []int{of.Width}
		}
		for _, width := range widths {
			height := (width*of.Height + of.Width/2) / of.Width
			for _, format := range []rendition.Format{rendition.WebP, rendition.JPEG} {
				all = append(all, s.deps.Recipe.Cut(p.CropFile(of, width, format), format, width, height, p.Crop(of)))
			}
		}
	}
	return all
}
