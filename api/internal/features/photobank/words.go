package photobank

import "context"

// Fields whose words a vocabulary offers.
const (
	WordAuthor  = "author"
	WordSource  = "source"
	WordPlace   = "place"
	WordKeyword = "keyword"
	WordPerson  = "person"
)

// wordsShown is how many words a vocabulary offers.
const wordsShown = 20

// Words are words that pictures are described with now and that hold a text, those
// that begin with it first, then by the alphabet.
func (s *Service) Words(ctx context.Context, field, part string) ([]string, error) {
	return words(ctx, s.deps.DB.Primary, field, tidy(part), wordsShown)
}
