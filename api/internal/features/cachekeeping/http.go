package cachekeeping

import (
	"context"
	"maps"
	"slices"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations of this feature.
type AdminAPI struct{ Service *Service }

// GetCacheState implements the operation of that name.
func (a AdminAPI) GetCacheState(ctx context.Context, _ admin.GetCacheStateRequestObject) (admin.GetCacheStateResponseObject, error) {
	s, err := a.Service.State(ctx)
	out := admin.GetCacheState200JSONResponse{
		At: s.At, AnsweredBy: s.AnsweredBy, Total: counts(s.Total), Nodes: make([]admin.CacheNode, len(s.Nodes)), Top: make([]admin.CacheTopPage, len(s.Top)),
		Classes:   admin.CacheClasses{HTML: admin.CacheClassCounts(s.Classes.HTML), API: admin.CacheClassCounts(s.Classes.API), Media: admin.CacheClassCounts(s.Classes.Media)},
		Redis:     admin.CacheRedis{Up: s.Redis.Up, Keys: s.Redis.Keys, Used: s.Redis.Used, Limit: s.Redis.Limit, Clock: some(s.Clock)},
		Rewarming: admin.CacheRewarming{Rounds: s.Warmed.Rounds, Made: s.Warmed.Made, Current: s.Warmed.Current, Failed: s.Warmed.Failed, Waiting: s.Warmed.Waiting},
	}
	for i, n := range s.Nodes {
		out.Nodes[i] = admin.CacheNode{
			ID: n.ID, Name: n.Name, Since: n.Since, Silent: n.Silent.Milliseconds(), RedisReached: n.Reached, Clock: some(n.Clock),
			Counts: counts(n.Counts), Ready: n.Ready, Copies: n.Copies, Heap: n.Heap,
		}
	}
	for i, t := range s.Top {
		out.Top[i] = admin.CacheTopPage{ID: ID(t.Key), Kind: admin.CacheKind(t.Place.Kind), Host: t.Place.Host, Path: t.Place.Path, URL: t.Place.URL, Hits: t.Hits}
	}
	return out, err
}

// ListCacheEntries implements the operation of that name.
func (a AdminAPI) ListCacheEntries(ctx context.Context, r admin.ListCacheEntriesRequestObject) (admin.ListCacheEntriesResponseObject, error) {
	found, looked, next, err := a.Service.Entries(ctx, Query{
		Kind: Kind(optional.Or(r.Params.Kind, "")), Language: lang.Code(optional.Or(r.Params.Language, "")), Search: optional.Or(r.Params.Q, ""),
		Tag: optional.Or(r.Params.Tag, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.CacheEntry, len(found))
	for i, e := range found {
		items[i] = shown(e)
	}
	return admin.ListCacheEntries200JSONResponse{Items: items, Looked: looked, NextCursor: next}, err
}

// GetCacheEntry implements the operation of that name.
func (a AdminAPI) GetCacheEntry(ctx context.Context, r admin.GetCacheEntryRequestObject) (admin.GetCacheEntryResponseObject, error) {
	e, body, err := a.Service.Entry(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	out := admin.GetCacheEntry200JSONResponse{Entry: shown(e), Tags: e.Page.Tags, Headers: []admin.CacheHeader{}, Etag: e.Page.ETag, Beginning: body}
	for _, name := range slices.Sorted(maps.Keys(e.Page.Header)) {
		out.Headers = append(out.Headers, admin.CacheHeader{Name: name, Value: e.Page.Header[name]})
	}
	if !e.Page.Until.IsZero() {
		out.Until = &e.Page.Until
	}
	return out, nil
}

// PurgeCache implements the operation of that name.
func (a AdminAPI) PurgeCache(ctx context.Context, r admin.PurgeCacheRequestObject) (admin.PurgeCacheResponseObject, error) {
	err := a.Service.Purge(ctx, Choice{Entry: optional.Or(r.Body.Entry, ""), Tag: optional.Or(r.Body.Tag, ""), Kind: Kind(optional.Or(r.Body.Kind, ""))})
	return admin.PurgeCache204Response{}, err
}

// PurgeWholeCache implements the operation of that name.
func (a AdminAPI) PurgeWholeCache(ctx context.Context, _ admin.PurgeWholeCacheRequestObject) (admin.PurgeWholeCacheResponseObject, error) {
	return admin.PurgeWholeCache204Response{}, a.Service.PurgeAll(ctx)
}

// RewarmCache implements the operation of that name.
func (a AdminAPI) RewarmCache(ctx context.Context, r admin.RewarmCacheRequestObject) (admin.RewarmCacheResponseObject, error) {
	n, err := a.Service.Rewarm(ctx, Choice{Entry: optional.Or(r.Body.Entry, ""), Kind: Kind(optional.Or(r.Body.Kind, "")), Front: r.Body.FrontPages != nil})
	return admin.RewarmCache202JSONResponse{Queued: n}, err
}

func shown(e Entry) admin.CacheEntry {
	return admin.CacheEntry{
		ID: ID(e.Key), Kind: admin.CacheKind(e.Place.Kind), Host: e.Place.Host, Path: e.Place.Path, URL: e.Place.URL, Language: e.Place.Language,
		Status: e.Page.Status, ContentType: e.Page.ContentType, Freshness: admin.CacheFreshness(e.Freshness), MadeAt: e.Page.Made,
		Age: int64(e.Age.Seconds()), Left: int64(e.Left.Seconds()), Plain: e.Plain, Gzip: e.Gzip, Brotli: e.Brotli, Hits: e.Hits, Tags: len(e.Page.Tags),
	}
}

func counts(c cache.Counts) admin.CacheCounts {
	return admin.CacheCounts{
		Hits: c.Hits, Aged: c.Aged, Misses: c.Misses, Shared: c.Shared, Refused: c.Refused, Bypasses: c.Bypasses, Busy: c.Busy, HitRate: hitRate(c),
	}
}

// some is nil for zero.
func some(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}
