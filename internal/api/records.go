package api

import (
	"encoding/json"
	"time"

	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/record"
)

// Record is one piece of learning evidence, without its body.
type Record struct {
	ID           record.ID         `json:"id" doc:"Identifier of the record."`
	Learner      people.ID         `json:"learner" doc:"Identifier of the learner."`
	By           people.ID         `json:"by,omitempty" doc:"Identifier of the human who judged; missing: the engine."`
	Course       people.CourseID   `json:"course,omitempty" doc:"Identifier of the course, if any."`
	Activity     Activity          `json:"activity" doc:"What the evidence comes from."`
	Competencies []string          `json:"competencies" doc:"Codes as framework:code."`
	Purpose      policy.Purpose    `json:"purpose" doc:"What it may be used for."`
	At           time.Time         `json:"at" doc:"When it was learnt or judged."`
	Schema       string            `json:"schema" doc:"Name and version of the body's form."`
	Provenance   RecordsProvenance `json:"provenance" doc:"How the judgement came about."`
	Supersedes   record.ID         `json:"supersedes,omitempty" doc:"The record that this one corrects."`
	Leaf         ledger.LeafID     `json:"leaf" doc:"The ledger's entry that commits to it."`
}

// Activity names what evidence comes from.
type Activity struct {
	Kind string `json:"kind" doc:"Such as encounter."`
	ID   string `json:"id" doc:"Its identifier."`
}

// RecordsProvenance says how a judgement came about.
type RecordsProvenance struct {
	Engine     string `json:"engine,omitempty" doc:"Version of the deterministic engine."`
	Marker     string `json:"marker,omitempty" doc:"Version of what marked, or human."`
	Disclosure string `json:"disclosure,omitempty" doc:"The model's part; missing: none took part."`
}

var exampleRecord = Record{ID: exRecord, Learner: exPerson, Course: exCourse, Activity: Activity{"encounter", string(exEncounter)},
	Competencies: []string{"core:history"}, Purpose: policy.Shared, At: exNow, Schema: "encounter.marks/1",
	Provenance: RecordsProvenance{Engine: "patient/1", Marker: "marker/1"}, Leaf: exLeaf}

var recordQuery = append([]Parameter{
	{Name: "learner", Form: Identifier, Doc: "Only of this learner.", Example: string(exPerson)},
	{Name: "course", Form: Identifier, Doc: "Only of this course.", Example: string(exCourse)},
	{Name: "competency", Form: Identifier, Doc: "Only those that speak to this competency.", Example: "core:history"},
	{Name: "purpose", Form: Choice, Choices: words(policy.Private, policy.Shared, policy.Assignment, policy.Assessed), Doc: "Only of this purpose.", Example: "shared"},
	{Name: "superseded", Form: Choice, Choices: []string{"yes"}, Doc: "Also what corrections replaced.", Example: "yes"},
}, pageQuery...)

func (a *API) recordRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/records", ID: "listRecords", Group: "Records", Action: policy.RecordRead, Query: recordQuery,
			Summary: "List the records that I may read, the oldest first"}, Page[Record]{Items: []Record{exampleRecord}}, a.listRecords),
		answers(Route{Method: "GET", Pattern: Prefix + "/records/{id}", ID: "getRecord", Group: "Records", Action: policy.RecordRead, about: a.record,
			Summary: "Read a record, without its body"}, exampleRecord, func(c *Call) (Record, error) { return recordOf(about[recordThing](c).Record), nil }),
		answers(Route{Method: "GET", Pattern: Prefix + "/records/{id}/body", ID: "getRecordBody", Group: "Records", Action: policy.RecordRead, about: a.record,
			Summary: "Read what a record says", Doc: "In the form that its schema names. 410 when its learner was erased."},
			json.RawMessage(`{"case":"acute-chest-pressure","case_version":1,"attempt":1}`), a.recordBody),
	}
}

// recordThing is a record as a thing.
type recordThing struct{ record.Record }

// Object is the record itself.
func (r recordThing) Object() policy.Object {
	return policy.Object{Kind: policy.Record, ID: string(r.ID), Owner: r.Learner, Course: r.Course, Purpose: r.Purpose}
}

func (a *API) record(c *Call) (Thing, error) {
	r, _, err := a.Records.Get(c.ctx(), record.ID(c.id()))
	return recordThing{r}, err
}

func (a *API) listRecords(c *Call) (Page[Record], error) {
	found, err := a.Records.List(c.ctx(), record.Query{Scope: c.scope, Learner: people.ID(c.word("learner")), Course: people.CourseID(c.word("course")),
		Competency: c.word("competency"), Purpose: policy.Purpose(c.word("purpose")), Superseded: c.word("superseded") != "",
		After: record.ID(c.word("after")), Most: c.limit() + 1})
	return page(c, each(found, recordOf), func(r Record) string { return string(r.ID) }), err
}

func (a *API) recordBody(c *Call) (json.RawMessage, error) {
	return a.Records.Body(c.ctx(), about[recordThing](c).Record)
}

func recordOf(r record.Record) Record {
	return Record{ID: r.ID, Learner: r.Learner, By: r.By, Course: r.Course, Activity: Activity(r.Activity), Competencies: listed(r.Competencies),
		Purpose: r.Purpose, At: r.At, Schema: r.Schema, Provenance: RecordsProvenance(r.Provenance), Supersedes: r.Supersedes, Leaf: r.Leaf}
}
