// Package api is /api/v1: the same services as the pages, for programs. It only
// translates: requests into questions to the floors below, their answers into
// JSON, their errors into problems (RFC 9457).
//
// # Words
//
//   - route: one way in, as a value: method, pattern, action, types, examples,
//     handler. What is served, what is documented (OpenAPI 3.1) and what the
//     authorization test walks is this one table.
//   - call: one request on its way through a route.
//   - thing: what a route's action would be done to; it says its policy.Object.
//   - problem: an error in words, with a type that stays the same for ever.
//
// # The way of a call
//
//	number ─▶ who is there? ─▶ not too often? ─▶ parameters ─▶ body ─▶ thing
//	            401               429               400        400      404
//	                                                                     │
//	answer ◀── handler ◀── seen the newest? ◀── may they? ◀──────────────┘
//	                           428, 412           403, 404
//
// Everything that comes in is checked against the schema that is published. A
// thing that the caller may not even see answers like one that does not exist.
//
// # Sending twice
//
// What is made carries an identifier that the client made; sending it again
// gives the same answer and makes nothing twice. What is changed names the
// version that the client saw (If-Match). Everything else may be repeated.
package api
