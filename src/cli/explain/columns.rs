//! Pages about the columns of tables: what a number means, its unit, its range and where it comes from.

use rackready::ranking::field::{COST, FIELDS, Field, Range};
use serde_json::json;

use super::page::Page;

/// One column of a CSV.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// The table that has it.
    pub(crate) table: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// What it says.
    pub(crate) meaning: String,
    /// Its unit, empty for words and counts.
    pub(crate) unit: &'static str,
    /// What it may hold.
    pub(crate) range: &'static str,
    /// What it is read or worked out from.
    pub(crate) from: &'static str,
}

const PER_MW: &str = "M$ per MW of critical IT";
const PER_GRID_MW: &str = "M$ per MW of the connection";
const RANKING: &str = "ranking";
const GROUPS: &str = "groups";
const SUPPLY: &str = "supply curve";
const PLAN: &str = "plan";
const BACKTEST: &str = "backtest";
const ECONOMICS: &str = "economics";
const BUDGET: &str = "budget";
const CASES: &str = "cases side by side";

const TEXT: &str = Range::Text.text();
const YES: &str = Range::YesNo.text();
const OPEN: &str = Range::Open.text();
const POINTS: &str = Range::Points.text();
const SHARE: &str = Range::Share.text();

/// What follows the name of a column for an end of its range, and how that end is called.
const ENDS: [(&str, &str); 4] = [
    ("_worst", "with every unknown at its worst"),
    ("_best", "with every unknown at its best"),
    ("_p10", "one draw in ten lies below"),
    ("_p90", "one draw in ten lies above"),
];

/// The column of which this one is an end.
fn middle(field: &Field) -> Option<(&'static str, &'static Field)> {
    ENDS.iter().find_map(|(end, said)| {
        let name = field.name.strip_suffix(end)?;
        Some((*said, FIELDS.iter().find(|other| other.name == name)?))
    })
}

fn unit(field: &Field) -> &'static str {
    let name = field.name;
    match field.origin.map(|origin| origin.range) {
        Some(Range::Points) => "points",
        Some(Range::Share) => "share",
        _ if name.ends_with("_per_mw_musd") => PER_MW,
        _ if name.ends_with("_per_grid_mw_musd") => PER_GRID_MW,
        _ if name.ends_with("_musd") => "M$",
        _ if name.ends_with("_mw") => "MW of critical IT",
        _ if name.ends_with("_months") => "months",
        _ => "",
    }
}

fn of_ranking(field: &Field) -> Column {
    let (meaning, base) = match middle(field) {
        Some((end, base)) => {
            let middle = [", P50", ", mean"]
                .iter()
                .fold(base.doc.to_owned(), |doc, word| doc.replace(word, ""));
            let open = field.doc.split_once("; ");
            let open = open.map_or(String::new(), |(_, open)| format!("; {open}"));
            (format!("`{}`, {end}: {middle}{open}", base.name), base)
        }
        None => (field.doc.to_owned(), field),
    };
    let (range, from) = base
        .origin
        .map_or(("", ""), |origin| (origin.range.text(), origin.from));
    Column {
        table: RANKING,
        name: field.name,
        meaning,
        unit: unit(base),
        range,
        from,
    }
}

/// Table, name, meaning, unit, range, origin.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const ANY: &str = "any number";
const WAYS: &str = "mine, lease, cloud, hybrid, bridge or sale";
const FLOWS: &str = "the flows of the way in each draw, discounted; `rackready economics`";
const AGAINST: &str = "the NPV of both in the same draws";
const TURNS: &str = "the same draws worked out again, until the difference is nothing";
const CHOICES: &str = "the same draws under another choice of ours";

const BASE: &str = "the same draws of both, of numbers as they are shown";
const WORKS: &str = "the works of the plan, `rackready plan`";
const SCHEDULE: &str = "the schedule: each work after those it waits for, at likely durations";
const OUTCOMES: &str = "the file of outcomes, `--outcomes`";
const JUDGED: &str = "the file as it stood before the outcome, judged as `score` does";

/// One column in a line: table, name, meaning, unit, range, origin.
macro_rules! others {
    ($($table:ident $name:literal $meaning:literal $unit:literal $range:tt => $from:tt;)*) => {
        /// Columns that no field of a ranking has.
        const OTHERS: &[Line] = &[$(($table, $name, $meaning, $unit, $range, $from)),*];
    };
}

