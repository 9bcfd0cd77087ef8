//! A page for a terminal: paragraphs, headings and tables of a fixed width.

use anstyle::{AnsiColor, Effects, Style as Ansi};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use unicode_width::UnicodeWidthStr;

use super::{Style, plain};

/// Blanks between two columns of a table: as they should be, and as they may be where it is tight.
const GAPS: [usize; 2] = [2, 1];

/// Lines of a long table that are laid out together.
const AT_ONCE: usize = 256;

/// A growing text of a fixed width.
pub struct Sheet {
    /// The text so far.
    out: String,
    /// How it looks.
    pub(super) style: Style,
}

impl Sheet {
    /// An empty text.
    #[must_use]
    pub fn new(style: &Style) -> Self {
        Self {
            out: String::new(),
            style: *style,
        }
    }

    /// The text so far.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    /// One empty line, unless the text begins here or has one.
    pub fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A line as bold as a heading, broken where it is too long.
    pub fn title(&mut self, text: &str) {
        let lines = textwrap::wrap(&plain(text), self.style.width).join("\n");
        let lines = self.paint(Ansi::new().effects(Effects::BOLD), &lines);
        self.line(&lines);
    }

    /// A paragraph; its first line stands behind `lead`, the others below what follows it.
    pub fn paragraph(&mut self, lead: &str, text: &str) {
        self.wrap(lead, &" ".repeat(lead.width()), &plain(text));
    }

    /// A line that is never broken, such as an address.
    pub fn verbatim(&mut self, lead: &str, text: &str) {
        self.out += &format!("{lead}{}\n", plain(text));
    }

