package api

import (
	"errors"
	"time"

	"preceptor/internal/jobs"
	"preceptor/internal/policy"
)

// Job is a piece of work in the background.
type Job struct {
	ID           jobs.ID    `json:"id" doc:"Identifier of the job."`
	Kind         string     `json:"kind" doc:"What it does, such as library.index."`
	State        jobs.State `json:"state" doc:"Where it stands."`
	Priority     int        `json:"priority" doc:"Higher goes first; 0 is normal."`
	RunAt        time.Time  `json:"run_at" doc:"Not before."`
	Failures     int        `json:"failures" doc:"How often it failed."`
	MostFailures int        `json:"most_failures" doc:"How often it may fail before it is dead."`
	CancelAsked  bool       `json:"cancel_asked" doc:"Somebody wants it to end."`
	StepsDone    int64      `json:"steps_done" doc:"Progress."`
	StepsTotal   int64      `json:"steps_total" doc:"Length; 0 when unknown."`
	Error        string     `json:"error,omitempty" doc:"Why it failed last; identifiers only."`
	MadeAt       time.Time  `json:"made_at" doc:"When it was made."`
	StartedAt    time.Time  `json:"started_at,omitzero" doc:"When the newest attempt began."`
	FinishedAt   time.Time  `json:"finished_at,omitzero" doc:"When it ended."`
}

var exampleJob = Job{ID: exJob, Kind: "library.index", State: jobs.Running, RunAt: exBefore, MostFailures: 5, StepsDone: 12, StepsTotal: 40, MadeAt: exBefore, StartedAt: exNow}

func (a *API) jobRoutes() []Route {
	query := append([]Parameter{
		{Name: "kind", Form: Identifier, Doc: "Only of this kind.", Example: "library.index"},
		{Name: "state", Form: Choice, Doc: "Only in this state.", Choices: words(jobs.Waiting, jobs.Running, jobs.Done, jobs.Dead, jobs.Cancelled), Example: "dead"},
	}, pageQuery...)
	cancelled, waiting := exampleJob, exampleJob
	cancelled.CancelAsked, waiting.State = true, jobs.Waiting
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/jobs", ID: "listJobs", Group: "Jobs", Action: policy.JobRead, about: whole(policy.Job), Query: query,
			Summary: "List jobs, the newest first"}, Page[Job]{Items: []Job{exampleJob}}, a.listJobs),
		answers(Route{Method: "GET", Pattern: Prefix + "/jobs/{id}", ID: "getJob", Group: "Jobs", Action: policy.JobRead, about: a.job,
			Summary: "Read a job with its progress"}, exampleJob, a.getJob),
		answers(Route{Method: "POST", Pattern: Prefix + "/jobs/{id}/cancel", ID: "cancelJob", Group: "Jobs", Action: policy.JobCancel, about: a.job,
			Summary: "Cancel a job", Doc: "A waiting one is taken back, a running one asked to end, a dead one put away. Cancelling again changes nothing."}, cancelled, a.cancelJob),
		answers(Route{Method: "POST", Pattern: Prefix + "/jobs/{id}/retry", ID: "retryJob", Group: "Jobs", Action: policy.JobRetry, about: a.job,
			Summary: "Let a dead or cancelled job run again"}, waiting, a.retryJob),
	}
}

// job finds a job. It belongs to the installation: jobs know no owner.
func (a *API) job(c *Call) (Thing, error) {
	_, err := a.Jobs.Get(c.ctx(), jobs.ID(c.id()))
	if errors.Is(err, jobs.ErrNotFound) {
		err = errNothing
	}
	return plain{Kind: policy.Job, ID: c.id()}, err
}

func (a *API) listJobs(c *Call) (Page[Job], error) {
	found, err := a.Jobs.List(c.ctx(), jobs.Filter{Kind: c.word("kind"), State: jobs.State(c.word("state")), Before: jobs.ID(c.word("after")), Limit: c.limit() + 1})
	return page(c, each(found, jobOf), func(j Job) string { return string(j.ID) }), err
}

func (a *API) getJob(c *Call) (Job, error) {
	j, err := a.Jobs.Get(c.ctx(), jobs.ID(c.id()))
	return jobOf(j), err
}

func (a *API) cancelJob(c *Call) (Job, error) {
	refused := a.Jobs.Cancel(c.ctx(), jobs.ID(c.id()))
	now, err := a.getJob(c)
	if errors.Is(refused, jobs.ErrNotFound) && now.State == jobs.Cancelled {
		refused = nil
	}
	return now, errors.Join(refused, err)
}

func (a *API) retryJob(c *Call) (Job, error) {
	if err := a.Jobs.Retry(c.ctx(), jobs.ID(c.id())); err != nil {
		return Job{}, err
	}
	return a.getJob(c)
}

func jobOf(j jobs.Job) Job {
	return Job{ID: j.ID, Kind: j.Kind, State: j.State, Priority: j.Priority, RunAt: j.RunAt.Time(), Failures: j.Failures, MostFailures: j.MostFailures,
		CancelAsked: j.CancelAsked, StepsDone: j.StepsDone, StepsTotal: j.StepsTotal, Error: j.Error, MadeAt: j.MadeAt.Time(),
		StartedAt: j.StartedAt.Time(), FinishedAt: j.FinishedAt.Time()}
}
