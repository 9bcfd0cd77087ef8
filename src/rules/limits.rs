//! The numbers that a policy can ask for.
//!
//! A new one is a row here, its reading in `gate/threshold.rs` and its key in `gate/policy/raw.rs`; the options of `check`,
//! `explain`, `list`, SARIF and waivers follow from the row.

use super::entry::{Entry, Kind, Severity};

crate::words::spelled! {
    /// What a chance can be asked of.
    pub enum ChanceOf {
        /// Converting, at once or in phases.
        Converting = "converting",
        /// Converting at once.
        Convert = "convert",
        /// Converting in phases.
        ConvertInPhases = "convert-in-phases",
        /// A bridge.
        Bridge = "bridge",
        /// Keeping to mine.
        KeepMining = "keep-mining",
    }
}

/// Each number that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Convertibility.
    MinScore,
    /// Critical IT MW after the plan.
    MinMw,
    /// What the owner pays for each of them.
    MaxCostPerMw,
    /// From the start of the plan to the first of them.
    MaxMonths,
    /// Share of what convertibility weighs whose facts are known.
    MinKnown,
    /// Share of the draws that come to something.
    MinChance(ChanceOf),
    /// What the best way of using the connection is worth for each of its MW.
    MinNpvPerMw,
    /// Share of the draws in which converting is worth most.
    MinChanceMoney,
}

/// What a limit counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitUnit {
    /// Points of convertibility.
    Points,
    /// Critical IT MW.
    Megawatts,
    /// M$ for each of them.
    MillionDollars,
    /// Months.
    Months,
    /// A share of a whole.
    Share,
}

impl LimitUnit {
    /// The unit behind a number.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Megawatts => "MW",
            Self::MillionDollars => "M$",
            Self::Months => "months",
            Self::Share => "share",
        }
    }
}

/// A number that can be asked for, and the rule that is broken where it is missed.
#[derive(Debug, Clone, Copy)]
pub struct LimitRule {
    /// The numbers that break it; several where each is asked of something else.
    pub limits: &'static [Limit],
    /// The rule.
    pub entry: Entry<'static>,
    /// The key in a policy.
    pub key: &'static str,
    /// What asking for it means.
    pub doc: &'static str,
    /// What stands for the number in the usage of `check`.
    pub placeholder: &'static str,
    /// What it counts in.
    pub unit: LimitUnit,
    /// The largest number that makes sense, where there is one.
    pub most: Option<f64>,
    /// Whether less is missed, or more.
    pub is_least: bool,
    /// How a sentence about the number of a site begins; `{}` stands for what it is of.
    pub lead: &'static str,
    /// What follows the number.
    pub tail: &'static str,
    /// The path of the fact at which a miss is shown.
    pub path: &'static str,
}

impl LimitRule {
    /// The option of `check`, without its hyphens in front.
    #[must_use]
    pub fn option(&self) -> &'static str {
        let id = self.entry.id;
        id.strip_prefix("threshold.").unwrap_or(id)
    }
}

const fn entry(
    id: &'static str,
    title: &'static str,
    why: &'static str,
    mend: &'static str,
) -> Entry<'static> {
    Entry {
        id,
        title,
        why,
        kind: Kind::Threshold,
        severity: Severity::Blocker,
        mend: Some(mend),
    }
}

