//! A backtest for a terminal.

use anstyle::{Effects, Style as Ansi};

use super::calibration::calibration;
use super::interval::{header, span};
use crate::backtest::{Backtest, Class, LeftOut, Reading, Tested, VerdictCount, WithoutOwner};
use crate::report::numbers::{counted, number, points};
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::report::{Style, plain};

/// Sites of a class below which nothing can be said.
const FEWEST: usize = 5;

/// The whole report.
#[must_use]
pub fn text(backtest: &Backtest, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    head(&mut sheet, backtest);
    if backtest.readings.is_empty() {
        sheet.heading("Nothing to evaluate: a test needs a converted and a not converted site");
    } else {
        areas(&mut sheet, backtest);
        owners(&mut sheet, backtest);
        verdicts(&mut sheet, backtest);
        caveats(&mut sheet, backtest);
        misses(&mut sheet, backtest);
        known(&mut sheet, backtest);
        weights(&mut sheet, backtest);
    }
    calibration(&mut sheet, backtest);
    not_tested(&mut sheet, backtest);
    sheet.finish()
}

fn head(sheet: &mut Sheet, backtest: &Backtest) {
    if let Some(main) = backtest.main()
        && main.converted.min(main.others) < FEWEST
    {
        let text = format!(
            "{} converted against {} not converted: with fewer than {FEWEST} of a class the numbers below are \
             anecdotes",
            main.converted, main.others
        );
        sheet.wrap("WARNING ", "        ", &text);
    }
    let title = format!("Backtest of checklist {}", plain(&backtest.checklist));
    let title = sheet.paint(Ansi::new().effects(Effects::BOLD), &title);
    sheet.line(&title);
    let (tested, left_out, without) = (
        backtest.tested.len(),
        backtest.left_out.len(),
        backtest.without_outcome.len(),
    );
    let settings = backtest.settings;
    for (lead, text) in [
        (
            "target  ",
            format!("{}, the same for all sites", backtest.target),
        ),
        (
            "sites   ",
            format!(
                "{} read: {tested} tested, {left_out} left out, {without} without an outcome",
                tested + left_out + without
            ),
        ),
        (
            "facts   ",
            "only those that could be known before a deal; nothing is fitted to outcomes"
                .to_owned(),
        ),
        (
            "samples ",
            format!(
                "{} bootstrap samples within each class, {} thinnings, seed {}",
                settings.resamples, settings.thinnings, settings.seed
            ),
        ),
    ] {
        sheet.wrap(lead, "        ", &text);
    }
}

fn areas(sheet: &mut Sheet, backtest: &Backtest) {
    let [Some(main), others, thinned, filed, filed_thinned] =
        [0, 1, 2, 3, 4].map(|at| backtest.readings.get(at))
    else {
        return;
    };
    sheet.heading(&format!(
        "AUC: {} converted against {} not converted; 0.5 is chance, 1 is perfect",
        main.converted, main.others
    ));
    let interval = header();
    let columns = [
        "Measure", "AUC", &interval, "others", "thinned", "filed", "+ thin",
    ];
    let mut table = plain_table(columns.map(str::to_owned).to_vec());
    let auc = |reading: Option<&Reading>, id: &str| {
        let measure = reading.and_then(|r| r.measures.iter().find(|m| m.id == id));
        measure.map_or("–".to_owned(), |m| two(m.auc.value))
    };
    for measure in &main.measures {
        let id = measure.id.as_str();
        let cells = [
            plain(&measure.name),
            two(measure.auc.value),
            span(measure.auc, two),
        ];
        table.add_row(
            cells
                .into_iter()
                .chain([others, thinned, filed, filed_thinned].map(|r| auc(r, id))),
        );
    }
    let lead = |reading: Option<&Reading>, over: &str| {
        let lead = reading.and_then(|r| r.leads.iter().find(|l| l.over == over));
        lead.map_or("–".to_owned(), |l| signed(l.difference.value))
    };
    for ahead in &main.leads {
        let name = plain(&ahead.name.replace("Baseline ", "Score − "));
        let cells = [
            name,
            signed(ahead.difference.value),
            span(ahead.difference, signed),
        ];
        let rest = [others, thinned, filed, filed_thinned].map(|r| lead(r, &ahead.over));
        table.add_row(cells.into_iter().chain(rest));
    }
    align_right(&mut table, 1..7);
    sheet.table(table);
    let of_others = others.map_or(0, |r| r.others);
    for (lead, text) in [
        (
            "others",
            format!("converted against all {of_others} others, evaluating ones among them"),
        ),
        (
            "thinned",
            format!(
                "facts drawn down to {} at each mine, the fewest that any knows of which anything is known; mean of \
                 {} thinnings{}",
                backtest.thinned_to,
                backtest.settings.thinnings,
                thinned.map_or(String::new(), interval_of_score)
            ),
        ),
        (
            "filed",
            "by all facts of the files, those from after a deal too".to_owned(),
        ),
        (
            "+ thin",
            format!("these, drawn down to {} at each mine", backtest.filed_thinned_to),
        ),
        (
            "paper MW",
            "contracted, else approved, else energized MW; unknown counts as 0, the lowest".to_owned(),
        ),
        (
            "contracted",
            "MW that are stated as contracted; unknown counts as 0".to_owned(),
        ),
        (
            "Score −",
            "AUC of the score less that of the baseline in the same samples; a baseline below 0.5 is taken the \
             other way round"
                .to_owned(),
        ),
    ] {
        sheet.wrap(&format!("  {lead:<12}"), &" ".repeat(14), &text);
    }
}

