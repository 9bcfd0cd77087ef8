//! From priors as written to priors that are complete, or every reason why not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Typical;
use super::check::Checker;
use super::order::in_order;
use super::prior::{Condition, Prior, SILENCE, Test, Values, When};
use super::raw::{RawClimate, RawNumber, RawPrior, RawTypical, RawWhen, UserTypical};
use crate::site::path;
use crate::source::{Flaw, Problem, Source, placed, yaml};
use crate::units::number::short;

static RAW: LazyLock<RawTypical> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/typical.json")))
});

static BUILT_IN: LazyLock<Typical> = LazyLock::new(|| match resolve(&RAW, &[]) {
    Ok(typical) => typical,
    // Held by a test: the built-in priors resolve.
    Err(errors) => unreachable!("built-in priors: {errors:?}"),
});

/// The built-in priors.
#[must_use]
pub fn built_in() -> &'static Typical {
    &BUILT_IN
}

/// Reads a user's priors, which replace built-in ones by fact.
///
/// # Errors
/// Everything that is wrong with the text, each with its line and column.
pub fn read(source: &Source) -> Result<Typical, Vec<Problem>> {
    let user = yaml::read::<UserTypical>(source)?;
    with(user).map_err(|flaws| placed(&flaws, source))
}

/// The built-in priors with a user's in place of their own.
///
/// # Errors
/// Every unknown fact, senseless number and missing source of the user's priors.
pub fn with(user: UserTypical) -> Result<Typical, Vec<Flaw>> {
    let mut raw = RAW.clone();
    raw.version = format!("{} with {}", raw.version, user.version);
    raw.spread = user.spread.unwrap_or(raw.spread);
    let own_climate = user.climate.len();
    raw.climate = user.climate.into_iter().chain(raw.climate).collect();
    let mut own = BTreeMap::new();
    for (written, prior) in user.priors.into_iter().enumerate() {
        let same = raw.priors.iter().position(|p| p.fact == prior.fact);
        match same {
            // One that is written twice stays twice, so that the check finds it.
            Some(at) if !own.contains_key(&at) => {
                own.insert(at, written);
                raw.priors[at] = prior;
            }
            _ => {
                own.insert(raw.priors.len(), written);
                raw.priors.push(prior);
            }
        }
    }
    let sources: Vec<&str> = user.citations.iter().map(|c| c.key.as_str()).collect();
    let resolved = resolve(&raw, &sources).map_err(|errors| {
        let theirs = |e| in_the_users_file(e, &own, own_climate);
        let errors: Vec<Flaw> = errors.into_iter().map(theirs).collect();
        let placed: Vec<Flaw> = errors
            .iter()
            .filter(|e| !e.path.is_empty())
            .cloned()
            .collect();
        if placed.is_empty() { errors } else { placed }
    });
    resolved.map(|typical| Typical {
        citations: user.citations,
        ..typical
    })
}

/// An error found in the merged list, at its place in the user's file; the file as a whole where what is
/// wrong is a built-in prior that no longer goes with the user's.
fn in_the_users_file(error: Flaw, own: &BTreeMap<usize, usize>, own_climate: usize) -> Flaw {
    let item = |list: &str| -> Option<(usize, &str)> {
        let (index, rest) = error.path.strip_prefix(list)?.split_once(']')?;
        Some((index.parse().ok()?, rest))
    };
    let path = match (item("priors["), item("climate[")) {
        (Some((at, rest)), _) => own
            .get(&at)
            .map_or(String::new(), |at| format!("priors[{at}]{rest}")),
        (_, Some((at, _))) if at >= own_climate => String::new(),
        _ => error.path.clone(),
    };
    Flaw { path, ..error }
}

