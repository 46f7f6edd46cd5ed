package blocks

import (
	"fmt"
	"strconv"
	"strings"
)

// Place is a page that is made of blocks.
type Place struct {
	// RubricID is the rubric whose page it is; 0: the front page.
	RubricID int64
}

// Home is the front page.
var Home = Place{}

// home and rubricPrefix are how places are written.
const (
	home         = "home"
	rubricPrefix = "rubric-"
)

// ParsePlace reads a place as it is written; false says that it is none.
func ParsePlace(text string) (Place, bool) {
	if text == home {
		return Home, true
	}
	digits, found := strings.CutPrefix(text, rubricPrefix)
	id, err := strconv.ParseInt(digits, 10, 64)
	return Place{RubricID: id}, found && err == nil && id > 0
}

// String is the place as it is written ("home", "rubric-5").
func (p Place) String() string {
	if p.RubricID == 0 {
		return home
	}
	return fmt.Sprintf("%s%d", rubricPrefix, p.RubricID)
}

// rubric is the rubric's id as it is stored.
func (p Place) rubric() *int64 {
	if p.RubricID == 0 {
		return nil
	}
	return &p.RubricID
}

// CacheTag marks pages that show how a place is arranged.
func CacheTag(p Place) string { return "layout:" + p.String() }
