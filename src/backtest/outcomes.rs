//! The table of what became of sites: CSV with a header, one row for each site.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::outcome::{Class, Outcome, RecordGrade, RecordKind};
use crate::site::date::Date;
use crate::source::nearest::nearest;
use crate::source::{Problem, Source};
use crate::units::counted;

/// The columns a table may have, in any order; only `id` and `class` must be there.
pub(crate) const COLUMNS: [&str; 13] = [
    "id",
    "class",
    "subclass",
    "grade",
    "record_kind",
    "was_mining_site",
    "owner",
    "deal_date",
    "as_of",
    "reasons",
    "source",
    "url",
    "source_date",
];

/// Reads a table of outcomes.
///
/// # Errors
/// Everything wrong with the table, with its place: a header without `id` or `class`, unknown or repeated columns,
/// cells that are no word or date of their column, rows of another length, an id that has two rows.
pub fn read(source: &Source) -> Result<Vec<Outcome>, Vec<Problem>> {
    let mut reader = Reading {
        source,
        columns: Vec::new(),
        problems: Vec::new(),
    };
    let outcomes = reader.table();
    if reader.problems.is_empty() {
        Ok(outcomes)
    } else {
        reader.problems.sort();
        Err(reader.problems)
    }
}

struct Reading<'s> {
    source: &'s Source,
    /// For each column of the table its name.
    columns: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn table(&mut self) -> Vec<Outcome> {
        let mut records = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(self.source.text().as_bytes())
            .into_records()
            // The text is UTF-8 and rows may have any length, so nothing is refused here.
            .filter_map(Result::ok);
        let Some(header) = records.next() else {
            let expected = format!(
                "the table is empty; expected a header: {}",
                COLUMNS.join(",")
            );
            self.problems.push(Problem::of_file(expected));
            return Vec::new();
        };
        self.header(&header);
        if !self.problems.is_empty() {
            return Vec::new();
        }
        let columns = self.columns.clone();
        let mut outcomes = Vec::new();
        let mut first_of: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for record in records {
            let spans = self.spans(&record);
            if spans.is_empty() {
                continue;
            }
            let whole = spans.first().map_or(0, |r| r.start)..spans.last().map_or(0, |r| r.end);
            if record.len() != self.columns.len() {
                let message = format!(
                    "this row has {}, the header {}",
                    counted(record.len(), "cell", "cells"),
                    self.columns.len()
                );
                let help = "put a text that holds commas in double quotes".to_owned();
                self.say(whole, message, Some(help));
                continue;
            }
            let row = Row {
                cells: columns.iter().zip(&record).zip(&spans).collect(),
            };
            let outcome = self.outcome(&row);
            let span = row.span("id");
            if let Some(first) = first_of.get(&outcome.id) {
                let first = self.source.span(first.clone());
                let message = format!(
                    "`{}` has two rows: the first is line {}",
                    outcome.id, first.place.line
                );
                let problem = Problem::at(self.source.span(span), message);
                self.problems.push(problem.related(first, "the first row"));
            } else if !outcome.id.is_empty() {
                first_of.insert(outcome.id.clone(), span);
            }
            outcomes.push(outcome);
        }
        outcomes
    }

    fn header(&mut self, header: &StringRecord) {
        let spans = self.spans(header);
        for (name, span) in header.iter().zip(spans) {
            let name = name.trim();
            match COLUMNS.iter().find(|column| **column == name) {
                Some(column) if self.columns.contains(column) => {
                    self.say(span, format!("the column `{name}` comes twice"), None);
                }
                Some(column) => self.columns.push(column),
                None => {
                    let help = match nearest(name, COLUMNS) {
                        _ if name.contains([';', '\t']) => "separate columns by commas".to_owned(),
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("columns are {}", COLUMNS.join(", ")),
                    };
                    self.say(span, format!("unknown column `{name}`"), Some(help));
                }
            }
        }
        for needed in ["id", "class"] {
            if self.problems.is_empty() && !self.columns.contains(&needed) {
                let message = format!("the column `{needed}` is missing");
                self.problems.push(Problem::of_file(message));
            }
        }
    }

    fn outcome(&mut self, row: &Row) -> Outcome {
        let text = |name| row.cell(name).map(str::to_owned);
        if row.cell("id").is_none() {
            let message = "`id` is empty; expected the id of a site".to_owned();
            self.say(row.span("id"), message, None);
        }
        Outcome {
            id: text("id").unwrap_or_default(),
            class: self.word(row, "class", &worded(Class::ALL, Class::word)),
            subclass: text("subclass"),
            grade: self.word(row, "grade", &worded(RecordGrade::ALL, RecordGrade::word)),
            record_kind: self.word(
                row,
                "record_kind",
                &worded(RecordKind::ALL, RecordKind::word),
            ),
            was_mining_site: self.word(row, "was_mining_site", &[("true", true), ("false", false)]),
            owner: text("owner"),
            deal_date: self.date(row, "deal_date"),
            as_of: self.date(row, "as_of"),
            reasons: text("reasons"),
            source: text("source"),
            url: text("url"),
            source_date: self.date(row, "source_date"),
        }
    }

    fn word<T: Copy>(&mut self, row: &Row, name: &str, words: &[(&'static str, T)]) -> Option<T> {
        let cell = row.cell(name)?;
        let found = words.iter().find(|(word, _)| *word == cell);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let expected = known.join(", ");
            let help = nearest(cell, known).map(|near| format!("did you mean `{near}`?"));
            let message = format!("`{name}` takes one of {expected}, or nothing; found `{cell}`");
            self.say(row.span(name), message, help);
        }
        found.map(|(_, value)| *value)
    }

    fn date(&mut self, row: &Row, name: &str) -> Option<Date> {
        let cell = row.cell(name)?;
        let date = cell.parse().ok();
        if date.is_none() {
            let message = format!(
                "`{name}` takes a date as YYYY, YYYY-MM or YYYY-MM-DD, or nothing; found `{cell}`"
            );
            self.say(row.span(name), message, None);
        }
        date
    }

    fn say(&mut self, range: Range<usize>, message: String, help: Option<String>) {
        let problem = Problem::at(self.source.span(range), message).help(help);
        self.problems.push(problem);
    }

    /// Where the cells of a record stand, which the reader does not tell; nothing where a quote is not closed.
    fn spans(&mut self, record: &StringRecord) -> Vec<Range<usize>> {
        let text = self.source.text();
        let begin = record.position().map_or(0, |position| {
            usize::try_from(position.byte()).unwrap_or(text.len())
        });
        let bytes = text.as_bytes().get(begin..).unwrap_or_default();
        // A record begins where the last one ended, which may be before empty lines.
        let blank = bytes
            .iter()
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        // Quotes count only in a cell that begins with one: `5" pipe` is a text.
        let (mut in_quotes, mut quoted) = (false, false);
        let (mut start, mut spans) = (begin + blank, Vec::new());
        for (at, byte) in bytes.iter().enumerate().skip(blank) {
            match byte {
                b'"' => {
                    quoted |= begin + at == start;
                    in_quotes = quoted && !in_quotes;
                }
                b',' if !in_quotes => {
                    spans.push(start..begin + at);
                    start = begin + at + 1;
                    quoted = false;
                }
                b'\r' | b'\n' if !in_quotes => {
                    spans.push(start..begin + at);
                    return spans;
                }
                _ => {}
            }
        }
        spans.push(start..text.len());
        // What follows a quote that is not closed is one cell to the end of the file.
        if in_quotes {
            self.say(
                start..text.len(),
                "a double quote is not closed".to_owned(),
                None,
            );
            return Vec::new();
        }
        spans
    }
}