/// Every number that can be asked for.
pub const LIMITS: [LimitRule; 8] = [
    LimitRule {
        limits: &[Limit::MinScore],
        entry: entry(
            "threshold.min-score",
            "Convertibility below the policy",
            "The convertibility of the site is below what the policy asks for: as expected, in the mean; or at P10, or at \
             its worst.",
            "Close gaps or answer unknowns with the most points at stake: `rackready score` lists both.",
        ),
        key: "min_score",
        doc: "Least convertibility, points",
        placeholder: "S",
        unit: LimitUnit::Points,
        most: Some(100.0),
        is_least: true,
        lead: "convertibility is",
        tail: "",
        path: "name",
    },
    LimitRule {
        limits: &[Limit::MinMw],
        entry: entry(
            "threshold.min-mw",
            "Too few megawatts",
            "The critical IT MW after the plan are fewer than the policy asks for: as expected, at P50 of all draws; or at \
             P10, or at their worst. A draw that carries less than the tenant takes at least counts as 0 MW.",
            "Lift the limit that binds: `rackready plan` names it and what lifting it costs.",
        ),
        key: "min_mw",
        doc: "Least critical IT MW after the plan",
        placeholder: "N",
        unit: LimitUnit::Megawatts,
        most: None,
        is_least: true,
        lead: "the plan carries",
        tail: "",
        path: "power",
    },
    LimitRule {
        limits: &[Limit::MaxCostPerMw],
        entry: entry(
            "threshold.max-cost-per-mw",
            "Cost per megawatt above the policy",
            "Each MW of critical IT costs the owner more than the policy allows: as expected, at P50 of all draws, or at P90. \
             In a draw that carries less than the tenant takes at least, no money buys one.",
            "Look for cheaper works in `rackready plan`, or replace listed prices by quotes of your own.",
        ),
        key: "max_cost_per_mw_musd",
        doc: "Most that each MW may cost the owner, M$",
        placeholder: "M",
        unit: LimitUnit::MillionDollars,
        most: None,
        is_least: false,
        lead: "each MW costs",
        tail: "",
        path: "power",
    },
    LimitRule {
        limits: &[Limit::MaxMonths],
        entry: entry(
            "threshold.max-months",
            "First megawatt too late",
            "The first MW of critical IT comes later than the policy allows: as expected, at P50 of all draws, or at P90. In \
             a draw that carries less than the tenant takes at least it never comes, which is later than any month.",
            "Shorten the works on the critical path that `rackready plan` shows.",
        ),
        key: "max_months",
        doc: "Most months to the first MW",
        placeholder: "MONTHS",
        unit: LimitUnit::Months,
        most: None,
        is_least: false,
        lead: "the first MW takes",
        tail: "",
        path: "power",
    },
    LimitRule {
        limits: &[Limit::MinKnown],
        entry: entry(
            "threshold.min-known",
            "Too little known",
            "Of what convertibility weighs, the facts known are a smaller share than the policy asks for: what the file \
             leaves open rests on what is usual elsewhere.",
            "Answer what is unknown: the finding names what to ask first, `rackready score` the rest.",
        ),
        key: "min_known",
        doc: "Least share known of what counts, 0 to 1",
        placeholder: "SHARE",
        unit: LimitUnit::Share,
        most: Some(1.0),
        is_least: true,
        lead: "known is",
        tail: " of what counts",
        path: "name",
    },
    LimitRule {
        limits: &[
            Limit::MinChance(ChanceOf::Converting),
            Limit::MinChance(ChanceOf::Convert),
            Limit::MinChance(ChanceOf::ConvertInPhases),
            Limit::MinChance(ChanceOf::Bridge),
            Limit::MinChance(ChanceOf::KeepMining),
        ],
        entry: entry(
            "threshold.min-chance",
            "Verdict too unlikely",
            "Fewer draws come to a verdict than the policy asks for: too much of what decides it is open, or speaks against \
             it. `converting` stands for both ways to convert.",
            "Answer the unknowns that the verdict hangs on, which the finding names; close the gaps that decide it.",
        ),
        key: "min_chance",
        doc: "Least share of the draws that come to a verdict, such as converting=0.6; repeatable",
        placeholder: "VERDICT=SHARE",
        unit: LimitUnit::Share,
        most: Some(1.0),
        is_least: true,
        lead: "the chance of {} is",
        tail: "",
        path: "name",
    },
    LimitRule {
        limits: &[Limit::MinNpvPerMw],
        entry: entry(
            "threshold.min-npv-per-mw",
            "Connection worth too little",
            "Of all ways of using the connection, keeping to mine and selling it among them, the best by its mean is worth \
             less for each MW of the connection than the policy asks for: as expected, in the mean; or at P10. It hangs on \
             the figures of a market, which the finding names.",
            "Look at what turns it, and what to find out first: `rackready economics` shows both.",
        ),
        key: "min_npv_per_mw_musd",
        doc: "Least NPV of the best way for each MW of the connection, M$",
        placeholder: "M",
        unit: LimitUnit::MillionDollars,
        most: None,
        is_least: true,
        lead: "the best way, {}, is worth",
        tail: " for each MW of the connection",
        path: "name",
    },
    LimitRule {
        limits: &[Limit::MinChanceMoney],
        entry: entry(
            "threshold.min-chance-money",
            "Converting too rarely worth most",
            "A lease, a cloud or a hybrid is the best way of using the connection in fewer draws than the policy asks for. \
             It hangs on the figures of a market, which the finding names.",
            "Look at what turns it, and what to find out first: `rackready economics` shows both.",
        ),
        key: "min_chance_money",
        doc: "Least share of the draws in which a lease, a cloud or a hybrid is worth most, 0 to 1",
        placeholder: "SHARE",
        unit: LimitUnit::Share,
        most: Some(1.0),
        is_least: true,
        lead: "a lease, a cloud or a hybrid is worth most in",
        tail: " of draws",
        path: "name",
    },
];

