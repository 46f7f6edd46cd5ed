package postgres_test

import (
	"testing"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

func TestALexemeIsReadAsItIs(t *testing.T) {
	d := testkit.DB(t)
	for _, text := range []string{"мектеп", "a b", "'", "''", `\`, `\'`, `'\`, "a:*", "a & !b | (c)", "<->", ":1A", "#l.kk", "%_"} {
		for _, kind := range []string{"tsvector", "tsquery"} {
			var same bool
			statement := map[string]string{
				"tsvector": "SELECT tsvector_to_array(?::tsvector) = ARRAY[?]", "tsquery": "SELECT numnode(q) = 1 AND array_to_tsvector(ARRAY[?1]) @@ q FROM (SELECT ?0::tsquery AS q) AS one",
			}[kind]
			if err := d.Primary.NewRaw(statement, postgres.Lexeme(text), text).Scan(t.Context(), &same); err != nil || !same {
				t.Errorf("%q is another %s: %v", text, kind, err)
			}
		}
	}
}
