package fakemodel

import (
	"hash/fnv"
	"math"
	"strings"
)

// vectors embeds texts so that shared words bring them nearer, and the same text is always the same.
func (a *ask) vectors() obj {
	data := []any{}
	for i, text := range a.inputs {
		data = append(data, obj{"object": "embedding", "index": i, "embedding": vector(text, a.size)})
	}
	return obj{"object": "list", "model": a.model, "data": data,
		"usage": obj{"prompt_tokens": len(strings.Join(a.inputs, " "))/4 + 1}}
}

// vector hashes each word to some directions, and scales the sum to length one.
func vector(text string, size int) []float64 {
	v := make([]float64, size)
	for _, word := range append(strings.Fields(strings.ToLower(text)), "\x00") {
		h := fnv.New64a()
		_, _ = h.Write([]byte(word))
		for bits := h.Sum64(); bits != 0; bits >>= 16 {
			v[bits%uint64(size)] += float64(bits>>8&1)*2 - 1
		}
	}
	v[0] += 0.5 // never all zero: the rest are whole numbers
	norm := 0.0
	for _, x := range v {
		norm += x * x
	}
	for i := range v {
		v[i] /= max(math.Sqrt(norm), 1)
	}
	return v
}
