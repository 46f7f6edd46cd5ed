package public

import (
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

var spec = sync.OnceValues(GetSpec)

// Spec is the OpenAPI document of the public API. It is read once in a process, which takes
// some 50 ms, and shared: nobody may change it.
func Spec() (*openapi3.T, error) { return spec() }
