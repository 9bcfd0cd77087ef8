//! A check whose sites wait outside of memory: every format writes the same of it, and holds none of its sites.

use std::io::{self, Write};

use allocation_counter::measure;
use rackready::checklist::built_in;
use rackready::gate::outcome::{Check, Kind, Severity, SiteCheck};
use rackready::gate::sites::{Sites, Waiting};
use rackready::report::check::text::Show;
use rackready::report::check::{github, json, junit, markdown, sarif, text};
use rackready::report::{Style, html};

use super::sample::{all_held, check, concern, everything, many, nothing, place, site};

const STYLE: Style = Style {
    width: 80,
    color: false,
    bars: false,
};

/// The same check, its sites out of memory.
fn waiting(check: &Check) -> Check<Waiting> {
    let mut sites = Waiting::default();
    check
        .sites
        .iter()
        .for_each(|site| sites.push(site).unwrap());
    Check {
        sites,
        ..like(check)
    }
}

/// All of a check but its sites.
fn like(check: &Check) -> Check<Waiting> {
    let Check {
        schema,
        method,
        terms,
        elsewhere,
        nothing,
        passed,
        exit_code,
        ..
    } = check.clone();
    Check {
        schema,
        method,
        terms,
        sites: Waiting::default(),
        elsewhere,
        nothing,
        passed,
        exit_code,
    }
}

/// Every format by its name.
const FORMATS: [&str; 10] = [
    "json",
    "text",
    "text of failures",
    "text of all",
    "junit",
    "sarif",
    "github",
    "summary",
    "markdown",
    "html",
];

fn write<S: Sites>(format: &str, check: &Check<S>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        "json" => json::write(check, out),
        "text" => text::write(check, Show::Gated, &STYLE, out),
        "text of failures" => text::write(check, Show::Failures, &STYLE, out),
        "text of all" => text::write(check, Show::All, &STYLE, out),
        "junit" => junit::write(check, out),
        "sarif" => sarif::write(check, built_in(), out),
        "github" => out.write_all(github::to_string(check)?.as_bytes()),
        "summary" => out.write_all(github::summary(check)?.as_bytes()),
        "markdown" => out.write_all(markdown::to_string(check)?.as_bytes()),
        _ => html::write_check(check, out).map_err(io::Error::other),
    }
}

fn written<S: Sites>(format: &str, check: &Check<S>) -> String {
    let mut out = Vec::new();
    write(format, check, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_waits_is_written_as_what_is_held() {
    for check in [everything(), nothing(), all_held(), many(6_000)] {
        let waiting = waiting(&check);
        for format in FORMATS {
            assert_eq!(
                written(format, &waiting),
                written(format, &check),
                "{format}"
            );
        }
    }
}

/// A site of the size that real ones have.
fn usual(at: usize) -> SiteCheck {
    let id = format!("site-{at:05}");
    let file = format!("sites/{id}.yaml");
    let concerns = (0..30).map(|nth| {
        let pointer = format!("/power/fact_{nth}");
        let of = concern(
            &format!("power.rule-{nth}"),
            Kind::Requirement,
            [Severity::Major, Severity::Minor, Severity::Info][nth % 3],
            place(&file, nth + 1, &pointer),
        );
        rackready::gate::outcome::Concern {
            message: format!("{}, and what else there is to say of {id}", of.message),
            help: Some("ask the utility whether that is so, and build what it asks for".into()),
            // One of them fails.
            gated: nth == 0,
            ..of
        }
    });
    site(&id, concerns.collect())
}

fn of_usual(sites: usize) -> Check<Waiting> {
    let mut all = Waiting::default();
    (0..sites).for_each(|at| all.push(&usual(at)).unwrap());
    Check {
        sites: all,
        ..like(&check(Vec::new()))
    }
}

#[test]
fn five_times_as_many_sites_take_no_more_memory() {
    let (few, many) = (of_usual(200), of_usual(1_000));
    let peak = |format: &str, check: &Check<Waiting>| {
        // What is made once for a process is made before.
        write(format, &of_usual(1), &mut io::sink()).unwrap();
        measure(|| write(format, check, &mut io::sink()).unwrap()).bytes_max
    };
    // Rows are kept while they may have room, and few sites do not fill a summary.
    let full = 4 * github::SUMMARY_BYTES as u64;
    for format in FORMATS {
        let [small, large] = [&few, &many].map(|check| peak(format, check));
        match format {
            "summary" => assert!(large <= full, "{format}: {small} {large}"),
            "html" => {
                // A row for each site, and one for what fails of it: a small part of what it says of it.
                let of_one = serde_json::to_vec(&usual(0)).unwrap().len() as u64;
                let each = (large - small) / 800;
                assert!(each * 2 < of_one, "{format}: {each} of {of_one}");
            }
            _ => assert!(large <= small * 3 / 2, "{format}: {small} {large}"),
        }
    }
}

#[test]
fn sites_that_wait_are_out_of_memory() {
    let few = measure(|| drop(of_usual(400))).bytes_max;
    let many = measure(|| drop(of_usual(4_000))).bytes_max;
    assert!(many <= few * 3 / 2, "{few} {many}");
}
