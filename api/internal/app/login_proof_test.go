package app_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/accounts"
)

// proofOfLogins asks for the measure: `make prove-login` sets it.
const proofOfLogins = "PROVE_LOGIN"

// requestID is what differs between any two answers.
var requestID = regexp.MustCompile(`"requestId":"[^"]*"`)

// seen is an answer as somebody who fishes for accounts sees it.
func seen(a answer) string {
	header := maps.Clone(a.header)
	header.Del("X-Request-Id")
	var out bytes.Buffer
	_ = header.WriteSubset(&out, nil)
	return fmt.Sprint(a.status, "\n", out.String(), "\n", requestID.ReplaceAllString(a.text(), `"requestId":""`))
}

// strangers are accounts that a password can be tried on.
type strangers struct {
	*portal
	tries int
}

// try logs in with a wrong password, from an address that nothing is known of.
func (s *strangers) try(email string) (answer, time.Duration) {
	s.tries++
	s.from = fmt.Sprintf("10.%d.%d.%d", s.tries>>16, s.tries>>8&255, s.tries&255)
	start := time.Now()
	a := s.send("POST", "/api/admin/v1/session", object{"email": email, "password": "not the right password"})
	return a, time.Since(start)
}

func (s *strangers) took(email string) time.Duration {
	a, took := s.try(email)
	if a.status != http.StatusUnauthorized {
		s.t.Fatal(a.status, a.text())
	}
	return took
}

// known makes n accounts with the same password, quickly.
func (s *strangers) known(n int) (emails []string) {
	s.t.Helper()
	_, err := s.Accounts.CreateUser(s.t.Context(), accounts.NewUser{Email: "known@baq.test", Name: "Белгілі", Password: password, Roles: []string{"editor"}})
	if err == nil {
		err = s.DB.Primary.NewRaw(`INSERT INTO users (email, name, password_hash)
			SELECT 'known-' || n || '@baq.test', u.name, u.password_hash FROM users AS u, generate_series(1, ?) AS n WHERE u.email = 'known@baq.test'
			RETURNING email`, n).Scan(s.t.Context(), &emails)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return emails
}

// TestALoginTellsNobodyWhoExists: the answer is the same, byte by byte, whoever
// is asked for, and so is the work; `make prove-login` measures the latter on
// 2 × 1,000 logins.
func TestALoginTellsNobodyWhoExists(t *testing.T) {
	s := &strangers{portal: newPortal(t)}
	emails := s.known(4)
	for i, change := range []string{"disabled = true", "password_hash = NULL", "languages = '{kk}'"} {
		if _, err := s.DB.Primary.ExecContext(t.Context(), "UPDATE users SET "+change+" WHERE email = ?", emails[i]); err != nil {
			t.Fatal(err)
		}
	}
	first, _ := s.try("nobody@baq.test")
	if first.status != http.StatusUnauthorized || first.code() != "accounts.wrong_credentials" {
		t.Fatal(first.status, first.text())
	}
	others := append(emails, "nobody-else@baq.test", "қазақша@baq.test", "knоwn-1@baq.test", "no address at all", fmt.Sprintf("%0250d@b", 1))
	for _, email := range others {
		if a, _ := s.try(email); seen(a) != seen(first) {
			t.Errorf("%s: %s\ninstead of %s", email, seen(a), seen(first))
		}
	}
}

// TestLoginTimesTellNobodyWhoExists compares the times of 1,000 logins of known
// accounts with those of 1,000 unknown ones, in turns, by the Mann-Whitney test.
func TestLoginTimesTellNobodyWhoExists(t *testing.T) {
	if os.Getenv(proofOfLogins) == "" {
		t.Skip("a measure, not a test: make prove-login")
	}
	s := &strangers{portal: newPortal(t)}
	emails := s.known(1000)
	var known, unknown []time.Duration
	for i, email := range emails {
		strange := fmt.Sprintf("never-%d@baq.test", i)
		if i%2 == 0 { // neither kind is always the first
			known = append(known, s.took(email))
			unknown = append(unknown, s.took(strange))
		} else {
			unknown = append(unknown, s.took(strange))
			known = append(known, s.took(email))
		}
	}
	z, p := mannWhitney(known, unknown)
	t.Logf("known: median %s, p99 %s; unknown: median %s, p99 %s; Mann-Whitney z = %.2f, p = %.3f",
		quantile(known, 0.5), quantile(known, 0.99), quantile(unknown, 0.5), quantile(unknown, 0.99), z, p)
	if p < 0.001 {
		t.Error("the times tell which accounts exist")
	}
}

func quantile(times []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[int(q*float64(len(sorted)-1))].Round(10 * time.Microsecond)
}

// mannWhitney is the two-sided rank test of whether one sample tends to be larger
// (H. B. Mann, D. R. Whitney, 1947), by the normal approximation.
func mannWhitney(a, b []time.Duration) (z, p float64) {
	type one struct {
		took time.Duration
		of   int
	}
	var all []one
	for _, d := range a {
		all = append(all, one{d, 0})
	}
	for _, d := range b {
		all = append(all, one{d, 1})
	}
	slices.SortFunc(all, func(x, y one) int { return cmp.Compare(x.took, y.took) })
	ranks := 0.0
	for i, x := range all { // nanoseconds hardly ever tie
		if x.of == 0 {
			ranks += float64(i + 1)
		}
	}
	n, m := float64(len(a)), float64(len(b))
	u := ranks - n*(n+1)/2
	z = (u - n*m/2) / math.Sqrt(n*m*(n+m+1)/12)
	return z, math.Erfc(math.Abs(z) / math.Sqrt2)
}
