// Package demo fills an empty portal with a newsroom to look at: original
// stories in each language, illustrations of its own, people and static pages.
// Names and events are invented.
package demo

import "embed"

// files are the texts and pictures; nothing is read from the disk at run time.
//
//go:embed content illustrations/jpeg
var files embed.FS