/// Priors that are complete and in an order in which each follows what it hangs on.
pub(super) fn resolve(raw: &RawTypical, sources: &[&str]) -> Result<Typical, Vec<Flaw>> {
    let mut checker = Checker::new(sources);
    checker.spread(&raw.spread);
    for (at, climate) in raw.climate.iter().enumerate() {
        checker.climate(&format!("climate[{at}]"), climate);
    }
    let with_climate: Vec<RawPrior> = raw
        .priors
        .iter()
        .map(|p| at_places(p, &raw.climate))
        .collect();
    let mut priors = Vec::new();
    for (at, prior) in with_climate.iter().enumerate() {
        priors.extend(prior_of(&mut checker, &format!("priors[{at}]"), prior));
    }
    // What follows makes sense only of priors that are whole.
    if checker.errors.is_empty() {
        checker.facts_in_use(&priors);
    }
    if !checker.errors.is_empty() {
        return Err(checker.errors);
    }
    let priors = in_order(priors)?;
    Ok(Typical {
        version: raw.version.clone(),
        spread: raw.spread.clone(),
        raw: raw.clone(),
        citations: Vec::new(),
        index: priors
            .iter()
            .enumerate()
            .map(|(at, p)| (p.fact.clone(), at))
            .collect(),
        priors,
        compiled: super::Compiled::default(),
    })
}

/// The prior of a design temperature or a height with that of each place, regions before the rest of their country.
fn at_places(prior: &RawPrior, climate: &[RawClimate]) -> RawPrior {
    let points = |place: &RawClimate| match prior.fact.as_str() {
        "cooling.design_dry_bulb_c" => Some(place.dry_bulb_c),
        "cooling.design_wet_bulb_c" => Some(place.wet_bulb_c),
        "land.elevation_m" => place.elevation_m,
        _ => None,
    };
    let (regions, countries): (Vec<_>, Vec<_>) =
        climate.iter().partition(|c| !c.regions.is_empty());
    let mut prior = prior.clone();
    for place in regions.into_iter().chain(countries) {
        if let Some(points) = points(place) {
            prior.when.push(at_place(place, points, prior.may_hold));
        }
    }
    prior
}

fn at_place(place: &RawClimate, [low, likely, high]: [f64; 3], all: Option<[f64; 2]>) -> RawWhen {
    use super::raw::RawTest::{AnyOf, Word};
    let mut tests = BTreeMap::from([("location.country".to_owned(), Word(place.country.clone()))]);
    if !place.regions.is_empty() {
        tests.insert("location.region".to_owned(), AnyOf(place.regions.clone()));
    }
    // As far again beyond the tenths as they lie from the middle: a region holds no more than that.
    let ends = [low - (likely - low), high + (high - likely)];
    let ends = all.map_or(ends, |[min, max]| [ends[0].max(min), ends[1].min(max)]);
    RawWhen {
        tests,
        stated: Vec::new(),
        shares: None,
        number: Some(RawNumber {
            low,
            likely,
            high,
            form: super::prior::Form::Bell,
            none: 0.0,
            within: None,
            times: Vec::new(),
            over: Vec::new(),
            after: None,
        }),
        list: None,
        may_hold: Some(ends),
    }
}

fn prior_of(checker: &mut Checker, at: &str, raw: &RawPrior) -> Option<Prior> {
    let shape = checker.fact(at, raw)?;
    let may_hold = checker.may_hold(at, raw, &shape)?;
    let values = checker.values(
        at,
        &shape,
        may_hold,
        (raw.shares.as_ref(), raw.number.as_ref(), raw.list.as_ref()),
    )?;
    checker.ground(at, raw);
    let mut when = Vec::new();
    for (index, other) in raw.when.iter().enumerate() {
        let at = format!("{at}.when[{index}]");
        when.extend(when_of(checker, &at, other, &shape, may_hold));
    }
    Some(Prior {
        fact: raw.fact.clone(),
        entry: super::entry_of(&raw.fact),
        better: raw.better,
        unit: shape.unit(),
        whole: shape.is_count(),
        values,
        may_hold,
        when,
        only_when: conditions(checker, &format!("{at}.only_when"), &raw.only_when),
        told_by: told_by(checker, at, raw),
        at_most: raw.at_most.clone(),
        at_least: Vec::new(),
        spread_of: raw.spread_of,
        why: raw.why.clone(),
        basis: raw.basis,
        count: raw.count.clone(),
        sources: raw.sources.clone(),
    })
}

