// Package web is the face that people see: pages, their shell and the plumbing
// under them. It translates and does nothing else; every rule lives below.
//
// One request takes this way:
//
//	recover → request id → headers → cross-origin → size → gzip → session
//	   → policy.Allow(actor, route.Action, object) → handler → page or fault
//
// Words. A Route is a way in, declared as a value, so that a test can walk all
// of them. A Visit is one request by one person and what a handler works with.
// A Page is what the layout shows around the body of a view. A view is a plain
// struct of the package view. A fault is an error on its way to words.
//
// To add a page: one handler file that declares its routes and the small
// interface it needs, one file in templates/, one file in messages/en/. Add the
// routes to Shell.Routes and a fixture to webtest, and every test of the shell
// (policy, words, axe, sizes, widths, themes) covers the new page.
package web
