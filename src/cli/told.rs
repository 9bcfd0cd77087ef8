//! What is told of tables over a whole run: mistakes that repeat, cells that were understood or taken as unknown.

use std::collections::BTreeMap;

use rackready::input::reading::Remark;
use rackready::report::repeats::Repeats;
use rackready::units::counted;

/// Most lines of diagnostics of a run, unless all are asked for.
const LINES: usize = 200;

/// What was told so far, and what is left to be told at the end.
#[derive(Default)]
pub(crate) struct Told {
    /// Mistakes that repeat.
    pub(crate) repeats: Repeats,
    lines: usize,
    /// Problems that were not shown any more, and warnings and notes.
    hidden: [usize; 2],
    /// By whether a cell was taken as unknown, file and column: how many, and the first.
    remarks: BTreeMap<(bool, String, String), (usize, Remark)>,
}

impl Told {
    /// Whether a problem, or else a warning or note, may still be shown.
    pub(crate) fn has_room(&mut self, text: &str, is_problem: bool, all: bool) -> bool {
        let lines = text.lines().count();
        if !all && self.lines > 0 && self.lines + lines > LINES {
            self.hidden[usize::from(!is_problem)] += 1;
            return false;
        }
        self.lines += lines;
        true
    }

    /// Counts what was understood of the cells of a site.
    pub(crate) fn take(&mut self, remarks: &[Remark]) {
        for remark in remarks {
            let file = remark.place.rsplit_once(':').map_or("", |(file, _)| file);
            let key = (remark.is_unknown, file.to_owned(), remark.column.clone());
            let counted = self
                .remarks
                .entry(key)
                .or_insert_with(|| (0, remark.clone()));
            counted.0 += 1;
        }
    }

    /// What of it a person should know when the run ends: errors, warnings and notes.
    pub(crate) fn summary(&self) -> (Vec<String>, Vec<String>, Vec<String>) {
        let mut errors = self.repeats.summary();
        let (mut warnings, mut notes) = (Vec::new(), Vec::new());
        let [problems, others] = self.hidden;
        if problems > 0 {
            let hidden = counted(problems, "problem is", "problems are");
            errors.push(format!("{hidden} not shown; -v shows all"));
        }
        if others > 0 {
            let hidden = counted(others, "warning or note is", "warnings and notes are");
            warnings.push(format!("{hidden} not shown; -v shows all"));
        }
        for ((is_unknown, file, column), (count, first)) in &self.remarks {
            if *is_unknown {
                warnings.push(format!(
                    "{file}: {} of `{column}` cannot be read and {} unknown, the first in {}: {}",
                    counted(*count, "cell", "cells"),
                    if *count == 1 { "counts as" } else { "count as" },
                    first.place,
                    first.text
                ));
            } else {
                notes.push(format!(
                    "{file}: `{column}`: {}{}",
                    first.text,
                    match count {
                        1 => format!(" ({})", first.place),
                        more => format!(" ({}, and {} like it)", first.place, more - 1),
                    }
                ));
            }
        }
        (errors, warnings, notes)
    }
}
