//! Growth of the grid connection, and when its steps come.

use super::climate::CLIMATE;
use super::overhead::to_grid;
use super::power::{agreed, granted, steps};
use super::{Better, Case, Effect, Kind, Metric, Role, Value, joined};
use crate::site::path::fact_path;
use crate::site::power::Readiness;
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Worsens};

/// Grid MW with the steps of expansion, studied ones at half, over the grid MW granted today.
fn growth_ratio(case: &Case) -> Value {
    let draw = &case.draw;
    let granted = granted(draw).max(1.0);
    let studied = steps(draw, |readiness| readiness == Readiness::Studied);
    Value::Number((granted + agreed(draw) + 0.5 * studied) / granted)
}

/// Grid MW by the months from the date of the facts at which they come, the earliest first; what is live today stands in
/// front. All together they are the grid right, as far as it ever comes.
///
/// Of what is granted and not live the dated steps come first, the rest when all of it is live. Of an expansion what is
/// agreed comes at its date: a wish dates nothing, and what is live needs no date.
pub(crate) fn power_steps(draw: &Draw, into: &mut Vec<(f64, f64)>) {
    let live = draw.number(fact_path!("power.energized_mw"));
    into.clear();
    into.push((0.0, live));
    let as_of = draw.get(fact_path!("as_of"));
    let months = |date: Option<f64>| Some((date? - as_of?).max(0.0));
    let left = granted(draw) - live;
    if left > 0.0 {
        let all = months(draw.get(fact_path!("power.fully_energized_on")));
        granted_steps(draw, left, all, months, into);
    }
    for step in draw.list(fact_path!("power.expansion")) {
        let mw = step.number(fact_path!("power.expansion[].mw"));
        let month = match step.word(fact_path!("power.expansion[].readiness")) {
            Some(Readiness::Energized) => Some(0.0),
            Some(Readiness::Agreed | Readiness::UnderConstruction) => {
                months(step.get(fact_path!("power.expansion[].date")))
            }
            _ => None,
        };
        into.extend(month.map(|month| (month, mw)));
    }
    into.sort_by(|a, b| a.0.total_cmp(&b.0));
}

/// The steps in which `left` MW go live, that are granted: never more than these, and all of them in month `all`.
fn granted_steps(
    draw: &Draw,
    mut left: f64,
    all: Option<f64>,
    months: impl Fn(Option<f64>) -> Option<f64>,
    into: &mut Vec<(f64, f64)>,
) {
    let first = into.len();
    for step in draw.list(fact_path!("power.energization")) {
        let month = months(step.get(fact_path!("power.energization[].date")));
        let mw = step.number(fact_path!("power.energization[].mw"));
        let in_time = |month: &f64| all.is_none_or(|all| *month < all);
        into.extend(month.filter(in_time).map(|month| (month, mw)));
    }
    into[first..].sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, mw) in &mut into[first..] {
        *mw = mw.min(left);
        left -= *mw;
    }
    into.extend(all.filter(|_| left > 0.0).map(|all| (all, left)));
}

/// Months until so many grid MW are live; `None` where they never are.
pub(crate) fn months_until(steps: &[(f64, f64)], grid_mw: f64) -> Option<f64> {
    let mut live = 0.0;
    let reached = steps.iter().find(|(_, mw)| {
        live += mw;
        live >= grid_mw - SLACK_MW
    });
    reached.map(|(months, _)| *months)
}

/// Sums of steps are off by their last digits.
const SLACK_MW: f64 = 1e-9;

/// Months from the date of the facts until the tenant's first tranche has power; absent where all that ever comes is too
/// little for it.
fn first_power_months(case: &Case) -> Value {
    let draw = &case.draw;
    let tranche = case.target.tenant.parameters.first_tranche_mw.value;
    let need = to_grid(case, tranche);
    if draw.number(fact_path!("power.energized_mw")) >= need {
        return Value::Number(0.0);
    }
    let mut steps = Vec::new();
    power_steps(draw, &mut steps);
    Value::from(months_until(&steps, need))
}

