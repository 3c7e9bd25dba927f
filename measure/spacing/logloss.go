package spacing

import (
	"fmt"
	"math"
)

// LogLoss returns the mean log loss of the scheduler's retrievability against what
// the learners recalled, and the number of recalls that were predicted: all but
// the first of each card and those of the same day, which the model does not see.
// Probabilities are kept within 1e-6 of 0 and 1. Without predictions it is 0.
func (s *Scheduler) LogLoss(cards [][]Review) (loss float64, predicted int, err error) {
	var states []State
	for c, reviews := range cards {
		if states, err = s.Replay(states[:0], reviews); err != nil {
			return 0, 0, fmt.Errorf("card %d: %w", c+1, err)
		}
		for i := 1; i < len(reviews); i++ {
			if reviews[i].ElapsedDays > 0 {
				loss += surprise(states[i].Retrievability, reviews[i].Rating)
				predicted++
			}
		}
	}
	return mean(loss, predicted), predicted, nil
}

// Check reports the first faulty review of a card, with ErrRating or ErrElapsed.
func Check(reviews []Review) error {
	for i, r := range reviews {
		if err := r.check(i); err != nil {
			return err
		}
	}
	return nil
}

// check reports a fault of the i-th review of a card (from 0).
func (r Review) check(i int) error {
	if r.Rating < Again || r.Rating > Easy {
		return fmt.Errorf("review %d: %w", i+1, ErrRating)
	}
	if i > 0 && r.ElapsedDays < 0 {
		return fmt.Errorf("review %d: %w", i+1, ErrElapsed)
	}
	return nil
}

// surprise is the negative log probability of what happened.
func surprise(recall float64, g Rating) float64 {
	p := clamp(recall, 1e-6, 1-1e-6)
	if g == Again {
		return -math.Log(1 - p)
	}
	return -math.Log(p)
}

func mean(sum float64, n int) float64 {
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
