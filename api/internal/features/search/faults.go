package search

import "baq.kz/portal/api/internal/platform/fault"

// ErrTooSlow is the refusal of a search that took longer than it may.
var ErrTooSlow = fault.New(fault.Unavailable, "search.too_slow", "the search took too long; look for rarer words, or in a shorter time")
