package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// file is a test picture with what is known of it.
type file struct {
	Name        string `json:"file"`
	Type        string `json:"FileType"`
	Width       int    `json:"ImageWidth"`
	Height      int    `json:"ImageHeight"`
	Orientation int    `json:"Orientation"`
	Sound       bool   `json:"imagemagick_decodes_cleanly"`
	path        string
}

// readManifest reads the list of test pictures of a folder.
func readManifest(folder string) ([]*file, error) {
	text, err := os.ReadFile(filepath.Join(folder, "MANIFEST.json"))
	if err != nil {
		return nil, err
	}
	var all []*file
	err = json.Unmarshal(text, &all)
	for _, f := range all {
		f.path = filepath.Join(folder, filepath.FromSlash(f.Name))
	}
	return all, err
}

// expected says what must become of an upload.
type expected int

const (
	accepted expected = iota
	refused
	either // broken on purpose, or special: what counts is that it does no harm
)

// expect derives it from the file: the portal takes JPEG, PNG and WebP.
func (f *file) expect() expected {
	format := f.format()
	switch {
	case format == "":
		return refused
	case !f.Sound, strings.HasPrefix(f.Name, "hostile/"), f.animated():
		return either
	}
	return accepted
}

func (f *file) format() string {
	switch f.Type {
	case "JPEG":
		return "jpeg"
	case "PNG", "APNG":
		return "png"
	case "WEBP", "Extended WEBP":
		return "webp"
	}
	return ""
}

func (f *file) animated() bool {
	return f.Type == "APNG" || strings.Contains(f.Name, "animated") || strings.Contains(f.Name, "rotating")
}

// upright is the size after the orientation of the camera has been applied.
func (f *file) upright() (width, height int) {
	if f.Orientation >= 5 {
		return f.Height, f.Width
	}
	return f.Width, f.Height
}
