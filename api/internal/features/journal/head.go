package journal

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// Head is the chain's end at a time, signed. With heads kept elsewhere nobody
// can cut or rewrite what stands before them unseen.
type Head struct {
	Seq       int64
	Previous  int64 // the seq of the head before; 0: none
	Hash      []byte
	At        time.Time // by the clock of the node that sealed
	Key       string
	Signature []byte
}

// seq is where the head stands; 0 when there is none.
func (h *Head) seq() int64 {
	if h == nil {
		return 0
	}
	return h.Seq
}

// message is what is signed: text, so that others can check it with a few lines.
func (h Head) message() []byte {
	return fmt.Appendf(nil, "baq-portal journal head\n%d\n%d\n%x\n%s\n%s\n", h.Previous, h.Seq, h.Hash, h.At.UTC().Format(time.RFC3339Nano), h.Key)
}

// headLine is a head as files, mails and `portal journal head` carry it.
type headLine struct {
	Seq       int64  `json:"seq"`
	Previous  int64  `json:"previous"`
	Hash      string `json:"hash"` // hexadecimal digits
	At        string `json:"at"`   // RFC 3339
	Key       string `json:"key"`
	Signature string `json:"signature"` // base64
}

// Line is the head as one line of JSON, without a line break.
func (h Head) Line() string {
	text, _ := json.Marshal(headLine{ // texts and numbers always encode
		Seq: h.Seq, Previous: h.Previous, Hash: hex.EncodeToString(h.Hash), At: h.At.UTC().Format(time.RFC3339Nano),
		Key: h.Key, Signature: base64.StdEncoding.EncodeToString(h.Signature),
	})
	return string(text)
}

var errNoHead = errors.New("the line is no head")

// readHead reads a line back. Its signature is not looked at. Spaces around it,
// such as a mail program makes, do not matter.
func readHead(line string) (h Head, err error) {
	var l headLine
	if err := json.Unmarshal([]byte(strings.TrimSpace(line)), &l); err != nil || l.Seq <= 0 {
		return h, errNoHead
	}
	h = Head{Seq: l.Seq, Previous: l.Previous, Key: l.Key}
	var wrong [3]error
	h.Hash, wrong[0] = hex.DecodeString(l.Hash)
	h.At, wrong[1] = time.Parse(time.RFC3339Nano, l.At)
	h.Signature, wrong[2] = base64.StdEncoding.DecodeString(l.Signature)
	if errors.Join(wrong[:]...) != nil {
		return Head{}, errNoHead
	}
	return h, nil
}

// Head is the newest signed head; nil when nothing has been sealed yet. It fails
// when the signature is not right: such a head must not be given out.
func (s *Service) Head(ctx context.Context) (*Head, error) {
	seen, err := newestHead(ctx, s.db.Pool, 0)
	if err != nil || seen.head == nil {
		return nil, err
	}
	if wrong := s.keys.signed(*seen.head); wrong != "" {
		return nil, fmt.Errorf("head %d %s", seen.head.Seq, wrong)
	}
	return seen.head, nil
}

// PublicKey checks the signatures of new heads (Ed25519, base64).
func (s *Service) PublicKey() string { return s.keys.Public() }

// KeyIDs tell which keys are known: those of entries, and those of heads.
func (s *Service) KeyIDs() (entries, heads []string) { return s.keys.IDs() }

// GiveOut has the day's head sent, once for all nodes. When send fails, the day is
// still open and the next call tries again.
func (s *Service) GiveOut(ctx context.Context, send func(context.Context, Head) error) error {
	err := postgres.InTx(ctx, s.primary, func(ctx context.Context, tx bun.Tx) error {
		due, err := claimDay(ctx, tx, s.zone.String())
		if err != nil || !due {
			return err
		}
		head, err := s.Head(ctx)
		if err != nil {
			return err
		}
		if head == nil {
			return errNoHeadYet
		}
		return send(ctx, *head)
	})
	if errors.Is(err, errNoHeadYet) { // the day stays open until there is one
		return nil
	}
	return err
}

var errNoHeadYet = errors.New("nothing has been sealed yet")
