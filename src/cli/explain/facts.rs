//! Pages about what a site file can say.

use rackready::capacity;
use rackready::checklist::{self, Checklist};
use rackready::site::Site;
use rackready::site::shape::{Field, Shape, Shaped};
use serde_json::json;

use super::page::Page;

/// One fact of the file format; `[]` stands for any item of a list.
#[derive(Debug)]
pub(crate) struct Fact {
    /// Its dotted path.
    pub(crate) path: String,
    /// What is known of its key.
    field: &'static Field,
}

impl Fact {
    /// What values it takes.
    pub(crate) fn takes(&self) -> String {
        takes(self.field.shape)
    }

    /// What it says.
    pub(crate) fn meaning(&self) -> &'static str {
        self.field.doc.trim()
    }

    /// The keys below it, where it is a section or a list of them.
    fn keys(&self) -> &'static [Field] {
        match self.field.shape {
            Shape::Section(keys) => keys,
            Shape::List(Shape::Section(keys)) => keys,
            _ => &[],
        }
    }
}

/// Every fact that a site file can state.
pub(crate) fn all() -> Vec<Fact> {
    let mut facts = Vec::new();
    below("", Site::SHAPE, &mut facts);
    facts
}

fn below(above: &str, shape: Shape, facts: &mut Vec<Fact>) {
    let Shape::Section(fields) = shape else {
        return;
    };
    for field in fields {
        let path = if above.is_empty() {
            field.name.to_owned()
        } else {
            format!("{above}.{}", field.name)
        };
        match field.shape {
            Shape::Section(_) => {
                let section = path.clone();
                facts.push(Fact { path, field });
                below(&section, field.shape, facts);
            }
            Shape::List(item) => {
                let items = format!("{path}[]");
                facts.push(Fact { path, field });
                below(&items, *item, facts);
            }
            _ => facts.push(Fact { path, field }),
        }
    }
}

/// The fact at a path; `halls[0].racks`, `halls[].racks` and `halls.racks` are the same.
pub(super) fn find(path: &str) -> Option<Fact> {
    let plain = |path: &str| -> String {
        let mut inside = false;
        path.chars()
            .filter(|c| {
                let outside = !inside && *c != '[';
                inside = (inside || *c == '[') && *c != ']';
                outside
            })
            .collect()
    };
    all()
        .into_iter()
        .find(|fact| plain(&fact.path) == plain(path))
}

/// What a fact says, who knows it, and what hangs on it.
pub(super) fn fact(fact: &Fact, checklist: &Checklist) -> Page {
    let Fact { path, field } = fact;
    let kind = match field.shape {
        Shape::Section(_) => "section",
        _ => "fact",
    };
    let mut page = Page::new(kind, path, fact.meaning());
    page.fact("takes", fact.takes());
    if !field.example.is_empty() {
        page.fact("example", format!("{}: {}", field.name, field.example));
    }
    if let Some(question) = checklist::question(&path.replace("[]", "[0]")) {
        page.fact("ask", question.ask.word());
        page.fact("question", question.question.trim());
    }
    if let Shape::Word(words) = field.shape {
        let words = words
            .iter()
            .map(|word| vec![json!(word.name), json!(word.doc.trim())])
            .collect();
        page.table("words", "Words", &["word", "meaning"], words);
    }
    let keys = fact.keys().iter();
    let keys = keys.map(|key| {
        vec![
            json!(format!(
                "{path}{}.{}",
                if is_list(field.shape) { "[]" } else { "" },
                key.name
            )),
            json!(key.doc.trim()),
        ]
    });
    page.table("keys", "Its keys", &["key", "meaning"], keys.collect());
    let reads: Vec<&str> = capacity::metrics()
        .filter(|metric| metric.reads.iter().any(|(read, _)| read == path))
        .map(|metric| metric.id)
        .collect();
    let metrics = reads
        .iter()
        .filter_map(|id| capacity::metric(id))
        .map(|m| vec![json!(m.id), json!(m.summary)]);
    page.table(
        "metrics",
        "Metrics that read it",
        &["metric", "measures"],
        metrics.collect(),
    );
    let rows = checklist
        .requirements
        .iter()
        .filter(|row| reads.contains(&row.metric.id));
    let rows = rows
        .map(|row| vec![json!(row.id), json!(row.title)])
        .collect();
    page.table(
        "requirements",
        "Requirements that hang on it",
        &["requirement", "title"],
        rows,
    );
    page
}

fn is_list(shape: Shape) -> bool {
    matches!(shape, Shape::List(_))
}

fn takes(shape: Shape) -> String {
    match shape {
        Shape::Quantity { unit, min, max, .. } => {
            let unit = if unit.is_empty() {
                String::new()
            } else {
                format!(" {unit}")
            };
            format!("a number from {min} to {max}{unit}, or a range of it")
        }
        Shape::Word(words) => words
            .iter()
            .map(|word| word.name)
            .collect::<Vec<_>>()
            .join(", "),
        Shape::Flag => "true or false".to_owned(),
        Shape::Text => "a text".to_owned(),
        Shape::Date => "a date as YYYY, YYYY-MM or YYYY-MM-DD".to_owned(),
        Shape::List(_) => "a list; an empty one says that there is none".to_owned(),
        Shape::Section(_) => "keys of its own".to_owned(),
    }
}
