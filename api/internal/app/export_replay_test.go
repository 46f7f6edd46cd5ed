package app

import (
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
)

// Replays is how many answers the node has given once more.
func (a *App) Replays() int64 { return a.replay.Served() }

// NoReplay has the whole chain give every answer. Call it before Handler.
func (a *App) NoReplay() { a.replay = httpx.NewReplay(cache.New(a.Redis, time.Minute, a.Log)) }