fn told_by(checker: &mut Checker, at: &str, raw: &RawPrior) -> Vec<String> {
    let is_known = |fact: &&String| path::number(fact).is_some() || *fact == SILENCE;
    for fact in raw.told_by.iter().filter(|fact| !is_known(fact)) {
        checker.error(
            format!("{at}.told_by"),
            format!("no fact is called `{fact}`"),
        );
    }
    raw.told_by.clone()
}

fn when_of(
    checker: &mut Checker,
    at: &str,
    raw: &RawWhen,
    shape: &super::check::Kind,
    widest: [f64; 2],
) -> Option<When> {
    let may_hold = raw.may_hold.unwrap_or(widest);
    if !(widest[0] <= may_hold[0] && may_hold[0] <= may_hold[1] && may_hold[1] <= widest[1]) {
        let [least, most] = widest.map(short);
        let message = format!("must lie within what the fact may hold at all, {least} to {most}");
        checker.error(format!("{at}.may_hold"), message);
    }
    if raw.tests.is_empty() && raw.stated.is_empty() {
        checker.error(
            at,
            "says neither `if` nor `stated`, so it would always hold",
        );
    }
    let written = (raw.shares.as_ref(), raw.number.as_ref(), raw.list.as_ref());
    let values: Option<Values> = checker.values(at, shape, may_hold, written);
    Some(When {
        conditions: conditions(checker, &format!("{at}.if"), &raw.tests),
        stated: raw.stated.clone(),
        values: values?,
        may_hold,
    })
}

