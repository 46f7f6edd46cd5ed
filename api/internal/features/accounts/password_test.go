package accounts

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/argon2"
)

func TestPasswordIsHashedAsOWASPSays(t *testing.T) {
	h := newHasher()
	encoded, err := h.hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(encoded)
	}
	if ok, _, err := h.verify(t.Context(), encoded, password+" "); ok || err != nil {
		t.Errorf("another password: %v, %v", ok, err)
	}
	if ok, stale, err := h.verify(t.Context(), encoded, password); !ok || stale || err != nil {
		t.Errorf("the password: %v, %v, %v", ok, stale, err)
	}
	again, err := h.hash(t.Context(), password)
	if err != nil || again == encoded {
		t.Errorf("two hashes share a salt: %v", err)
	}
}

func TestPasswordIsTheSameHoweverTyped(t *testing.T) {
	h := newHasher()
	encoded, err := h.hash(t.Context(), "ко\u0439кек ко\u0439") // й
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, err := h.verify(t.Context(), encoded, "ко\u0438\u0306кек ко\u0438\u0306"); !ok || err != nil { // и + breve
		t.Errorf("%v, %v", ok, err)
	}
}

func TestHashOfAnotherCostIsStale(t *testing.T) {
	h := newHasher()
	old := cost{memory: 8, passes: 1, threads: 1}
	salt := random(saltBytes)
	encoded := phc(old, salt, argon2.IDKey([]byte(password), salt, old.passes, old.memory, old.threads, hashBytes))
	if ok, stale, err := h.verify(t.Context(), encoded, password); !ok || !stale || err != nil {
		t.Errorf("%v, %v, %v", ok, stale, err)
	}
}

func TestNobodyHasNoPassword(t *testing.T) {
	h := newHasher()
	if ok, stale, err := h.verify(t.Context(), nobody(), ""); ok || stale || err != nil {
		t.Errorf("%v, %v, %v", ok, stale, err)
	}
}

func TestBrokenHashIsOurFault(t *testing.T) {
	good := nobody()
	for _, bad := range []string{
		"", "secret", "$2a$10$abcdefghijklmnopqrstuv", strings.Replace(good, "argon2id", "argon2i", 1),
		strings.Replace(good, "v=19", "v=16", 1), strings.Replace(good, "t=2", "t=0", 1), good[:len(good)-3], good + "$",
	} {
		if _, _, err := newHasher().verify(t.Context(), bad, password); !errors.Is(err, errBadHash) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestHashesWaitForTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hasher{slots: make(chan struct{}, 1), derive: argon2.IDKey}
		h.slots <- struct{}{} // somebody is at it
		if _, err := h.hash(t.Context(), password); !errors.Is(err, ErrBusy) {
			t.Errorf("a login that waits too long: %v", err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := h.hash(gone, password); !errors.Is(err, context.Canceled) {
			t.Errorf("a client that went away: %v", err)
		}
		<-h.slots
		if _, err := h.hash(t.Context(), password); err != nil {
			t.Errorf("a free slot: %v", err)
		}
	})
}

// TestStrangersWaitAmongThemselves: a flood from unknown browsers is refused
// beyond its queue, rests after each hash, and takes no place of those who are known.
func TestStrangersWaitAmongThemselves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher()
		const work = 100 * time.Millisecond
		h.derive = func([]byte, []byte, uint32, uint32, uint8, uint32) []byte {
			time.Sleep(work)
			return make([]byte, hashBytes)
		}
		start := time.Now()
		results := make(chan error, 100)
		for range 100 {
			go func() {
				_, _, err := h.verifyStranger(t.Context(), nobody(), password)
				results <- err
			}()
		}
		synctest.Wait()
		if !h.full() {
			t.Error("a hundred strangers don't fill the queue")
		}
		if _, _, err := h.verify(t.Context(), nobody(), password); err != nil || time.Since(start) > 3*work {
			t.Errorf("somebody who is known waits %s among strangers: %v", time.Since(start), err)
		}
		refused := 0
		for range 100 {
			if err := <-results; errors.Is(err, ErrBusy) {
				refused++
			}
		}
		if refused != 100-1-strangersWaiting {
			t.Errorf("%d of 100 strangers are refused", refused)
		}
		if took := time.Since(start); took < (1+strangersWaiting)*2*work-2*work {
			t.Errorf("%d hashes of strangers in %s: no rest between them", 1+strangersWaiting, took)
		}
	})
}
