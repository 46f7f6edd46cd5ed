package locales

import (
	"strconv"
	"time"
)

// Calendar says how a language writes dates. Months are in the form that
// follows the day's number (Russian genitive); weekdays begin with Sunday, as
// in package time. The patterns take {day} {month} {year} {weekday} {date} {time}.
type Calendar struct {
	Months         [12]string `json:"months"`
	Weekdays       [7]string  `json:"weekdays"`
	Day            string     `json:"day"`
	DayOfThisYear  string     `json:"dayOfThisYear"`
	DayWithWeekday string     `json:"dayWithWeekday"`
	Moment         string     `json:"moment"`
	Today          string     `json:"today"`
	Yesterday      string     `json:"yesterday"`
}

// Clock returns the time of day: "14:05".
func (Calendar) Clock(t time.Time) string { return t.Format("15:04") }

// Date returns the day with its year: "21 қараша 2026".
func (c Calendar) Date(t time.Time) string { return c.write(c.Day, t) }

// Weekday returns the day with its weekday: "Сенбі, 21 қараша 2026".
func (c Calendar) Weekday(t time.Time) string {
	return fill(c.DayWithWeekday, "weekday", c.Weekdays[t.Weekday()], "date", c.Date(t))
}

// When returns the day and time as seen from now: "бүгін, 14:05", "кеше,
// 14:05", "21 қараша 2026, 14:05". Both times are in the reader's zone.
func (c Calendar) When(t, now time.Time) string {
	switch {
	case sameDay(t, now):
		return fill(c.Today, "time", c.Clock(t))
	case sameDay(t, now.AddDate(0, 0, -1)):
		return fill(c.Yesterday, "time", c.Clock(t))
	}
	return fill(c.Moment, "date", c.Date(t), "time", c.Clock(t))
}

// Brief is When for narrow places: the clock alone for today ("14:05"), and no
// year within the current one ("21 қараша, 14:05").
func (c Calendar) Brief(t, now time.Time) string {
	switch {
	case sameDay(t, now):
		return c.Clock(t)
	case t.Year() == now.Year() && !sameDay(t, now.AddDate(0, 0, -1)):
		return fill(c.Moment, "date", c.write(c.DayOfThisYear, t), "time", c.Clock(t))
	}
	return c.When(t, now)
}

func (c Calendar) write(pattern string, t time.Time) string {
	return fill(pattern, "day", strconv.Itoa(t.Day()), "month", c.Months[t.Month()-1], "year", strconv.Itoa(t.Year()))
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
