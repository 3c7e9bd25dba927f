// Package view holds what the pages show: plain structs that the application
// fills from its services and the templates read. Nothing here decides
// anything and nothing here is worded: texts are the content of people and
// cases; enumerations are named types whose words stand in the catalogues.
package view
