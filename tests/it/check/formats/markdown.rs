//! The comment, read by a parser of GitHub's Markdown.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;
use rackready::gate::outcome::Check;
use rackready::report::check::markdown::{self, COMMENT_BYTES, MARKER};
use rackready::report::plain;

use super::sample::{self, all_held, everything, nothing};

fn to_string(check: &Check) -> String {
    markdown::to_string(check).unwrap()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options.extension.alerts = true;
    options
}

/// What a reader of the comment is shown.
#[derive(Default)]
struct Page {
    cells: Vec<String>,
    widths: Vec<(usize, usize)>,
    active: Vec<String>,
    html: Vec<String>,
    texts: Vec<String>,
}

fn read(markdown: &str) -> Page {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options());
    let mut page = Page::default();
    let mut columns = 0;
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Table(table) => columns = table.num_columns,
            NodeValue::TableRow(_) => page.widths.push((columns, node.children().count())),
            NodeValue::TableCell => {
                let text = node.descendants().filter_map(|n| match &n.data().value {
                    NodeValue::Text(text) => Some(text.to_string()),
                    _ => None,
                });
                page.cells.push(text.collect());
            }
            NodeValue::HtmlInline(html) => page.html.push(html.clone()),
            NodeValue::Text(text) => page.texts.push(text.to_string()),
            NodeValue::HtmlBlock(block) => page.html.push(block.literal.clone()),
            NodeValue::Link(_)
            | NodeValue::Image(_)
            | NodeValue::Code(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::Math(_)
            | NodeValue::Emph
            | NodeValue::Strikethrough
            | NodeValue::List(_)
            | NodeValue::FootnoteReference(_) => {
                page.active.push(format!("{:?}", node.data().value));
            }
            _ => {}
        }
    }
    page
}

const OWN_HTML: [&str; 12] = [
    "<!-- -->",
    "<code>",
    "</code>",
    "<br>",
    "<sub>",
    "</sub>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    MARKER,
    "",
];

#[test]
fn everything_is_told_and_the_comment_can_be_found_again() {
    let text = to_string(&everything());
    assert!(text.starts_with(&format!("{MARKER}\n## ")));
    insta::assert_snapshot!("markdown", text);
}

#[test]
fn an_empty_run_says_so() {
    insta::assert_snapshot!("markdown_nothing", to_string(&nothing()));
    insta::assert_snapshot!("markdown_all_held", to_string(&all_held()));
}

#[test]
fn what_changed_comes_first() {
    let text = to_string(&everything());
    let at = |what: &str| text.find(what).unwrap();
    assert!(at("**Against the baseline:**") < at("### What fails the gate"));
    assert!(!to_string(&all_held()).contains("Against the baseline"));
}

#[test]
fn a_long_comment_is_cut_below_the_limit_and_counts_what_is_left_out() {
    for n in [1_200, 1_600, 2_000, 20_000] {
        let text = to_string(&sample::many(n));
        assert!(text.len() <= COMMENT_BYTES, "{n}: {}", text.len());
        let rows = text.matches("network.latency</code>").count();
        let left: usize = text
            .lines()
            .filter_map(|l| l.strip_prefix("… and ")?.strip_suffix(" more not shown."))
            .map(|n| n.replace(',', "").parse::<usize>().unwrap())
            .sum();
        // The row of the site stays or is counted as well.
        let sites = text.matches("<code>large</code> | <code>nvl72/").count();
        // What is unknown is one row for its rule.
        assert_eq!(rows + left + sites, n.div_ceil(4) + 2, "{n}");
        assert!(text.contains("not a quote"), "the footer stays");
    }
    let long = "x".repeat(1_000_000);
    assert!(to_string(&sample::with_text(&long)).len() <= COMMENT_BYTES);
}

#[test]
fn the_parser_sees_what_would_be_active() {
    for bad in [
        "[a](b)",
        "https://a.b",
        "www.a.b",
        "a@b.cd",
        "`x`",
        "$x$",
        "*x*",
        "~~x~~",
    ] {
        assert_eq!(
            read(&format!("| a |\n|---|\n| {bad} |\n")).active.len(),
            1,
            "{bad}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_shown_and_nothing_of_it_is_active(text in sample::texts()) {
        let markdown = to_string(&sample::with_text(&text));
        let page = read(&markdown);
        prop_assert_eq!(page.active, Vec::<String>::new());
        for (columns, cells) in page.widths {
            prop_assert_eq!(columns, cells);
        }
        for html in page.html {
            let tags = html.replace('>', ">\n");
            let own = |tag: &str| OWN_HTML.contains(&tag) || !tag.starts_with('<');
            prop_assert!(tags.lines().map(str::trim).all(own), "{}", html);
        }
        for shown in page.texts {
            let split = |c| shown.find(c).is_some_and(|at| at + 1 < shown.len());
            prop_assert!(!split('@') && !split('#'), "GitHub would link {:?}", shown);
        }
        let squeezed = |t: &str| t.split_whitespace().collect::<String>();
        let said = squeezed(&plain(&text));
        prop_assert!(page.cells.iter().any(|cell| squeezed(cell) == said), "{markdown}");
    }
}
