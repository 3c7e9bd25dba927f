package app

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/people"
)

// DemoPerson is somebody made up, for trying things out.
type DemoPerson struct {
	Login, Name string
	Role        people.Role
}

// Demo lists the people of the demonstration, one for each role.
func (a *App) Demo() []DemoPerson {
	return []DemoPerson{
		{"amara@demo.example", "Amara Okonkwo", people.Learner},
		{"jonas@demo.example", "Jonas Lindqvist", people.Educator},
		{"farah@demo.example", "Farah Haddad", people.Examiner},
		{"tomasz@demo.example", "Tomasz Zielinski", people.Supervisor},
		{"mei@demo.example", "Mei Tanaka", people.CurriculumLead},
		{"ruth@demo.example", "Ruth Castellanos", people.GovernanceOfficer},
		{"samir@demo.example", "Samir Patel", people.Administrator},
		{"ingrid@demo.example", "Ingrid Sol", people.Researcher},
	}
}

const (
	demoCourse = "MED-DEMO"
	demoTitle  = "Clinical skills, third year"
)

// SeedDemo makes the people and the course of the demonstration. What is there
// already stays as it is.
func (a *App) SeedDemo(ctx context.Context) error {
	return a.DB.Tx(ctx, func(ctx context.Context) error {
		course, err := a.demoCourse(ctx)
		if err != nil {
			return err
		}
		for _, d := range a.Demo() {
			if err := a.seedPerson(ctx, course, d); err != nil {
				return fmt.Errorf("making the demo's %s: %w", d.Role, err)
			}
		}
		return nil
	})
}

func (a *App) demoCourse(ctx context.Context) (people.CourseID, error) {
	known, err := a.People.Courses(ctx, "code = ?", []any{demoCourse})
	if err != nil {
		return "", err
	}
	if len(known) > 0 {
		return known[0].ID, nil
	}
	course, err := a.People.AddCourse(ctx, demoCourse, demoTitle, people.AISupport)
	return course.ID, err
}

func (a *App) seedPerson(ctx context.Context, course people.CourseID, d DemoPerson) error {
	if _, err := a.People.PersonByLogin(ctx, d.Login); !errors.Is(err, people.ErrNotFound) {
		return err
	}
	p, err := a.People.Add(ctx, "", people.Profile{Login: d.Login, Name: d.Name, Language: "en"}, d.Role)
	if err != nil {
		return err
	}
	if !heldInCourses(d.Role) {
		return nil
	}
	return a.People.Enrol(ctx, "", people.Enrolment{Person: p.ID, Course: course, Role: d.Role})
}

func heldInCourses(r people.Role) bool {
	for _, role := range people.CourseRoles() {
		if role == r {
			return true
		}
	}
	return false
}
