package config

import (
	"fmt"

	"baq.kz/portal/api/internal/platform/malware"
)

// Quarantine says that files wait while the malware scanner is down, instead of
// being refused.
const Quarantine = "quarantine"

// checkClamd complains of an address that can't be a scanner's. That there is none
// is no complaint: `portal doctor` says so.
func (c Config) checkClamd() []error {
	if _, err := c.MalwareScanner(nil); err != nil {
		return []error{fmt.Errorf("PORTAL_CLAMD: %w", err)}
	}
	return nil
}

// MalwareScanner is what scans files; nil where none is configured. It tells seen of
// each verdict.
func (c Config) MalwareScanner(seen func(malware.Verdict)) (*malware.Scanner, error) {
	if c.Clamd == "" {
		return nil, nil
	}
	return malware.Parse(c.Clamd, seen)
}
