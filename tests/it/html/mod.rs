//! Pages: whole, closed to the outside, small, and every other format comes out of them again.

mod hostile;
mod pictures;

use std::collections::BTreeSet;

use rackready::assess::Detail;
use rackready::ranking::{Portfolio, Row, View};
use rackready::record::{self, KnownLine};
use rackready::report::html;
use sha2::{Digest, Sha256};

use crate::support::{Folder, root, run_at_root, sites};

/// Elements that have no end.
const VOID: [&str; 5] = ["meta", "rect", "line", "circle", "input"];

/// A tag of a page, its attributes as written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every tag of a page in order; the end of an element is `/name`. What scripts and styles hold is passed over.
fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        // Every attribute is quoted and no value holds a bracket: they are escaped.
        let end = rest.find('>').expect("a tag ends");
        let inside = rest[..end].trim_end_matches('/');
        rest = &rest[end + 1..];
        let (name, attributes) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        found.push(Tag {
            name: name.to_owned(),
            attributes: attributes_of(attributes),
        });
        if matches!(name, "script" | "style") {
            let close = format!("</{name}>");
            rest = &rest[rest.find(&close).expect("a script ends")..];
        }
    }
    found
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let name = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (key, behind) = rest.split_at(name);
        let Some(value) = behind.strip_prefix("=\"") else {
            found.push((key.to_owned(), String::new()));
            rest = behind.trim_start();
            continue;
        };
        let (value, behind) = value.split_once('"').expect("a value ends");
        found.push((key.to_owned(), value.to_owned()));
        rest = behind.trim_start();
    }
    found
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open)
        .skip(1)
        .map(|behind| behind.split_once(close).expect("what opens closes").0)
        .collect()
}

/// A page of every kind, with its name.
fn pages() -> Vec<(&'static str, String)> {
    let example = "sites/example-complete.yaml";
    let page = |args: &[&str]| {
        let all = [args, &["--draws", "40", "--output-format", "html"]].concat();
        let done = run_at_root(&all);
        assert!(matches!(done.code, 0 | 1), "{args:?}: {}", done.stderr);
        done.stdout
    };
    vec![
        ("site", page(&["score", "sites/iren-childress-tx.yaml"])),
        (
            "many",
            page(&[
                "score",
                example,
                "sites/iren-childress-tx.yaml",
                "sites/bitfarms-paso-pe-py.yaml",
            ]),
        ),
        (
            "plan",
            page(&["plan", example, "--curve", "--start", "2027-03"]),
        ),
        (
            "plans",
            page(&["plan", example, "sites/iren-childress-tx.yaml"]),
        ),
        ("economics", page(&["economics", example])),
        (
            "check",
            page(&[
                "check",
                example,
                "sites/iren-childress-tx.yaml",
                "--isolated",
                "--as-of",
                "2026-11-22",
            ]),
        ),
        (
            "diff",
            page(&["diff", "sites/example-minimal.yaml", example]),
        ),
        (
            "cases",
            page(&[
                "score",
                example,
                "sites/iren-childress-tx.yaml",
                "--scenarios",
                "tests/whatif/childress.yaml",
            ]),
        ),
        (
            "curve",
            page(&["score", example, "--sweep", "power.approved_mw=50..400:50"]),
        ),
        (
            "grid",
            page(&[
                "plan",
                example,
                "--sweep",
                "power.approved_mw=50..400:50",
                "--sweep",
                "power.firmness=firm,unknown",
            ]),
        ),
    ]
}

#[test]
fn a_page_says_what_other_formats_say() {
    let [example, minimal] = ["sites/example-complete.yaml", "sites/example-minimal.yaml"];
    for (args, said) in [
        (["plan", example, "--target", "nvl72"], "saves buying"),
        (["diff", minimal, example, "--full"], "NPV, M$ a grid MW"),
    ] {
        let page =
            run_at_root(&[&args[..], &["--draws", "16", "--output-format", "html"]].concat());
        assert!(page.stdout.contains(said), "{args:?}");
    }
}