    /// One line.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// A paragraph, each line behind the indent, the first behind `lead`.
    pub fn wrap(&mut self, lead: &str, indent: &str, text: &str) {
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
    pub fn heading(&mut self, text: &str) {
        self.out.push('\n');
        let text = self.paint(Ansi::new().effects(Effects::BOLD), text);
        self.line(&text);
    }

    /// Text in a style, where the page is colored.
    pub fn paint(&self, ansi: Ansi, text: &str) -> String {
        if self.style.color {
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }

    /// Text in a color, where the page is colored.
    pub fn colored(&self, color: AnsiColor, text: &str) -> String {
        self.paint(Ansi::new().fg_color(Some(color.into())), text)
    }

    /// A table of one line a row, below a heading that is written at once. One column takes what the others leave, and
    /// what has no room there is cut.
    #[must_use]
    pub fn cut(
        &mut self,
        header: &[&str],
        rows: &[Vec<String>],
        taking: usize,
        is_number: impl Fn(usize) -> bool,
    ) -> Vec<String> {
        let header: Vec<String> = header.iter().map(|&head| head.to_owned()).collect();
        let lines = || std::iter::once(&header).chain(rows);
        let width = |at: usize| {
            let cells = lines().filter_map(|line| line.get(at));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..header.len()).map(width).collect();
        let gaps = GAPS[0] * header.len().saturating_sub(1);
        let all: usize = widths.iter().sum();
        if let Some(taken) = widths.get_mut(taking) {
            let others = all - *taken;
            *taken = (*taken).min(self.style.width.saturating_sub(others + gaps));
        }
        let shown = lines().map(|line| {
            let cells = line.iter().zip(&widths).enumerate();
            let cells = cells.map(|(at, (cell, width))| {
                let cell = shortened(cell, *width);
                let gap = " ".repeat(width.saturating_sub(cell.width()));
                if is_number(at) {
                    format!("{gap}{cell}")
                } else {
                    format!("{cell}{gap}")
                }
            });
            cells.collect::<Vec<_>>().join(&" ".repeat(GAPS[0]))
        });
        let mut shown: Vec<String> = shown.collect();
        let heading = shown.remove(0);
        self.heading(heading.trim_end());
        shown
    }

    /// A table without rules, as wide as the page allows.
    pub fn table(&mut self, table: Table) {
        self.spaced(table, 2);
    }

    /// The same with one blank between two columns, where there are many.
    pub fn tight_table(&mut self, table: Table) {
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

    /// A table each column of which takes what its cells need, with one blank between two of them. It is laid out some
    /// lines at a time: a cell in a table takes many times what its text does.
    pub fn long_table<'a>(
        &mut self,
        header: &[&str],
        rows: impl Iterator<Item = &'a [String]> + Clone,
        is_number: impl Fn(usize) -> bool,
    ) {
        let mut widths: Vec<usize> = header.iter().map(|head| widest_line(head)).collect();
        for row in rows.clone() {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(widest_line(cell));
            }
        }
        let laid_out = |mut table: Table| {
            for (at, (column, width)) in table.column_iter_mut().zip(&widths).enumerate() {
                let width = columns_of(width + 1);
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
                if is_number(at) {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
            table
        };
        let mut rows = rows.peekable();
        let mut table = plain_table(header.iter().map(|&head| head.to_owned()).collect());
        loop {
            table.add_rows(rows.by_ref().take(AT_ONCE));
            self.tight_table(laid_out(table));
            if rows.peek().is_none() {
                return;
            }
            table = Table::new();
            table.load_style(comfy_table::presets::NOTHING);
        }
    }

    /// A table whose first line is its header; some columns of numbers to the right, the first column never broken,
    /// words only where they must be.
    pub fn fitted(&mut self, lines: &[Vec<String>], is_number: impl Fn(usize) -> bool) {
        let Some(header) = lines.first() else {
            return;
        };
        let mut table = plain_table(header.clone());
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(columns_of(self.style.width));
        table.add_rows(&lines[1..]);

        let least: Vec<usize> = (0..header.len()).map(|at| least_width(at, lines)).collect();
        let fits = |gap: &usize| {
            least.iter().sum::<usize>() + gap * least.len().saturating_sub(1) <= self.style.width
        };
        let tightest = GAPS.into_iter().find(fits);
        for ((at, column), least) in table.column_iter_mut().enumerate().zip(&least) {
            let gap = if at + 1 == header.len() {
                0
            } else {
                tightest.unwrap_or(GAPS[0])
            };
            column.set_padding((0, columns_of(gap)));
            if at == 0 {
                column.set_constraint(ColumnConstraint::ContentWidth);
            } else if tightest.is_some() {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(columns_of(
                    least + gap,
                ))));
            }
            if is_number(at) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            self.line(&line);
        }
    }
}

/// The begin of a text that is wider than so many columns.
pub fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if kept.width() >= width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// Columns that a cell needs for its words to stay whole; the first cell of a line stays whole itself.
fn least_width(at: usize, lines: &[Vec<String>]) -> usize {
    let cells = lines.iter().filter_map(|line| line.get(at));
    let width = |cell: &String| match at {
        0 => cell.width(),
        _ => cell
            .split(' ')
            .map(UnicodeWidthStr::width)
            .max()
            .unwrap_or_default(),
    };
    cells.map(width).max().unwrap_or_default()
}

fn widest_line(text: &str) -> usize {
    let lines = text.lines().map(UnicodeWidthStr::width);
    lines.max().unwrap_or_default()
}

fn columns_of(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// A table with a header.
pub fn plain_table(header: Vec<String>) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(header);
    table
}

/// Sets columns of numbers to the right.
pub fn align_right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Lets a column take what its cells need.
pub fn never_broken(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// An id in lines of a width, broken behind hyphens so that nothing of it is lost.
pub fn broken(id: &str, width: usize) -> String {
    let options =
        textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::HyphenSplitter);
    textwrap::wrap(&plain(id), options).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_looks_as_if_it_were_laid_out_at_once() {
        let row = |at: usize| {
            vec![
                format!("site-{at}"),
                "x".repeat(at % 9),
                format!("{}\n…", at * at),
            ]
        };
        let rows: Vec<Vec<String>> = (0..3 * AT_ONCE + 5).map(row).collect();
        let style = Style {
            width: 80,
            color: false,
            bars: false,
        };
        let mut parts = Sheet::new(&style);
        let header = ["Site", "A\nlong\nhead", "No."];
        parts.long_table(&header, rows.iter().map(Vec::as_slice), |at| at == 2);
        let mut whole = Sheet::new(&style);
        let mut table = plain_table(header.map(str::to_owned).to_vec());
        table.add_rows(rows);
        align_right(&mut table, 2..3);
        (0..3).for_each(|column| never_broken(&mut table, column));
        whole.tight_table(table);
        assert_eq!(parts.finish(), whole.finish());
        // A table without rows has its header.
        let mut none = Sheet::new(&style);
        none.long_table(&header, std::iter::empty(), |_| false);
        assert_eq!(none.finish().lines().count(), 3);
    }
}
