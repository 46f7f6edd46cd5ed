// Package proofread is the newsroom's text check for Kazakh and Russian: it
// finds what newsrooms get wrong and no reader's eye catches in time. Strings
// in, findings out; it knows neither articles nor requests.
//
// Every rule prefers to be silent over being wrong, since an editor who was
// told wrong three times reads no findings any more. A rule works by characters
// and words, in one pass: it knows no grammar.
//
// # What it was measured by
//
// 255,574 words of published Kazakh news and official texts and 362,928 Russian
// ones, on which the rules and lists were tuned (TestRealNews prints the rate of
// each code). Per 1,000 Kazakh words 6.6 look-alikes, nearly all of them Latin i
// for і, and 0.18 keyboard slips; per 1,000 Russian ones 0.3 look-alikes. Looked
// through by eye: all 47 slips were mistakes, all 33 different Russian
// look-alikes, and the 130 most frequent Kazakh ones, too.
//
// Mistakes planted into sentences that the word list was not made from
// (TestPlantedSlips, TestPlantedLookAlikes): 100 % of the list's words in the
// Russian layout were found, 56 % of all words that have Kazakh letters, and
// 99.6 % of the suggestions were right; of one Latin letter in a word 99.9 %.
//
// A million characters take about 0.6 s on one core (BenchmarkCheck).
package proofread
