package news

import (
	"net/http"
	"sync"
)

// encodedAnswer is an answer in JSON as encoding/json would write the contract's type. It
// is put together by hand, of pieces that are remembered: apps ask for lists and articles
// more than for anything else. It may be sent once.
type encodedAnswer struct{ text []byte }

// answers are used again once they are sent.
var answers = sync.Pool{New: func() any { return new(encodedAnswer) }}

// mostBuffered keeps single long answers from taking memory for ever, in bytes.
const mostBuffered = 256 << 10

// newAnswer is an empty answer, with room from an earlier one.
func newAnswer() *encodedAnswer {
	answer := answers.Get().(*encodedAnswer) //nolint:errcheck // nothing else is in it
	answer.text = answer.text[:0]
	return answer
}

func (e *encodedAnswer) send(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(e.text)
	if cap(e.text) <= mostBuffered {
		answers.Put(e)
	}
	return err
}

// VisitListNewsResponse implements public.ListNewsResponseObject.
func (e *encodedAnswer) VisitListNewsResponse(w http.ResponseWriter) error { return e.send(w) }

// VisitGetArticleResponse implements public.GetArticleResponseObject.
func (e *encodedAnswer) VisitGetArticleResponse(w http.ResponseWriter) error { return e.send(w) }

// VisitGetArticleBySlugResponse implements public.GetArticleBySlugResponseObject.
func (e *encodedAnswer) VisitGetArticleBySlugResponse(w http.ResponseWriter) error { return e.send(w) }
