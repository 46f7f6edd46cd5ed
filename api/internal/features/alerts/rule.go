package alerts

import "time"

// Severity says how soon somebody has to look.
type Severity string

// Notices are read when there is time, warnings today, critical ones now.
const (
	Notice   Severity = "notice"
	Warning  Severity = "warning"
	Critical Severity = "critical"
)

// Rule keys.
const (
	MassDelete          = "mass_delete"
	MassUnpublish       = "mass_unpublish"
	NightLogin          = "night_login"
	NewDeviceLogin      = "new_device_login"
	LoginSpray          = "login_spray"
	AccountAttacked     = "account_attacked"
	FactorFailures      = "factor_failures"
	RefreshReused       = "refresh_reused"
	DenialBurst         = "denial_burst"
	TokenFlood          = "token_flood"
	ExportBurst         = "export_burst"
	RightsChange        = "rights_change"
	SecondFactorRemoved = "second_factor_removed"
	JournalBroken       = "journal_broken"
	IntegrityFinding    = "integrity_finding"
	MalwareFound        = "malware_found"
	RightsEnding        = "rights_ending"
	Robot404Scan        = "robot_404_scan"
	RobotScraping       = "robot_scraping"
)

// Unit says what a rule's threshold is.
type Unit string

// A threshold is a number of events, or the hour at which the night begins.
const (
	Count Unit = "count"
	Hour  Unit = "hour"
)

// Values are what can be changed about a rule.
type Values struct {
	Enabled       bool `json:"enabled"`
	Threshold     int  `json:"threshold"`     // so many within the window raise an alert; or an hour, 24: midnight
	WindowSeconds int  `json:"windowSeconds"` // 0: each event by itself raises one
}

// Window is the window as a duration.
func (v Values) Window() time.Duration { return time.Duration(v.WindowSeconds) * time.Second }

// Limits are what Values may be, both ends included.
type Limits struct{ MinThreshold, MaxThreshold, MinWindowSeconds, MaxWindowSeconds int }

// Rule is a kind of activity that is unusual.
type Rule struct {
	Key      string
	Severity Severity
	Defaults Values
	Limits   Limits
	Unit     Unit
	Enforced bool // more than the threshold is refused without a second person: features/approvals
}

// Rules are all rules, in the order in which they are shown. What each means and
// what to do about it stands in docs/alerts.md.
func Rules() []Rule {
	return []Rule{
		enforced(counting(MassUnpublish, Critical, 20, 10*time.Minute)),
		enforced(counting(MassDelete, Warning, 20, 10*time.Minute)),
		single(JournalBroken, Critical),
		single(IntegrityFinding, Critical),
		single(RefreshReused, Critical),
		counting(LoginSpray, Warning, 8, 10*time.Minute),
		counting(AccountAttacked, Warning, 8, 15*time.Minute),
		counting(FactorFailures, Warning, 5, 15*time.Minute),
		single(SecondFactorRemoved, Warning),
		single(MalwareFound, Warning),
		counting(DenialBurst, Warning, 20, 10*time.Minute),
		counting(TokenFlood, Warning, 30, 10*time.Minute),
		counting(ExportBurst, Warning, 10, time.Hour),
		single(RightsChange, Notice),
		single(RightsEnding, Notice),
		single(NewDeviceLogin, Notice),
		night(23, 7*time.Hour),
		counting(Robot404Scan, Warning, 30, time.Minute),
		counting(RobotScraping, Notice, 300, time.Minute),
	}
}

// counting rules look at how many events there are within a window.
func counting(key string, severity Severity, threshold int, window time.Duration) Rule {
	return Rule{
		Key: key, Severity: severity, Unit: Count, Defaults: Values{Enabled: true, Threshold: threshold, WindowSeconds: int(window / time.Second)},
		Limits: Limits{MinThreshold: 2, MaxThreshold: 10_000, MinWindowSeconds: 10, MaxWindowSeconds: int(longest / time.Second)},
	}
}

// longest is the longest window: for so long sightings are kept.
const longest = 24 * time.Hour

// single rules raise an alert at each event.
func single(key string, severity Severity) Rule {
	return Rule{Key: key, Severity: severity, Unit: Count, Defaults: Values{Enabled: true, Threshold: 1}, Limits: Limits{MinThreshold: 1, MaxThreshold: 1}}
}

// night is the rule of logins at night: from an hour of the newsroom's day, for
// a time.
func night(hour int, length time.Duration) Rule {
	return Rule{
		Key: NightLogin, Severity: Notice, Unit: Hour, Defaults: Values{Enabled: true, Threshold: hour, WindowSeconds: int(length / time.Second)},
		Limits: Limits{MinThreshold: 18, MaxThreshold: 24, MinWindowSeconds: 3600, MaxWindowSeconds: 12 * 3600},
	}
}

// enforced rules also refuse. Their threshold stays what one person can do by hand.
func enforced(r Rule) Rule {
	r.Enforced, r.Limits.MaxThreshold = true, 1000
	return r
}

// ruleOf finds a rule by its key.
func ruleOf(key string) (Rule, bool) {
	for _, r := range Rules() {
		if r.Key == key {
			return r, true
		}
	}
	return Rule{}, false
}
