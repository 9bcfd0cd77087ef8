//! GitHub workflow commands: annotations at the lines of site files, and the summary of a job.

use super::markdown;
use super::standing::{Entry, Standing, advice, capitalized, outcome, ranked, sentence, tally};
use crate::gate::outcome::{Check, Severity};
use crate::report::plain;

/// How many annotations of a kind GitHub shows for a step.
pub const ANNOTATIONS: usize = 10;

/// Largest job summary of a step, in bytes.
pub const SUMMARY_BYTES: usize = 1024 * 1024;

/// The most important annotations, then a notice that counts everything.
///
/// What fails the gate is an error, whatever its severity, as it is what turns the step red. What is waived,
/// in the baseline or gone is counted, not annotated; so is what is merely noted as info.
#[must_use]
pub fn to_string(check: &Check) -> String {
    let nothing = check
        .nothing
        .iter()
        .map(|why| command("error", &[("title", "Nothing evaluated")], why));
    let all = ranked(check);
    let (shown, rest): (Vec<Entry>, Vec<Entry>) = all.iter().partition(|e| is_annotated(e));
    let lines: Vec<String> = nothing.chain(shown.iter().map(annotation)).collect();
    let hidden = lines.len().saturating_sub(ANNOTATIONS);
    let mut counted = vec![sentence(&capitalized(&outcome(check)))];
    if !all.is_empty() {
        counted.push(sentence(&capitalized(&tally(&all))));
    }
    if hidden + rest.len() > 0 {
        counted.push(format!(
            "Not annotated: {}. The job summary has everything.",
            hidden + rest.len()
        ));
    }
    let notice = command("notice", &[("title", "rackready")], &counted.join(" "));
    let lines = lines.into_iter().take(ANNOTATIONS).chain([notice]);
    lines.map(|line| line + "\n").collect()
}

/// The summary of the job, in Markdown.
#[must_use]
pub fn summary(check: &Check) -> String {
    markdown::page(check, SUMMARY_BYTES)
}

fn is_annotated(entry: &Entry) -> bool {
    match entry.standing() {
        Standing::Fails => true,
        Standing::Noted => entry.concern.severity != Severity::Info,
        Standing::Waived | Standing::Known | Standing::Gone => false,
    }
}

fn annotation(entry: &Entry) -> String {
    let concern = entry.concern;
    let kind = match (entry.standing(), concern.severity) {
        (Standing::Fails, _) => "error",
        (_, Severity::Blocker | Severity::Major) => "warning",
        _ => "notice",
    };
    let place = &concern.place;
    let title = match entry.site {
        Some(site) => format!("{} · {}", concern.rule, site.id),
        None => concern.rule.clone(),
    };
    let number = |n: usize| n.to_string();
    let (line, end_line) = (number(place.line), number(place.end_line));
    let (column, end_column) = (number(place.column), number(place.end_column));
    let mut properties: Vec<(&str, &str)> = Vec::new();
    if !place.file.is_empty() {
        properties.push(("file", &place.file));
        if place.line > 0 {
            properties.push(("line", &line));
            if place.end_line >= place.line {
                properties.push(("endLine", &end_line));
            }
            // GitHub takes columns only of a stretch within one line.
            if place.end_line == place.line && place.column > 0 && place.end_column >= place.column
            {
                properties.push(("col", &column));
                properties.push(("endColumn", &end_column));
            }
        }
    }
    properties.push(("title", &title));
    let message = advice(concern);
    command(kind, &properties, &message)
}

fn command(kind: &str, properties: &[(&str, &str)], message: &str) -> String {
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped_property(&plain(value))))
        .collect();
    format!(
        "::{kind} {}::{}",
        properties.join(","),
        escaped(&plain(message))
    )
}

/// The escapes of the runner: a percent sign first, as the others bring some in.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
