package alerts

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Setting is a rule as it is set now.
type Setting struct {
	Rule
	Values
	Version int64
}

// Settings are all rules as they are set now.
func (s *Service) Settings(ctx context.Context) ([]Setting, error) {
	changed, err := changedRules(ctx, s.db.Primary)
	if err != nil {
		return nil, err
	}
	return settings(changed), nil
}

func settings(changed map[string]ruleRow) []Setting {
	all := []Setting{}
	for _, r := range Rules() {
		all = append(all, setting(r, changed))
	}
	return all
}

// setting is the rule with what somebody changed about it.
func setting(r Rule, changed map[string]ruleRow) Setting {
	if row, ok := changed[r.Key]; ok {
		return Setting{Rule: r, Version: row.Version, Values: Values{Enabled: row.Enabled, Threshold: row.Threshold, WindowSeconds: row.WindowSeconds}}
	}
	return Setting{Rule: r, Version: 1, Values: r.Defaults}
}

// Setting is one rule as it is set now, for who is in a transaction. It fails
// with ErrRuleNotFound.
func (s *Service) Setting(ctx context.Context, db bun.IDB, key string) (Setting, error) {
	r, ok := ruleOf(key)
	if !ok {
		return Setting{}, ErrRuleNotFound
	}
	changed, err := changedRules(ctx, db, key)
	return setting(r, changed), err
}

// Change sets a rule, at the version that the caller has seen.
func (s *Service) Change(ctx context.Context, key string, version int64, to Values) (after Setting, err error) {
	r, ok := ruleOf(key)
	if !ok {
		return Setting{}, ErrRuleNotFound
	}
	if err := r.check(to); err != nil {
		return Setting{}, err
	}
	err = postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		before, err := s.Setting(ctx, tx, key)
		if err != nil {
			return err
		}
		after = Setting{Rule: r, Values: to, Version: version + 1}
		current, err := storeRule(ctx, tx, after, access.UserID(ctx))
		if err == nil && !current {
			err = ErrRuleStale
		}
		if err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "alerts.rule", ObjectType: "alert_rule", ObjectID: key, Before: before.Values, After: to})
	})
	return after, err
}

// check refuses what is out of the rule's limits, with all complaints at once.
func (r Rule) check(v Values) error {
	var fields []fault.Field
	within := func(field string, value, least, most int) {
		if value < least || value > most {
			fields = append(fields, fault.Field{Field: field, Code: "range", Message: fmt.Sprintf("must be from %d to %d", least, most)})
		}
	}
	within("threshold", v.Threshold, r.Limits.MinThreshold, r.Limits.MaxThreshold)
	within("windowSeconds", v.WindowSeconds, r.Limits.MinWindowSeconds, r.Limits.MaxWindowSeconds)
	if len(fields) > 0 {
		return ErrOutOfLimits.WithFields(fields...)
	}
	return nil
}
