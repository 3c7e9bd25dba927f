package curriculum

import (
	"context"

	"preceptor/internal/db"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/people"
)

// Events tells the nodes, in the transaction of ctx; *events.Stream is one.
type Events interface {
	Append(ctx context.Context, e events.Event) error
}

// Config is what a Service needs.
type Config struct {
	DB         *db.DB
	IDs        *id.Source
	Events     Events
	Frameworks *Frameworks
}

// Service keeps the objectives of courses. It does not ask whether a role may
// change them: that is policy's part. It is safe for use by several goroutines.
type Service struct{ Config }

// New returns the service.
func New(c Config) *Service { return &Service{c} }

// Add keeps a new objective; its id, time and version are set. A position of 0
// puts it at the end. It may return ErrStatement, ErrCode or ErrUnknownCode.
func (s *Service) Add(ctx context.Context, o Objective) (Objective, error) {
	o.ID, o.MadeAt, o.Version, o.Retired = id.New[ObjectiveID](s.IDs), s.DB.Now().Time(), 1, false
	var made Objective
	err := s.DB.Tx(ctx, func(ctx context.Context) (err error) {
		if made, err = s.placed(ctx, o); err != nil {
			return err
		}
		if made, err = s.checked(made); err != nil {
			return err
		}
		if err := s.insert(ctx, made); err != nil {
			return err
		}
		return s.tell(ctx, made)
	})
	return made, err
}

func (s *Service) placed(ctx context.Context, o Objective) (Objective, error) {
	if o.Position != 0 {
		return o, nil
	}
	last, err := s.lastPosition(ctx, o.Course)
	o.Position = last + 1
	return o, err
}

// Edit changes statement, position, competencies and whether it is retired. The
// version is the one that the person saw. It may return ErrChanged, ErrNotFound
// and the errors of Add.
func (s *Service) Edit(ctx context.Context, o Objective) (Objective, error) {
	o, err := s.checked(o)
	if err != nil {
		return Objective{}, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		before, err := s.selectOne(ctx, o.ID)
		if err != nil {
			return err
		}
		if before.Version != o.Version || before.Course != o.Course {
			return ErrChanged
		}
		if err := s.update(ctx, o); err != nil {
			return err
		}
		return s.tell(ctx, o)
	})
	if err != nil {
		return Objective{}, err
	}
	return s.selectOne(ctx, o.ID)
}

// Get returns an objective, or ErrNotFound.
func (s *Service) Get(ctx context.Context, objective ObjectiveID) (Objective, error) {
	return s.selectOne(ctx, objective)
}

// List returns the objectives of a course in their order, retired ones last.
func (s *Service) List(ctx context.Context, course people.CourseID) ([]Objective, error) {
	return s.selectCourse(ctx, course)
}

func (s *Service) checked(o Objective) (Objective, error) {
	o, err := o.tidy()
	if err != nil {
		return o, err
	}
	return o, s.Frameworks.Check(o.Codes)
}

func (s *Service) tell(ctx context.Context, o Objective) error {
	return s.Events.Append(ctx, events.Event{Kind: "objective.saved", Subject: string(o.ID), Course: string(o.Course)})
}
