package rendition

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"strconv"
	"strings"
	"syscall"

	"baq.kz/portal/api/internal/platform/blob"
)

// command is the argument that makes the program a child.
const command = "render-picture"

// job is what the child is told, as JSON in its second argument.
type job struct {
	Variants []Variant `json:"variants"`
	Limits   Limits    `json:"limits"`
}

// reply is what the child answers on its standard output. Without one it died.
type reply struct {
	Facts   *Facts  `json:"facts,omitempty"`
	Refusal Refusal `json:"refusal,omitempty"`
	Full    bool    `json:"full,omitempty"`    // the disk is
	Failure string  `json:"failure,omitempty"` // our own
}

// Facts is what is known of a picture once it is decoded.
type Facts struct {
	Format Format `json:"format"`
	Width  int    `json:"width"` // upright
	Height int    `json:"height"`
	// How it looks is known when a variant of the whole picture was asked for.
	Colour   string   `json:"colour"` // mean, #rrggbb
	Metadata Metadata `json:"metadata"`
	Tone     string   `json:"tone"`   // the colour that prevails, one of the contract's names
	PHash    uint64   `json:"phash"`  // perceptual hash: pictures that look alike differ in few bits
	Files    []File   `json:"files"`  // in the order of the variants asked for
	Memory   int64    `json:"memory"` // what the child took at its peak, in bytes
}

// File is one rendition.
type File struct {
	Name   string `json:"name"` // its variant's
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Bytes  int64  `json:"bytes"`
}

// WidthAsked is the width in the file's name; 0 for a crop.
func (f File) WidthAsked() int {
	stem, _, _ := strings.Cut(f.Name, ".")
	width, _ := strconv.Atoi(stem)
	return width
}

// firstOutput is the descriptor of the first rendition's file; the others follow.
const firstOutput = 3

// IsChild tells whether the program was started by a Renderer. Ask it before
// anything else is done, and leave everything else undone: call Main.
func IsChild(args []string) bool { return len(args) == 3 && args[1] == command }

// Main is the whole life of a child: it reads the original from standard input,
// writes the renditions to the descriptors from 3 on and a reply to standard
// output, and returns the exit code.
func Main(args []string) int {
	var j job
	if err := json.Unmarshal([]byte(args[2]), &j); err != nil {
		return 2
	}
	var answer reply
	if err := j.Limits.apply(); err != nil {
		answer.Failure = err.Error()
	} else if facts, err := j.run(os.Stdin); err != nil {
		answer.refuse(err)
	} else {
		facts.Memory = peakMemory()
		answer.Facts = facts
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		return 1
	}
	return 0
}

func (r *reply) refuse(err error) {
	var refusal Refusal
	switch {
	case errors.As(err, &refusal):
		r.Refusal = refusal
	case errors.Is(blob.Explain(err), blob.ErrFull):
		r.Full = true
	default:
		r.Failure = err.Error()
	}
}

func (j job) run(original *os.File) (*Facts, error) {
	info, err := original.Stat()
	if err != nil {
		return nil, err
	}
	header, err := j.Limits.Inspect(original, info.Size())
	if err != nil {
		return nil, err
	}
	if err := j.Limits.applyTo(info.Size()); err != nil {
		return nil, err
	}
	said := readMetadata(header.Format, reader(original, info.Size()))
	// The child ends soon, and the memory with it.
	file, err := syscall.Mmap(int(original.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_PRIVATE) //nolint:gosec // a descriptor
	if err != nil {
		return nil, err
	}
	s, err := newSource(file, header, said.Orientation)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	images, err := s.scale(j.Variants)
	if err != nil {
		return nil, err
	}
	facts := &Facts{Format: header.Format, Metadata: said}
	facts.Width, facts.Height = s.size()
	facts.look(j.Variants, images)
	facts.Files, err = write(j.Variants, images)
	return facts, err
}

// write puts the variants' files into the descriptors that wait for them.
func write(variants []Variant, images []*image.NRGBA) (files []File, err error) {
	for i, v := range variants {
		data, err := v.encode(images[i])
		if err != nil {
			return nil, fmt.Errorf("encoding %s: %w", v.Name, err)
		}
		if _, err := os.NewFile(uintptr(firstOutput+i), "").Write(data); err != nil {
			return nil, err
		}
		files = append(files, File{Name: v.Name, Width: images[i].Rect.Dx(), Height: images[i].Rect.Dy(), Bytes: int64(len(data))})
	}
	return files, nil
}
