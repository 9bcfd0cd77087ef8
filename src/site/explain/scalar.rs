//! What is wrong with a single value that is no number: flags, words, texts, dates.

use super::found::{described, found, meaning};
use super::{Fault, Slot};
use crate::site::country::{self, Country, Meant};
use crate::site::date::{Date, FORMS};
use crate::site::day::{self, Written};
use crate::site::fact::{UNKNOWN, is_too_long, too_long};
use crate::site::faults::short;
use crate::site::not_known;
use crate::site::shape::{Field, Shape, Word};
use crate::source::Notation;
use crate::source::nearest::nearest;
use crate::source::tree::{Node, Style, Value};
use crate::source::yaml::Plain;

/// What is wrong with a scalar in a slot of some shape.
pub(super) fn fault(text: &str, style: Style, shape: Shape, slot: &Slot) -> Option<Fault> {
    let meaning = meaning(text, style);
    // A section has no `unknown` of its own; an empty one is as good as none.
    if let Shape::Section(fields) = shape {
        let nothing = style == Style::Plain && text.is_empty();
        return (!nothing).then(|| no_section(text, style, fields, slot));
    }
    if meaning == Plain::Null || text == UNKNOWN {
        return None;
    }
    let fault = match shape {
        Shape::Quantity { .. } => shape.quantity()?.scalar(text, style, meaning, slot),
        Shape::Flag => flag(text, style, meaning, slot),
        Shape::Word(words) => word(text, words, slot),
        Shape::Date => date(text, style, meaning, slot),
        Shape::Country => country(text, style, meaning, slot),
        Shape::List(item) => Some(no_list(text, style, *item, slot)),
        Shape::Text if is_too_long(text) => {
            let found = text.chars().count();
            let message = format!("{} has {found} characters", slot.name());
            Some(Fault::new(message, too_long()))
        }
        Shape::Text | Shape::Section(_) => None,
    }?;
    let help = match shape {
        Shape::Quantity { .. } | Shape::List(_) => fault.help,
        _ if not_known::is_not_known(text, false) && !text.trim().is_empty() => {
            Some(format!("write {}", slot.with(UNKNOWN)))
        }
        _ => fault.help,
    };
    Some(Fault { help, ..fault })
}

/// A list or section where something else is expected.
pub(super) fn wrong_kind(node: &Node, shape: Shape, slot: &Slot) -> Fault {
    let message = format!(
        "{} takes {}, found {}",
        slot.name(),
        expected(shape),
        described(node)
    );
    let help = match (&node.value, shape) {
        (Value::Sequence(items), _) if items.len() == 1 && !matches!(shape, Shape::Section(_)) => {
            let only = items[0]
                .text()
                .map(|text| format!("write {}", slot.with(&short(text))));
            only.unwrap_or_else(|| "write a single value".to_owned())
        }
        (Value::Sequence(items), Shape::Quantity { .. }) => match &items[..] {
            [low, high] if low.text().is_some() && high.text().is_some() => {
                let range = [low, high]
                    .map(|end| short(end.text().unwrap_or_default()))
                    .join(" to ");
                format!("write a range as {}", slot.with(&range))
            }
            _ => "write a single number or a range such as `40 to 60`".to_owned(),
        },
        (Value::Sequence(_), Shape::Section(_)) => "remove the `- ` before its keys".to_owned(),
        (_, Shape::List(_)) => "begin each item with `- `".to_owned(),
        (Value::Mapping(_), Shape::Text) => {
            "put a text that holds `: ` or begins with `{` in quotes".to_owned()
        }
        _ => "write a single value".to_owned(),
    };
    Fault::new(message, help)
}

fn expected(shape: Shape) -> String {
    match shape {
        Shape::Quantity { .. } => shape.quantity().map(|q| q.expected()).unwrap_or_default(),
        Shape::Word(_) => "one word".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Text => "a text".to_owned(),
        Shape::Date => "a date".to_owned(),
        Shape::Country => "the code of a country".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Section(_) => "keys of its own".to_owned(),
    }
}

fn no_section(text: &str, style: Style, fields: &[Field], slot: &Slot) -> Fault {
    let message = format!(
        "{} takes keys of its own, found {}",
        slot.name(),
        found(text, style)
    );
    let joined = text
        .split_once(':')
        .filter(|(key, _)| fields.iter().any(|f| f.name == *key));
    let first = fields.first().map_or("", |field| field.name);
    let help = match joined {
        Some((key, value)) => format!("a space must follow the colon: `{key}: {value}`"),
        None if text == UNKNOWN || meaning(text, style) == Plain::Null => {
            "leave the section out".to_owned()
        }
        None if slot.is_item => format!(
            "give it keys, such as {}",
            slot.with(&format!("{first}: …"))
        ),
        None => format!("indent them on the lines below, such as `{first}: …`"),
    };
    Fault::new(message, help)
}

