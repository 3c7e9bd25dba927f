package people

import (
	"context"

	"preceptor/internal/id"
)

// AddCourse makes a course. A code that is in use gives ErrCodeTaken.
func (s *Service) AddCourse(ctx context.Context, code, title string, level AILevel) (Course, error) {
	course := Course{ID: id.New[CourseID](s.ids), Code: code, Title: title, AILevel: level, MadeAt: s.at().Time(), Version: 1}
	if err := course.check(); err != nil {
		return Course{}, err
	}
	return course, s.insertCourse(ctx, course)
}

// EditCourse changes code, title and AI level of a course that stood at
// c.Version; ErrConflict when somebody else was faster.
func (s *Service) EditCourse(ctx context.Context, c Course) error {
	if err := c.check(); err != nil {
		return err
	}
	return s.updateCourse(ctx, c)
}

// AddCohort makes a cohort of a course.
func (s *Service) AddCohort(ctx context.Context, course CourseID, name string) (Cohort, error) {
	if err := checkTitle(name); err != nil {
		return Cohort{}, err
	}
	if _, err := s.Course(ctx, course); err != nil {
		return Cohort{}, err
	}
	cohort := Cohort{ID: id.New[CohortID](s.ids), Course: course, Name: name, MadeAt: s.at().Time(), Version: 1}
	return cohort, s.insertCohort(ctx, cohort)
}

// RenameCohort renames a cohort that stood at version; ErrConflict when
// somebody else was faster.
func (s *Service) RenameCohort(ctx context.Context, cohort CohortID, version int64, name string) error {
	if err := checkTitle(name); err != nil {
		return err
	}
	return s.updateCohort(ctx, cohort, version, name)
}

// Enrol gives a person a role in a course, perhaps in a cohort of it. Holding
// the role already moves the person to the cohort.
func (s *Service) Enrol(ctx context.Context, by ID, e Enrolment) error {
	if err := checkCourseRole(e.Role); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error { return s.enrol(ctx, by, e) })
}

func (s *Service) enrol(ctx context.Context, by ID, e Enrolment) error {
	if err := s.checkEnrolment(ctx, e); err != nil {
		return err
	}
	if err := s.saveEnrolment(ctx, e); err != nil {
		return err
	}
	return s.rolesChanged(ctx, "person.enrolled", by, e.Person, string(e.Role)+" "+string(e.Course))
}

func (s *Service) checkEnrolment(ctx context.Context, e Enrolment) error {
	if err := s.checkActive(ctx, e.Person); err != nil {
		return err
	}
	if _, err := s.Course(ctx, e.Course); err != nil {
		return err
	}
	if e.Cohort == "" {
		return nil
	}
	cohort, err := s.Cohort(ctx, e.Cohort)
	if err != nil {
		return err
	}
	if cohort.Course != e.Course {
		return ErrCohort
	}
	return nil
}

// Leave takes a person's role in a course away. Not holding it is fine.
func (s *Service) Leave(ctx context.Context, by, who ID, course CourseID, role Role) error {
	if err := checkCourseRole(role); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		gone, err := s.deleteEnrolment(ctx, who, course, role)
		if err != nil || !gone {
			return err
		}
		return s.rolesChanged(ctx, "person.left", by, who, string(role)+" "+string(course))
	})
}
