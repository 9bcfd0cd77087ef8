//! What is wrong with a row before its cells mean anything: it is no header, or nobody can say what a cell holds.

use super::super::kind::Kind;
use super::super::rows::Row;
use super::meaning::{Columns, key};
use crate::bounds::COLUMNS;
use crate::source::{Problem, Source};

/// What is said of a header with more columns than are read.
pub(in crate::input) fn too_wide(row: &Row) -> Option<Problem> {
    let columns = row.len();
    (columns > COLUMNS.count()).then(|| {
        let message = format!(
            "the header in line {} has {columns} columns, and at most {} are read",
            row.line, COLUMNS.most
        );
        let help = "leave out the columns that hold nothing of a site; a table with a site in each column wants to be \
                    turned round";
        Problem::of_file(message).help(help.to_owned())
    })
}

/// What is wrong with a cell in which something stands and nobody can say what.
pub(super) fn unread(source: &Source, row: &Row, at: usize) -> Option<Problem> {
    let Kind::Unread(why) = row.kind(at) else {
        return None;
    };
    let at = source.span(row.range(source, at));
    Some(Problem::at(at, why.message()).help(why.help().to_owned()))
}

/// What is wrong with a header that is a single cell, as its separator is that of another format.
pub(super) fn other_separator(source: &Source, row: &Row, mapping: &Columns) -> Option<Problem> {
    let header = row.cell(0);
    if row.len() > 1 || row.sheet().is_some() || mapping.meanings.contains_key(&key(header)) {
        return None;
    }
    let separators = [
        (';', "semicolons"),
        ('\t', "tabs"),
        (',', "commas"),
        ('|', "bars"),
    ];
    let (_, found) = separators.iter().find(|(sign, _)| header.contains(*sign))?;
    let at = source.span(row.range(source, 0));
    let message = format!(
        "{found} separate these cells; commas or semicolons are expected in .csv, tabs in .tsv"
    );
    let help = "save the table with that separator";
    Some(Problem::at(at, message).help(help.to_owned()))
}
