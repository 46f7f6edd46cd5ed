package app_test

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// fact is something that readers see and the newsroom changes. Its state is a number
// that stands in its text as a mark, or 0 while it is not on the sites. What has been is
// kept, so that of every answer can be told whether it was true within the request's time.
type fact struct {
	name string

	mu       sync.Mutex
	states   []int
	answered []time.Time // when the change to a state was answered; zero: not yet, or with an error
	sure     int         // the index of the newest state whose change was answered
}

func newFact(name string, state int) *fact {
	return &fact{name: name, states: []int{state}, answered: []time.Time{time.Now()}}
}

// become is a change: before it is done the new state may be seen, after its answer it
// must be. One that fails leaves both possible.
func (f *fact) become(state int, do func() error) error {
	f.mu.Lock()
	f.states, f.answered = append(f.states, state), append(f.answered, time.Time{})
	at := len(f.states) - 1
	f.mu.Unlock()
	err := do()
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		f.answered[at], f.sure = time.Now(), at
	}
	return err
}

// known is the index of the oldest state that a request may be shown that begins now.
func (f *fact) known() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sure
}

// verdict is what is to be said of a state that was seen.
type verdict int

const (
	fresh verdict = iota
	stale         // it had been, and was no more when the request began
	wrong         // it has never been
)

// judge tells whether a state that was seen was one while the request went on, which
// began at a time and when from was known; and since when it had not been any more.
func (f *fact) judge(from, seen int, begun time.Time) (verdict, time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := len(f.states) - 1; i >= 0; i-- {
		switch {
		case f.states[i] != seen:
		case i >= from:
			return fresh, 0
		default:
			for next := i + 1; next <= from; next++ {
				if at := f.answered[next]; !at.IsZero() {
					return stale, begun.Sub(at)
				}
			}
		}
	}
	return wrong, 0
}

// next is a number that the fact has not had.
func (f *fact) next() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	highest := 0
	for _, state := range f.states {
		highest = max(highest, state)
	}
	return highest + 1
}

// A mark is one word of Latin letters alone: so it survives other scripts, the search and
// what an exception of a script may hold. "zqkkavbdq" says that fact "kka" is at 13.
var marks = regexp.MustCompile(`zq([a-pr-u]+)v([a-j]+)q`)

const digits = "abcdefghij"

// mark is the word that says a fact's state.
func (f *fact) mark(state int) string { return "zq" + f.name + "v" + spelled(state) + "q" }

func spelled(n int) string {
	var out strings.Builder
	for _, digit := range strconv.Itoa(n) {
		out.WriteByte(digits[digit-'0'])
	}
	return out.String()
}

// marksIn are the states that a text says, by fact.
func marksIn(text string) map[string][]int {
	said := map[string][]int{}
	for _, found := range marks.FindAllStringSubmatch(text, -1) {
		n := 0
		for _, letter := range found[2] {
			n = 10*n + strings.IndexRune(digits, letter)
		}
		said[found[1]] = append(said[found[1]], n)
	}
	return said
}

// TestWhatIsSaidOfAnAnswer: the judge itself must be able to say each of its verdicts.
func TestWhatIsSaidOfAnAnswer(t *testing.T) {
	f := newFact("kka", 1)
	if err := f.become(2, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	after := f.known()
	for _, one := range []struct {
		seen int
		want verdict
	}{{2, fresh}, {1, stale}, {0, wrong}, {3, wrong}} {
		if got, _ := f.judge(after, one.seen, time.Now()); got != one.want {
			t.Errorf("%d after the change: %d, want %d", one.seen, got, one.want)
		}
	}
	_ = f.become(0, func() error {
		for _, seen := range []int{2, 0} { // while it goes on
			if got, _ := f.judge(f.known(), seen, time.Now()); got != fresh {
				t.Errorf("%d during a change: %d", seen, got)
			}
		}
		return nil
	})
	asked := f.known()
	if err := f.become(2, func() error { return nil }); err != nil { // as it was
		t.Fatal(err)
	}
	if got, _ := f.judge(asked, 0, time.Now()); got != fresh {
		t.Errorf("what was when the reader asked: %d", got)
	}
	if got, age := f.judge(f.known(), 0, time.Now().Add(time.Second)); got != stale || age < time.Second || age > 2*time.Second {
		t.Errorf("what was before: %d, %s old", got, age)
	}
	if said := marksIn("<b>" + f.mark(1307) + "</b>"); len(said["kka"]) != 1 || said["kka"][0] != 1307 {
		t.Errorf("a mark is read as %v", said)
	}
}
