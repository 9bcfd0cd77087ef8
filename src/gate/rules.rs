//! The gate's own rules: what stands against a site without being a row of the checklist.
//!
//! A concern names its rule by one of these ids or by the id of a requirement.

/// A rule that is no row of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateRule {
    /// Its id, stable for good: waivers and baselines name it.
    pub id: &'static str,
    /// Title, a few words.
    pub name: &'static str,
    /// What it says, one or two sentences.
    pub description: &'static str,
    /// What helps.
    pub help: &'static str,
}

/// The file cannot be read as a site. It can be neither waived nor accepted.
pub const FILE_INVALID: &str = "file.invalid";
/// The convertibility that the policy asks for is missed.
pub const THRESHOLD_MIN_SCORE: &str = "threshold.min-score";
/// The MW that the policy asks for are missed.
pub const THRESHOLD_MIN_MW: &str = "threshold.min-mw";
/// A MW costs more than the policy allows.
pub const THRESHOLD_MAX_COST_PER_MW: &str = "threshold.max-cost-per-mw";
/// The first MW comes later than the policy allows.
pub const THRESHOLD_MAX_MONTHS: &str = "threshold.max-months";
/// A waiver is past its last day.
pub const WAIVER_EXPIRED: &str = "waiver.expired";
/// A waiver covers nothing that was found.
pub const WAIVER_UNUSED: &str = "waiver.unused";
/// A waiver names a rule or site that does not exist.
pub const WAIVER_UNKNOWN: &str = "waiver.unknown";

/// What helps against every contradiction.
const MEND: &str = "Check the facts named against their sources and correct the wrong one.";

const fn rule(
    id: &'static str,
    name: &'static str,
    description: &'static str,
    help: &'static str,
) -> GateRule {
    GateRule {
        id,
        name,
        description,
        help,
    }
}

const fn contradiction(
    id: &'static str,
    name: &'static str,
    description: &'static str,
) -> GateRule {
    rule(id, name, description, MEND)
}

