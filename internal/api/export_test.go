package api

// MostBody is the limit of a body, for tests from outside.
const MostBody = mostBody