fn conditions(
    checker: &mut Checker,
    at: &str,
    tests: &BTreeMap<String, super::raw::RawTest>,
) -> Vec<Condition> {
    let checked = tests.iter().filter_map(|(fact, test)| {
        let is: Test = checker.test(at, fact, test)?;
        Some(Condition {
            fact: fact.clone(),
            is,
        })
    });
    checked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(priors: &str) -> Result<Typical, Vec<(usize, usize, String)>> {
        let text = format!("version: mine\npriors:\n{priors}");
        let source = Source::from_text("mine.yaml", &text).unwrap();
        read(&source).map_err(|problems| {
            let flat = |p: Problem| {
                let place = p.place().unwrap();
                (place.line, place.column, p.message)
            };
            problems.into_iter().map(flat).collect()
        })
    }

    #[test]
    fn the_built_in_priors_resolve_and_follow_what_they_hang_on() {
        let typical = resolve(&RAW, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let at = |fact: &str| typical.position(fact).unwrap();
        assert!(at("power.connection") < at("power.firmness"));
        assert!(at("power.onsite_plant[].fuel") < at("power.firmness"));
        assert!(at("power.approved_mw") < at("power.energized_mw"));
        assert!(at("halls") < at("halls[].area_m2"));
        let fleet = typical.prior("mining.fleet_mw").unwrap();
        assert!(fleet.at_most.iter().any(|f| f == "power.requested_mw"));
        assert!(typical.prior("power.requested_mw").unwrap().at_least.len() >= 4);
    }

    #[test]
    fn a_climate_of_ones_own_must_ascend_and_name_its_sources() {
        let of = |dry_bulb: &str, basis: &str| {
            let climate = format!(
                "  []\nclimate:\n- {{country: US, dry_bulb_c: {dry_bulb}, wet_bulb_c: [18, 20, 24], basis: {basis}}}\n"
            );
            user(&climate).map_err(|errors| errors.into_iter().map(|(_, _, said)| said).collect())
        };
        let said = |got: Result<Typical, Vec<String>>, part: &str| {
            let errors = got.unwrap_err();
            assert!(
                errors.iter().all(|error| error.contains(part)),
                "{errors:?}"
            );
        };
        assert!(of("[30, 34, 40]", "judgment").is_ok());
        said(of("[30, 44, 40]", "judgment"), "must ascend");
        said(of("[30, 34, 40]", "sourced"), "needs `sources`");
    }

    #[test]
    fn a_flag_is_drawn_as_its_prior_has_it() {
        for stated in [true, false] {
            let own = format!(
                "- {{fact: power.ride_through, better: higher, shares: {{\"{stated}\": 1}}, why: x, basis: judgment}}\n"
            );
            let site = crate::site::Site::default();
            let drawn = user(&own).unwrap().median(&site);
            assert_eq!(drawn.power.ride_through.get(), Some(&stated));
        }
    }

    #[test]
    fn a_place_holds_as_far_again_beyond_its_tenths_and_no_more_than_may_be() {
        let place = &RAW.climate[0];
        let ends = |all| at_place(place, [10.0, 16.0, 20.0], all).may_hold;
        assert_eq!(ends(None), Some([4.0, 24.0]));
        assert_eq!(ends(Some([5.0, 30.0])), Some([5.0, 24.0]));
        assert_eq!(ends(Some([0.0, 22.5])), Some([4.0, 22.5]));
    }

    #[test]
    fn a_users_prior_stands_in_place_of_the_built_in_one() {
        let own = "- {fact: power.feeds, better: higher, number: {low: 2, likely: 2, high: 3, form: bell}, \
                   may_hold: [1, 6], why: ours have two, basis: judgment}\n";
        let typical = user(own).unwrap();
        assert_eq!(typical.priors().len(), built_in().priors().len());
        assert_eq!(typical.prior("power.feeds").unwrap().may_hold, [1.0, 6.0]);
        assert!(typical.version.ends_with("with mine"));
    }

    #[test]
    fn everything_wrong_is_told_with_its_place() {
        let wrong = "\
- {fact: power.color, better: none, shares: {red: 1}, why: x, basis: judgment}
- {fact: power.firmness, better: higher, shares: {frim: 0.5, firm: 0.4}, why: x, basis: judgment}
- fact: power.feeds
  better: higher
  number: {low: 3, likely: 2, high: 4, form: bell}
  may_hold: [0, 6]
  why: x
  basis: sourced
- fact: power.voltage_kv
  better: higher
  number: {low: 3, likely: 4, high: 5, form: bell}
  may_hold: [0, 6]
  why: x
  basis: frequency
  sources: [NOBODY]
";
        let errors = user(wrong).unwrap_err();
        let said = |line: usize, part: &str| {
            errors
                .iter()
                .any(|(at, _, message)| *at == line && message.contains(part))
        };
        assert!(said(3, "no fact `power.color`"), "{errors:#?}");
        assert!(said(4, "did you mean `firm`"), "{errors:#?}");
        assert!(said(4, "sum to 1"), "{errors:#?}");
        assert!(said(7, "must ascend"), "{errors:#?}");
        // 0 kV is below what the file format takes.
        assert!(said(14, "from 0.1 to 1200"), "{errors:#?}");
    }

    #[test]
    fn missing_grounds_and_circles_are_refused() {
        let ungrounded = "- {fact: power.ride_through, better: higher, shares: {\"false\": 1}, why: x, \
                          basis: frequency, sources: [NOBODY]}\n";
        let errors = user(ungrounded).unwrap_err();
        assert_eq!(errors.len(), 2, "{errors:#?}");
        let circle = "\
- fact: power.connection
  better: higher
  shares: {grid: 1}
  when: [{if: {power.firmness: firm}, shares: {grid: 1}}]
  why: x
  basis: judgment
";
        let errors = user(circle).unwrap_err();
        let (line, _, message) = &errors[0];
        assert!(message.contains("hangs on itself"), "{errors:#?}");
        assert_eq!(*line, 3);
    }
}
