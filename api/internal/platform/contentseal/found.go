package contentseal

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
)

// Found is an object beside its seal, both of one moment.
type Found struct {
	Type     Type
	ID       int64
	Title    string  // what people know it by
	Object   *Object // nil: it is not there, or readers never saw it
	Seal     *Seal   // nil: none
	Recorded int64   // the version that the journal told of last; 0: none
}

// Problem is what is wrong with an object.
type Problem string

// The problems.
const (
	Changed      Problem = "changed"       // not what was sealed
	Missing      Problem = "missing"       // gone or off its site, though sealed as live
	Unsealed     Problem = "unsealed"      // readers see it and nobody sealed it
	BadSignature Problem = "bad_signature" // the seal is not of this portal's making
	FileChanged  Problem = "file_changed"
	FileMissing  Problem = "file_missing"
)

// Judge tells what is wrong, and the particulars in a notation of no language; an
// empty problem: nothing is.
func (s *Sealer) Judge(f Found) (Problem, string) {
	switch {
	case f.Seal == nil && f.Object == nil:
		return Missing, fmt.Sprintf("journal: version %d", f.Recorded)
	case f.Seal == nil:
		return Unsealed, fmt.Sprintf("version %d", f.Object.Version)
	case !s.Holds(*f.Seal):
		return BadSignature, "key " + f.Seal.Key
	case f.Object == nil && f.Seal.Schema == gone:
		return "", ""
	case f.Object == nil || f.Seal.Live && !f.Object.Live:
		return Missing, fmt.Sprintf("version %d", f.Seal.Version)
	}
	if detail := differences(*f.Object, *f.Seal, f.Recorded); detail != "" {
		return Changed, detail
	}
	return "", ""
}

// differences lists what is not as sealed; "→" leads from the seal to the row.
func differences(o Object, sealed Seal, recorded int64) string {
	var parts []string
	if o.Live != sealed.Live {
		parts = append(parts, fmt.Sprintf("live %t → %t", sealed.Live, o.Live))
	}
	if o.Version != sealed.Version {
		parts = append(parts, fmt.Sprintf("version %d → %d", sealed.Version, o.Version))
	}
	if !bytes.Equal(o.Hash, sealed.Hash) {
		parts = append(parts, "sha256 "+Short(sealed.Hash)+" → "+Short(o.Hash))
	}
	if recorded > o.Version {
		parts = append(parts, fmt.Sprintf("journal: version %d → %d", recorded, o.Version))
	}
	return strings.Join(parts, "; ")
}

// Short is the beginning of a hash, by which people tell two of them apart.
func Short(hash []byte) string { return hex.EncodeToString(hash[:min(len(hash), 6)]) }
