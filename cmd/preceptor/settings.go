package main

import (
	"os"

	"preceptor/internal/config"
)

// settings are the flags of every command that works on an installation. They
// are stronger than PRECEPTOR_* variables, and those than the file.
type settings struct {
	Config string `type:"path" placeholder:"FILE" help:"TOML file with the settings (default: preceptor.toml here, when there is one)."`
	Data   string `type:"path" placeholder:"FOLDER" help:"Data folder."`
	DB     string `name:"db" placeholder:"URL" help:"Database: sqlite:PATH or postgres://…"`
}

// load reads the settings from everywhere. Faults are the caller's: status 2.
func (s settings) load() (config.Config, error) { return s.loadWith(nil) }

// loadWith adds what other flags of a command say, setting by setting; empty
// ones say nothing.
func (s settings) loadWith(flags map[string]string) (config.Config, error) {
	set := map[string]string{}
	for _, said := range []map[string]string{flags, {"data": s.Data, "database.url": s.DB}} {
		for key, value := range said {
			if value != "" {
				set[key] = value
			}
		}
	}
	cfg, err := config.Load(config.Sources{File: s.Config, Env: os.Environ(), Set: set})
	if err != nil {
		return config.Config{}, usageError("the settings cannot be used:\n%w", err)
	}
	return cfg, nil
}
