package cachekeeping

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/redis/rueidis"
)

// store is what the nodes share in Redis. The braces keep what belongs together in one
// slot of a cluster.
type store struct{ redis rueidis.Client }

const (
	nodesKey = "{cache-nodes}"        // ids by the time of the last sign of life
	nodeKey  = "{cache-nodes}"        // and the id: what it told
	lineKey  = "{cache-warm}line"     // a set of addresses that wait
	tickKey  = "{cache-warm}tick"     // up to which changes have had their round
	turnKey  = "{cache-warm}turn"     // who may begin a round
	warmKey  = "{cache-warm}outcomes" // counts
)

const mostNodes = 200

// tell goes by Redis' clock: those of the nodes may differ.
var tell = rueidis.NewLuaScript(`
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])`)

func (s store) tell(ctx context.Context, n Node) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	err = tell.Exec(ctx, s.redis, []string{nodesKey, nodeKey + n.ID}, []string{n.ID, string(text), strconv.FormatInt(forgotten.Milliseconds(), 10)}).Error()
	if rueidis.IsRedisNil(err) {
		return nil
	}
	return err
}

// nodes are those that have told of themselves within a minute, the longest silent last.
func (s store) nodes(ctx context.Context) ([]Node, error) {
	told, err := s.redis.Do(ctx, s.redis.B().Zrevrange().Key(nodesKey).Start(0).Stop(mostNodes-1).Withscores().Build()).AsZScores()
	if err != nil || len(told) == 0 {
		return nil, err
	}
	now, err := s.time(ctx)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(told))
	for i, one := range told {
		keys[i] = nodeKey + one.Member
	}
	texts, err := rueidis.MGet(s.redis, ctx, keys)
	if err != nil {
		return nil, err
	}
	var out []Node
	for i, one := range told {
		text := texts[keys[i]]
		var n Node
		if raw, err := text.AsBytes(); err != nil || json.Unmarshal(raw, &n) != nil { // forgotten meanwhile
			continue
		}
		n.Silent = max(now-time.Duration(one.Score)*time.Millisecond, 0)
		out = append(out, n)
	}
	return out, nil
}

// time is Redis' clock, since 1970, to the millisecond.
func (s store) time(ctx context.Context) (time.Duration, error) {
	parts, err := timeOf.Exec(ctx, s.redis, []string{nodesKey}, nil).AsInt64()
	return time.Duration(parts) * time.Millisecond, err
}

// timeOf asks the node of a cluster that holds a key.
var timeOf = rueidis.NewLuaScript(`local now = redis.call('TIME') return now[1] * 1000 + math.floor(now[2] / 1000)`)

// RedisFigures are of all of Redis' nodes that take changes.
type RedisFigures struct {
	Up    bool
	Keys  int64
	Used  int64 // bytes
	Limit int64 // bytes; 0: none
}

func (s store) figures(ctx context.Context) (f RedisFigures, err error) {
	for _, node := range s.redis.Nodes() {
		text, err := node.Do(ctx, node.B().Info().Build()).ToString()
		if err != nil {
			return f, err
		}
		values := map[string]string{}
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			values[name] = value
		}
		if values["role"] == "slave" {
			continue
		}
		keys, err := node.Do(ctx, node.B().Dbsize().Build()).AsInt64()
		if err != nil {
			return f, err
		}
		used, _ := strconv.ParseInt(values["used_memory"], 10, 64)
		limit, _ := strconv.ParseInt(values["maxmemory"], 10, 64)
		f.Keys, f.Used, f.Limit = f.Keys+keys, f.Used+used, f.Limit+limit
	}
	f.Up = true
	return f, nil
}
