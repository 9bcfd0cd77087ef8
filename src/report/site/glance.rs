//! What decides on one site, on a page of a terminal: what to do, how many megawatts and by when, what they cost, what
//! is in the way, what to ask.

use anstyle::AnsiColor;
use unicode_width::UnicodeWidthStr;

use super::answer::together;
use super::asking::{open_questions, signed};
use super::figures::{CAVEAT, in_short, points_of};
use super::{charts, head};
use crate::assess::Method;
use crate::record::finding::{ClosingEntry, FindingEntry};
use crate::record::question::QuestionEntry;
use crate::record::site::{CapacityEntry, CategoryEntry};
use crate::record::{Money, Months, Points, SiteRecord};
use crate::report::bar::Line;
use crate::report::economics::shown;
use crate::report::numbers::{self, at_stake, counted, middle, number, percent, points};
use crate::report::sheet::Sheet;
use crate::report::{Style, plain};
use crate::rules::Status;
use crate::spread::{Bounded, Spread};
use crate::units::WEEKS_PER_MONTH;

/// The most gaps, unknowns, contradictions and works that are shown.
const GAPS: usize = 10;
const UNKNOWNS: usize = 10;
const CONTRADICTIONS: usize = 2;
const WORKS: usize = 3;
/// Columns of the labels.
const LABELS: usize = 8;
/// Columns of a bar of readiness on a narrow page and on a wide one, and of what a question moves.
const READY: [usize; 2] = [12, 24];
const MOVED: usize = 10;

/// The column of bars in a table.
const BARS: usize = 1;
/// Marks of a gap and of one that is closed in part.
const GAP: &str = "✗";
const PARTIAL: &str = "◐";

/// The report in short.
pub(super) fn site(site: &SiteRecord, method: &Method, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    title(&mut sheet, site, method);
    sheet.line("");
    head::verdict_in_short(&mut sheet, LABELS, site);
    figures(&mut sheet, site);
    contradictions(&mut sheet, site);
    charts::charts(&mut sheet, site);
    checklist(&mut sheet, site);
    let more_gaps = gaps(&mut sheet, site);
    let more_questions = questions(&mut sheet, site);
    foot(&mut sheet, site, more_gaps, more_questions);
    sheet.finish()
}

fn title(sheet: &mut Sheet, site: &SiteRecord, method: &Method) {
    let (name, file) = (head::name(site), plain(&site.file));
    let both = format!("{name} · {file}");
    if both.width() <= sheet.style.width {
        sheet.title(&both);
    } else {
        sheet.title(&name);
        sheet.paragraph("file    ", &file);
    }
    sheet.paragraph("target  ", &head::target(site));
    let market = site.economics.as_ref();
    let market = market.map_or(String::new(), |economics| {
        format!(" · market {}", economics.market.version)
    });
    let judged = format!(
        "checklist {} · prices {}{market} · {} · seed {}",
        method.checklist,
        site.plan.prices,
        counted(method.draws, "draw", "draws"),
        method.seed
    );
    sheet.paragraph("by      ", &judged);
    head::set_in_place(sheet, &site.set);
}

fn entry(sheet: &mut Sheet, label: &str, text: &str) {
    head::labeled(sheet, LABELS, label, text);
}

fn figures(sheet: &mut Sheet, site: &SiteRecord) {
    entry(sheet, "IT MW", &megawatts(&site.capacity));
    let route = plain(&site.route.name);
    entry(sheet, "COST", &format!("{} · {route}", head::outlay(site)));
    if let Some(months) = months(site) {
        entry(sheet, "MONTHS", &months);
    }
    if let Some(economics) = &site.economics {
        entry(sheet, "MONEY", &shown::worth(economics));
    }
    entry(sheet, "SCORE", &score(site));
    let works = site.plan.works.iter().take(WORKS).map(|work| {
        let [weeks, cost] = [work.weeks, work.cost_musd].map(|of| number(of.p50.get()));
        format!("{} ({weeks} weeks, {cost} M$)", plain(&work.name))
    });
    let works: Vec<String> = works.collect();
    if !works.is_empty() {
        entry(sheet, "FIRST", &works.join(" · "));
    }
}

fn megawatts(capacity: &CapacityEntry) -> String {
    let lacking = head::lacking(capacity).map(|lacking| format!("; {lacking}"));
    format!(
        "{} today → {} planned{}",
        middle(capacity.today_mw.spread()),
        middle(capacity.planned_mw.spread()),
        lacking.unwrap_or_default()
    )
}

