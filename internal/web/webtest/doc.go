// Package webtest serves every page with made-up services, so that each page
// and each of its states can be reached by tests, by the browser and by eyes
// before (and independently of) the services that fill it in the product.
//
// The session cookie's value is the role: a browser that carries
// preceptor=educator is the made-up educator.
package webtest