/// What more of each fact does to when the first tranche has power.
pub(crate) const FIRST_POWER: &[(&str, Effect)] = joined!(
    &[
        ("power.energized_mw", Improves),
        ("power.approved_mw", Improves),
        ("power.contracted_mw", Improves),
        ("power.energization[].mw", Improves),
        ("power.energization[].date", Worsens),
        ("power.fully_energized_on", Worsens),
        ("as_of", Improves),
        ("power.expansion[].mw", Improves),
        ("power.expansion[].readiness", Improves),
        ("power.expansion[].date", Worsens),
    ],
    CLIMATE
);

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "scale.growth-ratio",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Grid MW with stated expansion over the grid MW of today's right",
        formula: "(grid MW + agreed steps + half of studied steps) / grid MW",
        sources: &["RR-SITES"],
        reads: &[
            ("power.expansion[].mw", Improves),
            ("power.expansion[].readiness", Improves),
            ("power.approved_mw", Worsens),
            ("power.contracted_mw", Worsens),
            ("power.energized_mw", Worsens),
        ],
        eval: growth_ratio,
    },
    Metric {
        id: "scale.first-power-months",
        unit: MetricUnit::Months,
        role: Role::FirstPower,
        kind: Kind::Number(Better::Lower),
        summary: "Months until the tenant's first tranche has power",
        formula: "month in which what is live × power.grid-to-it covers the first tranche: energized MW today, steps of \
                  energization and of agreed expansion at their dates, all that is granted when it is fully energized; \
                  never where all of it is too little",
        sources: &["RR-SITES"],
        reads: FIRST_POWER,
        eval: first_power_months,
    },
];

#[cfg(test)]
mod tests {
    use super::super::power::grid_right;
    use super::super::tests::{HOT, at_median, number, value};
    use super::*;
    use proptest::prelude::*;

    fn first_power(power: &str) -> Value {
        let text =
            format!("name: A\nas_of: 2026-01\npower: {power}\n{HOT}\nland: {{elevation_m: 0}}");
        value("scale.first-power-months", "nvl72/neocloud", &text)
    }

    fn steps(power: &str) -> Vec<(f64, f64)> {
        let text = format!("name: A\nas_of: 2026-01\npower: {power}");
        at_median("nvl72", &text, |case| {
            let mut steps = vec![(9.0, 9.0)];
            power_steps(&case.draw, &mut steps);
            let comes: f64 = steps.iter().map(|(_, mw)| mw).sum();
            assert!((comes - grid_right(&case.draw)).abs() < 1e-9, "{steps:?}");
            steps
        })
    }

    #[test]
    fn first_power_comes_with_the_step_that_reaches_the_first_tranche() {
        assert_eq!(first_power("{energized_mw: 300}"), Value::Number(0.0));
        // 16 MW of critical IT take 23.2 MW of grid.
        let agreed = |steps: &[(f64, &str)]| {
            let steps = steps
                .iter()
                .map(|(mw, date)| format!("{{mw: {mw}, date: {date}, readiness: agreed}}"));
            let steps: Vec<String> = steps.collect();
            first_power(&format!(
                "{{energized_mw: 5, approved_mw: 5, expansion: [{}]}}",
                steps.join(", ")
            ))
        };
        assert_eq!(agreed(&[(300.0, "2028-01")]), Value::Number(24.0));
        // Whichever is written first.
        assert_eq!(
            agreed(&[(300.0, "2029-01"), (300.0, "2028-01")]),
            Value::Number(24.0)
        );
        assert_eq!(
            agreed(&[(1.0, "2028-01"), (300.0, "2029-01")]),
            Value::Number(36.0)
        );
        assert_eq!(agreed(&[(18.0, "2027-01")]), Value::Absent);
        assert_eq!(agreed(&[(18.3, "2027-01")]), Value::Number(12.0));
    }

    #[test]
    fn a_wish_dates_nothing() {
        for readiness in ["none", "studied"] {
            let wish = format!(
                "{{energized_mw: 0, approved_mw: 0, expansion: [{{mw: 300, date: 2026-06, readiness: {readiness}}}]}}"
            );
            assert_eq!(first_power(&wish), Value::Absent);
        }
    }

