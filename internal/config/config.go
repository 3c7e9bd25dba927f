package config

import (
	"net/netip"
	"path/filepath"
	"time"
)

// Config is everything that an installation can be told. Tags: help is the
// sentence of the documentation, oneof the allowed words, path marks file names
// (relative ones in a file count from that file's folder).
type Config struct {
	Data        string      `toml:"data" path:"yes" help:"Folder for everything that this installation keeps on disk."`
	Server      Server      `toml:"server" help:"Where people reach the pages."`
	Institution Institution `toml:"institution" help:"What the first start writes down about the institution; changed on its page afterwards."`
	Database    Database    `toml:"database" help:"Where the records are kept."`
	Log         Log         `toml:"log" help:"What the program says on standard error. Logs carry ids, never personal text."`
	Privacy     Privacy     `toml:"privacy" help:"Where the keys of people's texts are kept. Keep copies of both files apart from ordinary backups."`
	Ledger      Ledger      `toml:"ledger" help:"The tamper-evident ledger."`
	Retention   Retention   `toml:"retention" help:"How long technical traces are kept. Learning records and the ledger are not touched by these."`
	Budgets     Budgets     `toml:"budgets" help:"Limits that the gate keeps for every call of a model, in the institution's currency. 0 means no limit."`
	Demo        Demo        `toml:"demo" help:"For trying things out."`
	Models      []Model     `toml:"models" help:"One table per model wire. Without any, everything works in extractive mode."`
}

// Server says where people reach the pages.
type Server struct {
	Address        string         `toml:"address" help:"Address and port to listen on; 0.0.0.0 or an empty host means every network."`
	BaseURL        string         `toml:"base_url" help:"Address that people type, with https when a proxy serves it. Empty: http:// and the listening address."`
	TrustedProxies []netip.Prefix `toml:"trusted_proxies" help:"Networks of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, for example 10.0.0.0/8."`
	ShutdownGrace  time.Duration  `toml:"shutdown_grace" help:"How long a stopping server waits for open requests."`
}

// Institution is what the first start writes down.
type Institution struct {
	Name     string `toml:"name" help:"Name shown on the pages."`
	Zone     string `toml:"zone" help:"IANA time zone that local days follow, for example Europe/Vienna."`
	Language string `toml:"language" help:"Language of the pages where a person chose none (BCP 47)."`
}

// Database says where the records are kept.
type Database struct {
	URL     Secret `toml:"url" help:"sqlite:PATH or postgres://… Empty: the file preceptor.db in the data folder."`
	URLFile string `toml:"url_file" path:"yes" help:"File that holds the URL, instead of url, when it contains a password."`
}

// Log says what is logged and how.
type Log struct {
	Level  string `toml:"level" oneof:"debug info warn error" help:"Least important message that is written."`
	Format string `toml:"format" oneof:"text json" help:"text for people, json for collectors."`
}

// Privacy says where the keys of people's texts are kept.
type Privacy struct {
	KeyFile       string `toml:"key_file" path:"yes" help:"SQLite file with every person's wrapped key. Empty: keys.db in the data folder."`
	MasterKeyFile string `toml:"master_key_file" path:"yes" help:"File with the key that wraps them, made at the first start. Empty: master.key in the data folder."`
}

// Ledger says where the ledger's key is.
type Ledger struct {
	SigningKeyFile string `toml:"signing_key_file" path:"yes" help:"File with the key that signs checkpoints, made at the first start. Empty: ledger.key in the data folder."`
}

// Retention says for how many days technical traces are kept.
type Retention struct {
	EventsDays int `toml:"events_days" least:"1" help:"Days that events stay readable for nodes and outboxes that were away."`
	JobsDays   int `toml:"jobs_days" least:"1" help:"Days that finished jobs stay on the administrator's page."`
}

// Budgets are limits that the gate keeps for every call of a model.
type Budgets struct {
	Currency     string `toml:"currency" help:"Name of the currency, as shown beside amounts."`
	PersonDay    Money  `toml:"person_day" help:"Most that one person's calls may cost a day."`
	CourseMonth  Money  `toml:"course_month" help:"Most that one course's calls may cost a month."`
	EverybodyDay Money  `toml:"everybody_day" help:"Most that all calls together may cost a day."`
	PersonAtOnce int    `toml:"person_at_once" least:"1" help:"Calls that one person may have open at once."`
	TokensDay    int    `toml:"person_tokens_day" least:"0" help:"Most tokens that one person's calls may use a day, on free wires too."`
}

// Demo is for trying things out.
type Demo struct {
	Enabled bool `toml:"enabled" help:"Demo people with one-click sign-in. Never on a server that others can reach."`
}

// Default is the configuration of an installation that was told nothing.
func Default() Config {
	return Config{
		Data:        "data",
		Server:      Server{Address: "127.0.0.1:8080", ShutdownGrace: 20 * time.Second},
		Institution: Institution{Name: "Preceptor", Zone: "UTC", Language: "en"},
		Log:         Log{Level: "info", Format: "text"},
		Retention:   Retention{EventsDays: 30, JobsDays: 14},
		Budgets: Budgets{Currency: "EUR", PersonDay: 2 * Unit, CourseMonth: 200 * Unit, EverybodyDay: 100 * Unit,
			PersonAtOnce: 3, TokensDay: 2_000_000},
	}
}

// In is a path inside the data folder.
func (c Config) In(parts ...string) string {
	return filepath.Join(append([]string{c.Data}, parts...)...)
}

// derive fills what follows from other settings when it was left empty.
func (c *Config) derive() {
	either(&c.Database.URL, Secret("sqlite:"+c.In("preceptor.db")))
	either(&c.Privacy.KeyFile, c.In("keys.db"))
	either(&c.Privacy.MasterKeyFile, c.In("master.key"))
	either(&c.Ledger.SigningKeyFile, c.In("ledger.key"))
	either(&c.Server.BaseURL, "http://"+reachable(c.Server.Address))
}

func either[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
