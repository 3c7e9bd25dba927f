package messages

import (
	"fmt"
	"time"
)

// Date writes a day: "3 March 2026".
func (c *Catalogue) Date(t time.Time) string {
	return c.Say("when.date", "day", fmt.Sprint(t.Day()), "month", c.month(t), "year", fmt.Sprint(t.Year()))
}

// Clock writes a time of day: "14:05".
func (c *Catalogue) Clock(t time.Time) string {
	return c.Say("when.clock", "hour", fmt.Sprintf("%02d", t.Hour()), "minute", fmt.Sprintf("%02d", t.Minute()))
}

// Moment writes day and time: "3 March 2026, 14:05".
func (c *Catalogue) Moment(t time.Time) string {
	return c.Say("when.moment", "date", c.Date(t), "clock", c.Clock(t))
}

// Minutes writes a length of time in whole minutes: "12 minutes".
func (c *Catalogue) Minutes(d time.Duration) string {
	return c.Say("when.minutes", "n", int(d.Round(time.Minute).Minutes()))
}

func (c *Catalogue) month(t time.Time) string {
	return c.Say(fmt.Sprintf("when.month-%d", int(t.Month())))
}