    #[test]
    fn what_is_granted_comes_in_its_steps_and_all_of_it_at_the_end() {
        let of = |more: &str| steps(&format!("{{energized_mw: 10, approved_mw: 100, {more}}}"));
        let end = "fully_energized_on: 2029-01, expansion: []";
        assert_eq!(
            of(&format!("{end}, energization: []")),
            [(0.0, 10.0), (36.0, 90.0)]
        );
        assert_eq!(
            of(&format!(
                "{end}, energization: [{{mw: 50, date: 2028-01}}, {{mw: 20, date: 2027-01}}]"
            )),
            [(0.0, 10.0), (12.0, 20.0), (24.0, 50.0), (36.0, 20.0)]
        );
        // Never more than what is granted, and nothing before the date of the facts.
        assert_eq!(
            of(&format!(
                "{end}, energization: [{{mw: 70, date: 2025-01}}, {{mw: 70, date: 2027-01}}]"
            )),
            [(0.0, 10.0), (0.0, 70.0), (12.0, 20.0)]
        );
        // An expansion comes on top.
        assert_eq!(
            of("fully_energized_on: 2029-01, energization: [], \
                expansion: [{mw: 7, readiness: energized}, {mw: 30, readiness: agreed, date: 2045-01}]"),
            [(0.0, 10.0), (0.0, 7.0), (36.0, 90.0), (228.0, 30.0)]
        );
        assert_eq!(
            steps("{energized_mw: 100, approved_mw: 100, expansion: []}"),
            [(0.0, 100.0)]
        );
    }

    #[test]
    fn what_is_granted_without_a_date_comes_some_day_and_no_sooner_than_its_dated_steps() {
        let of = |energization: &str| {
            let power = "energized_mw: 0, approved_mw: 400, expansion: []";
            steps(&format!("{{{power}, energization: [{energization}]}}"))
        };
        let open = of("");
        assert_eq!(open.len(), 2);
        assert!((6.0..48.0).contains(&open[1].0), "{open:?}");
        assert_eq!(
            of("{mw: 50, date: 2026-02}")[1..],
            [(1.0, 50.0), (open[1].0, 350.0)]
        );
        assert_eq!(of("{mw: 50, date: 2032-01}")[1..], [(72.0, 400.0)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_later_date_and_no_fewer_megawatts_bring_power_sooner(
            live in prop::sample::select(vec![0, 20]),
            dates in prop::array::uniform4(0..60_u32),
            mw in prop::array::uniform3(1..30_u32),
            moved in 0..4_usize,
            by in 1..40_u32,
        ) {
            let of = |dates: [u32; 4], mw: [u32; 3]| {
                let date = |at: usize| format!("{}-{:02}", 2026 + dates[at] / 12, 1 + dates[at] % 12);
                steps(&format!(
                    "{{energized_mw: {live}, approved_mw: 60, fully_energized_on: {}, energization: [{{mw: {}, date: {}}}, \
                     {{mw: {}, date: {}}}], expansion: [{{mw: {}, date: {}, readiness: agreed}}]}}",
                    date(0), mw[0], date(1), mw[1], date(2), mw[2], date(3)
                ))
            };
            let (mut later, mut fewer) = (dates, mw);
            later[moved] += by;
            fewer[moved % 3] = fewer[moved % 3].saturating_sub(by);
            let (before, later, fewer) = (of(dates, mw), of(later, mw), of(dates, fewer));
            for need in [1.0, 23.0, 40.0, 60.0, 70.0] {
                let months = |steps: &[(f64, f64)]| months_until(steps, need).unwrap_or(f64::INFINITY);
                prop_assert!(months(&before) <= months(&later), "{need}: {before:?} {later:?}");
                prop_assert!(months(&before) <= months(&fewer), "{need}: {before:?} {fewer:?}");
            }
        }
    }

    #[test]
    fn agreed_steps_grow_a_site_in_full_and_studied_ones_by_half() {
        let ratio = |steps: &str| {
            let text = format!("name: A\npower: {{approved_mw: 100, expansion: {steps}}}");
            number("scale.growth-ratio", "nvl72", &text)
        };
        assert_eq!(ratio("[]"), 1.0);
        assert_eq!(ratio("[{mw: 100, readiness: agreed}]"), 2.0);
        assert_eq!(ratio("[{mw: 100, readiness: studied}]"), 1.5);
        assert_eq!(ratio("[{mw: 100, readiness: none}]"), 1.0);
    }
}
