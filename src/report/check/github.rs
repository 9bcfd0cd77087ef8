//! GitHub workflow commands: annotations at the lines of site files, and the summary of a job.

use std::io;

use super::first::First;
use super::markdown;
use super::standing::{Counts, Entry, Standing, advice, each_group, outcome};
use crate::gate::outcome::{Check, Severity};
use crate::gate::sites::Sites;
use crate::report::plain;
use crate::report::sentence::{capitalized, sentence};

/// How many annotations of a kind GitHub shows for a step.
pub const ANNOTATIONS: usize = 10;

/// Largest job summary of a step, in bytes.
pub const SUMMARY_BYTES: usize = 1024 * 1024;

/// The most important annotations, then a notice that counts everything.
///
/// What fails the gate is an error, whatever its severity, as it is what turns the step red. What is waived,
/// in the baseline or gone is counted, not annotated; so is what is merely noted as info.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn to_string<S: Sites>(check: &Check<S>) -> io::Result<String> {
    let mut counts = Counts::default();
    let mut first = First::of(ANNOTATIONS);
    each_group(check, |group| {
        counts.take(&group);
        let result = group.site.and_then(|site| site.result.as_ref());
        let target = result.map(|result| result.target.as_str());
        for entry in group.entries().filter(is_annotated) {
            first.offer(entry.importance(), || annotation(&entry, target));
        }
        Ok(())
    })?;
    let nothing = check.nothing.iter();
    let nothing = nothing.map(|why| command("error", &[("title", "Nothing evaluated")], why));
    let lines = check.nothing.len() + first.offered();
    let rest = counts.concerns - first.offered();
    let hidden = lines.saturating_sub(ANNOTATIONS);
    let mut counted = vec![sentence(&capitalized(&outcome(check, &counts)))];
    if counts.concerns > 0 {
        counted.push(sentence(&capitalized(&counts.tally())));
    }
    if hidden + rest > 0 {
        counted.push(format!(
            "Not annotated: {}. The job summary has everything.",
            hidden + rest
        ));
    }
    let notice = command("notice", &[("title", "rackready")], &counted.join(" "));
    let lines = nothing.chain(first.into_sorted()).take(ANNOTATIONS);
    Ok(lines.chain([notice]).map(|line| line + "\n").collect())
}

/// The summary of the job, in Markdown.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn summary<S: Sites>(check: &Check<S>) -> io::Result<String> {
    markdown::page(check, SUMMARY_BYTES)
}

fn is_annotated(entry: &Entry) -> bool {
    match entry.standing() {
        Standing::Fails => true,
        Standing::Noted => entry.concern.severity != Severity::Info,
        Standing::Waived | Standing::Known | Standing::Gone => false,
    }
}

fn annotation(entry: &Entry, target: Option<&str>) -> String {
    let concern = entry.concern;
    let kind = match (entry.standing(), concern.severity) {
        (Standing::Fails, _) => "error",
        (_, Severity::Blocker | Severity::Major) => "warning",
        _ => "notice",
    };
    let place = &concern.place;
    let about = [Some(concern.rule.as_str()), entry.site, target];
    let title = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
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
