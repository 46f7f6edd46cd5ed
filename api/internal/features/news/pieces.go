package news

import (
	"context"
	"encoding/json"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/jsontext"
	"baq.kz/portal/api/internal/platform/lang"
)

// piece names a part that many answers of the public API share. What it is made of changes
// with the same cache tags, so that one name has one value.
type piece struct {
	kind     pieceKind
	language lang.Code
	id       int64
	withheld bool // of a picture whose rights have ended: the clock on the wall decides
}

type pieceKind int8

const (
	rubricPiece pieceKind = iota
	authorPiece
	tagPiece
	picturePiece
)

// cacheTags are those of what the piece tells of.
func (p piece) cacheTags([]byte) []string {
	switch p.kind {
	case rubricPiece:
		return []string{rubrics.CacheTag}
	case authorPiece:
		return []string{authors.CacheTag(p.id)}
	case tagPiece:
		return []string{tags.CacheTag(p.id)}
	case picturePiece:
		return []string{photobank.CacheTag(p.id)}
	}
	return nil
}

// manyPieces is how many pieces a generation of the memory holds. A picture with its
// files takes a kilobyte and a half, the others some hundred bytes.
const manyPieces = 3_000

// pieces are the parts of one answer as they stand in JSON, kept beside what they are
// made of (docs/adr/0016). After the last of them err tells whether one failed.
type pieces struct {
	ctx      context.Context //nolint:containedctx // it lives for one answer
	memory   *cache.Memory[piece, []byte]
	language lang.Language
	list     [][]byte // is used anew for each list of them
	err      error
}

func (s *Service) pieces(ctx context.Context, language lang.Language) *pieces {
	return &pieces{ctx: ctx, memory: s.memory.pieces, language: language}
}

// rubric adds the rubric, where there is one.
func (p *pieces) rubric(o *jsontext.Object, id *int64, tree rubrics.Tree) {
	if id == nil {
		return
	}
	if r, there := tree.ByID(*id); there {
		o.Raw("rubric", encoded(p, piece{kind: rubricPiece, id: r.ID}, r, rubrics.Public))
	}
}

// picture adds the lead picture, where readers may see one.
func (p *pieces) picture(o *jsontext.Object, id *int64, among map[int64]photobank.Picture) {
	if id == nil {
		return
	}
	if of, there := among[*id]; there {
		o.Raw("picture", encoded(p, piece{kind: picturePiece, id: of.ID, withheld: of.Withheld()}, of, photobank.PublicPicture))
	}
}

// people are those who sign, in their order. What is given is good until the next list.
func (p *pieces) people(ids []int64, among map[int64]authors.Author) [][]byte {
	p.list = p.list[:0]
	for _, id := range ids {
		p.list = append(p.list, p.author(id, among))
	}
	return p.list
}

func (p *pieces) author(id int64, among map[int64]authors.Author) []byte {
	return encoded(p, piece{kind: authorPiece, id: id}, among[id], authors.Public)
}

// subjects are the tags that have a page in the language. What is given is good until the
// next list.
func (p *pieces) subjects(ids []int64, among map[int64]tags.Tag) [][]byte {
	p.list = p.list[:0]
	for _, id := range ids {
		if _, named := among[id].Labels[p.language.Code]; named {
			p.list = append(p.list, encoded(p, piece{kind: tagPiece, id: id}, among[id], tags.Public))
		}
	}
	return p.list
}

// encoded is a value as the public API shows it in the answer's language.
func encoded[V, P any](p *pieces, name piece, value V, public func(V, lang.Language) P) []byte {
	name.language = p.language.Code
	text, err := p.memory.One(p.ctx, name, func() ([]byte, error) { return json.Marshal(public(value, p.language)) })
	if err != nil {
		p.err = err
	}
	return text
}
