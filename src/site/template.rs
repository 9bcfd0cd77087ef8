//! Site files to start from, written from the model so that they never lack a key.

use super::Site;
use super::fact::UNKNOWN;
use super::shape::{Field, Shape, Shaped};

/// What has to be filled in, with a value that reads without problems until it is.
const REQUIRED: &[(&str, &str)] = &[("name", "My site"), ("energized_mw", "100")];

/// The keys of the least useful file: what moves a score most, then who and where.
const FIRST_QUESTIONS: &[&str] = &[
    "name",
    "location.country",
    "power.energized_mw",
    "power.approved_mw",
    "power.connection",
    "power.firmness",
];

/// The name that the templates give to the JSON Schema of the site file, for editors that check while one types.
/// It counts from the folder of the site file: no URL would hold for the version that wrote it.
pub const SCHEMA_FILE: &str = "rackready-site.schema.json";

const HEAD: &str = "\
# A mining site for rackready. The values shown are examples: remove the # in front of a key
# and write your own.
#
# What is not known stays out, or says `unknown`: it widens the range of the score and is asked for.
# A number may also be a range, `40 to 60` or `{low: 40, likely: 50, high: 60}`.
# A date is a day, a month or a longer time: 2022-12-31, 2022-12, 2022-Q4, 2022-H2, 2022, 2022-10 to 2023-03;
# spring 2027 and late 2027 are taken too. What is drawn lies within it.
";

/// A file with every key, its meaning, its unit and its words; all but the required ones commented out.
#[must_use]
pub fn full() -> String {
    render(true)
}

/// The shortest file that is worth scoring, at most ten lines.
#[must_use]
pub fn minimal() -> String {
    let mut text = modeline() + "# A mining site; `rackready init` lists every key there is.\n";
    let mut section = "";
    for path in FIRST_QUESTIONS {
        let (above, key) = path.split_once('.').unwrap_or(("", path));
        if above != section {
            text += &format!("{above}:\n");
            section = above;
        }
        let indent = if above.is_empty() { "" } else { "  " };
        text += &format!("{indent}{key}: {}\n", placeholder(key).unwrap_or(UNKNOWN));
    }
    text
}

/// The line by which an editor finds the schema.
fn modeline() -> String {
    format!("# yaml-language-server: $schema={SCHEMA_FILE}\n")
}

fn render(commented: bool) -> String {
    let mut page = Page {
        text: modeline() + HEAD,
        commented,
    };
    if let Shape::Section(fields) = Site::SHAPE {
        for field in fields {
            page.text.push('\n');
            page.field(field, 0, "");
        }
    }
    page.text
}

fn placeholder(key: &str) -> Option<&'static str> {
    REQUIRED
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, value)| *value)
}

struct Page {
    text: String,
    commented: bool,
}

impl Page {
    /// One key with the comment above it. `bullet` is what begins an item of a list: `- ` at its first
    /// key, as many blanks at the others, nothing outside of lists.
    fn field(&mut self, field: &Field, indent: usize, bullet: &str) {
        let margin = " ".repeat(indent);
        self.text += &format!("{margin}# {}\n", comment(field));
        let in_list = !bullet.is_empty();
        match field.shape {
            Shape::Section(fields) => {
                self.text += &format!("{margin}{}:\n", field.name);
                for field in fields {
                    self.field(field, indent + 2, "");
                }
            }
            Shape::List(Shape::Section(fields)) => {
                self.text += &format!("{margin}{}:\n", field.name);
                for (index, field) in fields.iter().enumerate() {
                    self.field(field, indent + 2, if index == 0 { "- " } else { "  " });
                }
            }
            Shape::List(_) => {
                let hash = self.hash(true);
                self.text += &format!("{margin}{}:\n{margin}  {hash}- text\n", field.name);
            }
            _ => {
                let required = placeholder(field.name).filter(|_| !in_list);
                let hash = self.hash(required.is_none());
                let value = required.unwrap_or(field.example);
                self.text += &format!("{margin}{hash}{bullet}{}: {value}\n", field.name);
            }
        }
    }

    fn hash(&self, optional: bool) -> &'static str {
        if optional && self.commented { "#" } else { "" }
    }
}

/// What a key says, with its unit or words, on one line.
fn comment(field: &Field) -> String {
    let doc = field.doc.trim();
    match field.shape {
        Shape::Quantity { unit, .. } if !unit.is_empty() => format!("{doc} [{unit}]"),
        Shape::Word(words) => {
            let names: Vec<_> = words.iter().map(|word| word.name).collect();
            format!("{doc} [{}]", names.join(" | "))
        }
        Shape::Flag => format!("{doc} [true | false]"),
        Shape::Date => format!("{doc} [date]"),
        _ => doc.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::super::shape::Node;
    use super::*;
    use crate::source::Source;

    fn site(text: &str) -> Site {
        let source = Source::from_text("template", text).unwrap();
        read(&source).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"))
    }

    #[test]
    fn the_templates_are_valid_as_they_stand() {
        assert_eq!(site(&full()).stated_facts(), REQUIRED.len());
        assert_eq!(site(&minimal()).stated_facts(), REQUIRED.len());
        assert!(minimal().lines().count() <= 10, "{}", minimal());
        for path in FIRST_QUESTIONS {
            assert!(Site::SHAPE.at(path).is_some(), "{path}");
        }
    }

    #[test]
    fn the_full_template_is_valid_with_every_key_stated() {
        let every = render(false);
        let site = site(&every);
        let mut keys = 0;
        fn count(shape: Shape, keys: &mut usize) {
            match shape {
                // Waivers are no facts.
                Shape::Section(fields) => fields
                    .iter()
                    .filter(|field| field.name != "waivers")
                    .for_each(|field| count(field.shape, keys)),
                Shape::List(item) => count(*item, keys),
                _ => *keys += 1,
            }
        }
        count(Site::SHAPE, &mut keys);
        assert_eq!(site.stated_facts(), keys, "{every}");
    }

    #[test]
    fn taking_the_hash_away_states_a_key() {
        let text = full()
            .replace("  #- count: 3\n", "  - count: 3\n")
            .replace("  #  mva: 120\n", "    mva: 120\n");
        assert_eq!(
            site(&text).substation.transformers.items().map(<[_]>::len),
            Some(1)
        );
    }
}
