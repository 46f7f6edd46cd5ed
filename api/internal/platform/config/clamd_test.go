package config

import (
	"strings"
	"testing"
)

func TestTheScannersAddressIsChecked(t *testing.T) {
	for _, bad := range []map[string]string{
		{"PORTAL_CLAMD": "clamd:3310"}, {"PORTAL_CLAMD": "/run/clamd.ctl"}, {"PORTAL_CLAMD": "unix:clamd.ctl"}, {"PORTAL_CLAMD": "tcp://clamd"},
		{"PORTAL_CLAMD": "tcp://clamd:3310", "PORTAL_CLAMD_DOWN": "ignore"},
	} {
		if _, err := Load(bad); err == nil || !strings.Contains(err.Error(), "PORTAL_CLAMD") {
			t.Errorf("%v: %v", bad, err)
		}
	}
	for _, good := range []map[string]string{{}, {"PORTAL_CLAMD": "unix:/run/clamav/clamd.ctl"}, {"PORTAL_CLAMD": "tcp://clamd:3310", "PORTAL_CLAMD_DOWN": "quarantine"}} {
		c, err := Load(good)
		if err != nil {
			t.Error(err)
		}
		scanner, err := c.MalwareScanner(nil)
		if err != nil || (scanner == nil) != (good["PORTAL_CLAMD"] == "") {
			t.Errorf("%v: %v, %v", good, scanner, err)
		}
	}
}