fn no_list(text: &str, style: Style, item: Shape, slot: &Slot) -> Fault {
    let message = format!("{} takes a list, found {}", slot.name(), found(text, style));
    let none = ["none", "no", "0", "false"].contains(&text.to_lowercase().as_str());
    let help = match item {
        _ if none => format!("write {} when there are none", slot.with("[]")),
        Shape::Section(fields) => {
            let first = fields.first().map_or("", |field| field.name);
            format!("write items below it, such as `- {first}: …`, or `unknown`")
        }
        _ => format!("write {}", slot.with(&format!("[{}]", short(text)))),
    };
    Fault::new(message, help)
}

fn flag(text: &str, style: Style, meaning: Plain, slot: &Slot) -> Option<Fault> {
    if matches!(meaning, Plain::Flag(_)) {
        return None;
    }
    let answer = match text.to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" | "1" => Some("true"),
        "no" | "n" | "off" | "false" | "0" | "none" => Some("false"),
        _ => None,
    };
    let help = answer.map_or("write `true`, `false` or `unknown`".to_owned(), |answer| {
        let quotes = if style != Style::Plain && text == answer {
            " without quotes"
        } else {
            ""
        };
        format!("write {}{quotes}", slot.with(answer))
    });
    let message = format!(
        "{} takes `true` or `false`, found {}",
        slot.name(),
        found(text, style)
    );
    Some(Fault::new(message, help))
}

fn word(text: &str, words: &[Word], slot: &Slot) -> Option<Fault> {
    if words.iter().any(|word| word.name == text) {
        return None;
    }
    let list: Vec<_> = words
        .iter()
        .map(|word| format!("`{}`", word.name))
        .collect();
    let list = format!("one of {} or `unknown`", list.join(", "));
    // Another spelling of a word proposes the word.
    let spellings = words.iter().flat_map(|word| {
        let also = word.also.iter().map(|also| (*also, word.name));
        std::iter::once((word.name, word.name)).chain(also)
    });
    let mut spellings: Vec<_> = spellings.collect();
    spellings.push((UNKNOWN, UNKNOWN));
    let near = nearest(text, spellings.iter().map(|(spelling, _)| *spelling));
    let near = near.and_then(|near| spellings.iter().find(|(spelling, _)| *spelling == near));
    let help = match near {
        Some((_, near)) => format!("did you mean `{near}`? It takes {list}"),
        None => format!("it takes {list}"),
    };
    Some(Fault::new(
        format!("{} has no value `{}`", slot.name(), short(text)),
        help,
    ))
}

fn country(text: &str, style: Style, meaning: Plain, slot: &Slot) -> Option<Fault> {
    let typed = meaning == Plain::Text || slot.notation != Notation::Json;
    if typed && (text.trim().is_empty() || Country::of_code(text).is_some()) {
        return None;
    }
    let help = match country::meant(text) {
        Some(Meant::Country(country) | Meant::Spoken(country) | Meant::Either(_, country)) => {
            format!("write {} for {}", slot.with(country.code()), country.name())
        }
        Some(Meant::Part(country, part)) => format!(
            "{part} is a part of a country: write {} and `region: {part}`",
            slot.with(country.code())
        ),
        None => "use the ISO 3166-1 code, such as `US`, `CA` or `NO`".to_owned(),
    };
    let message = format!(
        "{} takes the two-letter code of a country, found {}",
        slot.name(),
        found(text, style)
    );
    Some(Fault::new(message, help))
}

fn date(text: &str, style: Style, meaning: Plain, slot: &Slot) -> Option<Fault> {
    let written = match meaning {
        // The trap of `0x7E6`, which YAML takes for 2022.
        Plain::Whole(year) if text.bytes().all(|b| b.is_ascii_digit() || b == b'+') => {
            year.to_string()
        }
        _ => text.to_owned(),
    };
    let typed = matches!(meaning, Plain::Whole(_) | Plain::Text);
    if typed && written.parse::<Date>().is_ok() {
        return None;
    }
    let help = match day::read(text).filter(|_| typed) {
        Some(Written::One(date) | Written::Short(date)) => {
            format!("write {}", slot.with(&date.to_string()))
        }
        Some(Written::Either(a, b)) => format!(
            "it may be either: write {} or {}",
            slot.with(&a.to_string()),
            slot.with(&b.to_string())
        ),
        None => format!("write {FORMS}, or `unknown`"),
    };
    let message = if has_form_of_date(text) {
        format!("the calendar has no day `{}`", short(text))
    } else {
        format!("{} takes a date, found {}", slot.name(), found(text, style))
    };
    Some(Fault::new(message, help))
}

fn has_form_of_date(text: &str) -> bool {
    let form: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    matches!(form.as_str(), "0000-00" | "0000-00-00")
}
