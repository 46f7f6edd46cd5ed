package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// path fills an operation's pattern with ids of things that are not there.
func path(o httpx.Operation) string {
	parts := strings.Split(o.Pattern, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			parts[i] = "999999"
			if strings.HasPrefix(o.Pattern, "/api/admin/v1/sessions") || part == ":session" {
				parts[i] = "00000000-0000-4000-8000-000000000000"
			}
		}
	}
	return strings.Join(parts, "/")
}

// TestEveryOperationOfEveryRole walks the whole contract: a stranger gets 401, a
// role without the permission 403, a role with it neither. The body is wrong on
// purpose: it must not matter before the right does, and nothing may change.
func TestEveryOperationOfEveryRole(t *testing.T) {
	p := newPortal(t)
	contract, err := app.AdminContract()
	if err != nil {
		t.Fatal(err)
	}
	roles, err := p.Accounts.Roles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(roles) < 9 || len(contract.Operations()) < 25 {
		t.Fatalf("%d roles, %d operations", len(roles), len(contract.Operations()))
	}
	const wrong = `{"unknown":true}`
	for _, o := range contract.Operations() {
		if o.Permission == access.Public {
			continue
		}
		a := p.send(o.Route.Method, path(o), wrong)
		if a.status != http.StatusUnauthorized || a.code() != "access.not_logged_in" {
			t.Errorf("%s %s by a stranger: %d %s", o.Route.Method, o.Pattern, a.status, a.text())
		}
		a = p.send(o.Route.Method, path(o), wrong, "Authorization", "Bearer rubbish")
		if a.status != http.StatusUnauthorized {
			t.Errorf("%s %s with a rubbish token: %d", o.Route.Method, o.Pattern, a.status)
		}
	}
	for _, role := range roles {
		u := p.user(role.Key)
		for _, o := range contract.Operations() {
			if strings.HasPrefix(o.Pattern, "/api/admin/v1/session") && o.Route.Method == http.MethodDelete {
				continue // would end the session that we test with
			}
			may := o.Permission == access.Public || o.Permission == access.Authenticated || slices.Contains(role.Permissions, o.Permission)
			a := p.send(o.Route.Method, path(o), wrong, "Authorization", "Bearer "+u.bearer)
			denied := a.status == http.StatusForbidden || a.status == http.StatusUnauthorized && o.Permission != access.Public
			switch {
			case may && denied:
				t.Errorf("%s may %s %s (%s) and got %d %s", role.Key, o.Route.Method, o.Pattern, o.Permission, a.status, a.code())
			case !may && (a.status != http.StatusForbidden || a.code() != "access.forbidden"):
				t.Errorf("%s may not %s %s (%s) and got %d %s", role.Key, o.Route.Method, o.Pattern, o.Permission, a.status, a.code())
			case a.status >= 500:
				t.Errorf("%s %s by %s: %d", o.Route.Method, o.Pattern, role.Key, a.status)
			}
		}
	}
}

// TestThePublicContractIsOpen: readers' operations need no login and only read.
func TestThePublicContractIsOpen(t *testing.T) {
	contract, err := app.PublicContract()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range contract.Operations() {
		if o.Permission != access.Public || o.Route.Method != http.MethodGet {
			t.Errorf("%s %s needs %q", o.Route.Method, o.Pattern, o.Permission)
		}
	}
}

// TestRolesKnowTheContractsPermissions keeps the two lists the same.
func TestRolesKnowTheContractsPermissions(t *testing.T) {
	contract, err := app.AdminContract()
	if err != nil {
		t.Fatal(err)
	}
	// news.write_any names no operation: it widens news.write to what others wrote.
	named, held := append(contract.Permissions(), "news.write_any"), accounts.Permissions()
	slices.Sort(named)
	slices.Sort(held)
	if !slices.Equal(named, held) {
		t.Errorf("the contract names %v, roles can hold %v", named, held)
	}
}