fn months(site: &SiteRecord) -> Option<String> {
    let plan = &site.plan.summary;
    let months = |months: Months| middle(months.spread());
    let (first, full) = (months(plan.first_mw_months?), months(plan.full_months?));
    let ahead = site.plan.new_site.as_ref().and_then(head::head_start);
    let ahead = ahead.map(|months| format!(", {months} ahead of a new site"));
    let ahead = ahead.unwrap_or_default();
    Some(format!("{first} to the first MW, {full} to all{ahead}"))
}

fn score(site: &SiteRecord) -> String {
    let ends = head::whatever_holds(site.score).map(|ends| format!(", {ends}"));
    let mean = |of: Points| points(of.mean.get());
    format!(
        "{}{}; an empty file {} · known {} · ready {}",
        numbers::score(Bounded::from(site.score).spread),
        ends.unwrap_or_default(),
        mean(site.empty_score),
        percent(site.confidence.get()),
        mean(site.readiness)
    )
}

fn contradictions(sheet: &mut Sheet, site: &SiteRecord) {
    let all = &site.contradictions;
    for contradiction in all.iter().take(CONTRADICTIONS) {
        let mark = sheet.colored(AnsiColor::Red, "!");
        sheet.wrap(&format!("{mark} "), "  ", &plain(&contradiction.message));
    }
    if all.len() > CONTRADICTIONS {
        let more = counted(
            all.len() - CONTRADICTIONS,
            "contradiction",
            "contradictions",
        );
        sheet.line(&format!("  and {more} more in the file"));
    }
}

/// The families of the retrofit checklist, then what comes with the site: what stands, what closing the rest takes.
fn checklist(sheet: &mut Sheet, site: &SiteRecord) {
    let (families, beside): (Vec<&CategoryEntry>, Vec<&CategoryEntry>) =
        site.categories.iter().partition(|c| c.retrofit);
    let scale = Line::up_to(100.0, READY[usize::from(charts::has_room(sheet))]);
    let figure = |spread: Option<Spread>| spread.map_or("–".to_owned(), in_short);
    let row = |category: &CategoryEntry| {
        let ready = category.readiness.map(|ready| Bounded::from(ready).spread);
        let bar = ready.map(|ready| scale.fading([ready.p10, ready.mean, ready.p90]));
        vec![
            plain(&category.name),
            bar.unwrap_or_default(),
            ready.map_or("–".to_owned(), numbers::score),
            figure(category.cost_musd.map(Money::spread)),
            figure(category.months.map(Months::spread)),
        ]
    };
    let rows: Vec<Vec<String>> = families.into_iter().chain(beside).map(row).collect();
    let header = ["Checklist", "", "Ready of 100", "M$ to close", "Months"];
    let with_bars = sheet.style.draws_bars();
    table(sheet, &header, rows, with_bars);
}

/// A table of names, bars and numbers, with its bars or without; the names take what the others leave.
fn table(sheet: &mut Sheet, header: &[&str], mut rows: Vec<Vec<String>>, with_bars: bool) {
    let mut header = header.to_vec();
    if !with_bars {
        header.remove(BARS);
        for row in &mut rows {
            row.remove(BARS);
        }
    }
    let numbers = BARS + usize::from(with_bars);
    for line in sheet.cut(&header, &rows, 0, |column| column >= numbers) {
        sheet.line(&line);
    }
}

/// The gaps that cost most, a line each; how many there are besides.
fn gaps(sheet: &mut Sheet, site: &SiteRecord) -> usize {
    let mut found = site.worst_first(&[Status::Gap, Status::Partial]);
    found.retain(|gap| gap.counts);
    if found.is_empty() {
        return 0;
    }
    let rows: Vec<Vec<String>> = found.iter().take(GAPS).map(|gap| row_of(gap)).collect();
    let header = ["Gap", "Has → needs", "Points", "MW", "Months", "M$"];
    for line in sheet.cut(&header, &rows, 1, |column| column >= 2) {
        let painted = marked(sheet, &line);
        sheet.line(&painted);
    }
    found.len().saturating_sub(GAPS)
}

/// A line with its mark in color.
fn marked(sheet: &Sheet, line: &str) -> String {
    let marks = [(GAP, AnsiColor::Red), (PARTIAL, AnsiColor::Yellow)];
    let found = marks
        .into_iter()
        .find_map(|(mark, color)| Some((mark, color, line.strip_prefix(mark)?)));
    found.map_or(line.to_owned(), |(mark, color, rest)| {
        sheet.colored(color, mark) + rest
    })
}

