package embedded

import (
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"
)

// Addresses tell where the servers of a stack answer.
type Addresses struct {
	// PrimaryDSN and ReplicaDSN are PostgreSQL URLs for pgx. ReplicaDSN is
	// empty without a replica.
	PrimaryDSN string `json:"primary"`
	ReplicaDSN string `json:"replica"`
	// RedisURL is a URL for rueidis.ParseURL: unix:///... for a real server.
	RedisURL string `json:"redis"`
}

// addressFile tells other processes of the same user about a running stack.
const addressFile = "servers.json"

func (s *Stack) announce() error {
	text, err := json.Marshal(s.Addresses)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, addressFile), text, 0o600)
}

// Running returns the addresses of the stack that works in dir at present, in
// this or another process; false when there is none.
func Running(dir string) (a Addresses, ok bool) {
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return a, false
	}
	defer lock.Close()
	if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		return a, false // nobody holds it: a file that is there is a dead stack's
	}
	text, err := os.ReadFile(filepath.Join(dir, addressFile))
	return a, err == nil && json.Unmarshal(text, &a) == nil
}
