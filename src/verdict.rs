//! Gates, dates and MW → one word and its reason.

use crate::capacity::{Capacity, Column};
use crate::engineering::Value;
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::rules::{Finding, GateState};
use crate::site::Site;
use crate::target::Target;

/// What to do with a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Too little is known to say.
    InsufficientData,
    /// No conversion route was found.
    KeepMining,
    /// A dated obstacle lies beyond what the tenant waits: mine until it ends.
    Bridge,
    /// A first phase now, more later.
    ConvertInPhases,
    /// All of it within the tenant's window.
    Convert,
}

impl Word {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InsufficientData => "insufficient-data",
            Self::KeepMining => "keep-mining",
            Self::Bridge => "bridge",
            Self::ConvertInPhases => "convert-in-phases",
            Self::Convert => "convert",
        }
    }

    /// A shorter word for narrow tables.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::InsufficientData => "no data",
            Self::KeepMining => "keep",
            Self::Bridge => "bridge",
            Self::ConvertInPhases => "phases",
            Self::Convert => "convert",
        }
    }

    /// How well a site fits by its verdict alone; converting at once or in phases is as good.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::InsufficientData => 0,
            Self::KeepMining => 1,
            Self::Bridge => 2,
            Self::ConvertInPhases | Self::Convert => 3,
        }
    }
}

/// The verdict on a site for a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// One word.
    pub word: Word,
    /// Whether an answer that is still missing can change it.
    pub provisional: bool,
    /// Why, in one sentence.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub flips_on: Vec<String>,
}

/// What the MW of a site allow, as the verdict reads it; all likely critical IT MW.
#[derive(Debug, Clone, Copy)]
pub struct Megawatts {
    /// What energized firm power carries; `None` when unknown.
    pub energized: Option<f64>,
    /// What firm grid power and land allow.
    pub ceiling: f64,
    /// What is left of the ceiling by limits that no work lifts while the tenant waits.
    pub in_window: f64,
}

impl Megawatts {
    /// Reads them from a finished capacity. `stuck` says which limits cannot be lifted in the tenant's window.
    #[must_use]
    pub fn of(capacity: &Capacity, stuck: impl Fn(&str) -> bool) -> Self {
        let stuck = capacity
            .limits
            .iter()
            .filter(|l| l.column == Column::Today && stuck(l.id))
            .filter_map(|l| l.mw)
            .map(|mw| mw.likely);
        let ceiling = capacity.ceiling_mw.likely;
        Self {
            energized: capacity
                .today("energized")
                .and_then(|l| l.mw)
                .map(|mw| mw.likely),
            ceiling,
            in_window: stuck.fold(ceiling, f64::min),
        }
    }
}

