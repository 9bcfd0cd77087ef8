//! The numbers that a policy asks for, read at a site.

use super::draft::Draft;
use super::limits::{End, Limits};
use crate::assess::Assessment;
use crate::plan::Figures;
use crate::rules::limits::{Counted, LIMITS, Limit, LimitRule};
use crate::rules::numbers::number;
use crate::spread::Spread;
use crate::units::WEEKS_PER_MONTH;

/// A number and what the end is called that it was read at, or why there is none.
type Reading = Result<(f64, &'static str), String>;

/// Each limit that is asked for, with what misses it.
pub(super) fn missed(
    assessment: &Assessment,
    limits: &Limits,
) -> Vec<(&'static str, Option<Draft>)> {
    let asked = LIMITS.iter().filter_map(|rule| {
        let number = limits.asked.of(rule.limit)?;
        Some((
            rule.entry.id,
            miss(rule, number, reading(rule.limit, limits.on, assessment)),
        ))
    });
    asked.collect()
}

/// Months from the start of a plan to its first MW; nothing without MW.
pub(super) fn first_months(figures: &Figures) -> Option<Spread> {
    figures
        .per_mw
        .map(|_| figures.first.weeks.map(|weeks| weeks / WEEKS_PER_MONTH))
}

/// What a limit reads at a site.
fn reading(limit: Limit, on: End, assessment: &Assessment) -> Reading {
    let (plan, score) = (&assessment.plan.figures, assessment.convertibility);
    match limit {
        Limit::MinScore => Ok(match on {
            End::Worst => (score.worst.unwrap_or(0.0), "at worst"),
            End::P10 => (score.spread.p10, "at P10"),
            End::Expected => (score.spread.mean, "in the mean"),
        }),
        Limit::MinMw => enough_carry(on, plan.share).map(|()| match on {
            End::Worst => (plan.planned_mw.worst.unwrap_or(0.0), "at worst"),
            End::P10 => (plan.planned_mw.spread.p10, "at P10"),
            End::Expected => (plan.planned_mw.spread.p50, "at P50"),
        }),
        Limit::MaxCostPerMw => most(on, plan.share, plan.per_mw),
        Limit::MaxMonths => most(on, plan.share, first_months(plan)),
    }
}

/// What there is at most. Money and months are bounded by nothing, so the worst that is read is their bad tenth.
fn most(on: End, share: f64, spread: Option<Spread>) -> Reading {
    enough_carry(on, share)?;
    let spread = spread.ok_or("no MW are planned")?;
    let (value, end) = match on {
        End::Worst | End::P10 => (spread.p90, "at P90"),
        End::Expected => (spread.p50, "at P50"),
    };
    if value.is_finite() {
        Ok((value, end))
    } else {
        Err(format!("{end} the first MW never comes"))
    }
}

/// MW, money and months are those of the draws that carry the tenant's least; where fewer do than an end asks for,
/// the draw at that end carries nothing that the tenant takes.
fn enough_carry(on: End, share: f64) -> Result<(), String> {
    let (least, of) = match on {
        End::Worst => (1.0, "all draws"),
        End::P10 => (0.9, "nine draws in ten"),
        End::Expected => (0.5, "half of the draws"),
    };
    if share + TOLERANCE >= least {
        return Ok(());
    }
    let carry = 100.0 * share;
    Err(format!(
        "{of} have to carry the MW that the tenant takes at least, and {carry:.0} % do"
    ))
}

/// Numbers that differ by less are equal: the rest is the machine's.
const TOLERANCE: f64 = 1e-9;

fn miss(rule: &LimitRule, limit: f64, reading: Reading) -> Option<Draft> {
    let short = |value: f64| {
        if rule.is_least {
            limit - value
        } else {
            value - limit
        }
    };
    let short_by = reading.as_ref().ok().map(|(value, _)| short(*value));
    if short_by.is_some_and(|short| short <= TOLERANCE) {
        return None;
    }
    let (lead, unit) = (rule.lead, rule.counted.unit());
    let bound = if rule.is_least { "at least" } else { "at most" };
    let asked = number(limit);
    let found = match reading {
        Ok((value, end)) => {
            let mut shown = number(value);
            if shown == asked {
                shown = format!("{value:.6}");
            }
            format!("{lead} {shown} {unit} {end}")
        }
        Err(why) => why,
    };
    let lost = short_by.filter(|_| rule.is_least);
    Some(Draft {
        rule: rule.entry.id.to_owned(),
        kind: rule.entry.kind,
        severity: rule.entry.severity,
        message: format!("{found}, asked for is {bound} {asked} {unit}"),
        help: Some("`rackready plan` shows what moves it".to_owned()),
        points: lost.filter(|_| rule.counted == Counted::Points),
        mw: lost.filter(|_| rule.counted == Counted::Megawatts),
        short_by,
        gated: true,
        path: rule.path.to_owned(),
        related: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(limit: Limit) -> &'static LimitRule {
        LIMITS.iter().find(|rule| rule.limit == limit).unwrap()
    }

    #[test]
    fn a_limit_is_missed_by_what_lies_beyond_it_alone() {
        let score = |value| miss(rule(Limit::MinScore), 50.0, Ok((value, "in the mean")));
        assert!(score(50.0).is_none() && score(61.0).is_none());
        let draft = score(48.5).unwrap();
        assert_eq!(
            (draft.short_by, draft.points, draft.mw),
            (Some(1.5), Some(1.5), None)
        );
        let text = "convertibility is 48.5 points in the mean, asked for is at least 50 points";
        assert_eq!(draft.message, text);
        let months = |value| miss(rule(Limit::MaxMonths), 24.0, Ok((value, "at P50")));
        assert!(months(24.0).is_none());
        assert_eq!(months(25.0).unwrap().points, None);
    }

    #[test]
    fn what_is_not_there_misses_every_limit() {
        for limit in [Limit::MinMw, Limit::MaxCostPerMw, Limit::MaxMonths] {
            let draft = miss(rule(limit), 1e6, Err("no MW are planned".to_owned())).unwrap();
            assert!(draft.message.starts_with("no MW are planned, asked for is"));
            assert_eq!(draft.short_by, None);
        }
    }

    #[test]
    fn an_end_holds_only_where_as_many_draws_carry_the_tenants_least() {
        let carries = |on, share| enough_carry(on, share).is_ok();
        assert!(carries(End::Expected, 0.5) && !carries(End::Expected, 0.49));
        assert!(carries(End::P10, 0.9) && !carries(End::P10, 0.89));
        assert!(carries(End::Worst, 1.0) && !carries(End::Worst, 0.99));
    }
}
