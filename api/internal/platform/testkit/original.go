package testkit

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"

	"baq.kz/portal/api/internal/platform/postgres"
)

// Original is a database with what many tests of a process begin with: that is written
// once, and each test gets a copy of its own. It is gone with the server.
type Original struct {
	once sync.Once
	name string // empty: it could not be filled
}

// Copy opens a copy as [DB] does; fill writes the original, before the first copy.
func (o *Original) Copy(t testing.TB, fill func(*postgres.Databases)) *postgres.Databases {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	o.once.Do(func() {
		name := "original_" + strings.ToLower(rand.Text())
		if err := copyDatabase(ctx, s.Primary, migrated(ctx, t, s), name); err != nil {
			t.Fatal(err)
		}
		databases := connect(ctx, t, s, name, false)
		defer databases.Close() // nobody may be connected to what is copied
		fill(databases)
		o.name = name
	})
	if o.name == "" {
		t.Fatal("the database to copy was not filled; the first test that asked for it says why")
	}
	return openCopy(ctx, t, s, o.name, false)
}
