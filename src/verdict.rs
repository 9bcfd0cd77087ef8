//! Gates, dates and MW → one word and its reason.

use crate::capacity::Capacity;
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

/// What the MW of a site allow, as the verdict reads it.
#[derive(Debug, Clone, Copy)]
pub struct Megawatts {
    /// Likely critical IT MW that energized firm power carries; `None` when unknown.
    pub energized: Option<f64>,
    /// Likely critical IT MW of the ceiling.
    pub ceiling: f64,
}

impl Megawatts {
    /// Reads them from a finished capacity.
    #[must_use]
    pub fn of(capacity: &Capacity) -> Self {
        let energized = capacity
            .limits
            .iter()
            .find(|l| l.id == "energized")
            .and_then(|l| l.mw);
        Self {
            energized: energized.map(|mw| mw.likely),
            ceiling: capacity.ceiling_mw.likely,
        }
    }
}

/// The verdict: the first of these that holds.
///
/// No usable MW or no connection known: insufficient data. An immovable gate fails: keep mining.
/// A dated obstacle ends beyond the tenant's window: bridge. The least MW is live and more comes
/// later: convert in phases. All in the window: convert. Else keep mining.
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
                "the file does not say what the site is connected to".to_owned()
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
        return settled(
            Word::KeepMining,
            format!(
                "no conversion route found: {} fails even at its best",
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
                "{} ends in {months:.0} months, the tenant waits {window:.0}",
                obstacle.requirement.id
            ),
        );
    }
    let least = target.tenant.parameters.min_mw.value;
    if megawatts.ceiling < least {
        let reason = format!(
            "likely {:.0} MW of critical IT, the tenant takes {least:.0} or more",
            megawatts.ceiling
        );
        return provisional(Word::KeepMining, reason);
    }
    // A tenth more than what is live is a phase of its own; less is rounding.
    let more_later = megawatts
        .energized
        .is_some_and(|live| live >= least && megawatts.ceiling > live * 1.1);
    if more_later {
        let live = megawatts.energized.unwrap_or_default();
        return provisional(
            Word::ConvertInPhases,
            format!(
                "power for {live:.0} MW of critical IT is live, {:.0} MW are within reach",
                megawatts.ceiling
            ),
        );
    }
    provisional(
        Word::Convert,
        format!(
            "firm power and land for {:.0} MW of critical IT",
            megawatts.ceiling
        ),
    )
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
