package cache

import (
	"strconv"
	"strings"

	"github.com/redis/rueidis"
)

// Channels lie in the slot of the clock: in a cluster one node carries them, in the order
// of the changes.
const (
	clockChannel = "{tags}told"
	heardChannel = "{tags}heard:"
)

// announcement is what a script tells every process of the clock, as
// "from previous tick position sent|7:tagname9:other:tag".
type announcement struct {
	from           string // the process that called the script
	previous, tick int64  // the clock before and now; previous is 0 where nothing from before counts
	position       int64
	sent           int64    // of a sign of life: when, by the clock of the one that sent it; else 0
	tags           []string // that were bumped
}

// voice are the first arguments of every script that announces: how, where, and who.
func (p *Pages) voice() []string {
	how := "PUBLISH"
	if p.sharded() {
		how = "SPUBLISH"
	}
	return []string{how, clockChannel, p.hearing.name}
}

// sharded tells whether channels belong to a slot, as keys do.
func (p *Pages) sharded() bool { return p.client.Mode() == rueidis.ClientModeCluster }

// announce is the scripts' common end.
const announce = `
local function announce(previous, now, position, sent, tags)
  redis.call(ARGV[1], ARGV[2], ARGV[3] .. ' ' .. previous .. ' ' .. now .. ' ' .. position .. ' ' .. sent .. '|' .. tags)
end
`

// sign tells how the clock stands.
var sign = rueidis.NewLuaScript(announce + `
local now = redis.call('GET', KEYS[1]) or '0'
announce(now, now, redis.call('GET', KEYS[2]) or '0', ARGV[4], '')
return now`)

func parse(message string) (a announcement, ok bool) {
	head, tags, _ := strings.Cut(message, "|")
	words := strings.Split(head, " ")
	if len(words) != 5 {
		return a, false
	}
	a.from = words[0]
	for i, to := range []*int64{&a.previous, &a.tick, &a.position, &a.sent} {
		n, err := strconv.ParseInt(words[i+1], 10, 64)
		if err != nil {
			return a, false
		}
		*to = n
	}
	for tags != "" {
		length, rest, _ := strings.Cut(tags, ":")
		n, err := strconv.Atoi(length)
		if err != nil || n < 0 || n > len(rest) {
			return a, false
		}
		a.tags, tags = append(a.tags, rest[:n]), rest[n:]
	}
	return a, true
}
