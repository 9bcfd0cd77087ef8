//! The calibration for a terminal.

use super::interval::{header, span};
use crate::backtest::{Backtest, Calibration, Coverage, Reliability, SpreadOf};
use crate::report::numbers::{counted, points};
use crate::report::sheet::{Sheet, align_right, plain_table};

/// What P10 to P90 and chances held, where any site states enough.
pub(super) fn calibration(sheet: &mut Sheet, backtest: &Backtest) {
    let Some(calibration) = &backtest.calibration else {
        return;
    };
    sheet.heading(&format!(
        "Calibration: facts hidden at random, {} at {}",
        counted(calibration.trials, "trial", "trials"),
        counted(calibration.sites.len(), "mine", "mines")
    ));
    spreads(sheet, calibration);
    let fewest = calibration.fewest_facts;
    legend(
        sheet,
        &[
            (
                "trial",
                format!(
                    "of a mine whose file states {fewest} facts and more that calculators read, a share is hidden \
                     at random; one draw of the full file, under another luck, is held against what the rest says"
                ),
            ),
            (
                "inside",
                format!(
                    "share from P10 to P90, {:.0} % being meant; MW in draws that carry the tenant's least",
                    100.0 * calibration.nominal
                ),
            ),
            ("width", "mean of P90 less P10, in points and MW".to_owned()),
            (
                "ends",
                "draws beyond the worst and best of the rest, of all trials".to_owned(),
            ),
        ],
    );
    chances(sheet, calibration);
    legend(
        sheet,
        &[
            (
                "came",
                "share in which the draw of the full file has it; at once and in phases count as one".to_owned(),
            ),
            (
                "full file",
                format!(
                    "share in which it has the verdict of the rest; {} no MW and so no verdict",
                    counted(calibration.without_verdict, "rest states", "rests state")
                ),
            ),
            (
                "not tested",
                "whether the priors are true: they draw the full file too. What is known of a mine is what somebody \
                 wrote about, and some priors read silence, which hiding is not; those with the basis `frequency` \
                 were counted over the sites that ship with the program. Intervals draw mines"
                    .to_owned(),
            ),
        ],
    );
}

fn legend(sheet: &mut Sheet, lines: &[(&str, String)]) {
    for (lead, text) in lines {
        sheet.wrap(&format!("  {lead:<12}"), &" ".repeat(14), text);
    }
}

fn spreads(sheet: &mut Sheet, calibration: &Calibration) {
    let interval = header();
    let columns = [
        "P10 to P90",
        "Trials",
        "Inside",
        &interval,
        "Below",
        "Above",
        "Width",
        "Ends",
    ];
    let mut table = plain_table(columns.map(str::to_owned).to_vec());
    let name = |row: &Coverage| match (row.of, row.hidden) {
        (SpreadOf::Score, None) => "Score".to_owned(),
        (SpreadOf::Mw, None) => "MW".to_owned(),
        (_, Some(hidden)) => format!("  {} hidden", percent(hidden)),
    };
    for row in &calibration.spreads {
        table.add_row([
            name(row),
            row.trials.to_string(),
            percent(row.inside.value),
            span(row.inside, percent),
            percent(row.below),
            percent(row.above),
            points(row.width),
            row.beyond_ends.to_string(),
        ]);
    }
    align_right(&mut table, 1..8);
    sheet.table(table);
}

fn chances(sheet: &mut Sheet, calibration: &Calibration) {
    let interval = header();
    let columns = ["Chance", "Trials", "Said", "Came", &interval, "Full file"];
    let mut table = plain_table(columns.map(str::to_owned).to_vec());
    let mut add = |name: String, row: &Reliability| {
        table.add_row([
            name,
            row.trials.to_string(),
            percent(row.chance),
            percent(row.came.value),
            span(row.came, percent),
            row.full.map_or("–".to_owned(), |full| percent(full.value)),
        ]);
    };
    for row in &calibration.carrying {
        let name = match row.band.as_str() {
            "all" => "Tenant's least".to_owned(),
            hidden => format!("  {hidden} % hidden"),
        };
        add(name, row);
    }
    for row in &calibration.verdicts {
        let name = match row.band.as_str() {
            "final" => "Final verdict".to_owned(),
            chances => format!("Verdict at {} %", chances.replace('-', "–")),
        };
        add(name, row);
    }
    align_right(&mut table, 1..6);
    sheet.table(table);
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
