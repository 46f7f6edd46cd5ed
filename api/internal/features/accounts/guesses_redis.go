package accounts

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// takeScript keeps the attempts of a window in a sorted set, by time. It writes
// an attempt only when there is room, so that a set never outgrows its limit.
// It returns {1, 0, 0}, or {0, first refusal, milliseconds to wait}.
var takeScript = rueidis.NewLuaScript(`
local now, window, limit, id = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) < limit then
  redis.call('ZADD', KEYS[1], now, id)
  redis.call('PEXPIRE', KEYS[1], window)
  redis.call('DEL', KEYS[2])
  return {1, 0, 0}
end
local oldest = tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
local first = redis.call('SET', KEYS[2], '1', 'NX', 'PX', window)
return {0, first and 1 or 0, oldest + window - now}`)

func takeInRedis(ctx context.Context, client rueidis.Client, b bucket, id string, now time.Time) (verdict, error) {
	answer, err := takeScript.Exec(ctx, client, []string{b.key, b.key + ":refused"}, []string{
		strconv.FormatInt(now.UnixMilli(), 10), strconv.FormatInt(b.window.Milliseconds(), 10), strconv.Itoa(b.limit), id,
	}).AsIntSlice()
	if err != nil || len(answer) != 3 {
		return verdict{}, err
	}
	return verdict{allowed: answer[0] == 1, first: answer[1] == 1, wait: time.Duration(answer[2]) * time.Millisecond}, nil
}
