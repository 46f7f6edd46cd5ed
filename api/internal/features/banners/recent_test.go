package banners

import (
	"fmt"
	"testing"
	"time"
)

func TestAFloodDoesNotGrowTheMemory(t *testing.T) {
	m, now := newRecent(), time.Now()
	counted := 0
	for i := range 2 * recentMost {
		if m.first(now, Reader{Address: fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), Agent: "x"}, spot{1, "kk"}, false) {
			counted++
		}
	}
	if len(m.young) > recentMost || counted == 0 || counted > recentMost {
		t.Errorf("%d marks, %d counted", len(m.young), counted)
	}
	later := now.Add(again)
	if !m.first(later, Reader{Address: "192.0.2.1", Agent: "x"}, spot{1, "kk"}, false) {
		t.Error("nobody counts after the flood")
	}
	if m.first(later, Reader{Address: "10.0.0.0", Agent: "x"}, spot{1, "kk"}, false) {
		t.Error("who was counted within the minute before counts again")
	}
	if m.first(later.Add(3*again), Reader{Address: "192.0.2.1", Agent: "x"}, spot{1, "kk"}, false); len(m.young) > 2 || len(m.old) > 0 {
		t.Errorf("%d and %d marks are kept for minutes", len(m.young), len(m.old))
	}
}
