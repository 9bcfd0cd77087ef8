//! The numbers that a policy asks for, read at a site.

use super::asking::{ask, first_questions};
use super::draft::Draft;
use super::limits::{End, Limits};
use super::outcome::ReadAt;
use crate::assess::Assessment;
use crate::economics::reckoning::Economics;
use crate::rules::limits::{ChanceOf, LIMITS, Limit, LimitRule, LimitUnit};
use crate::rules::numbers::number;
use crate::rules::register::Entry;
use crate::spread::Spread;
use crate::units::number::WRITTEN_OUT;
use crate::verdict::Chances;

/// What a limit reads at a site.
#[derive(Debug, Clone)]
struct Reading {
    /// What the number is of, where a rule asks it of several things.
    of: &'static str,
    /// The number, or why there is none.
    value: Result<f64, &'static str>,
    /// Where in its range it is read; `None` where it has none.
    at: Option<ReadAt>,
    /// Share of the draws that carry the tenant's least, where the number rests on it.
    share: Option<f64>,
    /// The market that it hangs on.
    market: Option<String>,
}

/// A number that misses its limit.
#[derive(Debug)]
struct Miss {
    message: String,
    short_by: Option<f64>,
    at: Option<ReadAt>,
}

/// Each limit that is asked for, with what misses it.
pub(super) fn missed(
    assessment: &Assessment,
    limits: &Limits,
) -> Vec<(&'static str, Option<Draft>)> {
    let asked = LIMITS.iter().filter_map(|rule| {
        let numbers = rule.limits.iter();
        let numbers: Vec<(Limit, f64)> = numbers
            .filter_map(|limit| Some((*limit, limits.asked.of(*limit)?)))
            .collect();
        if numbers.is_empty() {
            return None;
        }
        let misses = numbers.into_iter().filter_map(|(limit, number)| {
            let reading = reading(limit, limits.on, assessment);
            miss(rule, number, reading)
        });
        let draft = draft(rule, misses.collect(), || help(rule, assessment));
        Some((rule.entry.id, draft))
    });
    asked.collect()
}

fn reading(limit: Limit, on: End, assessment: &Assessment) -> Reading {
    let (plan, score) = (&assessment.plan.figures, &assessment.convertibility);
    let counted = &assessment.plan.counted;
    let least_mw = assessment.target.tenant.parameters.min_mw.value;
    match limit {
        Limit::MinScore => Reading {
            share: None,
            ..match on {
                End::Worst => at_worst(score.worst),
                End::P10 => at(ReadAt::P10, score.spread.p10),
                End::Expected => at(ReadAt::Mean, score.spread.mean),
            }
        },
        Limit::MinMw => Reading {
            share: Some(plan.share),
            ..match on {
                End::Worst => carrying(at_worst(plan.planned_mw.worst), least_mw),
                End::P10 => at(ReadAt::P10, counted.mw.p10),
                End::Expected => at(ReadAt::P50, counted.mw.p50),
            }
        },
        Limit::MaxCostPerMw => most(on, plan.share, counted.per_mw, "there is no MW to pay for"),
        Limit::MaxMonths => {
            let months = counted.first_months();
            most(on, plan.share, months, "the first MW never comes")
        }
        Limit::MinKnown => plain(assessment.confidence),
        Limit::MinChance(of) => Reading {
            of: of.word(),
            ..plain(chance(&assessment.verdict.chance, of))
        },
        Limit::MinNpvPerMw => of_money(assessment, |economics| npv_per_mw(economics, on)),
        Limit::MinChanceMoney => of_money(assessment, |economics| plain(economics.converting())),
    }
}

/// What money says, with the market that it is said by.
fn of_money(assessment: &Assessment, read: impl FnOnce(&Economics) -> Reading) -> Reading {
    let Some(finances) = &assessment.money else {
        return nothing("what it is worth is not reckoned");
    };
    let (version, as_of) = &finances.economics.market;
    Reading {
        market: Some(format!("market {version} of {as_of}")),
        ..read(&finances.economics)
    }
}

/// What the best way is worth. Nothing bounds it, so the worst that is read is its bad tenth.
fn npv_per_mw(economics: &Economics, on: End) -> Reading {
    let best = economics
        .best
        .and_then(|way| Some((way, economics.of(way)?)));
    let Some((way, worth)) = best else {
        return nothing("nothing can be done with the connection");
    };
    let npv = worth.per_grid_mw;
    Reading {
        of: way.does(),
        ..match on {
            End::Worst | End::P10 => at(ReadAt::P10, npv.p10),
            End::Expected => at(ReadAt::Mean, npv.mean),
        }
    }
}

fn plain(value: f64) -> Reading {
    Reading {
        of: "",
        value: Ok(value),
        at: None,
        share: None,
        market: None,
    }
}

fn nothing(why: &'static str) -> Reading {
    Reading {
        value: Err(why),
        ..plain(0.0)
    }
}

