package deployment

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func stages(t *testing.T) []instructions.Stage {
	t.Helper()
	result, err := parser.Parse(bytes.NewReader(read(t, "deploy/Dockerfile")))
	if err != nil {
		t.Fatal(err)
	}
	stages, _, err := instructions.Parse(result.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stages
}

func TestComposeBuildsStagesThatExist(t *testing.T) {
	names := map[string]bool{}
	for _, s := range stages(t) {
		names[s.Name] = true
	}
	for name, s := range project(t).Services {
		if s.Build != nil && !names[s.Build.Target] {
			t.Errorf("%s is built from stage %q, which is not there", name, s.Build.Target)
		}
	}
}

func TestBaseImagesArePinned(t *testing.T) {
	exact := regexp.MustCompile(`^[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)+$`)
	for _, s := range stages(t) {
		if !exact.MatchString(s.BaseName) {
			t.Errorf("stage %s starts from %q", s.Name, s.BaseName)
		}
	}
}

func TestImagesDoNotRunAsRoot(t *testing.T) {
	for _, s := range stages(t) {
		if strings.HasPrefix(s.Name, "build-") {
			continue
		}
		user := ""
		for _, c := range s.Commands {
			if u, ok := c.(*instructions.UserCommand); ok {
				user = u.User
			}
		}
		if user == "" || strings.HasPrefix(user, "0") || strings.HasPrefix(user, "root") {
			t.Errorf("image %s runs as %q", s.Name, user)
		}
	}
}

// What is copied from the project must be there and let through by .dockerignore.
func TestCopiedFilesExistAndAreSent(t *testing.T) {
	ignore := string(read(t, ".dockerignore"))
	for _, s := range stages(t) {
		for _, c := range s.Commands {
			command, ok := c.(*instructions.CopyCommand)
			if !ok || command.From != "" {
				continue
			}
			for _, source := range command.SourcePaths {
				if _, err := os.Stat(filepath.Join(root, source)); err != nil {
					t.Errorf("stage %s: %v", s.Name, err)
				}
				top, _, _ := strings.Cut(source, "/")
				if !strings.Contains(ignore, "\n!"+top+"\n") {
					t.Errorf("stage %s copies %s, which .dockerignore holds back", s.Name, source)
				}
			}
		}
	}
}

// The version that builds the image is the version that the project is tested with.
func TestGoVersionIsTheModules(t *testing.T) {
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindSubmatch(read(t, "go.mod"))
	if version == nil || !bytes.Contains(read(t, "deploy/Dockerfile"), []byte("golang:"+string(version[1])+"-")) {
		t.Errorf("the image is built with another Go than go.mod's %s", version)
	}
}
