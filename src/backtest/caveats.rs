//! What the numbers of a backtest cannot bear, in plain words and with its own counts.

use std::collections::BTreeMap;

use super::finished::{Backtest, ClassKnown};
use super::outcome::Class;
use super::readings::Measured;
use super::site::KNOWN_FACTS;

pub(super) fn caveats(backtest: &Backtest) -> Vec<String> {
    let of = |class: Class| backtest.known.iter().find(|known| known.class == class);
    let Some((converted, not)) = of(Class::Converted).zip(of(Class::NotConverted)) else {
        return Vec::new();
    };
    if backtest.main().is_none() {
        return Vec::new();
    }
    let mut caveats = vec![
        format!(
            "Small: {} converted and {} not converted {}. One converted mine alone makes {:.0} % of the AUC; \
             differences of a few hundredths mean nothing.",
            converted.sites,
            not.sites,
            if not.sites == 1 { "mine" } else { "mines" },
            100.0 / f64::from(u32::try_from(converted.sites).unwrap_or(u32::MAX))
        ),
        not_independent(backtest),
        "Not blind: the checklist was reasoned from what tenants and standards ask, with the lessons from such \
         mines at hand. Where these mines are among them, they taught which signals matter, though no weight and \
         no prior was fitted to them. On mines that nobody had read about, expect less."
            .to_owned(),
        format!(
            "Not a random sample: these are mines that somebody wrote about, and converted ones are written about \
             more. Before facts were removed they stated {} facts in the median, those not converted {}.",
            as_filed(backtest, Class::Converted),
            as_filed(backtest, Class::NotConverted)
        ),
        "Hindsight, in favor of the score: a mine without a deal has no date to cut at, so facts stay that were \
             reported because it failed, such as a moratorium or a supplier that stopped. They lower its score, and \
             nobody knew them in time."
            .to_owned(),
        lopsided(backtest, converted, not),
    ];
    let bare = backtest
        .tested
        .iter()
        .filter(|t| t.class == Class::Converted && t.known_facts == 0)
        .map(|t| t.id.as_str());
    let bare: Vec<&str> = bare.collect();
    if !bare.is_empty() {
        caveats.push(format!(
            "Nothing was known before the deal of {}: the score there is that of an empty file, and it counts \
             all the same.",
            bare.join(", ")
        ));
    }
    caveats.push(
        "Outcomes are no property of the site alone: owners convert one or two sites and sell the rest, and a \
         mine that is not converted yet may be later. One target is asked of all, whatever a mine was converted \
         for."
            .to_owned(),
    );
    caveats
}

/// What it does that facts are removed at one class alone.
fn lopsided(backtest: &Backtest, converted: &ClassKnown, not: &ClassKnown) -> String {
    let direction = if backtest.empty_score > not.score.median {
        "so to lose facts lifts a score, in favor of the test"
    } else {
        "so to lose facts lowers no score below theirs"
    };
    let facts = backtest.main().and_then(|reading| {
        let known = |m: &&Measured| m.id == KNOWN_FACTS;
        Some(reading.measures.iter().find(known)?.auc.value)
    });
    let alone = match facts {
        Some(auc) if auc < 0.5 => format!(
            " To call the least known mines converted has an AUC of {:.2} by itself.",
            1.0 - auc
        ),
        _ => String::new(),
    };
    format!(
        "Lopsided: facts are removed only where there was a deal. Converted mines keep {} facts in the median, \
         those not converted {}. A file without facts scores {:.0}, mines not converted {:.0} in the median, \
         {direction}.{alone} The thinned columns compare mines of which as many facts are known.",
        converted.known_facts.median,
        not.known_facts.median,
        backtest.empty_score,
        not.score.median
    )
}

fn not_independent(backtest: &Backtest) -> String {
    let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
    let in_main = backtest
        .tested
        .iter()
        .filter(|t| t.class != Class::Evaluating);
    for owner in in_main.filter_map(|t| t.owner.as_deref()) {
        *sites.entry(owner).or_default() += 1;
    }
    let several: Vec<usize> = sites.values().copied().filter(|n| *n > 1).collect();
    let owners = match sites.len() {
        1 => "1 owner".to_owned(),
        n => format!("{n} owners"),
    };
    let alike = match several.as_slice() {
        [] => "none of whom is known to hold more than one of the mines".to_owned(),
        _ => format!(
            "{} of whom {} {} of the mines and treat{} theirs alike",
            several.len(),
            if several.len() == 1 { "holds" } else { "hold" },
            several.iter().sum::<usize>(),
            if several.len() == 1 { "s" } else { "" }
        ),
    };
    format!(
        "Not independent: {owners}, {alike}. The intervals draw mines, not owners, and are too narrow for that."
    )
}

/// Median number of facts that the files of a class state.
#[expect(
    clippy::cast_precision_loss,
    reason = "a site states some dozens of facts"
)]
fn as_filed(backtest: &Backtest, class: Class) -> f64 {
    let sites = backtest.tested.iter().filter(|t| t.class == class);
    let mut facts: Vec<f64> = sites
        .map(|t| (t.known_facts + t.removed_facts) as f64)
        .collect();
    facts.sort_by(f64::total_cmp);
    super::auc::quantile(&facts, 0.5).unwrap_or(0.0)
}