fn interval_of_score(reading: &Reading) -> String {
    let score = reading.measures.first();
    score.map_or(String::new(), |score| {
        format!(
            "; the score has {} ({})",
            two(score.auc.value),
            span(score.auc, two)
        )
    })
}

fn owners(sheet: &mut Sheet, backtest: &Backtest) {
    let owners = &backtest.owners;
    sheet.heading("Leave one owner out");
    let known = || owners.without.iter().filter(|w| w.auc.is_some());
    let Some((lowest, highest)) = known().next().zip(known().next_back()) else {
        sheet.wrap("", "", "no owner can be left out");
        return;
    };
    let told = |w: &WithoutOwner| {
        let sites = if w.sites == 1 { "site" } else { "sites" };
        format!(
            "{} without {} ({} {sites})",
            w.auc.map_or("–".to_owned(), two),
            plain(&w.owner),
            w.sites
        )
    };
    let mut text = format!(
        "AUC of the score from {} to {}, of {} owners left out one by one. Nothing is fitted, so this shows how far \
         the result hangs on single owners.",
        told(lowest),
        told(highest),
        owners.without.len()
    );
    if owners.sites_without_owner > 0 {
        text += &format!(
            " {} no owner.",
            counted(owners.sites_without_owner, "site names", "sites name")
        );
    }
    sheet.wrap("", "", &text);
}

fn verdicts(sheet: &mut Sheet, backtest: &Backtest) {
    sheet.heading("Verdicts against classes (of these not final)");
    let mut header = vec!["Verdict".to_owned()];
    header.extend(Class::ALL.iter().map(|class| words(*class).to_owned()));
    let mut table = plain_table(header);
    let cell = |count: &VerdictCount| match count.sites {
        0 => "0".to_owned(),
        sites => format!("{sites} ({})", count.provisional),
    };
    for row in &backtest.verdicts {
        let mut cells = vec![row.verdict.to_owned()];
        cells.extend(row.classes.values().map(cell));
        table.add_row(cells);
    }
    align_right(&mut table, 1..4);
    sheet.table(table);
}

fn words(class: Class) -> &'static str {
    match class {
        Class::Converted => "converted",
        Class::Evaluating => "evaluating",
        Class::NotConverted => "not converted",
    }
}

fn misses(sheet: &mut Sheet, backtest: &Backtest) {
    for (heading, ids) in [
        (
            "Worst misses: converted, with the lowest scores",
            &backtest.lowest_converted,
        ),
        (
            "Worst misses: not converted, with the highest scores",
            &backtest.highest_not_converted,
        ),
    ] {
        sheet.heading(heading);
        for site in ids.iter().filter_map(|id| backtest.site(id)) {
            miss(sheet, site);
        }
    }
}

