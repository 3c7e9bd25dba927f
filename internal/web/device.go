package web

import "strings"

// The marks by which browsers and systems are known in a User-Agent header, the
// telling ones first: Edge and Opera also call themselves Chrome, Chrome also
// calls itself Safari, and Android also calls itself Linux.
var (
	browserMarks = []mark{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systemMarks = []mark{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

type mark struct{ sign, name string }

// device names a browser and its system from a User-Agent header, for the list
// of one's own sessions. What it does not know is shown as it is.
func (h *helpers) device(agent string) string {
	browser, system := knownBy(browserMarks, agent), knownBy(systemMarks, agent)
	if browser == "" || system == "" {
		return agent
	}
	return h.words.Say("settings.device", "browser", browser, "system", system)
}

func knownBy(marks []mark, agent string) string {
	for _, m := range marks {
		if strings.Contains(agent, m.sign) {
			return m.name
		}
	}
	return ""
}
