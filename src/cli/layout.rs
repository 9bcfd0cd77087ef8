//! Text for people: paragraphs, labels and tables within the columns there are.

use anstyle::{Effects, Style as Ansi};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use rackready::report::{Style, numbers, plain};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// Columns of cells; a name is a key in JSON and, with blanks, a heading.
pub(crate) type Columns<'a> = &'a [&'a str];

/// Blanks between two columns of a table: as they should be, and as they may be where it is tight.
const GAPS: [usize; 2] = [2, 1];

/// A growing text.
pub(crate) struct Layout {
    text: String,
    style: Style,
}

impl Layout {
    /// An empty text.
    pub(crate) fn new(style: &Style) -> Self {
        Self {
            text: String::new(),
            style: *style,
        }
    }

    /// The text so far.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// One empty line, unless the text begins here or has one.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line, bold where there are colors.
    pub(crate) fn heading(&mut self, text: &str) {
        let bold = Ansi::new().effects(Effects::BOLD);
        let lines = textwrap::wrap(&plain(text), self.style.width).join("\n");
        self.text += &if self.style.color {
            format!("{bold}{lines}{bold:#}\n")
        } else {
            lines + "\n"
        };
    }

    /// A paragraph; its first line stands behind `lead`, the others below what follows it.
    pub(crate) fn paragraph(&mut self, lead: &str, text: &str) {
        let indent = " ".repeat(lead.width());
        let options = textwrap::Options::new(self.style.width)
            .initial_indent(lead)
            .subsequent_indent(&indent)
            // An id is copied whole.
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&plain(text), options) {
            self.text += line.trim_end();
            self.text.push('\n');
        }
    }

    /// A line that is never broken, such as an address.
    pub(crate) fn verbatim(&mut self, lead: &str, text: &str) {
        self.text += &format!("{lead}{}\n", plain(text));
    }

    /// A table; numbers stand to the right, the first column is never broken, words only where they must be.
    pub(crate) fn table(&mut self, columns: Columns, rows: &[Vec<Value>]) {
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(columns_of(self.style.width));
        let rows_of_text = rows
            .iter()
            .map(|row| row.iter().map(shown).collect::<Vec<_>>());
        let lines: Vec<Vec<String>> =
            std::iter::once(columns.iter().map(|name| label(name)).collect())
                .chain(rows_of_text)
                .collect();
        table.set_header(&lines[0]);
        table.add_rows(&lines[1..]);

        let least: Vec<usize> = (0..columns.len())
            .map(|at| least_width(at, &lines))
            .collect();
        let fits = |gap: &usize| {
            least.iter().sum::<usize>() + gap * least.len().saturating_sub(1) <= self.style.width
        };
        let tightest = GAPS.into_iter().find(fits);
        for ((at, column), least) in table.column_iter_mut().enumerate().zip(&least) {
            let gap = if at + 1 == columns.len() {
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
            let mut cells = rows.iter().filter_map(|row| row.get(at));
            if cells.all(|cell| cell.is_number() || cell.is_null()) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            self.text += line.trim_end();
            self.text.push('\n');
        }
    }
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

fn columns_of(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// A key as a person reads it: `money_buys` is `Money buys`.
pub(crate) fn label(key: &str) -> String {
    let mut letters = key.chars().map(|c| if c == '_' { ' ' } else { c });
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A value as a person reads it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.as_f64().map(numbers::number).unwrap_or_default(),
        Value::String(text) => plain(text),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(entries) => match (
            entries.get("low"),
            entries.get("likely"),
            entries.get("high"),
        ) {
            (Some(low), Some(likely), Some(high)) => {
                format!("{}–{}, likely {}", shown(low), shown(high), shown(likely))
            }
            _ => entries
                .iter()
                .map(|(key, value)| format!("{key} {}", shown(value)))
                .collect::<Vec<_>>()
                .join(", "),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const STYLE: Style = Style {
        width: 40,
        color: false,
    };

    #[test]
    fn values_read_as_a_person_writes_them() {
        assert_eq!(shown(&json!(["a", 1.5, null, true])), "a, 1.5, –, yes");
        assert_eq!(shown(&json!({"weeks": 3})), "weeks 3");
        assert_eq!(
            shown(&json!({"low": 26, "likely": 52, "high": 104})),
            "26–104, likely 52"
        );
        assert_eq!(shown(&json!("\u{1b}[31mred")), "\u{fffd}[31mred");
        assert_eq!(label("money_buys"), "Money buys");
    }

    #[test]
    fn nothing_is_wider_than_the_columns_there_are() {
        let mut layout = Layout::new(&STYLE);
        layout.heading(&"heading ".repeat(9));
        layout.gap();
        layout.gap();
        layout.paragraph("lead: ", &"word ".repeat(20));
        layout.table(
            &["id", "what_it_is"],
            &[vec![json!("power.firm-supply"), json!("word ".repeat(12))]],
        );
        let text = layout.finish();
        assert!(
            text.lines().all(|line| line.width() <= STYLE.width),
            "{text}"
        );
        assert!(!text.contains("\n\n\n"), "{text}");
        assert!(text.contains("\npower.firm-supply  word"), "{text}");
    }
}
