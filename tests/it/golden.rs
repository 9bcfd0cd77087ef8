//! Nothing changed: exit code and hashes of the outputs of many runs, a line for each in `tests/golden.txt`.
//!
//! Other tests say what is right. Where a change of an output is meant,
//! `RACKREADY_RENEW_GOLDEN=1 cargo test --test it golden` renews the file.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Folder, SITE, entries, root, site_files, sites};

const RENEW: &str = "RACKREADY_RENEW_GOLDEN=1 cargo test --test it golden";

/// Runs whose files others read. `{a,b}` stands for a run with each.
const SAVING: &str = "
score few --format {json=saved/score.json,ndjson=saved/score.ndjson}
score few --target nvl72 --format json=saved/base.json
score changed --target nvl72 --format json=saved/head.json
score sites/riot-rockdale-tx.yaml --format {json=saved/one.json,ndjson=saved/one.ndjson}
score few bad --format {json=saved/errors.json,ndjson=saved/errors.ndjson}
plan few --samples 100 --format json=saved/plan.json
check few bad {DAY} --isolated --format json=saved/check.json
check few bad {DAY} --policy policy.yaml --write-baseline saved/baseline.json --format json=saved/accepted.json
";

/// All other runs but those that stand for each bad file and for each id.
const RUNS: &str = "
score sites --format {text,json,csv}
score sites --target {nvl72,hgx} --format csv
score few --format {ndjson,markdown}
score few --target hgx --format {text,json,markdown}
score few --target nvl72/hyperscaler/training --full
score few --full --format {SCORE}
score few -v
score few --jobs 1 --color always
score few --group-by {operator,country,region,grid,verdict,target} --format {text,markdown}
score few --group-by country --format json
score few --group-by country --table groups --format {csv,ndjson}
score few --table supply --format {csv,ndjson}
score few --table {groups,supply}
score few --target hgx --sort {score,planned_mw,cost_per_mw_musd:desc,id:asc,nothing} --top 5 --format {text,csv}
score few --sort planned_mw --format {SCORE}
score few --best 2 --top 3 --format {SCORE}
score few --where {planned_mw>=100,country=US,grid!=unknown,score<40,nothing=1,planned_mw>99999} --format {text,csv}
score few --where country=US --where planned_mw>=10 --top 2 --full
score sites/{SITES}.yaml {,--full,--target nvl72,--target hgx} --format {SCORE}
score sites/{SITES}.yaml --target kyber/hyperscaler/training --color always
score few --{checklist,prices} {checklist,prices}.yaml --format {text,json}
score sites/riot-rockdale-tx.yaml --target {air-colo,rubin,kyber,hpc,nvl72/enterprise,hgx/research/inference,nvl27,nvl72/neoclod}
score bad --format {SCORE}
score few bad --format {text,csv,markdown}
score portfolio.{csv,tsv,ndjson,json,yaml} --format {SCORE}
score portfolio.csv --columns {columns,wrong-columns}.yaml
score foreign.csv --columns columns.yaml --format {text,json}
score wrong.{csv,ndjson} --format {text,json}
score portfolio.csv portfolio.ndjson few --target hgx --group-by verdict --format {text,csv}
score --files-from paths.txt --format {text,csv}
score --files-from - --format csv < paths.txt
score - {,--format json} < site.yaml
score - --stdin-filename x.{csv,json} < portfolio.csv
score few/*.yaml --no-ignore --format csv
score {gone,gone/*.yaml,none,few gone,few none}
score few --format {xml,text=,text --format json}
score few --{sort,top,where,best,jobs,target,group-by,table} 0
plan sites --samples 100 --format {text,csv}
plan few --target hgx --samples 100 --format {PLAN}
plan sites/{SITES}.yaml {,--target nvl72,--target hgx --curve --mw 30 --start 2027-01} --format {PLAN}
plan sites/{riot-rockdale-tx,example-complete}.yaml --route {in-place,new-hall} --format {PLAN}
plan sites/{riot-rockdale-tx,example-complete}.yaml --{mw,readiness,budget-musd,within} {20,400} --format text
plan sites/example-complete.yaml --{mw,readiness,budget-musd,within} 40 --format json
plan sites/{riot-rockdale-tx,example-complete}.yaml --mw 20 --budget-musd 900 --within 60 --readiness 50 --format {PLAN}
plan sites/example-complete.yaml --start 2027-03-15 --seed 7 --samples 500 --prices prices.yaml --checklist checklist.yaml --format {PLAN}
plan sites/example-complete.yaml {--color always,-v,--curve --format json,--start 2027-13,--mw -1,--samples 0}
plan few --samples 100 --mw 50 --format {text,csv}
plan portfolio.{csv,ndjson} --samples 100 --format {PLAN}
plan few bad --samples 100 --format {text,csv}
plan {bad,none,gone} --format {text,json}
check sites {DAY} --format {text,json}
check sites {DAY} --isolated --format text
check few {DAY} --format {CHECK}
check few {DAY} --isolated --target hgx --format {text,json}
check sites/{SITES}.yaml {DAY} --isolated --format {CHECK}
check few bad {DAY} --policy policy.yaml --format {CHECK}
check few bad {DAY} --policy policy.yaml --baseline saved/baseline.json --format {text,json,github,markdown}
check few {DAY} --policy policy.yaml --no-waivers --format {text,json}
check few {DAY} --policy policy.yaml --show {failures,gated,all}
check few {DAY} --policy policy.yaml {--color always,-v,--exit-zero,--on p10,--on worst,--allow-open,--allow-open=false}
check few {DAY} --isolated --min-score 40 --min-mw 50 --max-cost-per-mw 12 --max-months 48 --fail-on major,cooling,waiver.unused --format {CHECK}
check few --as-of 2028-01-01 --policy policy.yaml --format {text,json}
check few {DAY} --baseline {gone,saved/score,saved/check}.json
check few {DAY} --isolated --checklist checklist.yaml --prices prices.yaml --show all --format {text,json}
check few {DAY} --policy {wrong-policy,wrong-ids,columns,gone}.yaml --format {text,json}
check few --{as-of,min-score,fail-on,on,show} 2026
check bad {DAY} --isolated --format {CHECK}
check portfolio.{csv,ndjson} {DAY} --isolated --format {CHECK}
check {wrong.csv,none,gone} {DAY} --isolated --format {CHECK}
render saved/score.json --format {SCORE}
render saved/errors.json --format {text,json,csv,markdown}
render saved/score.ndjson --format {text,ndjson}
render saved/one.{json,ndjson} --format {SCORE}
render saved/{score.json,errors.ndjson,one.json} --full --format {text,markdown}
render saved/plan.json --format {text,markdown}
render saved/{check,accepted}.json --format {CHECK}
render saved/score.json --format sarif
render saved/check.json --format csv
render {,-} < saved/errors.ndjson
render {gone,site.yaml,saved/baseline.json}
diff few changed --format {DIFF}
diff few changed --target hgx --full --format {text,markdown}
diff changed few --target nvl72 --fail-on-regression {,--full,--tolerate-score 5 --tolerate-mw 50}
diff few few --{checklist,base-checklist} checklist.yaml
diff few few --{prices,base-prices} prices.yaml --format json
diff few changed --{color always,verbose}
diff saved/{base.json,score.ndjson} saved/head.json {,--full --fail-on-regression} --format {DIFF}
diff {saved/check.json,saved/base.json,portfolio.csv,bad,gone,none} {few,portfolio.ndjson}
diff sites/{riot-rockdale-tx,iren-childress-tx}.yaml sites/example-complete.yaml --format {DIFF}
backtest sites --outcomes sites/outcomes.csv --samples 50 --format text --format json=saved/backtest.json --format csv=saved/backtest.csv
backtest few --outcomes sites/outcomes.csv --target hgx --samples 20 --seed 3
backtest {few,bad,none} --outcomes {portfolio,gone}.csv
list {LISTED} --format {text,json,yaml}
list {LISTED} --checklist checklist.yaml
list {requirements,sources} --checklist {prices,gone}.yaml
list {remedies --color always,nothing}
explain {nope,nvl27,nvl72/hyperscalr,moratorium,xyzzy}
explain {hgx/enterprise,nvl72/hyperscaler/training,power.utility-feeds} --format {text,json}
explain {power.utility-feeds,MINE} --checklist checklist.yaml --format {text,json}
explain power.switchgear --color always
schema {site,checklist,policy,report,check,diff,nothing}
schema site -o saved/site-schema.json
init {,--minimal,saved/init.yaml,site.yaml}
completions {bash,elvish,fish,powershell,zsh}
man {,--dir saved}
{score,plan,diff,render,backtest,check,explain,list,init,schema,completions,man} {-h,--help}
{,-h,--help,help,--version,scor,--speed,score --speed,explain,list,schema}
";

/// What stands in braces for more than a run or two.
const WORDS: [(&str, &str); 7] = [
    ("{SCORE}", "{text,json,ndjson,csv,markdown}"),
    ("{PLAN}", "{text,json,csv}"),
    (
        "{CHECK}",
        "{text,json,sarif,junit,github,github-summary,markdown}",
    ),
    ("{DIFF}", "{text,json,markdown}"),
    (
        "{LISTED}",
        "{targets,requirements,metrics,remedies,prices,sources,parameters,questions,facts,rules,words,columns}",
    ),
    (
        "{SITES}",
        "{riot-rockdale-tx,core-scientific-marble-nc,enegix-ekibastuz-kz,example-complete,example-minimal}",
    ),
    // Without a day, waivers would end in time.
    ("{DAY}", "--as-of 2026-11-22"),
];

const CHECKLIST: &str = "\
name: mine
version: '7'
extends: ai-hpc
citations:
- {key: MINE, publisher: us, title: Our own, date: 2026, grade: C}
requirements:
- {id: power.utility-feeds, weight: 9}
";

const PRICES: &str = "\
version: mine
prices:
- {id: breaker-position, low: 1000000, mode: 2000000, high: 9000000, source: our last bids}
";

const POLICY: &str = "\
version: 1
target: nvl72
check: {on: expected, min_mw: 20, min_score: 30, fail_on: [major]}
groups:
- {paths: ['few/bit*.yaml'], check: {allow_open: true, min_mw: 5}}
- {paths: [none], check: {max_months: 10}}
waivers:
- {requirement: power.firm-supply, site: riot-rockdale-tx, reason: talks go on, owner: A. Example, expires: 2027}
- {requirement: threshold.min-mw, path: few, reason: later phases, owner: A. Example, expires: 2026-12}
- {requirement: site.moratorium, path: 'few/h*.yaml', reason: it ended, owner: A. Example, expires: 2025}
- {requirement: site.moratorum, path: few, reason: misspelled, owner: A. Example, expires: 2027}
";

const WRONG_POLICY: &str = "\
version: 2
target: nvl27
chek: {}
check: {on: wurst, min_mw: lots, min_score: 500}
groups: [{paths: [], check: {fail_on: cooling}}]
waivers: [{requirement: power.firm-supply, expires: 2027-13}]
";

const WRONG_IDS: &str = "\
version: 1
check: {fail_on: [mayor, power.firm-suply, xyzzy]}
groups: [{paths: ['a[b'], check: {fail_on: [coling]}}]
";

const CSV: &str = "\
id,name,location.country,power.energized_mw,power.approved_mw,power.connection,power.firmness,halls[0].area_m2,as_of
mill,Mill Creek,US,60,100 to 140,grid,firm,4000,2026-05
=high,\"=High, Hill\",CA,\"{low: 20, likely: 30, high: 45}\",,behind-the-meter,interruptible,unknown,2025
low,Low Moor,NO,12.5,40,grid,firm,,
";

const WRONG_CSV: &str = "\
name,power.energized_mw,power.connection,as_of
Good,60,grid,
\"Two
lines\",5 MW,gird,Dec 2022
Short,5
Open,60,,\"never closed
";

const NDJSON: &str = r#"{"id": "moss", "name": "Moss Creek", "power": {"energized_mw": 60, "approved_mw": 100}}

{"id": "hill", "name": "Hill", "location": {"country": "CA"}, "power": {"energized_mw": {"low": 20, "high": 45}}}
"#;

const WRONG_NDJSON: &str = r#"{"name": "Good", "power": {"energized_mw": 60}}
{"name": 7, "power": {"energized_mw": 5, "energized_mw": 6}}
{"name": "Open",
"#;

/// A run or a file that one wrote, with what came out.
struct Trace {
    line: String,
    out: Vec<u8>,
    err: Vec<u8>,
}

impl Trace {
    fn of_run(folder: &Folder, words: &str) -> Self {
        let (args, input) = words.split_once(" < ").unwrap_or((words, ""));
        let args: Vec<&str> = args.split_whitespace().collect();
        let mut command = folder.command(&args);
        if !input.is_empty() {
            command.stdin(File::open(folder.path(input)).unwrap());
        }
        let done = command.output().unwrap();
        let code = done.status.code().unwrap_or(-1);
        let (out, err) = (done.stdout, done.stderr);
        let line = format!("{code} {} {} {words}", hash(&out), hash(&err));
        Self { line, out, err }
    }

    fn of_file(path: &Path) -> Self {
        let out = fs::read(path).unwrap();
        let name = path.file_name().unwrap().display();
        Self {
            line: format!("file {} saved/{name}", hash(&out)),
            out,
            err: vec![],
        }
    }
}

/// A short hash; a dash where there is nothing.
fn hash(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "-".to_owned();
    }
    let digest = Sha256::digest(bytes);
    digest[..8].iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The runs that lines with braces stand for.
fn runs(lines: &str) -> Vec<String> {
    let full = WORDS
        .iter()
        .fold(lines.to_owned(), |text, (word, choices)| {
            text.replace(word, choices)
        });
    let lines = full.lines().filter(|line| !line.is_empty());
    lines.flat_map(expand).collect()
}

fn expand(words: &str) -> Vec<String> {
    let Some((before, rest)) = words.split_once('{') else {
        return vec![words.split_whitespace().collect::<Vec<_>>().join(" ")];
    };
    let (choices, after) = rest.split_once('}').unwrap();
    let choices = choices.split(',');
    choices
        .flat_map(|choice| expand(&format!("{before}{choice}{after}")))
        .collect()
}

/// A folder with all that the runs read; no path outside of it gets into an output.
fn yard() -> Folder {
    let folder = Folder::with(&[
        ("site.yaml", SITE),
        ("checklist.yaml", CHECKLIST),
        ("prices.yaml", PRICES),
        ("policy.yaml", POLICY),
        ("wrong-policy.yaml", WRONG_POLICY),
        ("wrong-ids.yaml", WRONG_IDS),
        ("portfolio.csv", CSV),
        ("portfolio.tsv", "name\tpower.energized_mw\nMill\t60\n"),
        ("portfolio.ndjson", NDJSON),
        ("portfolio.json", NDJSON.lines().next().unwrap()),
        (
            "portfolio.yaml",
            &format!("{SITE}---\n{}", SITE.replace("Mill", "Salmon")),
        ),
        ("foreign.csv", "Site,Load,Agent\nMill,60,Smith\n"),
        (
            "columns.yaml",
            "Site: name\nLoad: power.energized_mw\nAgent: ignore\n",
        ),
        ("wrong-columns.yaml", "Load: power.energised_mw\n"),
        ("wrong.csv", WRONG_CSV),
        ("wrong.ndjson", WRONG_NDJSON),
        ("paths.txt", "site.yaml\nsites/riot-rockdale-tx.yaml\n"),
        ("changed/added.yaml", SITE),
        ("few/.ignore", ""),
        ("none/empty.txt", ""),
        ("saved/.keep", ""),
    ]);
    fs::remove_file(folder.path("saved/.keep")).unwrap();
    let root = root();
    for (from, to) in [(sites(), "sites"), (root.join("tests/bad"), "bad")] {
        fs::create_dir(folder.path(to)).unwrap();
        for file in entries(&from) {
            let name = file.file_name().unwrap();
            fs::copy(&file, folder.path(to).join(name)).unwrap();
        }
    }
    fs::copy(root.join(".rackready.yaml"), folder.path(".rackready.yaml")).unwrap();
    for (at, file) in site_files().iter().step_by(6).enumerate() {
        let name = file.file_name().unwrap();
        let text = fs::read_to_string(file).unwrap();
        fs::write(folder.path("few").join(name), &text).unwrap();
        let changed = text
            .replace("connection: grid", "connection: behind-the-meter")
            .replace("firmness: interruptible", "firmness: firm");
        // The first is removed.
        if at > 0 {
            fs::write(folder.path("changed").join(name), changed).unwrap();
        }
    }
    folder
}

/// Everything that `explain` knows by an id.
fn ids(folder: &Folder) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for list in runs("list {LISTED} --format json") {
        let args: Vec<&str> = list.split(' ').collect();
        let entries = folder.run(&args).json();
        for entry in entries.as_array().unwrap() {
            let entry = entry.as_object().unwrap();
            let named = entry
                .values()
                .next()
                .into_iter()
                .chain(entry.get("category"));
            ids.extend(named.map(|id| id.as_str().unwrap().to_owned()));
        }
    }
    facts(&folder.run(&["schema", "site"]).json(), "", &mut ids);
    ids
}

/// The paths of facts in the schema of a site file.
fn facts(schema: &Value, above: &str, into: &mut BTreeSet<String>) {
    let properties = schema["properties"].as_object();
    // What has a low end is a number.
    for (name, below) in properties
        .filter(|p| !p.contains_key("low"))
        .into_iter()
        .flatten()
    {
        let dot = if above.is_empty() { "" } else { "." };
        let path = format!("{above}{dot}{name}");
        facts(below, &path, into);
        into.insert(path);
    }
    if let Some(items) = schema.get("items") {
        facts(items, &format!("{above}[]"), into);
    }
    for kind in ["anyOf", "oneOf", "allOf"] {
        for choice in schema[kind].as_array().into_iter().flatten() {
            facts(choice, above, into);
        }
    }
}

/// Leaves what differs for a look, and says where.
fn keep(traces: &[Trace], known: &HashSet<&str>) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("golden")
        .join("NEW");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut told = String::new();
    for (at, trace) in traces.iter().enumerate() {
        if !known.contains(trace.line.as_str()) {
            let number = at + 1;
            fs::write(folder.join(format!("{number}.out")), &trace.out).unwrap();
            fs::write(folder.join(format!("{number}.err")), &trace.err).unwrap();
            writeln!(told, "{number}: {}", trace.line).unwrap();
        }
    }
    format!("{told}their outputs are in {}", folder.display())
}

#[test]
fn every_output_is_what_it_was() {
    let folder = yard();
    let trace = |words: &String| Trace::of_run(&folder, words);
    let mut traces: Vec<Trace> = runs(SAVING).par_iter().map(trace).collect();
    let mut others = runs(RUNS);
    for file in entries(&folder.path("bad")) {
        let name = file.file_name().unwrap().to_str().unwrap();
        others.extend(runs(&format!(
            "score bad/{name}\ncheck bad/{name} {{DAY}} --isolated --format json"
        )));
    }
    for id in ids(&folder) {
        let file = id.replace('/', "+");
        others.push(format!(
            "explain {id} --format text --format json=saved/explain-{file}.json"
        ));
    }
    traces.par_extend(others.par_iter().map(trace));
    traces.extend(
        entries(&folder.path("saved"))
            .iter()
            .map(|file| Trace::of_file(file)),
    );

    let file = root().join("tests/golden.txt");
    let actual: String = traces
        .iter()
        .map(|trace| format!("{}\n", trace.line))
        .collect();
    if std::env::var_os("RACKREADY_RENEW_GOLDEN").is_some() {
        fs::write(&file, &actual).unwrap();
    }
    let golden = fs::read_to_string(&file).unwrap();
    if actual == golden {
        return;
    }
    let told = keep(&traces, &golden.lines().collect());
    let current: HashSet<&str> = actual.lines().collect();
    let gone: Vec<&str> = golden
        .lines()
        .filter(|line| !current.contains(line))
        .collect();
    panic!(
        "these runs differ:\n{told}\nthe stored lines were:\n{}\nwhere that is meant, renew the file: {RENEW}",
        gone.join("\n")
    );
}
