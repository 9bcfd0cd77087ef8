//! Rows that are sums of others. One is dropped only where its name and all of its sums say so.

use std::collections::HashSet;

use super::super::adding::adds_up;
use super::super::columns::header::Header;
use super::super::note::Note;
use super::super::rows::Row;
use super::ends::Ends;

/// What such rows are called, in the languages of tables that were met.
const SUMS: [&str; 12] = [
    "total",
    "totals",
    "sum",
    "subtotal",
    "sub total",
    "grand total",
    "all sites",
    "all",
    "overall",
    "summe",
    "gesamt",
    "totaal",
];
const MEANS: [&str; 4] = ["average", "avg", "mean", "mittelwert"];
/// How far a sum may be from what its row shows: rounded numbers were added.
const ROUNDED: f64 = 0.6;
const SHARE: f64 = 0.002;
/// Most rows of one kind that are told by name.
const TOLD: usize = 3;
/// Most rows that wait for a sum below them.
const WAITING: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Name {
    Sum,
    Mean,
}

/// The sums of what was met so far.
#[derive(Debug, Clone, Default)]
struct Sums {
    /// By column, of low and of high ends.
    of: Vec<Ends>,
    rows: usize,
}

impl Sums {
    fn add(&mut self, numbers: &[(usize, Ends)]) {
        self.rows += 1;
        for (column, [low, high]) in numbers {
            if self.of.len() <= *column {
                self.of.resize(*column + 1, [0.0; 2]);
            }
            self.of[*column][0] += low;
            self.of[*column][1] += high;
        }
    }

    /// Whether all numbers are what these rows add up to, or their mean; where ranges were added, anything between.
    fn agree(&self, numbers: &[(usize, Ends)], name: Name, exactly: bool) -> bool {
        let rows = f64::from(u32::try_from(self.rows).unwrap_or(u32::MAX)).max(1.0);
        let agrees = |(column, [from, to]): &(usize, Ends)| {
            let sums = self.of.get(*column).copied().unwrap_or_default();
            let [low, high] = sums.map(|sum| if name == Name::Mean { sum / rows } else { sum });
            let tolerance = |sum: f64| {
                if exactly {
                    1e-9 * sum.abs()
                } else {
                    ROUNDED.max(SHARE * sum.abs())
                }
            };
            let is_exact = high - low <= tolerance(high) && from == to;
            (is_exact || !exactly) && *from <= high + tolerance(high) && *to >= low - tolerance(low)
        };
        self.rows > 0 && !numbers.is_empty() && numbers.iter().all(agrees)
    }
}

/// Numbers of a row, each with its column.
type Numbers = Vec<(usize, Ends)>;

/// Rows that may be sums.
#[derive(Debug)]
pub(super) struct Totals {
    /// Columns whose numbers add up.
    columns: HashSet<usize>,
    all: Sums,
    since: Sums,
    dropped: Vec<(usize, String)>,
    /// Rows with the name of a sum and no sums, each with its numbers.
    named: Vec<(usize, String, Name, Numbers)>,
    /// Rows with the sums of others and a name of their own.
    alike: Vec<(usize, String)>,
}

impl Totals {
    pub(super) fn of(header: &Header) -> Self {
        let columns = header.columns.iter().enumerate();
        let adding = columns
            .filter(|(_, column)| column.fact.as_ref().is_some_and(|fact| adds_up(fact.shape)));
        Self {
            columns: adding.map(|(at, _)| at).collect(),
            all: Sums::default(),
            since: Sums::default(),
            dropped: Vec::new(),
            named: Vec::new(),
            alike: Vec::new(),
        }
    }

    /// Takes in a row with its numbers; whether it is a sum and no site.
    pub(super) fn take(&mut self, header: &Header, row: &Row, numbers: &[(usize, Ends)]) -> bool {
        let numbers = numbers
            .iter()
            .filter(|(column, _)| self.columns.contains(column));
        let numbers: Numbers = numbers.copied().collect();
        let said = name_of(header, row);
        if let Some(name) = kind_of(said) {
            let agrees = |sums: &Sums| sums.agree(&numbers, name, false);
            if agrees(&self.since) || agrees(&self.all) {
                self.dropped.push((row.line, said.to_owned()));
                self.since = Sums::default();
                return true;
            }
            if self.named.len() < WAITING {
                self.named.push((row.line, said.to_owned(), name, numbers));
            }
            return false;
        }
        let alike = |sums: &Sums| sums.rows > 1 && sums.agree(&numbers, Name::Sum, true);
        if (alike(&self.since) || alike(&self.all))
            && numbers.iter().any(|(_, ends)| *ends != [0.0; 2])
        {
            self.alike.push((row.line, said.to_owned()));
        }
        self.all.add(&numbers);
        self.since.add(&numbers);
        false
    }

