package config

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

var samePrefixes = cmpopts.EquateComparable()

func TestNothingAtAllIsEnough(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Load(Sources{})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Database.URL, want.Server.BaseURL = "sqlite:data/preceptor.db", "http://localhost:8080"
	want.Privacy, want.Ledger.SigningKeyFile = Privacy{KeyFile: "data/keys.db", MasterKeyFile: "data/master.key"}, "data/ledger.key"
	if diff := cmp.Diff(want, c, samePrefixes); diff != "" {
		t.Error(diff)
	}
}

func TestTheExampleSaysTheDefaults(t *testing.T) {
	c, err := loadText(t, Example())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	plain, err := Load(Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Retention, plain.Retention; got != want || c.Budgets != plain.Budgets || c.Institution != plain.Institution || len(c.Models) != 0 {
		t.Errorf("the example gives %+v", c)
	}
}

// The sample wire stands in comments; without them it has to work.
func TestTheSampleWireOfTheExampleWorks(t *testing.T) {
	head, sample, found := strings.Cut(Example(), "# [[models]]")
	if !found {
		t.Fatal("the example shows no wire")
	}
	sample = strings.ReplaceAll("\n# [[models]]"+sample, "\n# ", "\n")
	c, err := loadText(t, head+sample)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Model{sampleModel()}, c.Models); diff != "" {
		t.Error(diff)
	}
}