#[test]
fn every_page_is_whole_and_asks_for_nothing() {
    for (kind, page) in pages() {
        assert!(
            page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"),
            "{kind}"
        );
        let tags = tags(&page);
        nested(kind, &tags);
        let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.attribute("id")).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{kind}: an id stands twice");
        for tag in &tags {
            for (name, value) in &tag.attributes {
                let loads =
                    ["src", "srcset", "poster", "action", "style", "ping"].contains(&name.as_str());
                assert!(!loads && !name.starts_with("on"), "{kind}: {tag:?}");
                if name == "href" {
                    let inside = value
                        .strip_prefix('#')
                        .is_some_and(|id| unique.contains(id));
                    assert!(
                        inside || value.starts_with("https://") || value.starts_with("http://"),
                        "{kind}: {tag:?}"
                    );
                }
            }
            let loading = [
                "link", "img", "iframe", "object", "embed", "base", "form", "image", "use",
            ];
            assert!(!loading.contains(&tag.name.as_str()), "{kind}: {tag:?}");
        }
        for sheet in between(&page, "<style>", "</style>") {
            assert!(
                !sheet.contains("url(") && !sheet.contains("@import"),
                "{kind}"
            );
        }
    }
}

/// Each element ends where it should.
fn nested(kind: &str, tags: &[Tag]) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags.iter().skip(1) {
        match tag.name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{kind}: {open:?}"),
            None if VOID.contains(&tag.name.as_str()) => {}
            None => open.push(&tag.name),
        }
    }
    assert_eq!(open, [] as [&str; 0], "{kind}");
}

