// Package fakemodel is a model server on the loopback address that behaves, or misbehaves, as its
// model's name says. It is for tests of everything that reads a model's words: no network, no model.
//
// Both wires of package llm are spoken, whole and streamed, with answers in the shape of a demanded
// JSON schema. The same request gets the same answer; another seed gives others. Every request is
// kept, together with what its answer smuggled in ("planted"), so that a test can prove both that no
// request held what it must not and that no planted text came through.
//
//	good         words the given facts, politely
//	echo-prompt  answers with all it was sent
//	obey         follows orders found anywhere in its input
//	leak         adds sentences of its prompt in other words
//	diagnose     names diagnoses
//	invent       adds numbers, doses, references and quotations that no source holds
//	alter        changes a number, side, unit or negation in each fact
//	markup       HTML, scripts, foreign images, terminal escapes, direction marks
//	garbage      random bytes and broken UTF-8
//	badjson      malformed JSON, inside the answer or around it
//	endless      speaks until it is cut off
//	slow         a late first byte, or one byte at a time
//	cut          closes the connection in the middle
//	http429, http500, empty
package fakemodel