impl Limit {
    /// What the chance is of, where it is one.
    #[must_use]
    pub fn chance_of(self) -> Option<ChanceOf> {
        match self {
            Self::MinChance(of) => Some(of),
            _ => None,
        }
    }

    /// Whether it reads what ways of using the connection are worth.
    #[must_use]
    pub fn reads_money(self) -> bool {
        matches!(self, Self::MinNpvPerMw | Self::MinChanceMoney)
    }
}

/// A number for each limit that is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked(Vec<(Limit, f64)>);

impl Asked {
    /// The number, where one is asked for.
    #[must_use]
    pub fn of(&self, limit: Limit) -> Option<f64> {
        let found = self.0.iter().find(|(of, _)| *of == limit);
        found.map(|(_, number)| *number)
    }

    /// The first rule among those that are asked for of which some number reads money.
    #[must_use]
    pub fn of_money(&self) -> Option<&'static LimitRule> {
        let reads = |limit: &Limit| limit.reads_money() && self.of(*limit).is_some();
        LIMITS.iter().find(|rule| rule.limits.iter().any(reads))
    }

    /// The same with those of another place on top.
    #[cfg(any(test, feature = "cli"))]
    #[must_use]
    pub(crate) fn with(mut self, over: &Self) -> Self {
        self.0.retain(|(limit, _)| over.of(*limit).is_none());
        self.0.extend(&over.0);
        self
    }
}

impl FromIterator<(Limit, Option<f64>)> for Asked {
    fn from_iter<I: IntoIterator<Item = (Limit, Option<f64>)>>(numbers: I) -> Self {
        let asked = numbers.into_iter();
        Self(
            asked
                .filter_map(|(limit, number)| Some((limit, number?)))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_a_rule_of_its_own() {
        let limits: Vec<Limit> = LIMITS
            .iter()
            .flat_map(|rule| rule.limits)
            .copied()
            .collect();
        for (at, limit) in limits.iter().enumerate() {
            assert!(!limits[..at].contains(limit), "{limit:?}");
        }
        let chances: Vec<ChanceOf> = limits.iter().filter_map(|l| l.chance_of()).collect();
        assert_eq!(chances, ChanceOf::ALL);
    }

    #[test]
    fn a_later_place_overrides_limit_by_limit() {
        let [converting, bridge] = [ChanceOf::Converting, ChanceOf::Bridge].map(Limit::MinChance);
        let asked: Asked = [
            (Limit::MinMw, Some(5.0)),
            (Limit::MaxMonths, None),
            (converting, Some(0.6)),
        ]
        .into_iter()
        .collect();
        let over: Asked = [
            (Limit::MaxMonths, Some(9.0)),
            (converting, Some(0.4)),
            (bridge, Some(0.1)),
        ]
        .into_iter()
        .collect();
        let both = asked.with(&over);
        let limits = [
            Limit::MinScore,
            Limit::MinMw,
            Limit::MaxMonths,
            converting,
            bridge,
        ];
        let read = limits.map(|limit| both.of(limit));
        assert_eq!(read, [None, Some(5.0), Some(9.0), Some(0.4), Some(0.1)]);
    }
}
