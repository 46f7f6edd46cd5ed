package cache

import (
	"context"
	"strings"

	"github.com/redis/rueidis"
)

// scanStep is how many keys Redis looks at for one answer to SCAN: long enough to be
// quick, short enough to keep nobody waiting.
const scanStep = 500

// Each calls do with every page that Redis holds, outdated ones too, in no order, until
// do is false. What comes or goes meanwhile may be missed.
func (p *Pages) Each(ctx context.Context, do func(key string, page Page) bool) error {
	for _, node := range p.client.Nodes() {
		for cursor := uint64(0); ; {
			found, err := node.Do(ctx, node.B().Scan().Cursor(cursor).Match(pageKey+"*").Count(scanStep).Build()).AsScanEntry()
			if err != nil {
				return err
			}
			for _, key := range found.Elements {
				raw, err := node.Do(ctx, node.B().Get().Key(key).Build()).AsBytes()
				if rueidis.IsRedisNil(err) { // it went meanwhile
					continue
				}
				if err != nil {
					return err
				}
				page, err := decode(raw)
				if err == nil && !do(strings.TrimPrefix(key, pageKey), page) {
					return nil
				}
			}
			if cursor = found.Cursor; cursor == 0 {
				break
			}
		}
	}
	return nil
}
