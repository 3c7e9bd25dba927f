package language

// Plain says whether a word carries too little to match on: function words, question
// words, politeness, and words that frame a statement.
func Plain(t Token) bool {
	return filler[t.Lower] || plain[t.Lower] || plain[t.Stem] || cues[t.Lower] || len(t.Lower) == 1 && (t.Lower[0] < '0' || t.Lower[0] > '9')
}

// Wordy says whether a plain word still says something, unlike "the" or "I".
func Wordy(t Token) bool { return !filler[t.Lower] && !cues[t.Lower] && len(t.Lower) > 1 }

var plain = set(`what where when how why who which whose whereabouts tell say said me anything something nothing everything anyone anybody someone somebody
thing things stuff else other others another same different problem problems issue issues trouble troubles bother bothering bothered symptom symptoms
notice noticed noticing feel felt feeling feels start started starts starting begin began come came coming comes go going goes went gone think thought know
day days week weeks month months year years hour hours minute minutes time times today yesterday ago since past last first lately
during for while after before until again always usually normally normal sometimes exactly roughly maybe perhaps actually basically
thanks thank hello hi hiya hey morning afternoon evening sorry great good fine alright okay sure mean means ask asking question questions talk
let see look looking want wanted like need make makes made making take takes taking took taken give gave given put keep kept use uses used using try tried
because but though although not no never none nor neither without only own up down out off over on into onto through around across between under above
here there everywhere anywhere somewhere else way case bit lot few several number multiple various different certain further both either each every
history complaint complaints presents presented presenting present presentation developed developing develop development occurred occurring occur happens happen happened happening
noticed found find seems seem feels appear appears appeared associated accompanied including include includes along together well
man woman boy girl lady gentleman person people male female old aged age year mr mrs ms miss sir madam doctor dr
admits admitted endorses endorsed confirms recalls remembers explains explained describe described describing approximately around initially
don't doesn't didn't can't won't isn't aren't wasn't weren't haven't hasn't hadn't couldn't wouldn't i'll i'd you'd we'll let's
one two three four five six seven eight nine ten able allow still yet already even ever once twice due cause caused causes causing
got getting gets side condition conditions prior previous previously currently current ongoing long term short area place part amount level
wrong change changes changed notable whether surely really bad badly notably remarkable unremarkable particularly related onset state status regular regularly generally general otherwise`)
