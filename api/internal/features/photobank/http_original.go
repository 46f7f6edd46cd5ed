package photobank

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/blob"
)

// DownloadOriginal implements the operation of that name. The file goes through as a
// stream.
func (a AdminAPI) DownloadOriginal(ctx context.Context, r admin.DownloadOriginalRequestObject) (admin.DownloadOriginalResponseObject, error) {
	p, content, err := a.Service.Original(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	return originalAnswer{picture: p, content: content}, nil
}

type originalAnswer struct {
	picture Picture
	content *blob.Object
}

// VisitDownloadOriginalResponse implements admin.DownloadOriginalResponseObject. What
// strangers sent is kept as a file, and shown by no browser.
func (r originalAnswer) VisitDownloadOriginalResponse(w http.ResponseWriter) error {
	defer r.content.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.FormatInt(r.content.Size, 10))
	h.Set("Content-Disposition", attachment(r.picture))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "no-store")
	_, err := io.Copy(w, r.content)
	return err
}

// attachment names the file twice (RFC 6266): in letters that nothing can trip over,
// and as it was called. Its extension is that of what it is.
func attachment(p Picture) string {
	extension := map[rendition.Format]string{rendition.JPEG: ".jpg", rendition.PNG: ".png", rendition.WebP: ".webp"}[p.Format]
	name := strings.TrimSuffix(p.FileName, path.Ext(p.FileName)) + extension
	plain := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, name)
	escaped := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, plain, escaped)
}
