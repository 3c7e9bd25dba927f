// Command preceptor is the whole platform: the server, its administration and
// the batch commands that work on learning content without a server.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/alecthomas/kong"
)

// CLI is the command line. One field per command group; each group has its own file.
type CLI struct {
	Serve    ServeCmd      `cmd:"" help:"Run the server."`
	Demo     DemoCmd       `cmd:"" help:"Run an installation with made-up people, for trying things out."`
	Irt      irtCommands   `cmd:"" help:"Item response theory: calibrate items, measure persons."`
	Cat      catCommands   `cmd:"" help:"Adaptive tests: simulate."`
	Exam     examCommands  `cmd:"" help:"Exams: items, reliability, fairness; OSCEs: components, examiners, cuts."`
	Cards    cardsCommands `cmd:"" help:"Spaced repetition: replay reviews, fit weights."`
	Case     CaseCmd       `cmd:"" help:"Case files: check, show, import."`
	Patient  PatientCmd    `cmd:"" help:"Talk with the patient of a case; examine and test in words."`
	Mark     MarkCmd       `cmd:"" help:"Mark talks against checklists."`
	Validate ValidateCmd   `cmd:"" help:"Agreement of the marker with two human raters."`
	User     UserCmd       `cmd:"" help:"Accounts: add, list, suspend, restore, erase, roles, invitations, passwords."`
	Ledger   LedgerCmd     `cmd:"" help:"The tamper-evident ledger: export, verify, checkpoint, public key."`
	Backup   BackupCmd     `cmd:"" help:"Copy the installation into one file, while it works."`
	Restore  RestoreCmd    `cmd:"" help:"Build an installation from a backup."`
	Doctor   DoctorCmd     `cmd:"" help:"Look whether this installation can work."`
	Version  VersionCmd    `cmd:"" help:"Say which program this is."`
	Search   SearchCmd     `cmd:"" help:"Find the passages of a corpus that answer queries."`
	Index    indexCommands `cmd:"" help:"Search indexes: build."`
}

// Streams are the standard streams of a command, passed in so that tests can hold them.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// run parses and runs one command line and returns its exit status: 0 done,
// 1 the command's own negative answer, 2 unusable input or arguments.
func run(args []string, io *Streams) int {
	var cli CLI
	exited, status := false, 0
	parser, err := kong.New(&cli,
		kong.Name("preceptor"),
		kong.Description("A self-hosted platform for generative AI in medical education: verify before trust."),
		kong.UsageOnError(),
		kong.Writers(io.Out, io.Err),
		kong.Exit(func(code int) { exited, status = true, code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, Summary: false, WrapUpperBound: 100}),
	)
	if err != nil {
		fmt.Fprintln(io.Err, "preceptor:", err)
		return 2
	}
	ctx, err := parser.Parse(helpWanted(args))
	if exited {
		return status
	}
	if err != nil {
		fmt.Fprintln(io.Err, "preceptor:", err)
		return 2
	}
	return exitStatus(io, ctx.Run(io))
}

// helpWanted understands "preceptor", "preceptor help" and "preceptor help user
// add" as people mean them.
func helpWanted(args []string) []string {
	if len(args) == 0 {
		return []string{"--help"}
	}
	if args[0] == "help" {
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// exitStatus says the error in one sentence and turns it into an exit status.
func exitStatus(io *Streams, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(io.Err, "preceptor:", err)
	var fault usageFault
	if errors.As(err, &fault) {
		return 2
	}
	return 1
}