fn at(at: ReadAt, value: f64) -> Reading {
    Reading {
        at: Some(at),
        ..plain(value)
    }
}

fn at_worst(worst: Option<f64>) -> Reading {
    Reading {
        value: worst.ok_or("nothing bounds it"),
        at: Some(ReadAt::Worst),
        ..plain(0.0)
    }
}

/// MW that the tenant takes: fewer than its least are none, at the worst end as in a draw.
fn carrying(mw: Reading, least_mw: f64) -> Reading {
    Reading {
        value: mw.value.map(|mw| if mw < least_mw { 0.0 } else { mw }),
        ..mw
    }
}

/// What there is at most. Money and months are bounded by nothing, so the worst that is read is their bad tenth.
fn most(on: End, share: f64, spread: Spread, never: &'static str) -> Reading {
    let (at, value) = match on {
        End::Worst | End::P10 => (ReadAt::P90, spread.p90),
        End::Expected => (ReadAt::P50, spread.p50),
    };
    let comes = value.is_finite().then_some(value);
    Reading {
        value: comes.ok_or(never),
        at: Some(at),
        share: Some(share),
        ..plain(value)
    }
}

fn chance(chances: &Chances, of: ChanceOf) -> f64 {
    match of {
        ChanceOf::Converting => chances.converting(),
        ChanceOf::Convert => chances.convert,
        ChanceOf::ConvertInPhases => chances.convert_in_phases,
        ChanceOf::Bridge => chances.bridge,
        ChanceOf::KeepMining => chances.keep_mining,
    }
}

/// Numbers that differ by less are equal: the rest is the machine's.
const TOLERANCE: f64 = 1e-9;

fn miss(rule: &LimitRule, asked: f64, reading: Reading) -> Option<Miss> {
    let short = |value: f64| {
        if rule.is_least {
            asked - value
        } else {
            value - asked
        }
    };
    let short_by = reading.value.ok().map(short);
    if short_by.is_some_and(|short| short <= TOLERANCE) {
        return None;
    }
    let place = reading.at.map_or("", ReadAt::phrase);
    let found = match reading.value {
        Ok(value) => {
            let lead = rule.lead.replace("{}", reading.of);
            let (amount, tail) = (amount(rule.unit, value, Some(asked)), rule.tail);
            format!("{lead} {amount}{tail} {place}")
        }
        Err(why) => format!("{place} {why}"),
    };
    let bound = if rule.is_least { "at least" } else { "at most" };
    let (found, asked) = (found.trim(), amount(rule.unit, asked, None));
    let carry = match reading.share {
        Some(share) if share <= 0.0 => ": no draw carries the tenant's least".to_owned(),
        Some(share) if share + TOLERANCE < 1.0 => {
            let percent = 100.0 * share;
            format!(": {percent:.0} % of draws carry the tenant's least")
        }
        _ => String::new(),
    };
    let by = reading
        .market
        .map_or_else(String::new, |market| format!(", by {market}"));
    Some(Miss {
        message: format!("{found}, asked for is {bound} {asked}{carry}{by}"),
        short_by,
        at: reading.at,
    })
}

/// A number with its unit; with more digits where it would read like another that it is not.
fn amount(unit: LimitUnit, value: f64, beside: Option<f64>) -> String {
    let (times, sign) = match unit {
        LimitUnit::Share => (100.0, "%"),
        _ => (1.0, unit.name()),
    };
    let mut shown = number(times * value);
    let is_long = (times * value).abs() >= WRITTEN_OUT;
    if !is_long && beside.is_some_and(|other| number(times * other) == shown) {
        shown = format!("{:.6}", times * value);
    }
    format!("{shown} {sign}")
}

/// What a miss is mended by: an answer where it is about what is known, a work elsewhere.
fn help(rule: &LimitRule, assessment: &Assessment) -> Option<String> {
    let works = || Some("`rackready plan` shows what moves it".to_owned());
    match rule.limits {
        [Limit::MinKnown] => first_questions(assessment),
        [Limit::MinChance(_), ..] => {
            let hangs_on = assessment.verdict.hangs_on.iter();
            ask(hangs_on.map(String::as_str)).or_else(works)
        }
        limits if limits.iter().any(|limit| limit.reads_money()) => {
            Some("`rackready economics` shows what turns it".to_owned())
        }
        _ => works(),
    }
}

