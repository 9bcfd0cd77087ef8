//! Data as people read it: keys, values, rows of a table.

use rackready::report::sheet::Sheet;
use rackready::report::{numbers, plain};
use serde_json::Value;

/// Columns of cells; a name is a key in JSON and, with blanks, a heading.
pub(crate) type Columns<'a> = &'a [&'a str];

/// A table; numbers stand to the right.
pub(crate) fn table(sheet: &mut Sheet, columns: Columns, rows: &[Vec<Value>]) {
    let header = columns.iter().map(|name| label(name)).collect();
    let body = rows.iter().map(|row| row.iter().map(shown).collect());
    let lines: Vec<Vec<String>> = std::iter::once(header).chain(body).collect();
    sheet.fitted(&lines, |at| {
        let mut cells = rows.iter().filter_map(|row| row.get(at));
        cells.all(|cell| cell.is_number() || cell.is_null())
    });
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
    use rackready::report::Style;
    use serde_json::json;
    use unicode_width::UnicodeWidthStr;

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
        const WIDTH: usize = 40;
        let mut sheet = Sheet::new(&Style {
            width: WIDTH,
            color: false,
            bars: false,
        });
        sheet.title(&"heading ".repeat(9));
        sheet.gap();
        sheet.gap();
        sheet.paragraph("lead: ", &"word ".repeat(20));
        table(
            &mut sheet,
            &["id", "what_it_is"],
            &[vec![json!("power.firm-supply"), json!("word ".repeat(12))]],
        );
        let text = sheet.finish();
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert!(!text.contains("\n\n\n"), "{text}");
        assert!(text.contains("\npower.firm-supply  word"), "{text}");
    }
}