/// Every word with what it says.
fn worded<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|of| (word(*of), *of)).collect()
}

/// The cells of a row, each with its column and place.
struct Row<'r> {
    cells: Vec<((&'r &'static str, &'r str), &'r Range<usize>)>,
}

impl Row<'_> {
    /// A cell that says something.
    fn cell(&self, name: &str) -> Option<&str> {
        let cell = self.cells.iter().find(|((column, _), _)| **column == name);
        cell.map(|((_, text), _)| text.trim())
            .filter(|text| !text.is_empty())
    }

    fn span(&self, name: &str) -> Range<usize> {
        let cell = self.cells.iter().find(|((column, _), _)| **column == name);
        cell.map_or(0..0, |(_, span)| (*span).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Vec<Outcome>, Vec<Problem>> {
        read(&Source::from_text("outcomes.csv", text).unwrap())
    }

    /// Line, column, message and help of everything wrong.
    fn wrong(text: &str) -> Vec<String> {
        let problems = table(text).unwrap_err();
        let told = problems.iter().map(|p| {
            let place = p.place().map_or("file".to_owned(), |place| {
                format!("{}:{}", place.line, place.column)
            });
            let help = p
                .help
                .as_deref()
                .map_or(String::new(), |h| format!(" ({h})"));
            format!("{place} {}{help}", p.message)
        });
        told.collect()
    }

    #[test]
    fn columns_come_in_any_order_and_empty_is_unknown() {
        let outcomes =
            table("class,reasons,id\r\nconverted,\"power, \"\"firm\"\"\",a\r\n\r\n,,b\r\n")
                .unwrap();
        assert_eq!(outcomes.len(), 2);
        assert_eq!(outcomes[0].class, Some(Class::Converted));
        assert_eq!(outcomes[0].reasons.as_deref(), Some("power, \"firm\""));
        assert_eq!((outcomes[1].id.as_str(), outcomes[1].class), ("b", None));
        assert_eq!(outcomes[1].deal_date, None);
    }

    #[test]
    fn cells_that_are_wrong_are_told_with_place_expectation_and_the_nearest_word() {
        let text = "id,class,grade,deal_date\na,convertd,A,2025\nb,evaluating,D,2025-13\n,,,\n";
        assert_eq!(
            wrong(text),
            [
                "2:3 `class` takes one of converted, evaluating, not_converted, or nothing; found \
                 `convertd` (did you mean `converted`?)",
                "3:14 `grade` takes one of A, B, C, or nothing; found `D`",
                "3:16 `deal_date` takes a date as YYYY, YYYY-MM or YYYY-MM-DD, or nothing; found \
                 `2025-13`",
                "4:1 `id` is empty; expected the id of a site",
            ]
        );
    }

    #[test]
    fn a_quote_inside_a_text_is_a_letter() {
        let text = "id,reasons,class\na,5\" pipe,converted\nb,\"a, \"\"b\"\"\",x\n";
        assert!(
            wrong(text).len() == 1 && wrong(text)[0].starts_with("3:14 "),
            "{:?}",
            wrong(text)
        );
    }

    #[test]
    fn two_rows_of_an_id_name_both_lines() {
        let text = "id,class\na,converted\n\nb,converted\na,evaluating\n";
        assert_eq!(wrong(text), ["5:1 `a` has two rows: the first is line 2"]);
        let related = table(text).unwrap_err()[0].related.clone().unwrap();
        assert_eq!(related.at.place.line, 2);
    }

    #[test]
    fn columns_that_are_wrong_are_told_before_any_row() {
        assert_eq!(
            wrong("id,clas,id,shoe size\nx,y\n"),
            [
                "1:4 unknown column `clas` (did you mean `class`?)",
                "1:9 the column `id` comes twice",
                &format!(
                    "1:12 unknown column `shoe size` (columns are {})",
                    COLUMNS.join(", ")
                ),
            ]
        );
        assert_eq!(wrong("id,owner\n"), ["file the column `class` is missing"]);
        assert_eq!(
            wrong("id;class\n")[0],
            "1:1 unknown column `id;class` (separate columns by commas)"
        );
        assert!(wrong("")[0].contains("expected a header: id,class"));
    }

    #[test]
    fn rows_of_another_length_and_open_quotes_are_told() {
        assert_eq!(
            wrong("id,class\na,converted,x\nb,\"conv\n"),
            [
                "2:1 this row has 3 cells, the header 2 (put a text that holds commas in double quotes)",
                "3:3 a double quote is not closed",
            ]
        );
    }
}
