package config

import "testing"

func TestSitesFollowThePort(t *testing.T) {
	t.Setenv("PORTAL_LISTEN", "127.0.0.1:1")
	c, err := LoadOnPort(9090)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:9090" || c.Languages.Main().URL("/") != "http://localhost:9090/" {
		t.Errorf("listens on %s for %s", c.Listen, c.Languages.Main().URL("/"))
	}
	t.Setenv("PORTAL_SITES", "kk=http://kk.example:9090")
	if c, err = LoadOnPort(9090); err != nil || c.Languages.Main().URL("/") != "http://kk.example:9090/" {
		t.Errorf("a site that is set is not kept: %v %v", c.Languages.Main().URL("/"), err)
	}
}