/// Every rule of the gate's own, in the order of listings.
pub const RULES: &[GateRule] = &[
    rule(
        FILE_INVALID,
        "File cannot be read",
        "The file cannot be read as the description of a site, so nothing about it was judged.",
        "Correct the file at the place named; `rackready init` prints a file that reads.",
    ),
    rule(
        THRESHOLD_MIN_SCORE,
        "Convertibility below the policy",
        "The convertibility of the site is below what the policy asks for.",
        "Close gaps or answer unknowns with the most points at stake: `rackready score` lists both.",
    ),
    rule(
        THRESHOLD_MIN_MW,
        "Too few megawatts",
        "The critical IT MW after the plan are fewer than the policy asks for.",
        "Lift the limit that binds: `rackready plan` names it and what lifting it costs.",
    ),
    rule(
        THRESHOLD_MAX_COST_PER_MW,
        "Cost per megawatt above the policy",
        "Each MW of critical IT costs the owner more than the policy allows.",
        "Look for cheaper works in `rackready plan`, or replace listed prices by quotes of your own.",
    ),
    rule(
        THRESHOLD_MAX_MONTHS,
        "First megawatt too late",
        "The first MW of critical IT comes later than the policy allows.",
        "Shorten the works on the critical path that `rackready plan` shows.",
    ),
    rule(
        WAIVER_EXPIRED,
        "Waiver expired",
        "The last day of a waiver has passed, so what it covered counts again.",
        "Close the gap, or renew the waiver with a new reason and a new last day.",
    ),
    rule(
        WAIVER_UNUSED,
        "Waiver unused",
        "A waiver covers nothing that was found: the gap is closed, or the waiver names the wrong place.",
        "Remove the waiver.",
    ),
    rule(
        WAIVER_UNKNOWN,
        "Waiver names nothing",
        "A waiver names a rule or a site that does not exist, so it covers nothing.",
        "Correct the name; `rackready list requirements` lists the ids of the checklist.",
    ),
    contradiction(
        "energized-above-contracted",
        "Energized above contracted",
        "More MW are energized than are contracted.",
    ),
    contradiction(
        "energized-above-approved",
        "Energized above approved",
        "More MW are energized than are approved.",
    ),
    contradiction(
        "contracted-above-approved",
        "Contracted above approved",
        "More MW are contracted than are approved.",
    ),
    contradiction(
        "approved-above-requested",
        "Approved above requested",
        "More MW are approved than were requested in all.",
    ),
    contradiction(
        "fleet-above-energized",
        "Fleet above energized",
        "The miners draw more MW than are energized.",
    ),
    contradiction(
        "transformers-below-load",
        "Transformers below load",
        "The transformers cannot carry the energized MW even at unity power factor.",
    ),
    contradiction(
        "halls-above-grid",
        "Halls above grid",
        "The halls take more IT MW than the grid brings.",
    ),
    contradiction(
        "racks-above-hall",
        "Racks above hall",
        "The racks of a hall take more MW than the hall has.",
    ),
    contradiction(
        "wet-bulb-above-dry-bulb",
        "Wet bulb above dry bulb",
        "A wet bulb temperature cannot lie above the dry bulb temperature.",
    ),
    contradiction(
        "supply-below-dry-bulb",
        "Supply below dry bulb",
        "Dry coolers alone cannot deliver water colder than the air.",
    ),
    contradiction(
        "certified-without-tier",
        "Certified without tier",
        "A certificate of a tier is stated, but no tier.",
    ),
    contradiction(
        "tier-without-second-path",
        "Tier without second path",
        "The tier stated implies a second distribution path, and none is there.",
    ),
    contradiction(
        "tier-without-maintainability",
        "Tier without maintainability",
        "The tier stated implies concurrent maintainability, and it is denied.",
    ),
    contradiction(
        "firm-but-interruptible",
        "Firm but interruptible",
        "The supply is called firm, and hours of interruption are stated.",
    ),
    contradiction(
        "firm-from-one-unit",
        "Firm from one unit",
        "The supply is called firm, and it hangs on a single generating unit.",
    ),
    contradiction(
        "off-grid-with-standby",
        "Off grid with standby",
        "The site is off the grid, and standby power from the grid is stated.",
    ),
    contradiction(
        "off-grid-with-feeds",
        "Off grid with feeds",
        "The site is off the grid, and utility feeds are stated.",
    ),
    contradiction(
        "buildable-above-area",
        "Buildable above area",
        "More land is free to build on than is held.",
    ),
    contradiction(
        "freehold-with-end",
        "Freehold with end",
        "Freehold land has no end, but one is stated.",
    ),
    contradiction(
        "fact-after-its-date",
        "Fact after its date",
        "A date of something done lies after the date of the facts.",
    ),
];

/// The rule of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static GateRule> {
    RULES.iter().find(|r| r.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Words in quotes that look like the id of a contradiction.
    fn quoted_ids(code: &str) -> BTreeSet<&str> {
        let id =
            |s: &&str| s.contains('-') && s.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        code.split('"').skip(1).step_by(2).filter(id).collect()
    }

    #[test]
    fn every_contradiction_is_in_the_catalog_and_nothing_else() {
        let raised = quoted_ids(include_str!("../rules/contradictions.rs"));
        let listed: BTreeSet<&str> = RULES
            .iter()
            .map(|r| r.id)
            .filter(|id| !id.contains('.'))
            .collect();
        assert_eq!(raised, listed);
    }

    #[test]
    fn ids_are_unique_and_found() {
        let ids: BTreeSet<&str> = RULES.iter().map(|r| r.id).collect();
        assert_eq!(ids.len(), RULES.len());
        assert_eq!(find(WAIVER_UNKNOWN).map(|r| r.id), Some("waiver.unknown"));
        assert_eq!(find("power.firm-supply"), None);
    }
}
