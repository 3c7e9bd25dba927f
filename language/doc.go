// Package language is what words mean in a consultation: tokens with offsets,
// stems, lay and technical synonyms, negation, numbers with units, what kind of
// question is asked and what a turn does. It is pure: the standard library and
// the lexicons in the folder named after their language, nothing else.
//
// Words. A token is a word with its place in the text, counted in runes. A
// concept is a meaning with an id such as "sym/dyspnoea"; many phrases lead to
// one concept, and a concept may have parents (a question about a parent finds the
// child). A mention is a phrase of a text that leads to concepts. A topic is a leaf
// or branch of the fixed tree of history topics. An ask is one question of a turn.
//
// The lexicon is hand-made and original, in small text files by body system:
//
//	# a comment                      # topic: review.skin sets the topic of what follows
//	sym/rash : rash, spots           phrases for one concept
//	sym/hives < sym/rash : hives     a concept with its parents
//	= sym/pain + site/ear : earache  phrases that mean several concepts at once
//	@social.smoking : smoke, vape    words that ask for a topic
//
// Stems are made by a small suffix stripper of our own (stem.go) and not by a
// Snowball stemmer: clinical words need fewer conflations than newspapers do
// ("organic" is no "organ", "patient" no "patience"), and this floor stays free of
// libraries.
package language