func TestAFlagBeatsAVariableBeatsAFile(t *testing.T) {
	file := write(t, "[server]\naddress = \"127.0.0.1:1\"\nshutdown_grace = \"5s\"\n[institution]\nname = \"Ward School\"\nzone = \"Europe/Vienna\"\n")
	c, err := Load(Sources{
		File: file,
		Env:  []string{"HOME=/nowhere", "PRECEPTOR_TEST_URL=x", "PRECEPTOR_SERVER_ADDRESS=127.0.0.1:2", "PRECEPTOR_INSTITUTION_NAME=Clinic School", "PRECEPTOR_SERVER_TRUSTED_PROXIES=10.0.0.0/8, ::1"},
		Set:  map[string]string{"server.address": ":3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Server.Address != ":3" || c.Institution.Name != "Clinic School" || c.Institution.Zone != "Europe/Vienna" || c.Server.ShutdownGrace != 5*time.Second {
		t.Errorf("got %+v %+v", c.Server, c.Institution)
	}
	if got := fmt.Sprint(c.Server.TrustedProxies); got != "[10.0.0.0/8 ::1/128]" || c.Server.BaseURL != "http://localhost:3" {
		t.Errorf("got %s, %s", got, c.Server.BaseURL)
	}
}

func TestRelativePathsCountFromTheFile(t *testing.T) {
	file := write(t, "data = \"var\"\n[privacy]\nmaster_key_file = \"/etc/preceptor/master.key\"\n")
	c, err := Load(Sources{File: file})
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(file)
	if c.Data != filepath.Join(folder, "var") || c.Privacy.MasterKeyFile != "/etc/preceptor/master.key" ||
		c.Database.URL.Reveal() != "sqlite:"+filepath.Join(folder, "var", "preceptor.db") || c.In("blobs") != filepath.Join(folder, "var", "blobs") {
		t.Errorf("got %+v", c)
	}
}

func TestTheFileOfTheVariableIsRead(t *testing.T) {
	file := write(t, "[log]\nlevel = \"debug\"\n")
	c, err := Load(Sources{Env: []string{"PRECEPTOR_CONFIG=" + file}})
	if err != nil || c.Log.Level != "debug" {
		t.Errorf("got %+v, %v", c.Log, err)
	}
	if _, err := Load(Sources{File: file + "x"}); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a missing file gave %v", err)
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"key": "sk-ward\n", "url": " postgres://app:hunter2@db/preceptor\n", "empty": "\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wire := `[[models]]
name = "ward"
base_url = "https://models.example/v1"
model = "m"
price.free = true
`
	good := filepath.Join(folder, "good.toml")
	if err := os.WriteFile(good, []byte("database.url_file = \"url\"\n"+wire+"key_file = \"key\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(Sources{File: good})
	if err != nil {
		t.Fatal(err)
	}
	if c.Models[0].Key.Reveal() != "sk-ward" || c.Database.URL.Reveal() != "postgres://app:hunter2@db/preceptor" {
		t.Error("a secret was not read")
	}
	for _, c := range [][2]string{
		{wire + "key_file = \"missing\"\n", "models[ward].key_file cannot be read"},
		{wire + "key_file = \"empty\"\n", "models[ward].key_file is empty"},
		{wire + "key_file = \"key\"\nkey = \"x\"\n", "models[ward].key is given twice"},
	} {
		bad := filepath.Join(folder, "bad.toml")
		if err := os.WriteFile(bad, []byte(c[0]), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(Sources{File: bad}); err == nil || !strings.HasPrefix(err.Error(), c[1]) {
			t.Errorf("%s\ngave %v", c[0], err)
		}
	}
}

func TestSecretsDoNotPrintThemselves(t *testing.T) {
	c := Default()
	c.Database.URL = "postgres://app:hunter2@db/preceptor"
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if said := fmt.Sprintf("%v %+v %#v %s %s", c, c, c, c.Database.URL, asJSON); strings.Contains(said, "hunter2") {
		t.Error(said)
	}
}

func TestModelsComeFromAVariableToo(t *testing.T) {
	c, err := Load(Sources{Env: []string{`PRECEPTOR_MODELS=[{name = "ward", base_url = "http://127.0.0.1:1/v1", model = "m", local = true, timeouts = {idle = "3s"}}]`}})
	if err != nil {
		t.Fatal(err)
	}
	want := defaultModel()
	want.Name, want.BaseURL, want.Model, want.Local, want.Timeouts.Idle = "ward", "http://127.0.0.1:1/v1", "m", true, 3*time.Second
	if diff := cmp.Diff([]Model{want}, c.Models); diff != "" {
		t.Error(diff)
	}
}

// An administrator with a broken file edits it once, not once per fault.
func TestAllFaultsAreNamedAtOnce(t *testing.T) {
	file := write(t, `dta = "x"
data = ""
models = 3
[server]
adress = ":80"
address = "nowhere"
base_url = "https://host/path"
trusted_proxies = ["10.0.0.0/8", "ten"]
shutdown_grace = "soon"
[institution]
zone = "Mars/Olympus"
language = "eng lish"
name = 3
[database]
url = "mysql://x"
[log]
level = "loud"
[retention]
events_days = 0
jobs_days = "3"
[budgets]
person_day = -1
[demo]
enabled = "yes"
`)
	_, err := Load(Sources{
		File: file,
		Env:  []string{"PRECEPTOR_SERVER_ADRESS=:1", "PRECEPTOR_DEMO_ENABLED=yes"},
		Set:  map[string]string{"log.levl": "info", "log.format": "xml"},
	})
	want := `budgets.person_day must be an amount such as 0.25, with at most six decimals.
database.url must be sqlite: and a path, or begin with postgres://.
demo.enabled must stand without quotes.
dta is not a setting; did you mean data?
institution.name must stand in quotes.
log.level must be debug or info or warn or error, not "loud".
models must be a TOML list such as [{name = "ward", …}].
retention.events_days must be a whole number from 1, not "0".
retention.jobs_days must stand without quotes.
server.adress is not a setting; did you mean address?
server.shutdown_grace must be a time such as "20s" or "5m", not "soon".
server.trusted_proxies holds "ten", which is no network such as 10.0.0.0/8.
PRECEPTOR_DEMO_ENABLED must be true or false, not "yes".
PRECEPTOR_SERVER_ADRESS is not a variable that Preceptor knows; did you mean PRECEPTOR_SERVER_ADDRESS?
--log.format must be text or json, not "xml".
--log.levl is not a setting.
data must not be empty.
server.address must be an address and a port such as 127.0.0.1:8080, not "nowhere".
server.base_url must be http:// or https:// and a host, without a path, not "https://host/path".
institution.zone must be an IANA time zone such as Europe/Vienna, not "Mars/Olympus".
institution.language must be a BCP 47 tag such as en or pt-BR, not "eng lish".
`
	sortLines := cmpopts.SortSlices(func(a, b string) bool { return a < b })
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(want), "\n"), strings.Split(fmt.Sprint(err), "\n"), sortLines); diff != "" {
		t.Error(diff)
	}
	var faults Faults
	if !errors.As(err, &faults) {
		t.Errorf("the error is %T", err)
	}
}

func TestFaultsOfWires(t *testing.T) {
	for wire, want := range map[string]string{
		`name = "w"` + "\n" + `base_url = "http://h/v1"` + "\n" + `model = "m"` + "\n" + `price.free = true`:                                                                                                           `models[w].base_url must begin with https:// because the wire is not local.`,
		`name = "w"` + "\n" + `base_url = "https://h/v1"` + "\n" + `model = "m"`:                                                                                                                                       `models[w].price is missing: a hosted wire needs a price or free = true, or else no budget could hold.`,
		`name = "w"` + "\n" + `base_url = "h"` + "\n" + `model = "m"` + "\n" + `local = true`:                                                                                                                          `models[w].base_url must be an http:// or https:// address, not "h".`,
		`name = "w"` + "\n" + `base_url = "http://u:p@h"` + "\n" + `model = "m"` + "\n" + `local = true`:                                                                                                               `models[w].base_url must hold no user, query or fragment.`,
		`base_url = "http://h"` + "\n" + `model = "m"` + "\n" + `local = true`:                                                                                                                                         `models[1].name must not be empty.`,
		`name = "w"` + "\n" + `base_url = "http://h"` + "\n" + `model = "m"` + "\n" + `local = true` + "\n" + `protocol = "anthropic"` + "\n" + `capability = "embeddings"`:                                            `models[w].capability must be chat, since the anthropic protocol has no embeddings.`,
		`name = "w"` + "\n" + `base_url = "http://h"` + "\n" + `model = "m"` + "\n" + `local = true` + "\n" + `proxy = "http://p"`:                                                                                     `models[w].proxy must be empty for a local wire.`,
		`name = "w"` + "\n" + `base_url = "http://h"` + "\n" + `model = "m"` + "\n" + `local = true` + "\n" + `timeouts.idel = "3s"`:                                                                                   `models[w].timeouts.idel is not a setting; did you mean idle?`,
		`name = "w"` + "\n" + `base_url = "http://h"` + "\n" + `model = "m"` + "\n" + `local = true` + "\n[[models]]\n" + `name = "w"` + "\n" + `base_url = "http://h"` + "\n" + `model = "n"` + "\n" + `local = true`: `models[w].name is the name of two wires.`,
	} {
		if _, err := loadText(t, "[[models]]\n"+wire); err == nil || err.Error() != want {
			t.Errorf("%s\ngave %v\nwant %s", wire, err, want)
		}
	}
}

func TestDemoPeopleStayOnThisMachine(t *testing.T) {
	if _, err := loadText(t, "demo.enabled = true\nserver.address = \"0.0.0.0:80\"\n"); err == nil || !strings.HasPrefix(err.Error(), "demo.enabled ") {
		t.Errorf("got %v", err)
	}
	if _, err := loadText(t, "demo.enabled = true\n"); err != nil {
		t.Error(err)
	}
}

func TestBrokenTOMLNamesItsLine(t *testing.T) {
	if _, err := loadText(t, "data = \"x\"\n[server]]\n"); err == nil || !strings.Contains(err.Error(), "is not TOML: line ") {
		t.Errorf("got %v", err)
	}
}

func TestMoneyKeepsItsMillionths(t *testing.T) {
	for text, want := range map[string]Money{"0": 0, "12": 12 * Unit, "0.25": 250_000, "3.000001": 3_000_001, "1000000000": 1_000_000_000 * Unit} {
		if got, err := ParseMoney(text); err != nil || got != want {
			t.Errorf("ParseMoney(%q) = %d, %v", text, got, err)
		}
	}
	for _, bad := range []string{"", "-1", "+1", ".5", "1.0000001", "1e3", "1,5", "1000000001", "99999999999999999999"} {
		if got, err := ParseMoney(bad); err == nil {
			t.Errorf("ParseMoney(%q) = %d", bad, got)
		}
	}
	if got := fmt.Sprint(2*Unit, 250_000*Unit/Unit, Money(3_000_001)); got != "2.00 0.25 3.000001" {
		t.Error(got)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, text := range []string{"0", "0.25", "3.000001", "-1", "1.2.3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMoney(text)
		if err != nil {
			return
		}
		if again, err := ParseMoney(m.String()); err != nil || again != m {
			t.Errorf("%q is %d, its text %q is %d, %v", text, m, m, again, err)
		}
	})
}

func FuzzTOML(f *testing.F) {
	f.Add(Example())
	f.Add("server = 3\nmodels = [{name = 3}]")
	f.Add("[[server]]\nx=1\n[models.x]\n")
	f.Fuzz(func(t *testing.T, text string) {
		l := &loader{config: Default()}
		l.toml("fuzz.toml", text)
		l.check()
		for _, fault := range l.faults {
			if fault.Where == "" || fault.What == "" {
				t.Errorf("%q gave an empty fault", text)
			}
		}
	})
}

const documentation = "../../docs/configuration.md"

func TestTheDocumentationIsFresh(t *testing.T) {
	if *update {
		if err := os.WriteFile(documentation, []byte(Documentation()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(documentation)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Documentation(), string(got)); diff != "" {
		t.Errorf("docs/configuration.md is stale; `go generate ./internal/config` writes it anew:\n%s", diff)
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "preceptor.toml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func loadText(t *testing.T, text string) (Config, error) {
	t.Helper()
	return Load(Sources{File: write(t, text)})
}
