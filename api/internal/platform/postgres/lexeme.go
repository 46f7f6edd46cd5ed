package postgres

import "strings"

// lexemeQuotes is made once: to make it costs more than all else that is done for a word.
var lexemeQuotes = strings.NewReplacer(`\`, `\\`, `'`, `''`)

// Lexeme is a lexeme as tsvector and tsquery read it: whatever it holds, it is no operator.
func Lexeme(text string) string { return "'" + lexemeQuotes.Replace(text) + "'" }