/// All that misses one rule as one concern, which a waiver and a baseline take as a whole.
fn draft(
    rule: &LimitRule,
    misses: Vec<Miss>,
    help: impl FnOnce() -> Option<String>,
) -> Option<Draft> {
    let read_at = misses.first()?.at;
    let short_by = misses.iter().map(|miss| miss.short_by).sum::<Option<f64>>();
    let messages: Vec<String> = misses.into_iter().map(|miss| miss.message).collect();
    let lost = short_by.filter(|_| rule.is_least);
    let Entry {
        id, kind, severity, ..
    } = rule.entry;
    Some(Draft {
        help: help(),
        points: lost.filter(|_| rule.unit == LimitUnit::Points),
        mw: lost.filter(|_| rule.unit == LimitUnit::Megawatts),
        short_by,
        read_at,
        ..Draft::new(id, kind, severity, messages.join("; "), rule.path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed_by(limit: Limit, asked: f64, reading: Reading) -> Option<Miss> {
        let rule = LIMITS.iter().find(|rule| rule.limits.contains(&limit));
        miss(rule.unwrap(), asked, reading)
    }

    #[test]
    fn a_limit_is_missed_by_what_lies_beyond_it_alone() {
        let score = |value| missed_by(Limit::MinScore, 50.0, at(ReadAt::Mean, value));
        assert!(score(50.0).is_none() && score(61.0).is_none());
        let miss = score(48.5).unwrap();
        assert_eq!((miss.short_by, miss.at), (Some(1.5), Some(ReadAt::Mean)));
        let text = "convertibility is 48.5 points in the mean, asked for is at least 50 points";
        assert_eq!(miss.message, text);
        let near = score(49.999_999).unwrap().message;
        assert!(near.contains("is 49.999999 points"), "{near}");
        let spread = |weeks| most(End::Expected, 1.0, Spread::exact(weeks), "");
        let months = |value| missed_by(Limit::MaxMonths, 24.0, spread(value));
        assert!(months(24.0).is_none() && months(25.0).is_some());
    }

    #[test]
    fn what_few_draws_carry_says_how_many_do() {
        let mw = Reading {
            share: Some(0.38),
            ..at(ReadAt::P10, 0.0)
        };
        assert_eq!(
            missed_by(Limit::MinMw, 50.0, mw).unwrap().message,
            "the plan carries 0 MW at P10, asked for is at least 50 MW: 38 % of draws carry the tenant's least"
        );
        let never = Spread {
            p10: 12.0,
            p50: f64::INFINITY,
            p90: f64::INFINITY,
            mean: f64::INFINITY,
        };
        for (limit, unit) in [(Limit::MaxMonths, "months"), (Limit::MaxCostPerMw, "M$")] {
            let miss = missed_by(
                limit,
                24.0,
                most(End::Expected, 0.38, never, "the first MW never comes"),
            )
            .unwrap();
            assert_eq!(
                miss.message,
                format!(
                    "at P50 the first MW never comes, asked for is at most 24 {unit}: 38 % of draws carry the tenant's least"
                )
            );
            assert_eq!((miss.short_by, miss.at), (None, Some(ReadAt::P50)));
            let none = missed_by(
                limit,
                24.0,
                most(End::P10, 0.0, never, "the first MW never comes"),
            )
            .unwrap();
            assert!(none.message.starts_with("at P90 the first MW never comes"));
            assert!(
                none.message
                    .ends_with(": no draw carries the tenant's least")
            );
        }
    }

    #[test]
    fn what_nothing_bounds_misses_every_limit_at_its_worst() {
        let miss = missed_by(Limit::MinMw, 0.0, at_worst(None)).unwrap();
        let text = "at worst nothing bounds it, asked for is at least 0 MW";
        assert_eq!((miss.message.as_str(), miss.short_by), (text, None));
        assert!(missed_by(Limit::MinMw, 5.0, at_worst(Some(5.0))).is_none());
        let few = carrying(at_worst(Some(12.4)), 16.0);
        assert!(missed_by(Limit::MinMw, 1.0, few).is_some());
        assert!(missed_by(Limit::MinMw, 12.0, carrying(at_worst(Some(16.0)), 16.0)).is_none());
    }

    #[test]
    fn chances_are_asked_of_each_verdict_and_missed_together() {
        let chances = Chances {
            convert: 0.25,
            convert_in_phases: 0.125,
            bridge: 0.125,
            keep_mining: 0.5,
        };
        let shares = ChanceOf::ALL.iter().map(|of| chance(&chances, *of));
        assert_eq!(shares.collect::<Vec<_>>(), [0.375, 0.25, 0.125, 0.125, 0.5]);
        let rule = LIMITS.iter().find(|r| r.key == "min_chance").unwrap();
        let asked = [(ChanceOf::Converting, 0.6), (ChanceOf::Bridge, 0.2)];
        let misses = asked.map(|(of, asked)| {
            let reading = Reading {
                of: of.word(),
                ..plain(chance(&chances, of))
            };
            miss(rule, asked, reading).unwrap()
        });
        let draft = draft(rule, misses.into_iter().collect(), || None).unwrap();
        assert_eq!(
            draft.message,
            "the chance of converting is 37.5 %, asked for is at least 60 %; the chance of bridge is 12.5 %, asked for is \
             at least 20 %"
        );
        assert!((draft.short_by.unwrap() - 0.3).abs() < 1e-12);
        assert_eq!((draft.points, draft.mw, draft.read_at), (None, None, None));
    }
}
