//! Gates, dates and MW → one word and its reason.

use crate::capacity::GridLimits;
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::engineering::{Role, Value};
use crate::hosting::Target;
use crate::rules::{Finding, GateState, Mark};
use crate::site::Site;

crate::words::spelled! {
    /// What to do with a site.
    pub enum Word {
        /// Too little is known to say.
        InsufficientData = "insufficient-data",
        /// No conversion route was found.
        KeepMining = "keep-mining",
        /// A dated obstacle lies beyond what the tenant waits: mine until it ends.
        Bridge = "bridge",
        /// A first phase now, more later.
        ConvertInPhases = "convert-in-phases",
        /// All of it within the tenant's window.
        Convert = "convert",
    }
}

impl Word {
    /// A shorter word for narrow tables.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn short(self) -> &'static str {
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
    pub(crate) fn rank(self) -> u8 {
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
pub(crate) struct Megawatts {
    /// What energized firm power carries; `None` when unknown.
    pub energized: Option<f64>,
    /// What firm grid power and land allow.
    pub ceiling: f64,
    /// What is left of the ceiling by limits that no work lifts while the tenant waits.
    pub in_window: f64,
}

impl Megawatts {
    /// Reads them from the limits of the grid connection. A substation that is `stuck` cannot be mended in the
    /// tenant's window.
    #[must_use]
    pub(crate) fn of(grid: &GridLimits, stuck: bool) -> Self {
        let ceiling = grid.ceiling_mw.likely;
        let substation = grid.substation_mw.filter(|_| stuck);
        Self {
            energized: grid.energized_mw.map(|mw| mw.likely),
            ceiling,
            in_window: substation.map_or(ceiling, |mw| ceiling.min(mw.likely)),
        }
    }
}

/// A verdict without its sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'a> {
    /// One word.
    pub word: Word,
    /// Whether an answer that is still missing can change it.
    pub provisional: bool,
    why: Why<'a>,
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Why<'a> {
    /// No energized, approved or contracted MW are stated.
    NoMegawatts,
    /// Neither connection nor firmness is stated.
    NoConnection,
    /// A gate fails at its best; `unfirmed` where firming could have helped and nothing is stated of it.
    GateFails { gate: &'a str, unfirmed: bool },
    /// A dated obstacle ends too late.
    TooLate { obstacle: &'a str, months: f64 },
    /// The ceiling is below the tenant's least MW.
    TooSmall,
    /// The substation carries less than the tenant's least MW for longer than the tenant waits.
    SubstationStuck,
    /// These MW are live, and they are all.
    AllLive(f64),
    /// These MW are live, and more comes.
    SomeLive(f64),
    /// More is agreed with a date than is live.
    Dated,
    /// More is agreed than is live, without a date.
    Undated,
}

/// The decision: the first of these that holds.
///
/// No usable MW or no connection known: insufficient data. An immovable gate fails: keep mining.
/// A dated obstacle, or a substation that cannot be mended in time, lies beyond the tenant's window:
/// bridge. The least MW is live or dated and more comes later: convert in phases. All of it live, or
/// agreed without a date: convert, the latter provisionally. Else keep mining.
#[must_use]
pub(crate) fn decide<'m, 'a: 'm>(
    site: &Site,
    target: &Target,
    marks: impl Iterator<Item = &'m Mark<'a>> + Clone,
    megawatts: Megawatts,
) -> Decision<'a> {
    let power = &site.power;
    let settled = |word, provisional, why| Decision {
        word,
        provisional,
        why,
    };
    let granted = power.energized_mw.is_known()
        || power.approved_mw.is_known()
        || power.contracted_mw.is_known();
    if !granted {
        return settled(Word::InsufficientData, true, Why::NoMegawatts);
    }
    if !power.connection.is_known() && !power.firmness.is_known() {
        return settled(Word::InsufficientData, true, Why::NoConnection);
    }
    let window = target.tenant.parameters.window_months.value;
    // An obstacle that ends is no failure for good, even where its gate fails today.
    let bridge = marks
        .clone()
        .find_map(|m| beyond_window(m, window).map(|months| (&m.requirement.id, months)));
    let failed = marks.clone().find(|m| {
        m.gate() == Some(GateState::Failed) && bridge.is_none_or(|(id, _)| *id != m.requirement.id)
    });
    if let Some(failed) = failed {
        let unfirmed =
            failed.requirement.metric.role == Role::FirmShare && !power.firming_mw.is_known();
        let gate = &failed.requirement.id;
        return settled(Word::KeepMining, false, Why::GateFails { gate, unfirmed });
    }
    let some_open = marks.clone().any(|m| m.gate() == Some(GateState::Open));
    let decided = |word, why| settled(word, some_open, why);
    if let Some((obstacle, months)) = bridge {
        return decided(Word::Bridge, Why::TooLate { obstacle, months });
    }
    let least = target.tenant.parameters.min_mw.value;
    let Megawatts {
        energized,
        ceiling,
        in_window,
    } = megawatts;
    if ceiling < least {
        return decided(Word::KeepMining, Why::TooSmall);
    }
    if in_window < least {
        return decided(Word::Bridge, Why::SubstationStuck);
    }
    let live = energized.map_or(0.0, |live| live.min(in_window));
    // A tenth more than what is live is a phase of its own; less is rounding.
    if live >= least && ceiling <= live * 1.1 {
        return decided(Word::Convert, Why::AllLive(live));
    }
    if live >= least {
        return decided(Word::ConvertInPhases, Why::SomeLive(live));
    }
    let dated = |m: &Mark<'a>| m.requirement.metric.role == Role::FirstPower && !m.some_missing;
    if marks.clone().any(dated) {
        return decided(Word::ConvertInPhases, Why::Dated);
    }
    // Nobody says when the rest comes: an answer beyond the window would make it a bridge.
    settled(Word::Convert, true, Why::Undated)
}

/// The verdict: the decision, its reason in one sentence, and what can change it.
#[must_use]
pub(crate) fn verdict(
    site: &Site,
    target: &Target,
    findings: &[&Finding],
    megawatts: Megawatts,
) -> Verdict {
    let marks: Vec<Mark> = findings.iter().map(|f| f.mark()).collect();
    let decision = decide(site, target, marks.iter(), megawatts);
    let open = || {
        let open = |f: &&&Finding| f.gate() == Some(GateState::Open);
        findings.iter().filter(open)
    };
    let mut flips_on: Vec<String> = Vec::new();
    match decision.why {
        Why::NoMegawatts => flips_on.push("power.approved_mw".to_owned()),
        Why::NoConnection => flips_on.push("power.connection".to_owned()),
        Why::GateFails { .. } => {}
        _ => {
            for path in open().flat_map(|f| f.missing()) {
                if !flips_on.iter().any(|p| p == path) {
                    flips_on.push(path.to_owned());
                }
            }
        }
    }
    let mut reason = reason(site, target, decision.why, megawatts);
    let settled = matches!(
        decision.why,
        Why::NoMegawatts | Why::NoConnection | Why::GateFails { .. }
    );
    if !settled && open().next().is_some() {
        let gates: Vec<&str> = open().map(|f| f.requirement.id.as_str()).collect();
        reason = format!("{reason}; open: {}", gates.join(", "));
    }
    if decision.why == Why::Undated {
        flips_on.push("power.expansion".to_owned());
    }
    Verdict {
        word: decision.word,
        provisional: decision.provisional,
        reason,
        flips_on,
    }
}

/// Why, in one sentence, open gates apart.
fn reason(site: &Site, target: &Target, why: Why, megawatts: Megawatts) -> String {
    let Megawatts {
        energized,
        ceiling,
        in_window,
    } = megawatts;
    let (all, now) = (number(ceiling), number(in_window));
    // What is agreed counts as firm until somebody says; the sentence says so.
    let firm = if site.power.firmness.is_known() {
        ""
    } else {
        ", if it is firm,"
    };
    let agreed = || {
        let live = energized.map_or("an unknown part".to_owned(), |live| {
            format!("{} MW", number(live))
        });
        format!("agreed grid power{firm} carries {all} MW of critical IT, {live} of it live")
    };
    match why {
        Why::NoMegawatts => "the file states no energized, approved or contracted MW".to_owned(),
        Why::NoConnection => {
            "the file says neither what the site is connected to nor whether its supply is firm"
                .to_owned()
        }
        Why::GateFails { gate, unfirmed } => {
            let firming = if unfirmed {
                " (and power.firming_mw states nothing that firms it)"
            } else {
                ""
            };
            format!("no conversion route found: {gate} fails even at its best{firming}")
        }
        Why::TooLate { obstacle, months } => {
            let window = target.tenant.parameters.window_months.value;
            format!("{obstacle} is {months:.0} months away, the tenant waits {window:.0}")
        }
        Why::TooSmall => {
            let least = number(target.tenant.parameters.min_mw.value);
            format!("likely {all} MW of critical IT, the tenant takes {least} or more")
        }
        Why::SubstationStuck => format!(
            "grid power{firm} carries {all} MW of critical IT, but the substation only {now} MW with its largest \
             unit out, and more takes longer than the tenant waits"
        ),
        Why::AllLive(live) => format!(
            "live grid power{firm} carries {} MW of critical IT",
            number(live)
        ),
        Why::SomeLive(live) => format!(
            "live grid power{firm} carries {} MW of critical IT now, {all} MW in all",
            number(live)
        ),
        Why::Dated => agreed(),
        Why::Undated => format!("{}; no date is stated for the rest", agreed()),
    }
}

/// MW without decimals, or one where there are few.
fn number(mw: f64) -> String {
    if mw >= 10.0 {
        format!("{mw:.0}")
    } else {
        format!("{mw:.1}")
    }
}

/// Months until a dated obstacle ends, where even its best case lies beyond the window and an end is stated.
fn beyond_window(mark: &Mark, window_months: f64) -> Option<f64> {
    if !mark.requirement.dated || mark.attainment.best > 0.0 {
        return None;
    }
    match mark.has {
        Value::Number(months) if months.low >= window_months && months.likely < NO_END_MONTHS => {
            Some(months.likely)
        }
        _ => None,
    }
}
