//! A finished assessment → bytes; one file for each format. Renderers decide nothing.

pub mod backtest;
pub mod check;
pub mod compare;
mod page;
pub mod plan;
pub mod problems;
mod prose;
pub mod ranking;
pub mod site;
pub mod spreadsheet;

pub use crate::rules::numbers;

use crate::assess::{Assessment, Chosen, Details, FitRow};
use crate::plan::{Answers, Plan};
use crate::ranking::Row;
use crate::ranking::row::Name;
use crate::score::{Ask, CategoryScore, Score};
use crate::site::Site;
use crate::source::Source;

/// What the report of one site shows beyond a row of a ranking.
#[derive(Debug)]
pub struct Whole<'a> {
    /// What the assessment says beyond gates and rows.
    pub details: Details<'a>,
    /// How the site suits every hardware and tenant.
    pub fit: Vec<FitRow<'a>>,
}

/// Everything a report of one site shows.
#[derive(Debug)]
pub struct SiteReport<'a> {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// The site.
    pub site: &'a Site,
    /// The text it was read from, where lines are to be shown.
    pub source: Option<&'a Source>,
    /// How the target came about.
    pub chosen: Chosen,
    /// The assessment.
    pub assessment: Assessment<'a>,
    /// What a row of a ranking does not show; `None` where no more than that was asked for.
    pub whole: Option<Whole<'a>>,
    /// What an empty file scores, so that nobody takes priors for evidence.
    pub empty: Score,
    /// What was asked of the plan beyond its draft, where anything was.
    pub answers: Option<Answers>,
    /// The day on which the plan starts, where one was given.
    pub start: Option<jiff::civil::Date>,
}

impl<'a> SiteReport<'a> {
    pub(crate) fn categories(&self) -> &[CategoryScore] {
        let whole = self.whole.as_ref();
        whole.map_or(&[], |whole| &whole.details.categories)
    }

    pub(crate) fn questions(&self) -> &[Ask] {
        let whole = self.whole.as_ref();
        whole.map_or(&[], |whole| &whole.details.questions)
    }

    pub(crate) fn other_plans(&self) -> &[Plan<'a>] {
        let whole = self.whole.as_ref();
        whole.map_or(&[], |whole| &whole.details.other_plans)
    }

    pub(crate) fn fit(&self) -> &[FitRow<'a>] {
        self.whole.as_ref().map_or(&[], |whole| &whole.fit)
    }

    /// What a ranking keeps of it.
    #[must_use]
    pub fn row(&self) -> Row {
        let name = Name {
            id: self.id.clone(),
            name: self.name.clone(),
            file: self.file.clone(),
            line: self.line,
        };
        Row::of(name, self.site, self.chosen, &self.assessment, self.empty)
    }
}

/// A file that could not be assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// How a terminal report looks. It changes nothing that is said.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// Whether to color.
    pub color: bool,
}

/// Text from a file as data: control characters and direction overrides are shown, never obeyed.
#[must_use]
pub fn plain(text: &str) -> String {
    let harmless = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_from_a_file_cannot_steer_the_terminal() {
        assert_eq!(
            plain("\u{1b}[31mred\u{7}\nnext\u{202e}"),
            "\u{fffd}[31mred\u{fffd} next\u{fffd}"
        );
    }
}
