//! The substation: what its transformers carry when one of them is out.

use super::power::DEFAULT_POWER_FACTOR;
use super::{
    Better, Case, Effect, Kind, LimitId, Metric, Role, Trace, Value, YES_NO, fact, stated,
    stated_word,
};
use crate::estimate::{Bounds, Estimate};
use crate::site::path::fact_path;
use crate::site::power::{Owner, Switchgear, TransformerGroup};
use crate::units::{GridMw, MetricUnit, PowerFactor};
use Effect::{Improves, Mixed};

/// Firm MW of a substation of equal or unequal units with the largest one out: (n−1) × MVA × power factor.
///
/// Two units of 100 MVA at 0.95 give 95 MW firm of 190 installed; three of 60 give 114 of 171;
/// a single unit gives none (UFC 3-520-01).
#[must_use]
pub(crate) fn substation_n_minus_1(
    groups: &[TransformerGroup],
    power_factor: Estimate<PowerFactor>,
) -> Bounds {
    let mut installed = Bounds::exact(0.0);
    let mut largest: f64 = 0.0;
    for group in groups {
        match (group.count.known(), group.mva.known()) {
            (Some(count), Some(mva)) => {
                largest = largest.max(mva.likely());
                let group: Estimate<GridMw> = count.rising(mva, |n, mva| n * mva);
                installed = installed.rising(group.into(), |a, b| a + b);
            }
            (Some(count), None) if count.high() <= 1.0 && groups.len() == 1 => {
                return Bounds::exact(0.0);
            }
            _ => installed = installed.rising(Bounds::open(0.0, 0.0), |a, b| a + b),
        }
    }
    installed
        .map(|mva| (mva - largest).max(0.0))
        .rising(power_factor.into(), |mva, pf| mva * pf)
}

/// Installed MVA of stated groups, where every group states count and rating.
#[must_use]
pub(crate) fn installed_mva(groups: &[TransformerGroup]) -> Option<Estimate<GridMw>> {
    groups
        .iter()
        .map(|g| Some(g.count.known()?.rising(g.mva.known()?, |n, mva| n * mva)))
        .sum()
}

/// Firm MW of the substation: what the service agreement says where the utility owns it, own banks at N−1 otherwise.
pub(crate) fn substation_firm(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    if let Some(service) = trace.optional(fact!(case.site, substation.service_firm_mw)) {
        return Some(service.into());
    }
    if trace.read(fact!(case.site, substation.owner)) == Some(&Owner::Utility) {
        trace.note(fact_path!("substation.service_firm_mw"), false);
        return None;
    }
    let groups = trace.read(fact!(case.site, substation.transformers))?;
    let assumed = Estimate::new(0.9, DEFAULT_POWER_FACTOR, 1.0)
        .unwrap_or(Estimate::exact(DEFAULT_POWER_FACTOR));
    let power_factor = trace
        .optional(fact!(case.site, power.power_factor))
        .unwrap_or(assumed);
    Some(substation_n_minus_1(groups, power_factor))
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "substation.firm-mw",
        unit: MetricUnit::GridMw,
        role: Role::Limit(LimitId::Substation),
        kind: Kind::Number(Better::Higher),
        summary: "MW the substation carries with its largest transformer out",
        formula: "firm MW of the service agreement; own banks (n−1) × MVA × power factor, 0.95 where none is stated",
        sources: &["UFC", "UPT-TIER"],
        reads: &[
            ("substation.service_firm_mw", Improves),
            ("substation.owner", Mixed),
            ("substation.transformers", Mixed),
            ("power.power_factor", Improves),
        ],
        eval: |case, trace| Value::from(substation_firm(case, trace)),
    },
    stated_word!(
        "substation.owner",
        Owner::WORDS,
        "Who owns the transformers",
        substation.owner,
        |w: Owner| { Value::Word(w.word()) }
    ),
    stated_word!(
        "substation.switchgear",
        Switchgear::WORDS,
        "Arrangement of the switchgear",
        substation.switchgear,
        |w: Switchgear| Value::Word(w.word())
    ),
    stated_word!(
        "substation.spare",
        YES_NO,
        "A spare transformer is at hand",
        substation.spare_transformer,
        Value::flag
    ),
    stated!(
        "substation.distribution-kv",
        MetricUnit::Kilovolts,
        Higher,
        "Medium voltage distributed on site",
        substation.distribution_kv
    ),
];

#[cfg(test)]
mod tests {
    use super::super::tests::{site, value};
    use super::*;

    #[test]
    fn substation_worked_examples() {
        let firm = |text: &str| {
            let site = site(&format!(
                "name: A\npower: {{power_factor: 0.95}}\nsubstation: {{transformers: {text}}}"
            ));
            substation_n_minus_1(
                site.substation.transformers.items().unwrap(),
                Estimate::exact(0.95),
            )
        };
        assert_eq!(firm("[{count: 2, mva: 100}]"), Bounds::exact(95.0));
        assert_eq!(firm("[{count: 3, mva: 60}]"), Bounds::exact(114.0));
        assert_eq!(firm("[{count: 1, mva: 300}]"), Bounds::exact(0.0));
        // Unequal banks lose the largest unit.
        assert_eq!(
            firm("[{count: 1, mva: 100}, {count: 2, mva: 50}]"),
            Bounds::exact(95.0)
        );
        assert_eq!(firm("[{count: 2}]").high, None);
    }

    #[test]
    fn the_service_agreement_outranks_own_banks() {
        let text = "name: A\nsubstation: {owner: utility, service_firm_mw: 250, transformers: [{count: 2, mva: 100}]}";
        assert_eq!(
            value("substation.firm-mw", "nvl72", text),
            Value::exact(250.0)
        );
        let text = "name: A\nsubstation: {owner: utility, transformers: [{count: 2, mva: 100}]}";
        assert_eq!(value("substation.firm-mw", "nvl72", text), Value::Unknown);
    }
}