fn miss(sheet: &mut Sheet, site: &Tested) {
    let standing = if site.provisional { "" } else { " (final)" };
    let first = format!(
        "{:>3}  {} · {}{standing}, {} known",
        points(site.score.mean),
        plain(&site.id),
        site.verdict,
        counted(site.known_facts, "fact", "facts")
    );
    sheet.line(&first);
    let gates = site
        .gates
        .iter()
        .map(|g| format!("{} {}", g.requirement, g.state));
    let losses = site.losses.iter().map(|loss| {
        let (id, status) = (&loss.requirement, loss.status);
        format!("{id} {} ({status})", number(loss.points))
    });
    let or_none = |texts: Vec<String>| match texts.len() {
        0 => "none".to_owned(),
        _ => texts.join(", "),
    };
    let recorded = site
        .recorded_reason
        .as_deref()
        .map_or_else(|| "no reason is recorded".to_owned(), plain);
    let source = site
        .source
        .as_deref()
        .map_or(String::new(), |source| format!(" [{}]", plain(source)));
    for (lead, text) in [
        ("verdict  ", plain(&site.verdict_reason)),
        ("gates    ", or_none(gates.collect())),
        ("loses    ", or_none(losses.collect())),
        ("record   ", format!("{recorded}{source}")),
    ] {
        sheet.wrap(&format!("     {lead}"), &" ".repeat(14), &text);
    }
}

fn known(sheet: &mut Sheet, backtest: &Backtest) {
    sheet.heading("How much was known before a deal (median, lowest–highest)");
    let header = ["Class", "Sites", "Score", "Confidence", "Facts", "Removed"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    for class in backtest.known.iter().filter(|class| class.sites > 0) {
        let (score, confidence) = (class.score, class.confidence);
        let [facts, removed] = [class.known_facts, class.removed_facts].map(|s| {
            format!(
                "{} ({}–{})",
                number(s.median),
                number(s.low),
                number(s.high)
            )
        });
        table.add_row([
            words(class.class).to_owned(),
            class.sites.to_string(),
            format!(
                "{} ({}–{})",
                points(score.median),
                points(score.low),
                points(score.high)
            ),
            format!(
                "{:.0} % ({:.0}–{:.0})",
                100.0 * confidence.median,
                100.0 * confidence.low,
                100.0 * confidence.high
            ),
            facts,
            removed,
        ]);
    }
    align_right(&mut table, 1..6);
    sheet.table(table);
    let text = format!(
        "A site of which nothing is known scores {}.",
        points(backtest.empty_score)
    );
    sheet.wrap("", "", &text);
}

fn caveats(sheet: &mut Sheet, backtest: &Backtest) {
    sheet.heading("What these numbers cannot bear");
    for caveat in &backtest.caveats {
        sheet.wrap("- ", "  ", &plain(caveat));
    }
}

fn weights(sheet: &mut Sheet, backtest: &Backtest) {
    sheet.heading("The judgment behind each weight (share of convertibility); none is fitted");
    for weight in &backtest.weights {
        let name = format!("{}, {:.0} %: ", plain(&weight.name), 100.0 * weight.share);
        sheet.wrap("", "  ", &format!("{name}{}", plain(weight.why.trim())));
    }
}

fn not_tested(sheet: &mut Sheet, backtest: &Backtest) {
    let told = |out: &LeftOut| {
        let class = out
            .class
            .map_or(String::new(), |c| format!("{}; ", words(c)));
        format!("{}: {class}{}", plain(&out.id), plain(&out.why))
    };
    for (heading, sites) in [
        ("Left out of the test", &backtest.left_out),
        ("Without an outcome", &backtest.without_outcome),
    ] {
        if sites.is_empty() {
            continue;
        }
        sheet.heading(heading);
        for site in sites {
            sheet.wrap("", "  ", &told(site));
        }
    }
    let missing = &backtest.outcomes_without_site;
    if !missing.is_empty() {
        sheet.heading(&format!("Outcomes without a site: {}", missing.len()));
        let ids: Vec<String> = missing.iter().map(|id| plain(id)).collect();
        sheet.wrap("", "", &ids.join(", "));
    }
}

fn two(value: f64) -> String {
    format!("{value:.2}")
}

/// A difference with its sign; a rounded zero has none.
fn signed(value: f64) -> String {
    let text = format!("{:.2}", value.abs());
    match value {
        _ if text == "0.00" => text,
        v if v < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}
