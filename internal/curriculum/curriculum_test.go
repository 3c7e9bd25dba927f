package curriculum_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/content/frameworks"
	"preceptor/internal/curriculum"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/people"
)

var ctx = context.Background()

func starter(t testing.TB) *curriculum.Frameworks {
	t.Helper()
	f, err := curriculum.LoadFrameworks(frameworks.Files)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheStarterFrameworkIsSound(t *testing.T) {
	f := starter(t)
	if len(f.All()) != 1 || len(f.All()[0].Competencies) < 40 {
		t.Fatalf("%d frameworks", len(f.All()))
	}
	titles := map[string]curriculum.Code{}
	for _, c := range f.All()[0].Competencies {
		if other := titles[c.Title]; other != "" {
			t.Errorf("%s and %s have the same title", c.Code, other)
		}
		titles[c.Title] = c.Code
		if c.Parent != "" && !strings.HasPrefix(string(c.Code), string(c.Parent)+".") {
			t.Errorf("%s does not begin with its parent", c.Code)
		}
	}
	within := f.Within("core:talk")
	if within[0] != "core:talk" || !slices.Contains(within, "core:talk.open") || slices.Contains(within, "core:team") {
		t.Errorf("within core:talk: %v", within)
	}
	if c, ok := f.Find("core:ai.verify"); !ok || c.Parent != "core:ai" {
		t.Errorf("%+v, %v", c, ok)
	}
}

func TestUnsoundFrameworksAreRefused(t *testing.T) {
	head := "key: x\ntitle: X\nlanguage: en\ncompetencies:\n"
	for name, text := range map[string]string{
		"no key":          "title: X\nlanguage: en\n",
		"no language":     "key: x\ntitle: X\n",
		"unknown field":   "key: x\ntitle: X\nlanguage: en\nsort: y\n",
		"broken YAML":     "key: [",
		"a code twice":    head + "  - {code: a, title: A}\n  - {code: a, title: B}\n",
		"no title":        head + "  - {code: a}\n",
		"a stray parent":  head + "  - {code: a, title: A, parent: b}\n  - {code: b, title: B}\n",
		"a code of words": head + "  - {code: take a history, title: A}\n",
	} {
		_, err := curriculum.LoadFrameworks(fstest.MapFS{"x.yaml": {Data: []byte(text)}})
		if !errors.Is(err, curriculum.ErrFramework) || !strings.HasPrefix(err.Error(), "x.yaml: ") {
			t.Errorf("%s gave %v", name, err)
		}
	}
	good := []byte(head + "  - {code: a, title: A}\n")
	if _, err := curriculum.LoadFrameworks(fstest.MapFS{"a.yaml": {Data: good}, "b.yaml": {Data: good}}); !errors.Is(err, curriculum.ErrFramework) {
		t.Errorf("two with one key gave %v", err)
	}
}

func TestCodesHaveOneSpelling(t *testing.T) {
	for _, good := range []string{"core:talk.open", "acgme:PC1", "uni-basel-2026:B_3-4.x"} {
		c, err := curriculum.ParseCode(good)
		if err != nil || c.Framework()+":"+c.Local() != good {
			t.Errorf("%q gave %q, %v", good, c, err)
		}
	}
	for _, bad := range []string{"", ":", "core:", ":talk", "talk", "Core:talk", "core:talk open", "core:a:b", " core:a", "core:a\n", "core:" + strings.Repeat("a", 81)} {
		if c, err := curriculum.ParseCode(bad); !errors.Is(err, curriculum.ErrCode) {
			t.Errorf("%q gave %q, %v", bad, c, err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"core:talk.open", "core:", "a:b:c", "é:x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := curriculum.ParseCode(text)
		if err == nil && (string(c) != text || c.Framework()+":"+c.Local() != text || strings.ContainsAny(text, " \n'\"<")) {
			t.Errorf("%q was read as %q", text, c)
		}
	})
}

func FuzzFramework(f *testing.F) {
	f.Add("key: x\ntitle: X\nlanguage: en\ncompetencies:\n  - {code: a, title: A}\n  - {code: b, title: B, parent: a}\n")
	f.Add("key: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := curriculum.LoadFrameworks(fstest.MapFS{"x.yaml": {Data: []byte(text)}})
		if err != nil {
			return
		}
		for _, framework := range all.All() {
			for _, c := range framework.Competencies {
				if found, ok := all.Find(c.Code); !ok || found != c {
					t.Errorf("%s is listed but not found", c.Code)
				}
			}
		}
	})
}

// school is a service with one course.
func school(t testing.TB, d *db.DB) (*curriculum.Service, *events.Stream, people.CourseID) {
	t.Helper()
	ids := id.NewSource(time.Now, rand.Reader)
	stream := events.New(d, ids, time.Hour)
	course := id.New[people.CourseID](ids)
	if _, err := d.Exec(ctx, `INSERT INTO courses (id, code, title, ai_level, made_at, version) VALUES (?, 'card', 'Cardiology', 0, ?, 1)`, course, d.Now()); err != nil {
		t.Fatal(err)
	}
	return curriculum.New(curriculum.Config{DB: d, IDs: ids, Events: stream, Frameworks: starter(t)}), stream, course
}

func TestACourseKeepsItsObjectives(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, stream, course := school(t, d)
		first, err := s.Add(ctx, curriculum.Objective{Course: course, Statement: " Takes a history\nof chest pain ", Codes: []curriculum.Code{"core:talk.open", "core:history.symptom", "core:talk.open"}})
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.Add(ctx, curriculum.Objective{Course: course, Statement: "Reads an ECG"})
		if err != nil {
			t.Fatal(err)
		}
		if first.Statement != "Takes a history of chest pain" || len(first.Codes) != 2 || second.Position != 2 {
			t.Errorf("%+v, %+v", first, second)
		}
		second.Position, second.Codes = 1, []curriculum.Code{"core:examine.results"}
		first.Position = 2
		for _, o := range []*curriculum.Objective{&first, &second} {
			if *o, err = s.Edit(ctx, *o); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.List(ctx, course)
		if diff := cmp.Diff([]curriculum.Objective{second, first}, list); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		second.Retired = true
		if second, err = s.Edit(ctx, second); err != nil {
			t.Fatal(err)
		}
		if list, err = s.List(ctx, course); err != nil || len(list) != 2 || list[1].ID != second.ID || second.Version != 3 {
			t.Errorf("%+v, %v", list, err)
		}
		if page, err := stream.Read(ctx, 0, 10); err != nil || len(page) != 5 || page[0].Kind != "objective.saved" || page[0].Course != string(course) {
			t.Errorf("%v, %v", page, err)
		}
	})
}

func TestNobodyOverwritesAnothersChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, course := school(t, d)
		o, err := s.Add(ctx, curriculum.Objective{Course: course, Statement: "Reads an ECG"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Edit(ctx, o); err != nil {
			t.Fatal(err)
		}
		o.Statement = "Reads a chest film"
		if _, err := s.Edit(ctx, o); !errors.Is(err, curriculum.ErrChanged) {
			t.Errorf("a stale edit gave %v", err)
		}
		if kept, err := s.Get(ctx, o.ID); err != nil || kept.Statement != "Reads an ECG" {
			t.Errorf("%+v, %v", kept, err)
		}
	})
}

func TestUnusableObjectivesAreRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	s, _, course := school(t, d)
	for _, c := range []struct {
		objective curriculum.Objective
		want      error
	}{
		{curriculum.Objective{Course: course, Statement: "  "}, curriculum.ErrStatement},
		{curriculum.Objective{Course: course, Statement: strings.Repeat("x", 501)}, curriculum.ErrStatement},
		{curriculum.Objective{Course: course, Statement: "x", Position: -1}, curriculum.ErrStatement},
		{curriculum.Objective{Statement: "x"}, curriculum.ErrStatement},
		{curriculum.Objective{Course: course, Statement: "x", Codes: []curriculum.Code{"talk"}}, curriculum.ErrCode},
		{curriculum.Objective{Course: course, Statement: "x", Codes: []curriculum.Code{"core:dance"}}, curriculum.ErrUnknownCode},
	} {
		if _, err := s.Add(ctx, c.objective); !errors.Is(err, c.want) {
			t.Errorf("%+v gave %v", c.objective, err)
		}
	}
	if _, err := s.Get(ctx, "nothing"); !errors.Is(err, curriculum.ErrNotFound) {
		t.Errorf("an unknown objective gave %v", err)
	}
	if _, err := s.Edit(ctx, curriculum.Objective{ID: "nothing", Course: course, Position: 1, Statement: "x"}); !errors.Is(err, curriculum.ErrNotFound) {
		t.Errorf("editing an unknown objective gave %v", err)
	}
}
