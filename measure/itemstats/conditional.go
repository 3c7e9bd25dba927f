package itemstats

import "math"

// ConditionalSEM is the standard error of measurement of a person with the given
// number right out of so many items, by the binomial error model (Lord 1955), scaled
// so that its mean square over the persons agrees with the reliability (Keats 1957):
// √( x(n-x)/(n-1) · (1 - reliability)/(1 - KR21) ). Mean and SD are those of the
// number right. It is 0 where nothing can be said: fewer than two items, a number
// right outside them, no spread, or what is not a finite number.
func ConditionalSEM(right float64, items int, mean, sd, reliability float64) float64 {
	n := float64(items)
	if items < 2 || !(right >= 0 && right <= n) || !(sd > 0 && sd <= n) || !(mean >= 0 && mean <= n) || !(reliability >= -1e9) {
		return 0
	}
	binomial := right * (n - right) / (n - 1)
	kr21 := n / (n - 1) * (1 - mean*(n-mean)/(n*sd*sd))
	if kr21 >= 1 || !(reliability < 1) {
		return 0
	}
	return math.Sqrt(max(0, binomial*(1-reliability)/(1-kr21)))
}
