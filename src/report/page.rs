//! A page for a terminal: paragraphs, headings and tables of a fixed width.

use anstyle::{AnsiColor, Effects, Style as Ansi};
use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::Style;

/// A growing text of a fixed width.
pub(super) struct Page {
    pub(super) out: String,
    pub(super) style: Style,
}

impl Page {
    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// A paragraph, each line behind the indent, the first behind `lead`.
    pub(super) fn wrap(&mut self, lead: &str, indent: &str, text: &str) {
        let options = textwrap::Options::new(self.style.width)
            .initial_indent(lead)
            .subsequent_indent(indent)
            // An id broken at its hyphen could not be copied.
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.line(&line);
        }
    }

    /// A heading behind an empty line.
    pub(super) fn heading(&mut self, text: &str) {
        self.out.push('\n');
        let text = self.paint(Ansi::new().effects(Effects::BOLD), text);
        self.line(&text);
    }

    /// Text in a style, where the page is colored.
    pub(super) fn paint(&self, ansi: Ansi, text: &str) -> String {
        if self.style.color {
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }

    /// Text in a color, where the page is colored.
    pub(super) fn colored(&self, color: AnsiColor, text: &str) -> String {
        self.paint(Ansi::new().fg_color(Some(color.into())), text)
    }

    /// A table without rules, as wide as the page allows.
    pub(super) fn table(&mut self, table: Table) {
        self.spaced(table, 2);
    }

    /// The same with one blank between two columns, where there are many.
    pub(super) fn tight_table(&mut self, table: Table) {
        self.spaced(table, 1);
    }

    fn spaced(&mut self, mut table: Table, gap: u16) {
        let width = u16::try_from(self.style.width).unwrap_or(80);
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
        for column in table.column_iter_mut() {
            column.set_padding((0, gap));
        }
        let text = table.to_string();
        for line in text.lines() {
            self.line(line);
        }
    }
}

/// A table with a header.
pub(super) fn plain_table(header: Vec<String>) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(header);
    table
}

/// Sets columns of numbers to the right.
pub(super) fn align_right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}
