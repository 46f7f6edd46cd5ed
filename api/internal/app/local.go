package app

import (
	"context"
	"log/slog"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/embedded"
)

// Local fills in the databases of `portal dev` where the configuration names
// none: the running ones, else its own are started for the time until done is
// called. So `portal seed` and the like work on a desk without any setting. In
// production, and where a database is configured, it changes nothing. settings are
// PostgreSQL's beside those of a desk.
func Local(ctx context.Context, c config.Config, log *slog.Logger, settings map[string]string) (_ config.Config, done func(), err error) {
	if c.PostgresPrimary != "" || c.Environment == config.Production {
		return c, func() {}, nil
	}
	if a, ok := embedded.Running(c.DataDir); ok {
		return at(c, a), func() {}, nil
	}
	options := localOptions(c, log)
	options.Settings = settings
	stack, err := embedded.Start(ctx, options)
	if err != nil {
		return c, nil, err
	}
	return at(c, stack.Addresses), stack.Stop, nil
}

func at(c config.Config, a embedded.Addresses) config.Config {
	c.PostgresPrimary, c.PostgresReplica, c.Redis = a.PrimaryDSN, a.ReplicaDSN, a.RedisURL
	return c
}

// localOptions include a replica wherever the programs for one are there: what
// would fail with one in production should fail on the desk.
func localOptions(c config.Config, log *slog.Logger) embedded.Options {
	tools := embedded.ProjectTools()
	programs, _ := embedded.FindPostgres(0, tools)
	return embedded.Options{Dir: c.DataDir, Tools: tools, Postgres: true, Redis: true, Replica: programs.Replica, Log: log}
}
