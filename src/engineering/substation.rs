//! The substation: what its transformers carry when one of them is out.

use super::{
    Better, Effect, Kind, LimitId, Metric, Role, Value, YES_NO, n_minus_1, stated, stated_word,
    units,
};
use crate::site::path::fact_path;
use crate::site::power::{Owner, Switchgear};
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::Improves;

/// Firm MW of transformers, how many and MVA of one, with the largest one out: (n−1) × MVA × power factor.
///
/// Two units of 100 MVA at 0.95 give 95 MW firm of 190 installed; three of 60 give 114 of 171;
/// a single unit gives none (UFC 3-520-01).
#[must_use]
pub(crate) fn transformers_firm(
    groups: impl Iterator<Item = (f64, f64)>,
    power_factor: f64,
) -> f64 {
    n_minus_1(groups) * power_factor
}

/// Firm MW that a service agreement says, where another owns the banks and there is one. Nobody serves a site through
/// its own banks.
#[must_use]
pub(crate) fn served_mw(draw: &Draw) -> Option<f64> {
    let is_own = draw.word(fact_path!("substation.owner")) == Some(Owner::Customer);
    let served = draw.get(fact_path!("substation.service_firm_mw"));
    served.filter(|_| !is_own)
}

/// Firm MW of the substation: what the service agreement says where there is one, the banks at N−1 otherwise.
#[must_use]
pub(crate) fn substation_firm(draw: &Draw) -> f64 {
    served_mw(draw).unwrap_or_else(|| {
        let banks = units!(draw, "substation.transformers", "mva");
        transformers_firm(banks, draw.number(fact_path!("power.power_factor")))
    })
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "substation.firm-mw",
        unit: MetricUnit::GridMw,
        role: Role::Limit(LimitId::Substation),
        kind: Kind::Number(Better::Higher),
        summary: "MW the substation carries with its largest transformer out",
        formula: "firm MW of the service agreement where another owns the banks; else banks (n−1) × MVA × power factor",
        sources: &["UFC", "UPT-TIER"],
        reads: &[
            ("substation.owner", Effect::Mixed),
            ("substation.service_firm_mw", Improves),
            ("substation.transformers[].count", Improves),
            ("substation.transformers[].mva", Improves),
            ("power.power_factor", Improves),
        ],
        eval: |case| Value::Number(substation_firm(&case.draw)),
    },
    stated_word!(
        "substation.owner",
        Owner::WORDS,
        "Who owns the transformers",
        substation.owner,
        Value::word
    ),
    stated_word!(
        "substation.switchgear",
        Switchgear::WORDS,
        "Arrangement of the switchgear",
        substation.switchgear,
        Value::word
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
    use super::super::tests::number;
    use super::*;

    #[test]
    fn substation_worked_examples() {
        let firm = |groups: &[(f64, f64)]| transformers_firm(groups.iter().copied(), 0.95);
        assert_eq!(firm(&[(2.0, 100.0)]), 95.0);
        assert_eq!(firm(&[(3.0, 60.0)]), 114.0);
        assert_eq!(firm(&[(1.0, 300.0)]), 0.0);
        // Unequal banks lose the largest unit.
        assert_eq!(firm(&[(1.0, 100.0), (2.0, 50.0)]), 95.0);
    }

    #[test]
    fn the_service_agreement_outranks_own_banks() {
        let firm = |text: &str| number("substation.firm-mw", "nvl72", text);
        let text = "name: A\npower: {power_factor: 0.95}\n\
                    substation: {owner: utility, service_firm_mw: 250, transformers: [{count: 2, mva: 100}]}";
        assert_eq!(firm(text), 250.0);
        let own = text.replace("owner: utility, service_firm_mw: 250", "owner: customer");
        assert_eq!(firm(&own), 95.0);
    }
}