others! {
    RANKING "rank" "position in the ranking; empty where rows stream in the order of the input" "" "1 or more" => "the order asked for by `--sort`";
    RANKING "among_best" "chance to be among the best sites, as many as `--best` says" "share" SHARE => "the scores of all sites, each as sure as its P10 and P90 say";
    RANKING "dominated_by" "a site for the same target that is no worse in mean score, chance to convert, and middle of MW, cost per MW and months, and better in one" "" TEXT => "the rows of the ranking";
    RANKING "checklist" "name and version of the checklist that judged" "" TEXT => "`--checklist`, else the built-in one";
    RANKING "prices" "version of the price list" "" TEXT => "`--prices`, else the built-in one";
    RANKING "market_version" "version of the market and the month of its newest data; empty where money was left out" "" TEXT => "`--market`, else the built-in one";
    RANKING "rackready" "version of the program" "" TEXT => "the program";
    RANKING "typical" "version of the priors" "" TEXT => "`--typical`, else the built-in ones";
    RANKING "draws" "number of draws" "" "1 or more" => "`--draws`";
    RANKING "seed" "seed of the draws" "" OPEN => "`--seed`";
    GROUPS "sites" "sites of the group" "" OPEN => "the rows of the ranking";
    GROUPS "converting" "sites of the group whose verdict is convert, convert-in-phases or bridge" "" OPEN => "the rows of the ranking";
    GROUPS "mean_score" "mean of the scores of the group" "points" POINTS => "the rows of the ranking";
    GROUPS "mean_confidence" "mean of the shares known in the group" "share" SHARE => "the rows of the ranking";
    GROUPS "first" "the site of the group that ranks first" "" TEXT => "the rows of the ranking";
    SUPPLY "mw" "what this site adds" "MW of critical IT" OPEN => "planned_mw of the site";
    SUPPLY "cumulative_mw" "MW of this site and of all that are cheaper; in a plan, MW that stand once this work and all before it are done" "MW of critical IT" OPEN => "the rows above it";
    SUPPLY "cumulative_musd" "what the owner pays for this site and for all that are cheaper" "M$" OPEN => "the rows above it";
    PLAN "site" "short name of the site" "" TEXT => "the key `id` of the file, else the name of the file";
    PLAN "price_list" "version of the price list" "" TEXT => "`--prices`, else the built-in one";
    PLAN "kind" "what the row is" "" "work, soft-cost or total" => WORKS;
    PLAN "number" "position of the work in the plan" "" "1 or more" => WORKS;
    PLAN "closes" "requirements whose gap the work closes" "" "ids of requirements, with blanks between" => WORKS;
    PLAN "certainty" "whether the work is needed in all draws, in half of them or more, or in fewer" "" "needed, likely or perhaps" => "the draws of the site";
    PLAN "chance" "share of the draws in which the work is needed" "" SHARE => "the draws of the site";
    PLAN "chosen" "whether the cheapest way to the goal takes the work; empty without a goal" "" YES => "`--mw`, `--readiness`, `--budget-musd` or `--within`";
    PLAN "payer" "who pays" "" "owner, tenant or utility" => "the price list";
    PLAN "p50_musd" "cost of the row in half of the draws at most" "M$" "0 or more, of `credits` what comes in" => COST;
    PLAN "p10_musd" "cost of the row, with one chance in ten that it is lower" "M$" "0 or more, of `credits` what comes in" => COST;
    PLAN "p90_musd" "cost of the row, with one chance in ten that it is higher" "M$" "0 or more, of `credits` what comes in" => COST;
    PLAN "p50_weeks" "duration of the work in half of the draws at most" "weeks" OPEN => "the remedy: order to commissioned";
    PLAN "p10_weeks" "duration of the work, with one chance in ten that it is lower" "weeks" OPEN => "the remedy: order to commissioned";
    PLAN "p90_weeks" "duration of the work, with one chance in ten that it is higher" "weeks" OPEN => "the remedy: order to commissioned";
    PLAN "start_week" "week in which the work begins, from the start of the plan" "weeks" OPEN => SCHEDULE;
    PLAN "finish_week" "week in which the work ends, from the start of the plan" "weeks" OPEN => SCHEDULE;
    PLAN "float_weeks" "weeks that the work may slip without delaying the plan" "weeks" OPEN => SCHEDULE;
    PLAN "at_stake_mw" "MW that the limit this work lifts holds down" "MW of critical IT" OPEN => "the limits of the site";
    ECONOMICS "way" "way of using the connection" "" WAYS => "the ways that there are";
    ECONOMICS "npv_p10_musd" "NPV of the way; one draw in ten lies below. Empty where it can be done in no draw, as the other numbers of the way" "M$" ANY => FLOWS;
    ECONOMICS "npv_p50_musd" "NPV of the way; half of the draws lie below" "M$" ANY => FLOWS;
    ECONOMICS "npv_p90_musd" "NPV of the way; nine draws in ten lie below" "M$" ANY => FLOWS;
    ECONOMICS "npv_mean_musd" "NPV of the way, mean" "M$" ANY => FLOWS;
    ECONOMICS "npv_per_grid_mw_p10_musd" "NPV of the way for each MW of the connection; one draw in ten lies below" "M$ per MW of the connection" ANY => FLOWS;
    ECONOMICS "npv_per_grid_mw_p50_musd" "NPV of the way for each MW of the connection; half of the draws lie below" "M$ per MW of the connection" ANY => FLOWS;
    ECONOMICS "npv_per_grid_mw_p90_musd" "NPV of the way for each MW of the connection; nine draws in ten lie below" "M$ per MW of the connection" ANY => FLOWS;
    ECONOMICS "npv_per_grid_mw_mean_musd" "NPV of the way for each MW of the connection, mean" "M$ per MW of the connection" ANY => FLOWS;
    ECONOMICS "hindsight" "share of the draws in which the way is the best, seen afterwards" "share" SHARE => "the NPV of all ways in each draw";
    ECONOMICS "irr" "rate of return a year of the mean flows of what is built; empty where nothing is, or none is the return" "share a year" ANY => FLOWS;
    ECONOMICS "payback_p50_years" "years until what is built has paid for itself in half of the draws that build; `inf` where it does not in half of them" "years" OPEN => FLOWS;
    ECONOMICS "npv_per_invested" "mean NPV for each M$ that is put in" "" ANY => FLOWS;
    ECONOMICS "reason" "why the way can be done in no draw" "" TEXT => "the facts of the file";
    ECONOMICS "grid_mw" "MW of the connection, mean: what is granted, and the agreed steps on top" "MW" OPEN => "the facts of `power` in the file";
    ECONOMICS "horizon_years" "years from the plan's start that are looked at" "years" OPEN => "the term of the tenant from the month in which nine tenths of the plan's megawatts are live";
    ECONOMICS "signed" "share of the draws in which a lease is signed today" "share" SHARE => "the section `tenancy` of the file";
    ECONOMICS "debt_musd" "what is owed whatever is done, mean; in no NPV" "M$" OPEN => "the facts of the file";
    ECONOMICS "exit_value_musd" "what leased halls would fetch at the horizon beyond the bare site, in M$ of today, mean; in no NPV" "M$" OPEN => "the market: what buyers of leased halls pay";
    ECONOMICS "against_mining_way" "the best way to convert, which is held against keeping to mine; empty where either can't be done" "" "lease, cloud or hybrid" => AGAINST;
    ECONOMICS "against_mining_p10_musd" "what that way is worth more than mining; one draw in ten lies below" "M$" ANY => AGAINST;
    ECONOMICS "against_mining_p90_musd" "what that way is worth more than mining; nine draws in ten lie below" "M$" ANY => AGAINST;
    ECONOMICS "against_mining_mean_musd" "what that way is worth more than mining, mean" "M$" ANY => AGAINST;
    ECONOMICS "against_mining_per_grid_mw_mean_musd" "what that way is worth more than mining for each MW of the connection, mean" "M$ per MW of the connection" ANY => AGAINST;
    ECONOMICS "against_mining_chance" "share of the draws in which that way is worth more than mining" "share" SHARE => AGAINST;
    ECONOMICS "turns_between" "the two ways whose difference is followed until it turns" "" "two ways, with a blank between" => "the best way to convert, and mining or, where nothing may be mined, a sale";
    ECONOMICS "turns_at_hashprice_usd_per_ph_day" "hashprice of today, its whole course with it, at which the two change places; empty where nothing turns it" "dollars per PH and day" OPEN => TURNS;
    ECONOMICS "turns_at_rent_usd_per_kw_month" "rent of the first year at which the two change places; empty where nothing turns it" "dollars per kW of critical IT and month" OPEN => TURNS;
    ECONOMICS "turns_at_capex_musd_per_mw" "capital of the plan at which the two change places; empty where nothing turns it" "M$ per critical MW" OPEN => TURNS;
    ECONOMICS "turns_at_delay_weeks" "weeks by which all that is built comes later until the two change places; empty where nothing turns it" "weeks" OPEN => TURNS;
    ECONOMICS "best_with_exit_value" "the way that is worth most where leased halls are worth their exit value at the horizon" "" WAYS => CHOICES;
    ECONOMICS "chance_with_exit_value" "share of the draws in which the best way to convert beats mining then" "share" SHARE => CHOICES;
    ECONOMICS "best_at_one_rate" "the way that is worth most where all are discounted at one rate" "" WAYS => CHOICES;
    ECONOMICS "chance_at_one_rate" "share of the draws in which the best way to convert beats mining at one rate for all" "share" SHARE => CHOICES;
    ECONOMICS "best_if_signed" "the way that is worth most if a lease is signed today" "" WAYS => CHOICES;
    ECONOMICS "chance_if_signed" "share of the draws in which the best way to convert beats mining if a lease is signed today" "share" SHARE => CHOICES;
    ECONOMICS "best_if_unsigned" "the way that is worth most if no lease is signed yet" "" WAYS => CHOICES;
    ECONOMICS "chance_if_unsigned" "share of the draws in which the best way to convert beats mining if no lease is signed yet" "share" SHARE => CHOICES;
    ECONOMICS "market" "version of the market" "" TEXT => "`--market`, else the built-in one";
    ECONOMICS "market_as_of" "month of its newest data" "" "YYYY-MM" => "the market";
    BUDGET "first_tranches" "how many first tranches of the site the row is of" "" OPEN => "the blocks of the plan, as many as half of the draws have that build any";
    BUDGET "taken" "whether the budget builds just these tranches of the site" "" YES => "`--budget-musd`";
    BUDGET "building_share" "share of the draws that build any tranche of the site" "share" SHARE => "the draws of the site";
    BUDGET "first_mw" "critical IT MW of these tranches, the mean of the draws that build" "MW of critical IT" OPEN => "the blocks of the plan";
    BUDGET "first_capital_musd" "what the owner pays for these tranches, the mean of the draws that build" "M$" OPEN => "the blocks of the plan, each with its share of the works that serve several";
    BUDGET "first_value_musd" "what a lease of these tranches, with the rest of the mine run on, is worth more than mining with all of it, mean" "M$" "negative where it is worth less" => "the flows of every draw, discounted by what earns them";
    BUDGET "value_per_musd" "what these tranches are worth for each M$ of their capital; empty where nothing is paid" "M$ per M$" "negative where they are worth less than mining" => "first_value_musd over first_capital_musd";
    BUDGET "unbuilt" "why nothing of the site is built" "" "no-megawatts, never-converts, mining-is-worth-more, over-budget or empty" => "the tranches of all sites";
    CASES "case" "scenario, values of what is swept, or target; the first row is the site as it is. Behind the last column each fact that is swept has one of its own" "" TEXT => "`--scenarios`, `--sweep` or `--targets`";
    CASES "score_change" "points of convertibility that the case has more than the site as it is, of means; empty where one of both has none, as the other changes" "points" ANY => BASE;
    CASES "planned_mw_change" "critical IT MW that it has more after the plan, of the middles" "MW of critical IT" ANY => BASE;
    CASES "first_mw_months_change" "months by which its first MW come later, of the middles" "months" ANY => BASE;
    CASES "cost_per_mw_musd_change" "what each MW costs the owner more, of the middles" "M$ per MW of critical IT" ANY => BASE;
    CASES "npv_per_grid_mw_musd_change" "what the way worth most is worth more for each MW of the connection, of means" "M$ per MW of the connection" ANY => BASE;
    CASES "converting_chance_change" "share of the draws that convert in the case and not in the site as it is, less those the other way round" "share" ANY => BASE;
    CASES "gate_fails" "rules of the scenario's policy that fail; empty where none does, and without a policy" "" "ids of rules, with blanks between" => "the `policy` of the scenario";
    CASES "verdict_reason" "why the verdict is what it is; where targets are compared" "" TEXT => "the draws of the site";
    CASES "error" "why there are no figures" "" TEXT => "an entry that the site lacks, or a value that it cannot have";
    BACKTEST "role" "whether the site was tested" "" "tested, left-out or without-outcome" => OUTCOMES;
    BACKTEST "why" "why the site was not tested" "" TEXT => OUTCOMES;
    BACKTEST "class" "what became of the site" "" "converted, evaluating or not_converted" => OUTCOMES;
    BACKTEST "owner" "who owned the site when it was decided on" "" TEXT => OUTCOMES;
    BACKTEST "grade" "how good the source of the outcome is" "" "A, B or C" => OUTCOMES;
    BACKTEST "deal_date" "when it was decided what becomes of the site" "" "YYYY, YYYY-MM or YYYY-MM-DD" => OUTCOMES;
    BACKTEST "removed_facts" "facts that were not read, as they may stem from after the deal" "" OPEN => "the evidence in the file";
    BACKTEST "recorded_reason" "why the outcome came about" "" TEXT => OUTCOMES;
    BACKTEST "baseline.paper-mw" "MW on paper, as a score to beat" "MW" OPEN => "contracted MW, else approved, else energized; nothing where none is stated";
    BACKTEST "baseline.contracted-mw" "contracted MW, as a score to beat" "MW" OPEN => "the key `power.contracted_mw` of the file";
    BACKTEST "baseline.known-facts" "number of facts stated, as a score to beat" "" OPEN => "the file";
    BACKTEST "category.power" "convertibility within the category `power`; each category has such a column" "points" POINTS => JUDGED;
    BACKTEST "category.cooling" "convertibility within the category `cooling`" "points" POINTS => JUDGED;
    BACKTEST "category.network" "convertibility within the category `network`" "points" POINTS => JUDGED;
    BACKTEST "category.redundancy" "convertibility within the category `redundancy`" "points" POINTS => JUDGED;
    BACKTEST "category.form" "convertibility within the category `form`" "points" POINTS => JUDGED;
    BACKTEST "category.site" "convertibility within the category `site`" "points" POINTS => JUDGED;
    BACKTEST "category.scale" "convertibility within the category `scale`" "points" POINTS => JUDGED;
}

