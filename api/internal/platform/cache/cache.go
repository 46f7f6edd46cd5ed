// Package cache keeps rendered answers in Redis and never serves one that a
// change has outdated.
//
// Each page carries tags ("article:42", "rubric:5"). A change bumps the tags it
// touches: each gets the next tick of a clock in Redis. A page remembers the
// clock at which its rendering began, and is served only while none of its tags
// is younger. So a render that began before a change can be stored after it and
// still is never served. rueidis keeps pages in the process's memory, and each change is
// announced to every process, which acknowledges it: a hit costs no network.
package cache

import (
	"fmt"
	"strings"
	"time"

	"github.com/redis/rueidis"
)

// memoryEachConn is what rueidis may keep of Redis in this process's memory, for each of
// its four connections to a server.
const memoryEachConn = 32 << 20

// Open connects to Redis. The address is a URL: redis://, rediss:// or unix://; more
// nodes of a cluster are named by ?addr=host:port.
func Open(address string) (rueidis.Client, error) {
	options, err := settings(address)
	if err != nil {
		return nil, err
	}
	client, err := rueidis.NewClient(options)
	if err != nil {
		return nil, fmt.Errorf("Redis can't be used; is it running, and is PORTAL_REDIS right? %w", err)
	}
	return client, nil
}

// settings are how the program speaks with Redis. All processes must come to a new primary of
// a cluster within absence of each other: see complete.
func settings(address string) (rueidis.ClientOption, error) {
	options, err := rueidis.ParseURL(address)
	if err != nil {
		return options, fmt.Errorf("PORTAL_REDIS is no address of a Redis: %w", err)
	}
	options.ClientName = "portal"
	options.CacheSizeEachConn = memoryEachConn
	options.ConnWriteTimeout = 2 * time.Second
	options.Dialer.Timeout = 2 * time.Second // a server that hangs takes connections, and says nothing
	options.ClusterOption.ShardsRefreshInterval = time.Second
	return options, nil
}

// The braces put the clock and all tags into one slot of a cluster, where one
// script may touch them together. Pages lie wherever their key puts them.
const (
	clockKey    = "{tags}clock"
	birthKey    = "{tags}birth"
	positionKey = "{tags}position"
	tagPrefix   = "{tags}"
	pageKey     = "page3:" // the number is that of the form in entry.go
	lockKey     = "lock:"
)

// Key joins the parts that tell one page from another, all from an allow-list.
func Key(parts ...string) string { return strings.Join(parts, "|") }
