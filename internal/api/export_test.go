package api

// The limits that tests look at from outside.
const (
	MostBody  = mostBody
	MostLimit = mostLimit
)