/// Every column of every table, each name once: what several tables share means the same in all.
pub(crate) fn all() -> Vec<Column> {
    let others = OTHERS
        .iter()
        .map(|(table, name, meaning, unit, range, from)| Column {
            table,
            name,
            meaning: (*meaning).to_owned(),
            unit,
            range,
            from,
        });
    FIELDS.iter().map(of_ranking).chain(others).collect()
}

/// The column of that name.
pub(super) fn find(name: &str) -> Option<Column> {
    all().into_iter().find(|column| column.name == name)
}

/// What stands in a column.
pub(super) fn column(column: &Column) -> Page {
    let mut page = Page::new("column", column.name, column.meaning.as_str());
    page.fact("table", column.table);
    for (key, text) in [
        ("unit", column.unit),
        ("range", column.range),
        ("comes_from", column.from),
    ] {
        if !text.is_empty() {
            page.fact(key, json!(text));
        }
    }
    if column.unit == PER_MW {
        super::prices::factors(&mut page);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_once_and_says_range_and_origin() {
        let all = all();
        for (at, column) in all.iter().enumerate() {
            let is_first = all[..at].iter().all(|other| other.name != column.name);
            assert!(is_first, "{} stands twice", column.name);
            assert!(
                !column.range.is_empty() && !column.from.is_empty(),
                "{column:?}"
            );
        }
    }

    #[test]
    fn an_end_names_its_middle() {
        let low = find("planned_mw_p10").unwrap();
        assert_eq!(
            low.meaning,
            "`planned_mw`, one draw in ten lies below: critical IT MW after the plan of the better route"
        );
        assert_eq!((low.unit, low.range), ("MW of critical IT", OPEN));
        assert_eq!(find("verdict_chance").unwrap().unit, "share");
        assert!(find("planned_mw_low").is_none());
    }
}
