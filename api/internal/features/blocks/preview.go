package blocks

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

const (
	// PreviewPurpose is what the key of previews is for; see platform/signing.
	PreviewPurpose = "layout previews"
	// previewLife is how long a link shows the draft.
	previewLife = time.Hour
	// tokenLimit is longer than any token of ours, in characters.
	tokenLimit = 250
)

// PreviewPath is the address of a preview on its site.
func PreviewPath(token string) string { return "/preview/layout/" + token }

// Preview makes a link's token, with which anybody sees the page's draft in a
// language until it ends. The token holds what it shows, signed: nothing is stored.
func (s *Service) Preview(ctx context.Context, p Place, language lang.Code, now time.Time) (token string, ends time.Time, err error) {
	if _, known := s.Languages.Get(language); !known {
		return "", ends, ErrUnknownLanguage
	}
	if _, err := s.tree(ctx, p); err != nil {
		return "", ends, err
	}
	ends = now.Add(previewLife).Truncate(time.Second)
	message := fmt.Sprintf("%s %s %d", p, language, ends.Unix())
	signed := append(s.Signer.Sign([]byte(message)), message...)
	return base64.RawURLEncoding.EncodeToString(signed), ends, nil
}

// signatureLength is that of Ed25519 (RFC 8032), in bytes.
const signatureLength = 64

// Previewed is what a link's token shows in a language. It fails with
// ErrPreviewNotFound, whatever is wrong with it.
func (s *Service) Previewed(ctx context.Context, token string, language lang.Code, now time.Time) (Place, []Block, error) {
	p, ok := s.readToken(token, language, now)
	if !ok {
		return p, nil, ErrPreviewNotFound
	}
	a, err := s.Layout(ctx, p)
	return p, a.Blocks, err
}

func (s *Service) readToken(token string, language lang.Code, now time.Time) (p Place, ok bool) {
	if len(token) > tokenLimit {
		return p, false
	}
	signed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(signed) <= signatureLength || !s.Signer.Verify(signed[signatureLength:], signed[:signatureLength]) {
		return p, false
	}
	parts := strings.Fields(string(signed[signatureLength:]))
	if len(parts) != 3 || lang.Code(parts[1]) != language {
		return p, false
	}
	ends, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || now.Unix() >= ends {
		return p, false
	}
	return ParsePlace(parts[0])
}

// Shown are the blocks of a place that readers see: those that were published, or
// what the site shows by itself.
func (s *Service) Shown(ctx context.Context, p Place, tree rubrics.Tree) ([]Block, error) {
	cache.Reads(ctx, CacheTag(p))
	found, err := s.shown.One(ctx, p, func() (arranged, error) { return shown(ctx, s.DB.Reader(ctx), p) })
	if err == nil && !found.has {
		return standard(p, tree), nil
	}
	return found.blocks, err
}
