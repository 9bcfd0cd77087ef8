//! Pages about what a site file can say.

use rackready::capacity;
use rackready::checklist::{self, Checklist};
use rackready::economics::holdings;
use rackready::plan;
use rackready::site::Site;
use rackready::site::shape::{Field, Shape, Shaped};
use rackready::typical::Typical;
use serde_json::json;

use super::page::Page;
use super::priors;

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
pub(super) fn fact(fact: &Fact, checklist: &Checklist, typical: &Typical) -> Page {
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
    let prior = typical.prior(path);
    match prior {
        Some(prior) => priors::prior(&mut page, prior, typical),
        None => page.fact("prior", no_prior(fact, typical)),
    }
    uses(&mut page, fact, checklist, typical);
    if let Some(prior) = prior {
        let keys = prior.sources.iter().map(String::as_str);
        page.sources(priors::sources(keys, checklist, typical));
    }
    page
}

/// Why nothing is said of what a fact is likely to be.
fn no_prior(fact: &Fact, typical: &Typical) -> &'static str {
    match fact.field.shape {
        _ if is_of_the_file(&fact.path) => "none: it is about the file, not about the mine",
        Shape::Section(_) => "none: each of its keys has its own",
        Shape::Text | Shape::Country => "none: a name or text, which nothing draws",
        _ if priors::hanging_on(&fact.path, typical).is_empty() && !is_planned_with(&fact.path) => {
            "none: nothing hangs on it"
        }
        _ => "none: what nobody states of it stays unknown",
    }
}

fn is_planned_with(path: &str) -> bool {
    plan::READS.contains(&path) || plan::PRICED_BY.contains(&path)
}

/// Who reads a fact beside calculators of metrics, if these do.
fn readers(plans: bool, money: bool, measured: bool) -> Option<&'static str> {
    match (plans, money) {
        (true, true) => Some("plans and economics read it"),
        (true, false) => Some("plans read it"),
        (false, true) if measured => Some("economics reads it too"),
        (false, true) => Some("economics reads it, no score does"),
        (false, false) => None,
    }
}

/// Whether it says something of what the file states rather than of the mine.
fn is_of_the_file(path: &str) -> bool {
    let lists = ["evidence", "waivers", "notes"];
    lists.iter().any(|list| path.starts_with(list))
}

/// What reads a fact, and what hangs on that.
fn uses(page: &mut Page, fact: &Fact, checklist: &Checklist, typical: &Typical) {
    let path = fact.path.as_str();
    // Who reads what entries have reads their list.
    let of_list = |read: &str| {
        read.strip_prefix(path)
            .is_some_and(|rest| rest.starts_with("[]"))
    };
    let is_it = |read: &str| read == path || of_list(read);
    let metrics: Vec<_> = capacity::metrics()
        .filter(|metric| metric.reads.iter().any(|(read, _)| is_it(read)))
        .collect();
    let hanging = priors::hanging_on(path, typical);
    let is_planned = is_planned_with(path);
    let is_section = matches!(fact.field.shape, Shape::Section(_));
    let is_reckoned = holdings::READS.iter().any(|read| is_it(read));
    if let Some(readers) = readers(is_planned, is_reckoned, !metrics.is_empty()) {
        page.fact("use", readers);
    } else if metrics.is_empty() && hanging.is_empty() && !is_section && !is_of_the_file(path) {
        page.fact("use", "no calculator reads it");
    }
    if path == "evidence[].grade" {
        priors::spread(page, typical);
    }
    let named = metrics.iter().map(|m| vec![json!(m.id), json!(m.summary)]);
    page.table(
        "metrics",
        "Metrics that read it",
        &["metric", "measures"],
        named.collect(),
    );
    let rows = checklist.requirements.iter();
    let rows = rows.filter(|row| metrics.iter().any(|m| m.id == row.metric.id));
    let rows = rows.map(|row| vec![json!(row.id), json!(row.title)]);
    page.table(
        "requirements",
        "Requirements that hang on it",
        &["requirement", "title"],
        rows.collect(),
    );
    let priors = hanging.iter().map(|prior| {
        let meaning = find(&prior.fact).map_or("", |fact| fact.meaning());
        vec![json!(prior.fact), json!(meaning)]
    });
    page.table(
        "priors",
        "Facts whose prior hangs on it",
        &["fact", "meaning"],
        priors.collect(),
    );
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
        Shape::Country => "the ISO 3166-1 code of a country, two letters".to_owned(),
        Shape::Date => format!("a date: {}", rackready::site::DATE_FORMS),
        Shape::List(_) => "a list; an empty one says that there is none".to_owned(),
        Shape::Section(_) => "keys of its own".to_owned(),
    }
}
