package assets

import (
	"encoding/json"
	"strings"

	_ "embed"
)

//go:embed worker/sw.js
var worker []byte

// Worker is the service worker of an edition of the site; see worker/sw.js. Another
// edition is another worker, which a browser then installs. fixed are the addresses
// that are kept from the first visit on.
func Worker(edition string, fixed []string) ([]byte, error) {
	list, err := json.Marshal(fixed)
	if err != nil {
		return nil, err
	}
	script := strings.NewReplacer("{edition}", edition, "{fixed}", string(list)).Replace(string(squeezeScript(worker)))
	return []byte(script), nil
}