#[test]
fn each_picture_has_a_name_and_a_table_of_its_numbers() {
    let pages = pages();
    for (kind, page) in &pages {
        for figure in between(page, "<figure>", "</figure>") {
            let title = between(figure, "<svg role=\"img\"", "</svg>")[0];
            let title = between(title, "<title>", "</title>")[0];
            assert!(title.len() > 20, "{kind}: {title}");
            let body = between(figure, "<tbody>", "</tbody>");
            assert!(
                body.iter().any(|body| body.contains("<tr>")),
                "{kind}: {title}"
            );
            let numbers = ["NaN", "inf"];
            assert!(
                !numbers.iter().any(|n| figure.contains(n)),
                "{kind}: {title}"
            );
        }
        let pictures = page.matches("<svg").count();
        assert_eq!(pictures, page.matches("<figure>").count(), "{kind}");
        let least = match *kind {
            "check" | "diff" => 0,
            "cases" | "curve" | "grid" => 2,
            "many" => 3,
            "economics" => 8,
            _ => 5,
        };
        assert!(pictures >= least, "{kind}: {pictures}");
    }
    let site = &pages[0].1;
    let order = [
        "id=\"verdict\"",
        "id=\"mw\"",
        "id=\"checklist\"",
        "id=\"limits\"",
        "id=\"first\"",
        "id=\"ask\"",
        "id=\"tornado\"",
        "id=\"gaps\"",
        "id=\"plan\"",
        "id=\"cost\"",
        "id=\"money\"",
        "id=\"cash\"",
        "id=\"fit\"",
        "id=\"sources\"",
        "id=\"not\"",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|id| site.find(id).unwrap_or_else(|| panic!("{id}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// The bytes that letters of base 64 say.
fn from_base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let bits = text
        .trim_end_matches('=')
        .bytes()
        .flat_map(|c| (0..6).rev().map(move |at| value(c) >> at & 1));
    let bits: Vec<u8> = bits.collect();
    bits.chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |all, bit| all << 1 | bit))
        .collect()
}

#[test]
fn the_policy_lets_in_the_one_style_and_the_one_script_alone() {
    for (kind, page) in pages() {
        let policy = between(
            &page,
            "http-equiv=\"Content-Security-Policy\" content=\"",
            "\"",
        )[0];
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        for unsafe_word in ["unsafe", "http", "data:", "*"] {
            assert!(!policy.contains(unsafe_word), "{policy}");
        }
        let let_in = |what: &str| from_base64(between(policy, &format!("{what} 'sha256-"), "'")[0]);
        let styles = between(&page, "<style>", "</style>");
        let scripts = between(&page, "<script>", "</script>");
        assert_eq!((styles.len(), scripts.len()), (1, 1), "{kind}");
        assert_eq!(
            let_in("style-src"),
            Sha256::digest(styles[0]).to_vec(),
            "{kind}"
        );
        assert_eq!(
            let_in("script-src"),
            Sha256::digest(scripts[0]).to_vec(),
            "{kind}"
        );
    }
}

/// What a page gives in a format, and what the command writes there itself.
#[track_caller]
fn same(folder: &Folder, args: &[&str], formats: &[&str]) {
    let page = [args, &["--output-format", "html=page.html"]].concat();
    folder.run(&page);
    for format in formats {
        let asked = [args, &["--output-format", format]].concat();
        let written = folder.run(&asked).stdout;
        let read = folder.run(&["render", "page.html", "--output-format", format]);
        assert!(!written.is_empty(), "{args:?} {format}");
        assert_eq!(read.stdout, written, "{args:?} {format}: {}", read.stderr);
    }
}

#[test]
fn a_page_gives_every_other_format_byte_for_byte() {
    let folder = Folder::with(&[]);
    for name in ["example-complete", "iren-childress-tx"] {
        let file = format!("{name}.yaml");
        std::fs::copy(sites().join(&file), folder.path(&file)).unwrap();
    }
    let site = "iren-childress-tx.yaml";
    same(
        &folder,
        &["score", site, "--draws", "30"],
        &["json", "ndjson", "text", "markdown", "csv", "html"],
    );
    let plan = [
        "plan",
        "example-complete.yaml",
        "--draws",
        "30",
        "--mw",
        "20",
        "--curve",
    ];
    same(&folder, &plan, &["json", "text", "csv", "html"]);
    same(
        &folder,
        &["economics", site, "--draws", "30"],
        &["json", "html"],
    );
    let check = [
        "check",
        ".",
        "--draws",
        "30",
        "--isolated",
        "--as-of",
        "2026-11-22",
    ];
    same(
        &folder,
        &check,
        &["json", "text", "markdown", "junit", "html"],
    );
    let many = ["score", ".", "--draws", "30", "--sort", "planned_mw"];
    same(&folder, &many, &["text", "markdown", "csv", "html"]);
    let done = folder.run(&[
        "score",
        ".",
        "--draws",
        "30",
        "--output-format",
        "html=page.html",
    ]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let refused = folder.run(&["render", "page.html", "--output-format", "json"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("carries their rows alone"),
        "{}",
        refused.stderr
    );
}

#[test]
fn pages_are_small() {
    let text = std::fs::read_to_string(root().join("tests/data/records/score.json")).unwrap();
    let report = record::read("score.json", &text).unwrap();
    let known = KnownLine::default();
    let site = run_at_root(&[
        "score",
        "sites/iren-childress-tx.yaml",
        "--output-format",
        "html",
    ])
    .data();
    assert!(site.len() < 1_500_000, "{}", site.len());
    let rows = (0..1_000).map(|nth| {
        let mut row = Row::read(&report.sites[nth % report.sites.len()], known);
        row.name.id = format!("a-site-with-an-usual-name-{nth}");
        row.name.name = format!("A site with a name, number {nth}");
        row.name.file = format!("sites/a-site-with-an-usual-name-{nth}.yaml");
        row
    });
    let view = View {
        known,
        detail: Detail::Ends,
        ..View::default()
    };
    let portfolio = Portfolio::of(rows.collect(), 0, &view);
    let page = html::ranking(&portfolio, &report.method, &[]).unwrap();
    assert!(page.contains("number 999"));
    assert!(page.len() < 3_000_000, "{}", page.len());
}
