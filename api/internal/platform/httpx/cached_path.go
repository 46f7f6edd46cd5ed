package httpx

import (
	"net/url"
	"strings"

	"baq.kz/portal/api/internal/platform/cache"
)

// CachedPath is the path with the query that a key of the page cache stands for, where
// it is one of Cached's.
func CachedPath(key string) (string, bool) {
	parts := strings.Split(key, "|")
	if len(parts) < 3 || parts[0] != string(cache.API) {
		return "", false
	}
	segments, rest := strings.Split(parts[2], "/"), parts[3:]
	for i, segment := range segments {
		if strings.HasPrefix(segment, ":") {
			if len(rest) == 0 {
				return "", false
			}
			segments[i], rest = url.PathEscape(unescaped(rest[0])), rest[1:]
		}
	}
	query := make([]string, len(rest))
	for i, part := range rest {
		name, value, _ := strings.Cut(part, "=")
		query[i] = url.QueryEscape(name) + "=" + url.QueryEscape(unescaped(value))
	}
	path := strings.Join(segments, "/")
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return path, true
}

// unescaped is the opposite of escaped.
func unescaped(value string) string { return keyLetters.Replace(value) }
