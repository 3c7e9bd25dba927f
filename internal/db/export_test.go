package db

// Provider lets tests go to any version of the schema.
var Provider = (*DB).provider
