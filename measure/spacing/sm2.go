package spacing

import (
	"fmt"
	"math"
)

// SM2 is a card's place in the SuperMemo 2 schedule (Wozniak 1990). The zero value
// is not a new card; use NewSM2.
type SM2 struct {
	Easiness     float64 // 1.3 and more
	Repetitions  int     // recalls in a row
	IntervalDays int
}

// NewSM2 returns the place of a card that was never reviewed.
func NewSM2() SM2 { return SM2{Easiness: 2.5} }

// Next returns the place after a recall of quality 0 to 5 (3 and more: recalled; what
// lies outside counts as the nearest).
// Intervals are 1 day, 6 days, then the last one times the easiness; a failure
// starts them anew and leaves the easiness as it was.
func (c SM2) Next(quality int) SM2 {
	if quality < 3 {
		return SM2{Easiness: c.Easiness, IntervalDays: 1}
	}
	miss := float64(5 - min(quality, 5))
	next := SM2{Repetitions: c.Repetitions + 1, Easiness: max(1.3, c.Easiness+0.1-miss*(0.08+miss*0.02))}
	switch next.Repetitions {
	case 1:
		next.IntervalDays = 1
	case 2:
		next.IntervalDays = 6
	default:
		next.IntervalDays = int(min(maxInterval, math.Ceil(float64(c.IntervalDays)*c.Easiness)))
	}
	return next
}

// Quality maps the four ratings of FSRS onto the six qualities of SM-2: Again 1,
// Hard 3, Good 4, Easy 5; 0 stands for what is no rating.
func Quality(g Rating) int {
	if g > Easy {
		return 0
	}
	return [...]int{0, 1, 3, 4, 5}[g]
}

// SM2LogLoss returns the mean log loss of SM-2 on the cards, and the number of
// recalls that it was asked to predict. SM-2 has no probability of its own; as is
// usual in comparisons its interval is read as the moment of retrievability 0.9 on
// an exponential curve: 0.9^(days/interval).
func SM2LogLoss(cards [][]Review) (loss float64, predicted int, err error) {
	for c, reviews := range cards {
		place := NewSM2()
		for i, r := range reviews {
			if err := r.check(i); err != nil {
				return 0, 0, fmt.Errorf("card %d: %w", c+1, err)
			}
			if i > 0 && r.ElapsedDays > 0 {
				loss += surprise(math.Pow(0.9, float64(r.ElapsedDays)/float64(place.IntervalDays)), r.Rating)
				predicted++
			}
			place = place.Next(Quality(r.Rating))
		}
	}
	return mean(loss, predicted), predicted, nil
}