    /// Says which rows are dropped, and which are not though they may be sums.
    pub(super) fn finish(self, name: &str, dropped: &mut HashSet<usize>, notes: &mut Vec<Note>) {
        let Self {
            all,
            dropped: mut sums,
            named,
            alike,
            ..
        } = self;
        let mut kept = Vec::new();
        for (line, said, kind, numbers) in named {
            // A sum may stand above what it adds up.
            if all.agree(&numbers, kind, false) {
                sums.push((line, said));
            } else {
                kept.push((line, said));
            }
        }
        sums.sort();
        dropped.extend(sums.iter().map(|(line, _)| *line));
        if !sums.is_empty() {
            notes.push(Note::understood(format!(
                "{name}: left out as the sum of other rows, by name and by numbers: {}",
                told(&sums)
            )));
        }
        if !kept.is_empty() {
            notes.push(Note::doubt(format!(
                "{name}: called like a sum, yet the numbers of other rows do not add up to it, so it is read as a \
                 site: {}",
                told(&kept)
            )));
        }
        if !alike.is_empty() {
            notes.push(Note::doubt(format!(
                "{name}: the numbers of the rows above add up to it, yet it is not called a sum, so it is read as a \
                 site: {}",
                told(&alike)
            )));
        }
    }
}

pub(super) fn told(rows: &[(usize, String)]) -> String {
    let named = rows
        .iter()
        .take(TOLD)
        .map(|(line, said)| format!("`{said}` in line {line}"));
    let named: Vec<String> = named.collect();
    match rows.len().saturating_sub(TOLD) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// What a row is called: its site, or else the first thing that stands in it.
fn name_of<'a>(header: &Header, row: &'a Row) -> &'a str {
    let [_, name] = header.names();
    let name = name
        .map(|at| row.cell(at).trim())
        .filter(|name| !name.is_empty());
    let first = || {
        (0..row.len())
            .map(|at| row.cell(at).trim())
            .find(|cell| !cell.is_empty())
    };
    name.or_else(first).unwrap_or_default()
}

/// Whether something is called like a sum or a mean.
fn kind_of(name: &str) -> Option<Name> {
    let words = name.to_lowercase();
    let words = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let whole = words.join(" ");
    let begins_or_ends = |word: &str| {
        whole == word
            || word != "all"
                && (whole.starts_with(&format!("{word} ")) || whole.ends_with(&format!(" {word}")))
    };
    if SUMS.into_iter().any(begins_or_ends) {
        return Some(Name::Sum);
    }
    MEANS.into_iter().any(begins_or_ends).then_some(Name::Mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_means_are_known_by_their_names() {
        for name in [
            "Total",
            "TOTAL:",
            "Grand total",
            "Sub-total",
            "Total Texas",
            "Texas total",
            "Sum",
            "All sites",
        ] {
            assert_eq!(kind_of(name), Some(Name::Sum), "{name}");
        }
        assert_eq!(kind_of("Average"), Some(Name::Mean));
        for name in [
            "Mill Creek",
            "Totalplay",
            "All American",
            "Summit",
            "",
            "Meany",
        ] {
            assert_eq!(kind_of(name), None, "{name}");
        }
    }

    #[test]
    fn sums_agree_within_their_rounding() {
        let exact = |number: f64| [number; 2];
        let mut sums = Sums::default();
        sums.add(&[(0, exact(90.0)), (3, exact(140.0))]);
        sums.add(&[(0, exact(60.4))]);
        let agree = |column, ends, name, exactly| sums.agree(&[(column, ends)], name, exactly);
        assert!(sums.agree(&[(0, exact(150.0)), (3, exact(140.0))], Name::Sum, false));
        assert!(agree(0, exact(75.0), Name::Mean, false));
        assert!(!agree(0, exact(150.0), Name::Sum, true));
        assert!(!sums.agree(&[(0, exact(150.0)), (3, exact(150.0))], Name::Sum, false));
        assert!(!sums.agree(&[], Name::Sum, false));
    }

    #[test]
    fn a_sum_of_ranges_is_anything_between_their_ends() {
        let mut sums = Sums::default();
        sums.add(&[(0, [150.0; 2])]);
        sums.add(&[(0, [80.0, 100.0])]);
        let agree = |ends, name, exactly| sums.agree(&[(0, ends)], name, exactly);
        for sum in [[230.0; 2], [240.0; 2], [250.0; 2], [225.0, 240.0]] {
            assert!(agree(sum, Name::Sum, false), "{sum:?}");
            // Without a name it says nothing.
            assert!(!agree(sum, Name::Sum, true), "{sum:?}");
        }
        for other in [[229.0; 2], [251.0; 2], [150.0; 2], [260.0, 300.0]] {
            assert!(!agree(other, Name::Sum, false), "{other:?}");
        }
        assert!(agree([120.0; 2], Name::Mean, false));
    }
}
