//! The numbers that a policy can ask for.
//!
//! A new one is a row here, its reading in `gate/threshold.rs` and its key in `gate/policy.rs`; the options of `check`,
//! `explain`, `list`, SARIF and waivers follow from the row.

use super::entry::{Entry, Kind, Severity};

/// Each number that can be asked for, in the order of [`LIMITS`].
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
}

/// What a limit counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Points of convertibility.
    Points,
    /// Critical IT MW.
    Megawatts,
    /// M$ for each of them.
    MillionDollars,
    /// Months.
    Months,
}

impl Counted {
    /// The unit behind a number.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Megawatts => "MW",
            Self::MillionDollars => "M$",
            Self::Months => "months",
        }
    }
}

/// A number that can be asked for, and the rule that is broken where it is missed.
#[derive(Debug, Clone, Copy)]
pub struct LimitRule {
    /// Which one.
    pub limit: Limit,
    /// The rule.
    pub entry: Entry<'static>,
    /// The key in a policy.
    pub key: &'static str,
    /// What asking for it means.
    pub doc: &'static str,
    /// What stands for the number in the usage of `check`.
    pub placeholder: &'static str,
    /// What it counts in.
    pub counted: Counted,
    /// The largest number that makes sense, where there is one.
    pub most: Option<f64>,
    /// Whether less is missed, or more.
    pub is_least: bool,
    /// How a sentence about the number of a site begins.
    pub lead: &'static str,
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
pub const LIMITS: [LimitRule; 4] = [
    LimitRule {
        limit: Limit::MinScore,
        entry: entry(
            "threshold.min-score",
            "Convertibility below the policy",
            "The convertibility of the site is below what the policy asks for: at its worst, at P10, or, as expected, in \
             the mean.",
            "Close gaps or answer unknowns with the most points at stake: `rackready score` lists both.",
        ),
        key: "min_score",
        doc: "Least convertibility, points",
        placeholder: "S",
        counted: Counted::Points,
        most: Some(100.0),
        is_least: true,
        lead: "convertibility is",
        path: "name",
    },
    LimitRule {
        limit: Limit::MinMw,
        entry: entry(
            "threshold.min-mw",
            "Too few megawatts",
            "The critical IT MW after the plan are fewer than the policy asks for: at their worst, at P10, or, as expected, \
             at P50 of the draws that carry what the tenant takes at least. Where too few draws do, there are none.",
            "Lift the limit that binds: `rackready plan` names it and what lifting it costs.",
        ),
        key: "min_mw",
        doc: "Least critical IT MW after the plan",
        placeholder: "N",
        counted: Counted::Megawatts,
        most: None,
        is_least: true,
        lead: "the plan carries",
        path: "power",
    },
    LimitRule {
        limit: Limit::MaxCostPerMw,
        entry: entry(
            "threshold.max-cost-per-mw",
            "Cost per megawatt above the policy",
            "Each MW of critical IT costs the owner more than the policy allows: at P90, or, as expected, at P50 of the \
             draws that carry what the tenant takes at least. Without MW it is missed.",
            "Look for cheaper works in `rackready plan`, or replace listed prices by quotes of your own.",
        ),
        key: "max_cost_per_mw_musd",
        doc: "Most that each MW may cost the owner, M$",
        placeholder: "M",
        counted: Counted::MillionDollars,
        most: None,
        is_least: false,
        lead: "each MW costs",
        path: "power",
    },
    LimitRule {
        limit: Limit::MaxMonths,
        entry: entry(
            "threshold.max-months",
            "First megawatt too late",
            "The first MW of critical IT comes later than the policy allows: at P90, or, as expected, at P50 of the draws \
             that carry what the tenant takes at least. What never comes is later than any month.",
            "Shorten the works on the critical path that `rackready plan` shows.",
        ),
        key: "max_months",
        doc: "Most months to the first MW",
        placeholder: "MONTHS",
        counted: Counted::Months,
        most: None,
        is_least: false,
        lead: "the first MW takes",
        path: "power",
    },
];

/// A number for each limit that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Asked([Option<f64>; LIMITS.len()]);

impl Asked {
    /// The number, where one is asked for.
    #[cfg(any(test, feature = "cli"))]
    #[must_use]
    pub(crate) fn of(&self, limit: Limit) -> Option<f64> {
        self.0[limit as usize]
    }

    /// The same with those of another place on top.
    #[cfg(any(test, feature = "cli"))]
    #[must_use]
    pub(crate) fn with(self, over: &Self) -> Self {
        Self(std::array::from_fn(|at| over.0[at].or(self.0[at])))
    }
}

impl FromIterator<(Limit, Option<f64>)> for Asked {
    fn from_iter<I: IntoIterator<Item = (Limit, Option<f64>)>>(numbers: I) -> Self {
        let mut asked = Self::default();
        for (limit, number) in numbers {
            asked.0[limit as usize] = number;
        }
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_finds_its_own_number() {
        for (at, rule) in LIMITS.iter().enumerate() {
            assert_eq!(rule.limit as usize, at, "{rule:?}");
        }
        let asked: Asked = [(Limit::MinMw, Some(5.0)), (Limit::MaxMonths, None)]
            .into_iter()
            .collect();
        let over: Asked = [(Limit::MaxMonths, Some(9.0))].into_iter().collect();
        let both = asked.with(&over);
        let read = [Limit::MinScore, Limit::MinMw, Limit::MaxMonths].map(|limit| both.of(limit));
        assert_eq!(read, [None, Some(5.0), Some(9.0)]);
    }
}