/// The verdict: the first of these that holds.
///
/// No usable MW or no connection known: insufficient data. An immovable gate fails: keep mining.
/// A dated obstacle, or a substation that cannot be mended in time, lies beyond the tenant's window:
/// bridge. The least MW is live or dated and more comes later: convert in phases. All of it live, or
/// agreed without a date: convert, the latter provisionally. Else keep mining.
#[must_use]
pub fn verdict(
    site: &Site,
    target: &Target,
    findings: &[&Finding],
    megawatts: Megawatts,
) -> Verdict {
    let power = &site.power;
    let granted = power.energized_mw.is_known()
        || power.approved_mw.is_known()
        || power.contracted_mw.is_known();
    let open: Vec<&Finding> = findings
        .iter()
        .copied()
        .filter(|f| f.gate() == Some(GateState::Open))
        .collect();
    let mut flips_on: Vec<String> = Vec::new();
    for path in open.iter().flat_map(|f| f.missing()) {
        if !flips_on.iter().any(|p| p == path) {
            flips_on.push(path.to_owned());
        }
    }
    let settled = |word, reason: String| Verdict {
        word,
        provisional: false,
        reason,
        flips_on: Vec::new(),
    };

    if !granted || !power.connection.is_known() && !power.firmness.is_known() {
        let missing = if granted {
            "power.connection"
        } else {
            "power.approved_mw"
        };
        return Verdict {
            word: Word::InsufficientData,
            provisional: true,
            reason: if granted {
                "the file says neither what the site is connected to nor whether its supply is firm"
                    .to_owned()
            } else {
                "the file states no energized, approved or contracted MW".to_owned()
            },
            flips_on: vec![missing.to_owned()],
        };
    }
    let window = target.tenant.parameters.window_months.value;
    // An obstacle that ends is no failure for good, even where its gate fails today.
    let bridge = findings
        .iter()
        .find_map(|f| beyond_window(f, window).map(|months| (*f, months)));
    let failed = findings.iter().find(|f| {
        f.gate() == Some(GateState::Failed)
            && bridge.is_none_or(|(b, _)| b.requirement.id != f.requirement.id)
    });
    if let Some(failed) = failed {
        let unfirmed =
            failed.requirement.metric.id == "power.firm-share" && !power.firming_mw.is_known();
        let firming = if unfirmed {
            " (and power.firming_mw states nothing that firms it)"
        } else {
            ""
        };
        return settled(
            Word::KeepMining,
            format!(
                "no conversion route found: {} fails even at its best{firming}",
                failed.requirement.id
            ),
        );
    }
    let provisional = |word, reason: String| {
        let mut reason = reason;
        if !open.is_empty() {
            let gates: Vec<&str> = open.iter().map(|f| f.requirement.id.as_str()).collect();
            reason = format!("{reason}; open: {}", gates.join(", "));
        }
        Verdict {
            word,
            provisional: !open.is_empty(),
            reason,
            flips_on: flips_on.clone(),
        }
    };
    if let Some((obstacle, months)) = bridge {
        return provisional(
            Word::Bridge,
            format!(
                "{} is {months:.0} months away, the tenant waits {window:.0}",
                obstacle.requirement.id
            ),
        );
    }
    let least = target.tenant.parameters.min_mw.value;
    let Megawatts {
        energized,
        ceiling,
        in_window,
    } = megawatts;
    // What is agreed counts as firm until somebody says; the sentence says so.
    let firm = if power.firmness.is_known() {
        ""
    } else {
        ", if it is firm,"
    };
    let (all, now) = (number(ceiling), number(in_window));
    if ceiling < least {
        let reason = format!(
            "likely {all} MW of critical IT, the tenant takes {} or more",
            number(least)
        );
        return provisional(Word::KeepMining, reason);
    }
    if in_window < least {
        let reason = format!(
            "grid power{firm} carries {all} MW of critical IT, but the substation only {now} MW with its largest \
             unit out, and more takes longer than the tenant waits"
        );
        return provisional(Word::Bridge, reason);
    }
    let live = energized.map_or(0.0, |live| live.min(in_window));
    // A tenth more than what is live is a phase of its own; less is rounding.
    if live >= least && ceiling <= live * 1.1 {
        let reason = format!(
            "live grid power{firm} carries {} MW of critical IT",
            number(live)
        );
        return provisional(Word::Convert, reason);
    }
    if live >= least {
        let reason = format!(
            "live grid power{firm} carries {} MW of critical IT now, {all} MW in all",
            number(live)
        );
        return provisional(Word::ConvertInPhases, reason);
    }
    let live = energized.map_or("an unknown part".to_owned(), |live| {
        format!("{} MW", number(live))
    });
    let reason =
        format!("agreed grid power{firm} carries {all} MW of critical IT, {live} of it live");
    let dated = findings
        .iter()
        .any(|f| f.requirement.metric.id == FIRST_POWER && f.missing().next().is_none());
    if dated {
        return provisional(Word::ConvertInPhases, reason);
    }
    // Nobody says when the rest comes: an answer beyond the window would make it a bridge.
    let mut undated = provisional(
        Word::Convert,
        format!("{reason}; no date is stated for the rest"),
    );
    undated.provisional = true;
    undated.flips_on.push("power.expansion".to_owned());
    undated
}

/// The metric that says when the tenant's least MW are live.
const FIRST_POWER: &str = "scale.first-power-months";

/// MW without decimals, or one where there are few.
fn number(mw: f64) -> String {
    if mw >= 10.0 {
        format!("{mw:.0}")
    } else {
        format!("{mw:.1}")
    }
}

/// Months until a dated obstacle ends, where even its best case lies beyond the window and an end is stated.
fn beyond_window(finding: &Finding, window_months: f64) -> Option<f64> {
    if !finding.requirement.dated || finding.attainment.best > 0.0 {
        return None;
    }
    match finding.has {
        Value::Number(months) if months.low >= window_months && months.likely < NO_END_MONTHS => {
            Some(months.likely)
        }
        _ => None,
    }
}
