//! What files and records say is text in every page, whatever it looks like.

use serde_json::Value;

use super::{nested, tags};
use crate::support::{Folder, SITE, root};

/// What a file may say to be more than text.
const HOSTILE: [&str; 9] = [
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<!-- ",
    "]]></title></svg><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;i&#62;",
    "{{ 7 * 7 }}{% raw %}",
    "a\u{202e}txt.exe\u{2066}\u{200f}",
];

/// All that a page is made of.
const ELEMENTS: [&str; 47] = [
    "!DOCTYPE",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "main",
    "article",
    "header",
    "footer",
    "nav",
    "section",
    "h1",
    "h2",
    "p",
    "strong",
    "b",
    "bdi",
    "small",
    "code",
    "div",
    "dl",
    "dt",
    "dd",
    "ul",
    "ol",
    "li",
    "figure",
    "figcaption",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "g",
    "rect",
    "line",
    "circle",
    "text",
    "script",
];
const ATTRIBUTES: [&str; 39] = [
    "html",
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "rel",
    "role",
    "aria-label",
    "aria-labelledby",
    "tabindex",
    "scope",
    "colspan",
    "type",
    "xmlns",
    "width",
    "height",
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "text-anchor",
];

fn names(page: &str) -> Vec<String> {
    tags(page).into_iter().map(|tag| tag.name).collect()
}

#[test]
fn what_a_site_file_says_is_text_in_every_page() {
    let told = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap();
        SITE.replace("Mill Creek", &quoted)
            + &format!(
                "operator: {quoted}\nlocation: {{country: US, region: {quoted}, grid_operator: {quoted}}}\n"
            )
    };
    let commands: [&[&str]; 6] = [
        &["score", "a.yaml"],
        &["score", "a.yaml", "b.yaml"],
        &["plan", "a.yaml"],
        &["economics", "a.yaml"],
        &["check", "a.yaml", "--isolated", "--as-of", "2026-11-22"],
        &["diff", "b.yaml", "a.yaml"],
    ];
    let other = SITE.replace("approved_mw: 100", "approved_mw: 80");
    let page = |text: &str, args: &[&str]| {
        let folder = Folder::with(&[("a.yaml", &told(text)), ("b.yaml", &other)]);
        folder
            .run(&[args, &["--draws", "20", "--output-format", "html"]].concat())
            .stdout
    };
    // As long as a name may be.
    let hostile = HOSTILE.concat();
    for args in commands {
        let page = page(&hostile, args);
        let harmed = format!("{args:?}");
        let tags = tags(&page);
        nested(&harmed, &tags);
        for tag in &tags {
            let known = ELEMENTS.contains(&tag.name.trim_start_matches('/'));
            let keys = tag.attributes.iter();
            let strange = keys.filter(|(key, _)| !ATTRIBUTES.contains(&key.as_str()));
            assert!(known && strange.count() == 0, "{harmed}: {tag:?}");
        }
        assert_eq!(page.matches("<script").count(), 2, "{harmed}");
        let (shown, _) = page
            .split_once("<script type=\"application/json\"")
            .unwrap();
        assert!(
            !shown.contains(['\u{202e}', '\u{2066}', '\u{200f}']),
            "{harmed}"
        );
    }
}

/// Keys whose texts nobody matches: whatever a saved record says there is shown and no more.
const TEXTS: [&str; 20] = [
    "name", "operator", "country", "region", "grid", "as_of", "file", "reason", "title", "has",
    "needs", "question", "answer", "good", "bad", "low", "high", "message", "may_hold", "what",
];

/// The texts that a part of a legend has by id.
fn texts(value: &mut Value, hostile: &str) {
    for text in value.as_object_mut().unwrap().values_mut() {
        *text = format!("{}{hostile}", text.as_str().unwrap()).into();
    }
}

fn everywhere(value: &mut Value, hostile: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text) if TEXTS.contains(&key.as_str()) => text.push_str(hostile),
                    // Their reason is one of a few words.
                    _ if key == "beyond" => {}
                    value => everywhere(value, hostile),
                }
            }
        }
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| everywhere(value, hostile)),
        _ => {}
    }
}

#[test]
fn what_a_saved_record_says_is_text_wherever_it_stands() {
    for file in ["score", "plan"] {
        let text = std::fs::read_to_string(root().join(format!("tests/data/records/{file}.json")))
            .unwrap();
        let page = |hostile: &str| {
            let mut record: Value = serde_json::from_str(&text).unwrap();
            everywhere(&mut record["sites"], hostile);
            everywhere(&mut record["legend"], hostile);
            for list in ["targets", "soft_costs", "limits"] {
                texts(&mut record["legend"][list], hostile);
            }
            record["sites"].as_array_mut().unwrap().truncate(1);
            record.as_object_mut().unwrap().remove("portfolio");
            let args = ["render", "--output-format", "html"];
            Folder::with(&[])
                .run_with(&args, &record.to_string(), &[])
                .data()
        };
        let harmless = names(&page(" and more"));
        for hostile in HOSTILE {
            assert!(names(&page(hostile)) == harmless, "{file} {hostile}");
        }
    }
}
