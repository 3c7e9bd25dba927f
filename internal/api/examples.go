package api

import (
	"time"

	"preceptor/internal/encounter"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/record"
)

// Identifiers and times of the examples.
const (
	exPerson    people.ID        = "01KAH5D9S0Q3M9B4F6GZK8Y7XA"
	exEducator  people.ID        = "01KAH5D9S0Q3M9B4F6GZK8Y7XB"
	exCourse    people.CourseID  = "01KAH5D9S0Q3M9B4F6GZK8Y7XC"
	exCohort    people.CohortID  = "01KAH5D9S0Q3M9B4F6GZK8Y7XD"
	exEncounter encounter.ID     = "01KAH5D9S0Q3M9B4F6GZK8Y7XE"
	exTurn      encounter.TurnID = "01KAH5D9S0Q3M9B4F6GZK8Y7XF"
	exRecord    record.ID        = "01KAH5D9S0Q3M9B4F6GZK8Y7XG"
	exLeaf      ledger.LeafID    = "01KAH5D9S0Q3M9B4F6GZK8Y7XH"
	exJob       jobs.ID          = "01KAH5D9S0Q3M9B4F6GZK8Y7XJ"
	exToken     people.TokenID   = "01KAH5D9S0Q3M9B4F6GZK8Y7XK"
	exCase                       = "acute-chest-pressure"
)

var (
	exBefore = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	exNow    = time.Date(2026, 11, 20, 9, 12, 30, 0, time.UTC)
)
