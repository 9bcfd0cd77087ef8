//! What is too large to be meant: kW taken for MW, or more power than a line of its voltage carries.

use super::super::columns::header::Header;
use super::super::note::Note;
use super::super::rows::Row;
use super::ends::Ends;
use crate::site::shape::Shape;

/// The largest campus that anyone announced has about so many MW.
const LARGEST_MW: f64 = 5_000.0;
/// Few sites have more; where most of a column do, it is probably in kW.
const LARGE_MW: f64 = 1_000.0;
/// A double circuit carries less than so many MW for each kV: 345 kV about 2 000, 138 kV about 500, 12 kV about 20.
const MW_PER_KV: f64 = 10.0;
/// Fewer rows than this tell nothing of a column.
const ENOUGH: u32 = 3;

/// What a column of megawatts held.
#[derive(Debug)]
struct Megawatts {
    at: usize,
    title: String,
    numbers: u32,
    large: u32,
    too_large: Option<(usize, f64)>,
    many_too_large: u32,
}

/// What was met of sizes.
#[derive(Debug)]
pub(super) struct Sizes {
    megawatts: Vec<Megawatts>,
    /// Columns of voltages of the grid.
    voltages: Vec<usize>,
    /// Line, MW and kV of the first row in which both do not go together, and how many do not.
    mismatch: Option<(usize, f64, f64)>,
    mismatches: u32,
}

impl Sizes {
    pub(super) fn of(header: &Header) -> Self {
        let columns = || {
            let columns = header.columns.iter().enumerate();
            columns.filter_map(|(at, column)| match column.fact.as_ref()?.shape {
                Shape::Quantity { unit, .. } => Some((at, column, unit)),
                _ => None,
            })
        };
        let megawatts = columns().filter(|(_, _, unit)| matches!(*unit, "MW" | "MW IT"));
        let voltages = columns().filter(|(_, _, unit)| *unit == "kV");
        Self {
            megawatts: megawatts
                .map(|(at, column, _)| Megawatts {
                    at,
                    title: column.title.clone(),
                    numbers: 0,
                    large: 0,
                    too_large: None,
                    many_too_large: 0,
                })
                .collect(),
            voltages: voltages.map(|(at, _, _)| at).collect(),
            mismatch: None,
            mismatches: 0,
        }
    }

    pub(super) fn take(&mut self, row: &Row, numbers: &[(usize, Ends)]) {
        // What may be less says nothing of too much.
        let number = |at: usize| {
            numbers
                .iter()
                .find(|(column, _)| *column == at)
                .map(|(_, [low, _])| *low)
        };
        let mut most: f64 = 0.0;
        for column in &mut self.megawatts {
            let Some(mw) = number(column.at) else {
                continue;
            };
            most = most.max(mw);
            column.numbers += 1;
            column.large += u32::from(mw > LARGE_MW);
            if mw > LARGEST_MW {
                column.many_too_large += 1;
                column.too_large.get_or_insert((row.line, mw));
            }
        }
        let kv = self
            .voltages
            .iter()
            .filter_map(|at| number(*at))
            .fold(0.0, f64::max);
        if kv > 0.0 && most > kv * MW_PER_KV {
            self.mismatches += 1;
            self.mismatch.get_or_insert((row.line, most, kv));
        }
    }

    pub(super) fn finish(self, name: &str, notes: &mut Vec<Note>) {
        for column in &self.megawatts {
            let title = &column.title;
            if let Some((line, mw)) = column.too_large {
                notes.push(Note::doubt(format!(
                    "{name}:{line}: {mw} MW in `{title}`, more than any site has{}: if these are kW, say `unit: kW` \
                     in --columns",
                    more(column.many_too_large)
                )));
            } else if column.numbers >= ENOUGH && column.large * 2 > column.numbers {
                notes.push(Note::doubt(format!(
                    "{name}: {} of {} numbers in `{title}` are above {LARGE_MW} MW: if these are kW, say `unit: kW` \
                     in --columns",
                    column.large, column.numbers
                )));
            }
        }
        if let Some((line, mw, kv)) = self.mismatch {
            notes.push(Note::doubt(format!(
                "{name}:{line}: {mw} MW at {kv} kV, more than such lines carry{}",
                more(self.mismatches)
            )));
        }
    }
}

fn more(rows: u32) -> String {
    match rows {
        0 | 1 => String::new(),
        2 => ", and 1 more row like it".to_owned(),
        rows => format!(", and {} more rows like it", rows - 1),
    }
}
