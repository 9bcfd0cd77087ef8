//! What is set, swept and told in scenarios: refused where it was typed, or a site that can be judged.

use rackready::assess::Detail;
use rackready::input::load::Loaded;
use rackready::record::whatif::{
    AxisEntry, CaseEntry, Compared, FiguresEntry, SCHEMA, SiteCases, WhatIfEntry,
};
use rackready::record::{KnownLine, Row};
use rackready::report::html;
use rackready::report::site::json;
use rackready::report::whatif::{csv, text as page};
use rackready::source::{Notation, Refused, Source};
use rackready::whatif::scenarios::{self, Scenario};
use rackready::whatif::sweep::Axis;
use rackready::whatif::{Setting, in_short};

use super::judging::{BUILT_IN, MINES, Terms, loaded, target};
use super::oracles::{self, STYLE, told, told_beside};
use super::readings::site_in;
use super::{in_parts, text};

/// Most cases that are judged of one input.
const CASES: usize = 5;
/// Most that is read of options.
const OPTIONS: usize = 4;

/// Lines of `--set`, lines of `--sweep`, a file of scenarios and a site, the complete mine where nothing stands.
pub fn scenario(data: &[u8]) {
    let [set, sweep, scenarios, site] = in_parts(data);
    let base = if text(site).is_empty() {
        MINES[0].clone()
    } else {
        match site_in(site, Notation::Yaml) {
            Some((source, site)) => loaded(source, site),
            None => return,
        }
    };
    let set = read_lines(set, |line| Setting::read(line, "--set 1"));
    let axes = read_lines(sweep, |line| Axis::read(line, "--sweep 1"));
    let scenarios = scenarios_in(scenarios);
    let scenarios = scenarios.iter().map(|scenario| scenario.settings.clone());
    let points = axes.iter().flat_map(|axis| axis.points.iter().take(2));
    let mut all: Vec<Vec<Setting>> = set.iter().map(|setting| vec![setting.clone()]).collect();
    all.extend(scenarios);
    all.extend(points.map(|(_, setting)| vec![setting.clone()]));
    all.push(set);
    all.truncate(CASES);
    let terms = Terms::built_in();
    let cases = all
        .iter()
        .filter_map(|settings| case(&base, settings, figures));
    let entry = WhatIfEntry {
        schema: SCHEMA.to_owned(),
        method: terms.method(),
        compared: Compared::Scenarios,
        axes: axes.iter().map(axis).collect(),
        sites: vec![SiteCases {
            id: base.id.clone(),
            name: base.id.clone(),
            file: base.source.name().to_owned(),
            line: 1,
            base: CaseEntry {
                name: "as it is".to_owned(),
                values: Vec::new(),
                set: Vec::new(),
                by: None,
                figures: Some(figures(&base)),
                change: None,
                error: None,
            },
            cases: cases.collect(),
        }],
        errors: Vec::new(),
    };
    oracles::judged("cases", &entry);
    every(&entry);
}

/// What stands on the lines of a part, without what is refused.
fn read_lines<T>(part: &[u8], read: impl Fn(&str) -> Result<T, Refused>) -> Vec<T> {
    let part = text(part);
    let lines = part.lines().take(OPTIONS).map(|line| match read(line) {
        Ok(read) => Some(read),
        Err(refused) => {
            told(&refused.source, &refused.problems);
            None
        }
    });
    lines.flatten().collect()
}

fn scenarios_in(part: &[u8]) -> Vec<Scenario> {
    if part.trim_ascii().is_empty() {
        return Vec::new();
    }
    match Source::from_bytes("scenarios.yaml", part).and_then(scenarios::read) {
        Ok(scenarios) => scenarios,
        Err(refused) => {
            told(&refused.source, &refused.problems);
            Vec::new()
        }
    }
}

fn axis(axis: &Axis) -> AxisEntry {
    AxisEntry {
        path: axis.path.clone(),
        values: axis.points.iter().map(|(value, _)| value.clone()).collect(),
    }
}

/// A case of a site; none where the site lacks what is to change.
fn case(
    base: &Loaded,
    settings: &[Setting],
    figures: impl Fn(&Loaded) -> FiguresEntry,
) -> Option<CaseEntry> {
    match base.clone().with(settings) {
        Ok(changed) => {
            let of_base = figures(base);
            let figures = figures(&changed);
            Some(CaseEntry {
                name: in_short(&changed.set),
                values: Vec::new(),
                set: changed.set.clone(),
                by: None,
                change: Some(figures.less(&of_base)),
                figures: Some(figures),
                error: None,
            })
        }
        Err(refused) => {
            told_beside(&refused.source, &refused.problems);
            None
        }
    }
}

fn figures(loaded: &Loaded) -> FiguresEntry {
    let asked = loaded.site.target.get().map_or("nvl72", String::as_str);
    let brief = BUILT_IN.brief(&loaded.site, target(asked), Detail::Draws);
    let name = rackready::record::row::Name {
        id: loaded.id.clone(),
        name: loaded.id.clone(),
        file: loaded.source.name().to_owned(),
        line: 1,
    };
    let chosen = rackready::assess::Chosen::ByUser;
    let row = Row::of(name, &loaded.site, chosen, KnownLine::default(), &brief).rounded();
    FiguresEntry::of(&row, &loaded.site)
}

/// Cases in every format; what their JSON says are the cases.
fn every(entry: &WhatIfEntry) {
    oracles::page("text of cases", &page::page(entry, &STYLE));
    oracles::table("table of cases", &csv::table(entry).unwrap());
    oracles::html("html of cases", &html::whatif(entry).unwrap());
    let text = json::to_string(entry).unwrap();
    oracles::json("json of cases", &text);
    let read: WhatIfEntry =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    assert!(read == *entry, "other cases come back:\n{text}");
}
