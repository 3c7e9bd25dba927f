package pages

import (
	"context"
	"errors"
	"slices"
	"strings"

	"preceptor/internal/encounter"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/rubric"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// homes fills the first page of each role with what exists.
type homes struct{ desk }

func (s homes) Home(ctx context.Context, actor web.Actor, role view.Role) (view.Home, error) {
	fill := map[view.Role]func(context.Context, web.Actor, *view.Home) error{
		view.Learner: s.learner, view.Educator: s.educator, view.Examiner: s.examiner, view.Supervisor: s.supervisor,
		view.CurriculumLead: s.curriculum, view.Governance: s.governance, view.Administrator: s.administrator, view.Researcher: s.researcher,
	}[role]
	var home view.Home
	if fill == nil {
		return home, web.ErrNotFound
	}
	return home, fill(ctx, actor, &home)
}

// mostShown keeps a home to one screen.
const mostShown = 6

func (s homes) learner(ctx context.Context, actor web.Actor, home *view.Home) error {
	cards, err := s.cards(ctx, actor)
	if err != nil {
		return err
	}
	home.Learner = &view.LearnerHome{}
	for _, c := range cards {
		switch c.Standing {
		case view.CaseStarted:
			home.Learner.Resume = append(home.Learner.Resume, c)
		case view.CaseNew:
			home.Learner.Suggested = append(home.Learner.Suggested, c)
		}
	}
	home.Learner.Debriefs, err = s.debriefs(ctx, actor)
	return err
}

func (s homes) debriefs(ctx context.Context, actor web.Actor) ([]view.Attempted, error) {
	own, err := s.Encounters.Of(ctx, idOf(actor))
	if err != nil {
		return nil, err
	}
	var out []view.Attempted
	for n, e := range own {
		if e.Status != encounter.Finished || len(out) == mostShown {
			continue
		}
		listed, err := s.Cases.Find(ctx, e.Case)
		if err != nil {
			return nil, words(err)
		}
		marks, err := s.Encounters.Marks(ctx, e)
		if errors.Is(err, privacy.ErrErased) {
			continue
		}
		if err != nil {
			return nil, words(err)
		}
		out = append(out, view.Attempted{Attempt: attempts(own[n : n+1])[0], CaseTitle: listed.Title, Signed: marks.State == rubric.Signed})
	}
	return out, nil
}

func (s homes) educator(ctx context.Context, actor web.Actor, home *view.Home) (err error) {
	home.Educator, err = s.office(ctx, actor)
	return err
}

func (s homes) examiner(ctx context.Context, actor web.Actor, home *view.Home) (err error) {
	home.Examiner, err = s.office(ctx, actor)
	return err
}

// office is what waits for a teacher, and the cases to teach with.
func (s homes) office(ctx context.Context, actor web.Actor) (*view.EducatorHome, error) {
	rows, err := s.unsigned(ctx, actor, mostShown)
	if err != nil {
		return nil, err
	}
	cards, err := s.cards(ctx, actor)
	return &view.EducatorHome{Inbox: rows, Cases: cards[:min(len(cards), mostShown)]}, err
}

// supervisor: no activity shares its uses of AI with a supervisor yet.
func (s homes) supervisor(_ context.Context, _ web.Actor, home *view.Home) error {
	home.Supervisor = &view.SupervisorHome{}
	return nil
}

// curriculum counts the cases behind each objective.
func (s homes) curriculum(ctx context.Context, actor web.Actor, home *view.Home) error {
	home.CurriculumLead = &view.CurriculumHome{}
	scope, err := s.Policy.Scope(ctx, actorOf(actor), policy.CaseOpen, policy.Case)
	if err != nil {
		return words(err)
	}
	listed, err := s.Cases.List(ctx, scope)
	if err != nil {
		return err
	}
	served := map[string]int{}
	for _, l := range listed {
		c, err := s.Cases.Get(ctx, l.ID, l.Latest)
		if err != nil {
			return words(err)
		}
		for _, code := range c.Objectives {
			served[code]++
		}
	}
	for code, n := range served {
		home.CurriculumLead.Objectives = append(home.CurriculumLead.Objectives, view.Coverage{Code: code, Cases: n})
	}
	slices.SortFunc(home.CurriculumLead.Objectives, func(a, b view.Coverage) int { return strings.Compare(a.Code, b.Code) })
	return nil
}

func (s homes) governance(ctx context.Context, _ web.Actor, home *view.Home) error {
	size, err := s.Ledger.Size(ctx)
	if err != nil {
		return err
	}
	checkpoint, err := s.lastCheckpoint(ctx)
	if err != nil {
		return err
	}
	calls, err := s.Gate.Tally(ctx)
	home.Governance = &view.GovernanceHome{LedgerSize: size, Checkpoint: checkpoint, ModelCalls: calls.Asked, Refused: calls.Refused(),
		ModelWired: s.Gate.HasChat(), PolicyCount: s.Policy.Count()}
	return err
}

func (s homes) administrator(ctx context.Context, _ web.Actor, home *view.Home) error {
	tally, err := s.App.People.Tally(ctx)
	if err != nil {
		return err
	}
	home.Administrator = &view.AdministratorHome{Active: tally.Active, Invited: tally.Invited, Suspended: tally.Suspended, Version: s.Version}
	for _, c := range s.Health(ctx) {
		home.Administrator.Health = append(home.Administrator.Health, view.Check{Name: c.Name, Passed: c.OK, Detail: c.Detail})
	}
	return nil
}

// researcher: nothing is released for research before a consent asks for it.
func (s homes) researcher(_ context.Context, _ web.Actor, home *view.Home) error {
	home.Researcher = &view.ResearcherHome{}
	return nil
}
