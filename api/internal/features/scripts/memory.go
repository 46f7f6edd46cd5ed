package scripts

import (
	"context"
	"sync"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/kazscript"
)

// memory holds the dictionary as it was at its version, so that a render reads one
// number and not all words.
type memory struct {
	sync.Mutex
	version int64
	known   map[string]kazscript.Exceptions // by the script's code
}

// Exceptions are those of a script ("latn", "arab") as the database has them.
func (s *Service) Exceptions(ctx context.Context, db bun.IDB, script string) (kazscript.Exceptions, error) {
	version, err := edition(ctx, db)
	if err != nil {
		return kazscript.Exceptions{}, err
	}
	s.memory.Lock()
	defer s.memory.Unlock()
	if s.memory.known == nil || s.memory.version != version {
		// What is read may be newer than the version: then it is read once more.
		all, err := everything(ctx, db)
		if err != nil {
			return kazscript.Exceptions{}, err
		}
		s.memory.version, s.memory.known = version, collect(all)
	}
	return s.memory.known[script], nil
}

func collect(all []Exception) map[string]kazscript.Exceptions {
	var latin, arabic []kazscript.Exception
	for _, e := range all {
		latin = append(latin, kazscript.Exception{Stem: e.Stem, Form: e.Latin})
		arabic = append(arabic, kazscript.Exception{Stem: e.Stem, Form: e.Arabic})
	}
	return map[string]kazscript.Exceptions{"latn": kazscript.Collect(latin), "arab": kazscript.Collect(arabic)}
}
