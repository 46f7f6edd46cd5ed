package config

import (
	"fmt"
	"maps"
	"os"

	"github.com/caarlos0/env/v11"
)

// LoadOnPort is [Load] of the process's environment for a desk on which the
// usual port is taken: the portal listens on this loopback port, and the
// addresses of the sites follow unless they are set.
func LoadOnPort(port int) (Config, error) {
	environment := map[string]string{
		"PORTAL_SITES": fmt.Sprintf("kk=http://localhost:%d,ru=http://rus.localhost:%d", port, port),
	}
	maps.Copy(environment, env.ToMap(os.Environ()))
	environment["PORTAL_LISTEN"] = fmt.Sprintf("127.0.0.1:%d", port)
	return Load(environment)
}
