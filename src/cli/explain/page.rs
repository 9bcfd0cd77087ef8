//! Everything there is to say about one id: the same parts for people and for programs.

use rackready::citations::Citation;
use serde_json::{Map, Value, json};

use crate::cli::cells::{Columns, label, table};
use rackready::report::sheet::Sheet;

/// What is said about one id.
#[derive(Debug)]
pub(crate) struct Page {
    /// What kind of thing it is.
    pub(crate) kind: &'static str,
    /// Its id.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) title: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    /// Sentences; those under `why` and the like need no label.
    Prose {
        key: &'static str,
        text: String,
        labeled: bool,
    },
    /// One fact, with the text for people where the value alone would not tell them.
    Fact {
        key: &'static str,
        value: Value,
        text: Option<String>,
    },
    /// Facts of the same form.
    Table {
        key: &'static str,
        heading: String,
        columns: Columns<'static>,
        rows: Vec<Vec<Value>>,
    },
    /// Sources in full.
    Sources(Vec<Citation>),
}

impl Page {
    /// A page with nothing on it yet.
    pub(crate) fn new(kind: &'static str, id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            title: title.into(),
            parts: Vec::new(),
        }
    }

    /// Sentences that speak for themselves.
    pub(crate) fn prose(&mut self, key: &'static str, text: &str) {
        self.parts.push(Part::Prose {
            key,
            text: text.trim().to_owned(),
            labeled: false,
        });
    }

    /// A remark under a label, where there is one.
    pub(crate) fn remark(&mut self, key: &'static str, text: Option<&str>) {
        self.parts.extend(text.map(|text| Part::Prose {
            key,
            text: text.trim().to_owned(),
            labeled: true,
        }));
    }

    /// A fact whose value says it all.
    pub(crate) fn fact(&mut self, key: &'static str, value: impl Into<Value>) {
        self.parts.push(Part::Fact {
            key,
            value: value.into(),
            text: None,
        });
    }

    /// A fact that people read in other words.
    pub(crate) fn fact_as(
        &mut self,
        key: &'static str,
        value: impl Into<Value>,
        text: impl Into<String>,
    ) {
        self.parts.push(Part::Fact {
            key,
            value: value.into(),
            text: Some(text.into()),
        });
    }

    /// A table, unless it has no rows.
    pub(crate) fn table(
        &mut self,
        key: &'static str,
        heading: impl Into<String>,
        columns: Columns<'static>,
        rows: Vec<Vec<Value>>,
    ) {
        if !rows.is_empty() {
            self.parts.push(Part::Table {
                key,
                heading: heading.into(),
                columns,
                rows,
            });
        }
    }

    /// Sources in full, each once.
    pub(crate) fn sources<'c>(&mut self, sources: impl IntoIterator<Item = &'c Citation>) {
        let mut all: Vec<Citation> = Vec::new();
        for source in sources {
            if !all.contains(source) {
                all.push(source.clone());
            }
        }
        self.parts.push(Part::Sources(all));
    }

    /// The page for programs: each part under its key.
    pub(crate) fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("kind".into(), self.kind.into());
        object.insert("id".into(), self.id.clone().into());
        object.insert("title".into(), self.title.clone().into());
        for part in &self.parts {
            let (key, value) = match part {
                Part::Prose { key, text, .. } => (*key, text.clone().into()),
                Part::Fact { key, value, .. } => (*key, value.clone()),
                Part::Table {
                    key, columns, rows, ..
                } => (*key, rows.iter().map(|row| record(columns, row)).collect()),
                Part::Sources(sources) => ("sources", json!(sources)),
            };
            object.insert(key.into(), value);
        }
        Value::Object(object)
    }

    /// The page for people.
    pub(crate) fn lay_out(&self, sheet: &mut Sheet) {
        sheet.title(&format!("{} · {}", self.id, self.kind));
        sheet.paragraph("", &self.title);
        let labels = self.parts.iter().map(|part| {
            if let Part::Fact { key, .. } = part {
                key.len()
            } else {
                0
            }
        });
        let width = labels.max().unwrap_or_default() + 2;
        let mut before_was_fact = false;
        for part in &self.parts {
            let is_fact = matches!(part, Part::Fact { .. });
            if !(is_fact && before_was_fact) {
                sheet.gap();
            }
            before_was_fact = is_fact;
            match part {
                Part::Prose { key, text, labeled } => {
                    let lead = if *labeled {
                        label(key) + ": "
                    } else {
                        String::new()
                    };
                    sheet.paragraph("", &(lead + text));
                }
                Part::Fact { key, value, text } => {
                    let text = text
                        .clone()
                        .unwrap_or_else(|| crate::cli::cells::shown(value));
                    sheet.paragraph(&format!("{:width$}", label(key)), &text);
                }
                Part::Table {
                    heading,
                    columns,
                    rows,
                    ..
                } => {
                    sheet.title(heading);
                    table(sheet, columns, rows);
                }
                Part::Sources(sources) => lay_out_sources(sheet, sources),
            }
        }
    }
}

fn record(columns: Columns, row: &[Value]) -> Value {
    let entries = columns
        .iter()
        .zip(row)
        .map(|(column, cell)| ((*column).to_owned(), cell.clone()));
    Value::Object(entries.collect())
}

fn lay_out_sources(sheet: &mut Sheet, sources: &[Citation]) {
    if sources.is_empty() {
        return sheet.paragraph("", "No source: this is our own working assumption.");
    }
    sheet.title("Sources, with their grade");
    let width = sources
        .iter()
        .map(|source| source.key.len())
        .max()
        .unwrap_or_default();
    for Citation {
        key,
        publisher,
        title,
        date,
        url,
        grade,
    } in sources
    {
        let lead = format!("{grade:?}  {key:width$}  ");
        sheet.paragraph(&lead, &format!("{publisher}: {title} ({date})"));
        if let Some(url) = url {
            sheet.verbatim(&" ".repeat(lead.len()), url);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rackready::report::Style;

    #[test]
    fn a_page_says_the_same_to_people_and_programs() {
        let mut page = Page::new("requirement", "power.feeds", "Independent lines");
        page.prose("why", "One line fails.\n");
        page.fact("weight", 4.0);
        page.fact_as("gate", 0.5, "half of it must be there");
        page.table(
            "levels",
            "Levels",
            &["word", "earns"],
            vec![vec![json!("ring"), json!(0.9)]],
        );
        page.table("empty", "Nothing", &["word"], vec![]);
        page.remark("note", Some("Ours."));
        page.sources([]);
        let mut sheet = Sheet::new(&Style {
            width: 80,
            color: false,
            bars: false,
        });
        page.lay_out(&mut sheet);
        assert_eq!(
            sheet.finish(),
            "power.feeds · requirement\nIndependent lines\n\nOne line fails.\n\nWeight  4\nGate    half of it must be \
             there\n\nLevels\nWord  Earns\nring    0.9\n\nNote: Ours.\n\nNo source: this is our own working assumption.\n"
        );
        assert_eq!(
            page.to_json(),
            json!({
                "kind": "requirement", "id": "power.feeds", "title": "Independent lines", "why": "One line fails.",
                "weight": 4.0, "gate": 0.5, "levels": [{"word": "ring", "earns": 0.9}], "note": "Ours.", "sources": []
            })
        );
    }
}
