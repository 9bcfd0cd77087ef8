//! Reports as a terminal shows them: a page for a site, everything with `--full`, no bars with `--plain`.

use std::sync::LazyLock;

use rackready::record::{self, Report, SiteRecord};
use rackready::report::{Style, economics, plan, site};
use rackready::rules::Status;
use unicode_width::UnicodeWidthStr;

use crate::support::{Folder, SITE, run_at_root, site_files};

/// The sites of the repository, as a report holds them.
static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let json = [
        "score",
        "sites",
        "--target",
        "nvl72",
        "--output-format",
        "json",
    ];
    record::read("report.json", &run_at_root(&json).data()).unwrap()
});

const PAGE: Style = Style {
    width: 100,
    color: false,
    bars: true,
};

fn text(site: &SiteRecord, style: &Style, full: bool) -> String {
    site::text::site(site, &REPORT.method, style, full)
}

/// The characters that bars are made of.
fn draws(text: &str) -> bool {
    text.contains(|c| matches!(c, '█'..='▓' | '│'))
}

#[test]
fn every_site_fits_sixty_lines_of_a_hundred_columns() {
    assert_eq!(REPORT.sites.len(), site_files().len());
    for site in &REPORT.sites {
        let text = text(site, &PAGE, false);
        let lines = text.lines().count();
        assert!(lines <= 60, "{}: {lines}\n{text}", site.id);
        for said in ["VERDICT", "MONEY", "MW by date", "Checklist", "--full adds"] {
            assert!(text.contains(said), "{}: {said}\n{text}", site.id);
        }
    }
}

#[test]
fn no_line_is_wider_than_the_page_whatever_is_shown() {
    for site in &REPORT.sites {
        for width in [80, 100, 120] {
            for (bars, full) in [(true, false), (true, true), (false, false)] {
                let style = Style {
                    width,
                    bars,
                    ..PAGE
                };
                let pages = [
                    text(site, &style, full),
                    plan::text::site(site, &REPORT.method, &style),
                    economics::text::site(site, &REPORT.method, &style),
                ];
                for line in pages.iter().flat_map(|page| page.lines()) {
                    assert!(line.width() <= width, "{} at {width}: {line}", site.id);
                }
            }
        }
    }
}

#[test]
fn ten_gaps_and_ten_questions_are_shown_and_full_has_every_one() {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut most = 0;
    for site in &REPORT.sites {
        let (short, full) = (text(site, &PAGE, false), text(site, &PAGE, true));
        let mut gaps = site.worst_first(&[Status::Gap, Status::Partial]);
        gaps.retain(|gap| gap.counts);
        most = most.max(gaps.len());
        let marked = |line: &&str| line.starts_with("✗ ") || line.starts_with("◐ ");
        assert_eq!(
            short.lines().filter(marked).count(),
            gaps.len().min(10),
            "{short}"
        );
        for gap in &gaps {
            assert!(
                full.contains(&format!(" {} · {}", gap.requirement, gap.title)),
                "{}: {}",
                site.id,
                gap.requirement
            );
        }
        for unknown in site.worst_first(&[Status::Unknown]) {
            assert!(full.contains(&format!("? {} ", unknown.requirement)));
        }
        let full = squeezed(&full);
        for ask in site.asking.questions.iter().take(10) {
            if ask.good != ask.bad && ask.good.score != ask.bad.score {
                assert!(full.contains(&squeezed(&ask.question)), "{}", ask.question);
            }
        }
    }
    assert!(most > 10, "a site has more gaps than are shown");
}

#[test]
fn plain_text_has_the_numbers_and_no_bar() {
    let folder = Folder::with(&[("good.yaml", SITE)]);
    for command in [
        &["score", "good.yaml"][..],
        &["score", "good.yaml", "--full"],
        &["plan", "good.yaml"],
        &["economics", "good.yaml", "--draws", "50"],
    ] {
        let drawn = folder.run(command).data();
        assert!(draws(&drawn), "{drawn}");
        let plain = folder.run(&[command, &["--plain"]].concat()).data();
        assert!(!draws(&plain), "{plain}");
        let file = [command, &["--plain", "--output-format", "text=plain.txt"]].concat();
        folder.run(&file).data();
        assert_eq!(folder.text("plain.txt"), plain);
    }
    let site = &REPORT.sites[0];
    let narrow = Style { width: 79, ..PAGE };
    assert!(draws(&text(site, &PAGE, false)) && !draws(&text(site, &narrow, false)));
}

#[test]
fn a_site_at_a_hundred_columns() {
    let mut sites = REPORT.sites.iter();
    let childress = sites.find(|site| site.id == "iren-childress-tx").unwrap();
    insta::assert_snapshot!(text(childress, &PAGE, false));
}