fn row_of(gap: &FindingEntry) -> Vec<String> {
    let mark = match gap.status {
        Status::Gap => GAP,
        _ => PARTIAL,
    };
    let closing = gap.closing.as_ref();
    let of = |figure: fn(&ClosingEntry) -> Option<f64>| {
        let figure = closing.and_then(figure);
        figure.map_or("–".to_owned(), |figure| in_short(Spread::exact(figure)))
    };
    vec![
        format!("{mark} {}", plain(&gap.title)),
        format!("{} → {}", plain(&gap.has), plain(&gap.needs)),
        at_stake(points_of(gap)),
        of(|closing| closing.mw_at_stake.map(f64::from)),
        of(|closing| closing.weeks.map(|weeks| weeks.p50.get() / WEEKS_PER_MONTH)),
        of(|closing| closing.cost_musd.map(|cost| cost.p50.get())),
    ]
}

/// What to ask first and what the answers move, a line each; how many questions there are besides.
fn questions(sheet: &mut Sheet, site: &SiteRecord) -> usize {
    let asks = open_questions(site);
    let shown: Vec<&QuestionEntry> = asks.iter().copied().take(UNKNOWNS).collect();
    if shown.is_empty() {
        return 0;
    }
    // Where no answer moves megawatts, the bars are those of the score.
    let moves_mw = shown.iter().any(|ask| ask.good.mw != ask.bad.mw);
    let ends = |ask: &QuestionEntry| {
        [&ask.bad, &ask.good].map(|answer| {
            let moved = if moves_mw { answer.mw } else { answer.score };
            moved.get()
        })
    };
    let scale = Line::around(shown.iter().flat_map(|ask| ends(ask)), MOVED);
    let whom = shown.iter().map(|ask| ask.ask.word().len()).max();
    let whom = whom.unwrap_or_default();
    let row = |(nth, ask): (usize, &&QuestionEntry)| {
        let [bad, good] = ends(ask);
        let bar = if bad == good {
            String::new()
        } else {
            scale.between(bad, good)
        };
        let chance = ask.bad.converting.zip(ask.good.converting);
        let chance = chance.map(|(bad, good)| {
            let [bad, good] = [bad, good].map(|of| percent(of.get()));
            if bad == good {
                good
            } else {
                format!("{} → {good}", bad.trim_end_matches(" %"))
            }
        });
        vec![
            format!(
                "{:>2} {:whom$}  {}",
                nth + 1,
                ask.ask.word(),
                plain(&ask.question)
            ),
            bar,
            from_to([&ask.bad, &ask.good].map(|answer| number(answer.mw.get()))),
            signed((10.0 * ask.worth.score.get()).round() / 10.0),
            chance.unwrap_or_default(),
        ]
    };
    let rows: Vec<Vec<String>> = shown.iter().enumerate().map(row).collect();
    let bars = if moves_mw { "Moves MW" } else { "Moves score" };
    let header = ["What to ask first", bars, "MW", "Points", "Chance"];
    let with_bars = sheet.style.draws_bars() && charts::has_room(sheet);
    table(sheet, &header, rows, with_bars);
    if let Some(together) = together(site) {
        sheet.wrap("   ", "   ", &together);
    }
    asks.len() - shown.len()
}

/// What the worse answer comes to and what the better one does, where they differ.
fn from_to([bad, good]: [String; 2]) -> String {
    if bad == good {
        "–".to_owned()
    } else {
        format!("{bad} → {good}")
    }
}

/// What the report is not, and what more there is to say.
fn foot(sheet: &mut Sheet, site: &SiteRecord, more_gaps: usize, more_questions: usize) {
    let unknown = site.worst_first(&[Status::Unknown]).len();
    let more = [
        (more_gaps, "more gap", "more gaps"),
        (unknown, "unknown requirement", "unknown requirements"),
        (more_questions, "more question", "more questions"),
        (site.remarks.len(), "remark", "remarks"),
    ];
    let more = more.into_iter().filter(|(n, _, _)| *n > 0);
    let mut more: Vec<String> = more.map(|(n, one, many)| counted(n, one, many)).collect();
    more.push("every line, remedy and source".to_owned());
    sheet.wrap("", "", &format!("--full adds {}", more.join(", ")));
    sheet.wrap("", "", CAVEAT);
}
