package alerts

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// entry is what the watching reads of a journal entry.
type entry struct {
	Seq        int64 // of the chain
	ID         int64
	At         time.Time
	ActorID    *int64
	ActorName  string
	Action     string
	ObjectType string
	ObjectID   string
	Address    string
	Diff       json.RawMessage // of logins, accounts and denials; else nil
}

// sighting is an entry that counts for a rule.
type sighting struct {
	seq     int64
	entry   int64 // its id
	rule    string
	subject subject
	name    string // of the subject, when the entry tells
	at      time.Time
	weight  int    // how many events it stands for
	value   string // what it was about
	address string
}

// watch says which entries count for a rule, and for whom.
type watch struct {
	rule    string
	actions func(action string) bool
	about   func(entry) subject
	value   func(entry) string // nil: the object
}

// watches are the rules that live on the journal.
func watches() []watch {
	return []watch{
		{rule: MassDelete, actions: deletes, about: actor},
		{rule: MassUnpublish, actions: unpublishes, about: actor},
		{rule: NightLogin, actions: logsIn, about: actor, value: fromWhere},
		{rule: NewDeviceLogin, actions: logsIn, about: actor, value: fromWhere},
		{rule: LoginSpray, actions: refusesLogin, about: address, value: email},
		{rule: AccountAttacked, actions: refusesLogin, about: object, value: fromWhere},
		{rule: FactorFailures, actions: refusesProof, about: prover, value: fromWhere},
		{rule: RefreshReused, actions: one("accounts.refresh_reused"), about: robbed, value: fromWhere},
		{rule: DenialBurst, actions: one("access.denied"), about: actor},
		{rule: TokenFlood, actions: one("access.token_refused"), about: address},
		{rule: ExportBurst, actions: exports, about: actor, value: action},
		{rule: RightsChange, actions: changesRights, about: actor},
		{rule: SecondFactorRemoved, actions: removesFactor, about: object, value: action},
		{rule: MalwareFound, actions: one("photobank.malware_found"), about: actor},
	}
}

// Covers tells whether a journalled action counts as a mass deletion or a mass
// unpublishing, by the rule's key.
func Covers(rule, action string) bool {
	return rule == MassDelete && deletes(action) || rule == MassUnpublish && unpublishes(action)
}

func one(actions ...string) func(string) bool {
	return func(action string) bool { return slices.Contains(actions, action) }
}

func deletes(action string) bool {
	return action == "news.trash" || strings.HasSuffix(action, ".delete")
}

// unpublishes: what a person plans for a live article counts when it is planned.
func unpublishes(action string) bool {
	return one("news.unpublish", "news.kill", "news.schedule_end")(action)
}

func logsIn(action string) bool { return action == "accounts.login" }

func refusesLogin(action string) bool { return action == "accounts.refuse_login" }

// refusesProof: a refused login counts when it was its second step, see counts.
func refusesProof(action string) bool {
	return one("accounts.refuse_login", "accounts.refuse_confirmation", "accounts.refuse_password")(action)
}

func exports(action string) bool { return strings.HasSuffix(action, ".export") }

func changesRights(action string) bool {
	return one("accounts.create_role", "accounts.update_role", "accounts.delete_role", "accounts.set_roles", "accounts.create_user", "accounts.update_user",
		"accounts.create_key", "alerts.rule")(action)
}

func removesFactor(action string) bool {
	return one("accounts.remove_second_factors", "accounts.remove_totp", "accounts.remove_passkey")(action)
}

// actor is who did it: a user, or the portal's own jobs and commands.
func actor(e entry) subject {
	if e.ActorID != nil {
		return subject{User, strconv.FormatInt(*e.ActorID, 10)}
	}
	return subject{System, e.ActorName}
}

// address is where it came from.
func address(e entry) subject { return subject{Address, e.Address} }

// object is the user to whom it was done.
func object(e entry) subject { return subject{User, e.ObjectID} }

