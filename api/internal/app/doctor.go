package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/embedded"
	"baq.kz/portal/migrations"
)

// Finding is what the doctor says about one part.
type Finding struct {
	Part string
	Good bool
	Text string // what is there, or what to do
}

// Doctor looks at everything that the portal needs. It changes nothing but the
// write test of the folders, and starts nothing.
func Doctor(ctx context.Context, c config.Config) []Finding {
	all := []Finding{writable("data folder", c.DataDir), storeFinding(ctx, c), mailFinding(ctx, c), malwareFinding(ctx, c)}
	if c.PostgresPrimary == "" {
		all = append(all, programs()...)
		a, ok := embedded.Running(c.DataDir)
		if !ok {
			return append(all, Finding{"databases", true, "none configured and `portal dev` does not run: it brings its own"})
		}
		c = at(c, a)
	}
	portal, err := New(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return append(all, Finding{"databases", false, err.Error()})
	}
	defer portal.Close()
	return append(all, portal.schemaFinding(ctx), portal.replicaFinding(ctx), portal.clockFinding(ctx), portal.redisFinding(ctx))
}

func finding(part string, err error, good string) Finding {
	if err != nil {
		return Finding{part, false, err.Error()}
	}
	return Finding{part, true, good}
}

// programs are what `portal dev` starts.
func programs() []Finding {
	tools := embedded.ProjectTools()
	p, err := embedded.FindPostgres(0, tools)
	all := []Finding{finding("PostgreSQL", err, fmt.Sprintf("version %d in %s", p.Major, p.Bin))}
	path, _, ok := embedded.FindRedis(tools)
	if !ok {
		path = "no redis-server: the stand-in inside the portal takes its place; `make setup` installs one"
	}
	all = append(all, Finding{"Redis", true, path})
	if _, err = os.Stat(panelServer); err != nil {
		err = errors.New("not built: `make build`")
	}
	return append(all, finding("panel", err, panelServer))
}

// enoughSpace is what a day of uploads may take; below it somebody should act.
const enoughSpace = 1 << 30

func writable(part, folder string) Finding {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Finding{part, false, fmt.Sprintf("%s can't be made: %v", folder, err)}
	}
	trial := filepath.Join(folder, ".doctor")
	if err := os.WriteFile(trial, []byte("x"), 0o600); err != nil {
		return Finding{part, false, fmt.Sprintf("%s can't be written: make it the portal's own (chown)", folder)}
	}
	_ = os.Remove(trial)
	var st syscall.Statfs_t
	if err := syscall.Statfs(folder, &st); err != nil {
		return Finding{part, false, err.Error()}
	}
	free := st.Bavail * uint64(st.Bsize)
	return Finding{part, free > enoughSpace, fmt.Sprintf("%s, %d GB free", folder, free>>30)}
}

func (a *App) schemaFinding(ctx context.Context) Finding {
	return finding("PostgreSQL", a.DB.CheckMigrated(ctx, migrations.Files()), "reachable, the schema is this program's")
}

func (a *App) replicaFinding(ctx context.Context) Finding {
	if a.DB.Replica == a.DB.Primary {
		return Finding{"replica", true, "none configured: the primary answers readers, too"}
	}
	var seconds float64
	err := a.DB.Replica.QueryRowContext(ctx, `SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
		ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0) END`).Scan(&seconds)
	if err == nil && seconds > 30 {
		err = fmt.Errorf("%.0f s behind the primary: see its log", seconds)
	}
	return finding("replica", err, fmt.Sprintf("%.1f s behind", seconds))
}

// clockFinding: schedules go by the database's clock, sessions by this machine's.
func (a *App) clockFinding(ctx context.Context) Finding {
	var there time.Time
	err := a.DB.Primary.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&there)
	apart := time.Since(there).Abs()
	if err == nil && apart > 5*time.Second {
		err = fmt.Errorf("the database's clock and this one are %s apart: set both by NTP", apart.Round(time.Second))
	}
	return finding("clock", err, "the database's and this one agree")
}

func (a *App) redisFinding(ctx context.Context) Finding {
	return finding("Redis", a.Redis.Do(ctx, a.Redis.B().Ping().Build()).Error(), "reachable")
}

// malwareFinding: pictures come from strangers, so that a portal without a scanner
// should know that it has none.
func malwareFinding(ctx context.Context, c config.Config) Finding {
	scanner, err := c.MalwareScanner(nil)
	if scanner == nil || err != nil {
		return finding("malware scanner", err, "none configured (PORTAL_CLAMD): files are taken unscanned")
	}
	version, err := scanner.Version(ctx)
	return finding("malware scanner", err, version)
}
