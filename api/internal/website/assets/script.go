package assets

import (
	"bytes"
	"io/fs"
)

// script is the files of the folder js as one module, each in a block of its own.
func script() ([]byte, error) {
	names, err := fs.Glob(embedded, "js/*.js")
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, name := range names {
		body, err := embedded.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all.WriteString("{\n")
		all.Write(squeezeScript(body))
		all.WriteString("}\n")
	}
	return all.Bytes(), nil
}

// squeezeScript drops indentation, blank lines and lines that are comments.
func squeezeScript(js []byte) []byte { return lineStart.ReplaceAll(js, nil) }