// prover is who failed to prove who it is: somebody logged in, or about to be.
func prover(e entry) subject {
	if e.ActorID != nil {
		return actor(e)
	}
	return object(e)
}

// robbed is the user whose session was used twice.
func robbed(e entry) subject {
	var id int64
	if e.field("userId", &id); id == 0 {
		return subject{}
	}
	return subject{User, strconv.FormatInt(id, 10)}
}

func action(e entry) string    { return e.Action }
func fromWhere(e entry) string { return e.Address }

// secondStep tells whether a login was refused after its password was right.
func secondStep(e entry) bool {
	var reason string
	e.field("reason", &reason)
	return reason == "wrong second factor" || strings.HasPrefix(reason, "passkey ")
}

func email(e entry) (value string) {
	e.field("email", &value)
	return value
}

// field reads what a field of the diff became; nothing when it is not there or
// of another kind.
func (e entry) field(name string, into any) {
	var diff map[string][2]json.RawMessage
	if json.Unmarshal(e.Diff, &diff) != nil {
		return
	}
	if became := diff[name][1]; became != nil {
		_ = json.Unmarshal(became, into)
	}
}

// has tells whether one of the fields differs.
func (e entry) has(names ...string) bool {
	var diff map[string]json.RawMessage
	_ = json.Unmarshal(e.Diff, &diff)
	return slices.ContainsFunc(names, func(name string) bool { return diff[name] != nil })
}

// widens tells of a change of rights whether it can give anybody more. Whoever gets
// the letters of an account gets the account, and an enforced rule that is changed
// lets more through without a second person.
func (e entry) widens() bool {
	switch e.ObjectType {
	case "user":
		return e.has("roles", "languages", "rubrics", "email")
	case "alert_rule":
		rule, known := ruleOf(e.ObjectID)
		return known && rule.Enforced
	}
	return true
}

// sightings are what an entry counts for.
func (s *Service) sightings(e entry, rules map[string]Setting) []sighting {
	var seen []sighting
	for _, w := range watches() {
		if !w.actions(e.Action) {
			continue
		}
		about := w.about(e)
		if about.id == "" || !s.counts(w.rule, e, rules[w.rule]) {
			continue
		}
		one := sighting{seq: e.Seq, entry: e.ID, rule: w.rule, subject: about, at: e.At, weight: times(e), value: e.ObjectType + " " + e.ObjectID, address: e.Address}
		if w.value != nil {
			one.value = w.value(e)
		}
		if about == actor(e) {
			one.name = e.ActorName
		}
		seen = append(seen, one)
	}
	return seen
}

// counts asks what more than the action decides.
func (s *Service) counts(rule string, e entry, set Setting) bool {
	switch rule {
	case NightLogin:
		return atNight(e.At.In(s.zone), set.Values)
	case NewDeviceLogin:
		var fresh bool
		e.field("newDevice", &fresh)
		return fresh
	case FactorFailures:
		return !refusesLogin(e.Action) || secondStep(e)
	case RightsChange:
		return e.widens()
	case LoginSpray:
		return email(e) != "" // what is no e-mail is not kept, and can't be told apart
	case DenialBurst, MassDelete, MassUnpublish, ExportBurst:
		return e.ActorID != nil // jobs and commands do what they are told
	}
	return true
}

// atNight tells whether a local time is within the night: from an hour, for a time.
func atNight(local time.Time, v Values) bool {
	clock := local.Hour()*3600 + local.Minute()*60 + local.Second()
	const day = 24 * 3600
	return (clock-v.Threshold*3600+2*day)%day < v.WindowSeconds
}

// times is how many events an entry stands for: of denials that repeat within a
// minute the journal keeps the first and then a number.
func times(e entry) int {
	n := 1
	if e.Action == "access.denied" || e.Action == "access.token_refused" {
		e.field("times", &n)
	}
	return max(1, min(n, 1_000_000))
}
