//! Texts that the parsers of formats find in what they are given, and the kinds of things that hold them.

use std::collections::BTreeSet;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use serde_json::Value;

/// What a format's own parser finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Elements, attributes, keys, kinds of nodes: all that is no text.
    pub(super) kinds: BTreeSet<String>,
    /// The texts.
    pub(super) texts: Vec<String>,
}

/// What the parser of a format finds in a text.
pub(super) fn found(format: &str, text: &str) -> Found {
    let mut found = Found::default();
    match format {
        "json" | "sarif" => of_json(&serde_json::from_str(text).unwrap(), &mut found),
        "ndjson" => {
            for line in text.lines() {
                of_json(&serde_json::from_str(line).unwrap(), &mut found);
            }
        }
        "csv" => of_csv(text, &mut found),
        "junit" => of_xml(text, &mut found),
        "html" => of_html(text, &mut found),
        "markdown" | "github-summary" => of_markdown(text, &mut found),
        // Annotations write what parts their own fields as addresses do.
        "github" => {
            let lines = text.lines();
            found.texts = lines
                .flat_map(|line| [Some(line.to_owned()), unescaped(line)])
                .flatten()
                .collect();
        }
        _ => found.texts.push(text.to_owned()),
    }
    found
}

fn of_json(value: &Value, found: &mut Found) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                found.kinds.insert(key.clone());
                of_json(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| of_json(item, found)),
        Value::String(text) => {
            found.texts.push(text.clone());
            // Addresses of files are written as addresses are.
            found.texts.extend(unescaped(text));
        }
        _ => {}
    }
}

/// A text without percent signs of addresses.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).filter(|_| *first == b'%');
        let code =
            code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    text.contains('%').then(|| String::from_utf8(bytes).ok())?
}

fn of_csv(text: &str, found: &mut Found) {
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    // Rows of other lengths than the first are an error of this reader.
    for row in rows.records().map(Result::unwrap) {
        for cell in &row {
            // What a spreadsheet would run; a negative number is one.
            let runs =
                cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!runs, "{cell}");
            found.texts.push(cell.to_owned());
        }
    }
}

fn of_xml(text: &str, found: &mut Found) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let decoded = |raw: &str| quick_xml::escape::unescape(raw).unwrap().into_owned();
    let mut said = String::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                found.kinds.insert(decoded(tag.name().as_ref()));
                for attribute in tag.attributes().map(Result::unwrap) {
                    found.kinds.insert(decoded(attribute.key.as_ref()));
                    found.texts.push(decoded(&attribute.value));
                }
            }
            Event::Text(text) => said += &decoded(&text),
            Event::GeneralRef(name) => said += &decoded(&format!("&{};", &*name)),
            Event::CData(text) => said += &text,
            Event::End(_) => found.texts.push(std::mem::take(&mut said)),
            Event::Decl(_) => {}
            Event::Eof => return,
            other => panic!("{other:?}"),
        }
    }
}

/// A page: elements and attributes as kinds, addresses too, the text between tags, and the record in it as JSON.
fn of_html(text: &str, found: &mut Found) {
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        found.texts.push(entities(&rest[..start]));
        rest = &rest[start + 1..];
        let end = rest.find('>').expect("a tag ends");
        let (inside, behind) = (rest[..end].trim_end_matches('/'), &rest[end + 1..]);
        rest = behind;
        let (name, mut attributes) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        found.kinds.insert(name.to_owned());
        while let Some((key, value)) = attributes.split_once("=\"") {
            let (value, behind) = value.split_once('"').expect("a value ends");
            attributes = behind;
            let (key, value) = (key.trim(), entities(value));
            found.kinds.insert(format!("@{key}"));
            if matches!(key, "href" | "src") {
                let scheme = value.split_once(':').map_or("", |(scheme, _)| scheme);
                let safe = value.starts_with('#') || matches!(scheme, "http" | "https" | "data");
                assert!(safe, "{value}");
            }
            found.texts.push(value);
        }
        if matches!(name, "script" | "style") {
            let close = format!("</{name}>");
            let end = rest.find(&close).expect("a script ends");
            if inside.contains("application/json") {
                let mut record = Found::default();
                of_json(&serde_json::from_str(&rest[..end]).unwrap(), &mut record);
            }
            rest = &rest[end..];
        }
    }
}

fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out += before;
        let (name, behind) = behind.split_once(';').expect("an entity ends");
        rest = behind;
        match name {
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "amp" => out.push('&'),
            "quot" => out.push('"'),
            "nbsp" => out.push('\u{a0}'),
            number => {
                let number = number
                    .strip_prefix('#')
                    .unwrap_or_else(|| panic!("{number}"));
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).unwrap(),
                    None => number.parse().unwrap(),
                };
                out.push(char::from_u32(code).unwrap());
            }
        }
    }
    out + rest
}

fn of_markdown(text: &str, found: &mut Found) {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options.extension.alerts = true;
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    // A text ends where another block begins: a comment within it splits it and shows nothing.
    let mut said = String::new();
    for node in root.descendants() {
        let value = &node.data().value;
        match value {
            NodeValue::Text(text) => said += text,
            NodeValue::SoftBreak | NodeValue::LineBreak => said.push(' '),
            NodeValue::Code(code) => said += &code.literal,
            NodeValue::CodeBlock(block) => said += &block.literal,
            NodeValue::HtmlInline(html) => drop(found.kinds.insert(html.clone())),
            NodeValue::HtmlBlock(block) => {
                for line in block.literal.lines() {
                    // A line of text around tags of our own.
                    found.kinds.extend(tags_of(line));
                    said += &entities(&without_tags(line));
                }
            }
            NodeValue::Link(link) => drop(found.kinds.insert(format!("link {}", link.url))),
            NodeValue::Image(link) => drop(found.kinds.insert(format!("image {}", link.url))),
            _ => found.texts.push(std::mem::take(&mut said)),
        }
        let kind = format!("{value:?}");
        let kind = kind.split(['(', ' ', '{']).next().unwrap_or_default();
        found.kinds.insert(kind.to_owned());
    }
    found.texts.push(said);
}

fn tags_of(line: &str) -> Vec<String> {
    let parts = line.split('<').skip(1);
    parts
        .map(|part| part.split('>').next().unwrap().to_owned())
        .collect()
}

fn without_tags(line: &str) -> String {
    let mut parts = line.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once('>').map_or("", |(_, rest)| rest)
    })
}
