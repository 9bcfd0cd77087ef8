//! Gates, dates and MW → one word and its reason.

mod possible;

pub(crate) use possible::{AtEnds, Words, possible};

use crate::engineering::surroundings::NO_END_MONTHS;
use crate::engineering::{Role, Value};
use crate::hosting::Target;
use crate::plan::{Timing, Waits};
use crate::rules::{Mark, Rows};
use crate::site::Site;
use crate::site::fact::Fact;
use crate::site::path::{FactPath, fact_path};
use crate::units::WEEKS_PER_MONTH;

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
    pub fn rank(self) -> u8 {
        match self {
            Self::InsufficientData => 0,
            Self::KeepMining => 1,
            Self::Bridge => 2,
            Self::ConvertInPhases | Self::Convert => 3,
        }
    }
}

/// How likely each word is: shares of the draws.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Chances {
    /// Of converting at once.
    pub convert: f64,
    /// Of converting in phases.
    pub convert_in_phases: f64,
    /// Of a bridge.
    pub bridge: f64,
    /// Of keeping to mine.
    pub keep_mining: f64,
}

impl Chances {
    /// The shares of some words.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no run has more draws than 53 bits count"
    )]
    #[must_use]
    pub(crate) fn of(words: impl ExactSizeIterator<Item = Word>) -> Self {
        let mut chances = Self::default();
        let each = 1.0 / words.len().max(1) as f64;
        for word in words {
            match word {
                Word::Convert => chances.convert += each,
                Word::ConvertInPhases => chances.convert_in_phases += each,
                Word::Bridge => chances.bridge += each,
                Word::KeepMining | Word::InsufficientData => chances.keep_mining += each,
            }
        }
        chances
    }

    /// Of converting, at once or in phases.
    #[must_use]
    pub fn converting(&self) -> f64 {
        self.convert + self.convert_in_phases
    }

    /// The likeliest word: of converting, a bridge and mining on, then the likelier half of converting. Ties go
    /// to the less hopeful.
    #[must_use]
    pub(crate) fn likeliest(&self) -> Word {
        const TIE: f64 = 1e-9;
        let converting = self.converting();
        if self.keep_mining + TIE >= self.bridge.max(converting) {
            Word::KeepMining
        } else if self.bridge + TIE >= converting {
            Word::Bridge
        } else if self.convert_in_phases + TIE >= self.convert {
            Word::ConvertInPhases
        } else {
            Word::Convert
        }
    }

    /// The chance of a word; of either way to convert, that of both together.
    #[must_use]
    pub fn of_word(&self, word: Word) -> f64 {
        match word {
            Word::Convert | Word::ConvertInPhases => self.converting(),
            Word::Bridge => self.bridge,
            Word::KeepMining => self.keep_mining,
            Word::InsufficientData => 0.0,
        }
    }

    /// Whether a word that draws say is too unlikely to stand without a mark.
    #[must_use]
    pub fn leave_open(&self, word: Word) -> bool {
        word != Word::InsufficientData && self.of_word(word) < OPEN_BELOW
    }
}

/// A word less likely than this is named as open.
pub const OPEN_BELOW: f64 = 0.6;

/// The verdict on a site for a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The likeliest word.
    pub word: Word,
    /// How likely each is.
    pub chance: Chances,
    /// Whether every gate and dated obstacle is settled at its own worst and best, and all draws say the same word.
    pub is_final: bool,
    /// Why, in one sentence.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub hangs_on: Vec<String>,
}

impl Verdict {
    /// The chance of its word.
    #[must_use]
    pub fn chance_of_word(&self) -> f64 {
        self.chance.of_word(self.word)
    }
}

/// Whether the file states any megawatts, live, agreed or wished for, or a plant that feeds the site.
#[must_use]
pub fn states_megawatts(site: &Site) -> bool {
    let power = &site.power;
    let of_connection = [
        &power.energized_mw,
        &power.approved_mw,
        &power.contracted_mw,
        &power.requested_mw,
    ];
    let steps = power.expansion.items().unwrap_or_default();
    let plants = power.onsite_plant.items().unwrap_or_default();
    of_connection
        .into_iter()
        .chain(steps.iter().map(|step| &step.mw))
        .any(Fact::is_known)
        || !plants.is_empty()
}

/// The facts that state them.
pub(crate) const MEGAWATTS: [FactPath; 6] = [
    fact_path!("power.energized_mw"),
    fact_path!("power.approved_mw"),
    fact_path!("power.contracted_mw"),
    fact_path!("power.requested_mw"),
    fact_path!("power.expansion"),
    fact_path!("power.onsite_plant"),
];

/// What the MW of a site allow in a draw, as the verdict reads it; all critical IT MW.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Megawatts {
    /// What the route carries.
    pub carried: f64,
    /// What of it runs while the tenant waits.
    pub in_window: f64,
}

/// The word of one draw, and what decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Decision {
    /// The word.
    pub word: Word,
    /// What decided.
    pub why: Why,
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// A gate fails, by its position among the rows.
    GateFails(u16),
    /// The route carries less than the tenant's least MW.
    TooSmall,
    /// A dated obstacle ends too late, by its position among the rows.
    TooLate(u16),
    /// The tenant's first MW come too late, and what they wait for.
    FirstTooLate(Waits),
    /// All MW come while the tenant waits.
    All,
    /// The first do, and more comes later.
    First,
}

/// The rows that decide by themselves, by their positions, for one route.
#[derive(Debug)]
pub(crate) struct Deciding {
    gates: Vec<(u16, f64)>,
    dated: Vec<u16>,
}

impl Deciding {
    /// The deciding rows on the route of a standing hall or of a new one.
    #[must_use]
    pub(crate) fn of(rows: &Rows, in_place: bool) -> Self {
        let counted = || {
            (0_u16..)
                .zip(rows.iter())
                .filter(|(_, row)| row.counts(in_place))
        };
        Self {
            gates: counted()
                .filter_map(|(at, row)| Some((at, row.requirement.gate?)))
                .collect(),
            dated: counted()
                .filter(|(_, row)| row.requirement.dated)
                .map(|(at, _)| at)
                .collect(),
        }
    }

    /// Positions of the rows that gate, and what they must attain.
    pub(crate) fn gates(&self) -> impl Iterator<Item = (usize, f64)> {
        self.gates
            .iter()
            .map(|(at, gate)| (usize::from(*at), *gate))
    }
}

/// The word of one draw: the first of these that holds.
///
/// An immovable gate fails, or the route carries less than the tenant's least: keep mining. A dated obstacle or the
/// tenant's first MW lie beyond what it waits: bridge. All MW come within that time: convert; the first of them do:
/// convert in phases.
#[must_use]
pub(crate) fn decide(
    target: &Target,
    deciding: &Deciding,
    marks: &[Mark],
    megawatts: Megawatts,
    timing: Timing,
    first_waits: Waits,
) -> Decision {
    let decided = |word, why| Decision { word, why };
    let mark = |at: u16| marks[usize::from(at)];
    let window = target.tenant.parameters.window_months.value;
    // An obstacle that ends is a date, and no failure for good.
    let failed = deciding.gates.iter().find(|(at, gate)| {
        let ends = deciding.dated.contains(at) && ends_at(&mark(*at)).is_some();
        mark(*at).attainment < *gate && !ends
    });
    if let Some((gate, _)) = failed {
        return decided(Word::KeepMining, Why::GateFails(*gate));
    }
    if megawatts.carried < target.tenant.parameters.min_mw.value {
        return decided(Word::KeepMining, Why::TooSmall);
    }
    let late = |at: &&u16| ends_at(&mark(**at)).is_some_and(|months| months > window);
    if let Some(late) = deciding.dated.iter().find(late) {
        return decided(Word::Bridge, Why::TooLate(*late));
    }
    if timing.first > window * WEEKS_PER_MONTH {
        return decided(Word::Bridge, Why::FirstTooLate(first_waits));
    }
    if timing.all <= window * WEEKS_PER_MONTH {
        return decided(Word::Convert, Why::All);
    }
    decided(Word::ConvertInPhases, Why::First)
}

/// Months until a dated obstacle ends; `None` where it never does.
fn ends_at(mark: &Mark) -> Option<f64> {
    match mark.has {
        Value::Number(months) => Some(months).filter(|months| *months < NO_END_MONTHS),
        _ => None,
    }
}

/// What the draws of a word have in common, in their middle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usual<'s> {
    pub megawatts: Megawatts,
    /// Months to what is too late, or to the first MW.
    pub months: f64,
    /// Months to all MW.
    pub all_months: f64,
    /// The work that holds the first MW up the longest.
    pub longest: Option<&'s str>,
}

/// Why, in one sentence: what decided most draws of the word, with the MW in the middle of the draws.
#[must_use]
pub(crate) fn reason(site: &Site, target: &Target, rows: &Rows, why: Why, usual: Usual) -> String {
    let Megawatts { carried, in_window } = usual.megawatts;
    let months = usual.months;
    let (all, now) = (number(carried), number(in_window));
    // What nobody called firm is taken as firm in some draws; the sentence says so.
    let firm = if site.power.firmness.is_known() {
        ""
    } else {
        ", where it is firm,"
    };
    let window = target.tenant.parameters.window_months.value;
    let id = |at: u16| {
        let row = rows.iter().nth(usize::from(at));
        row.map_or("", |row| row.requirement.id.as_str())
    };
    match why {
        Why::GateFails(gate) => {
            let unfirmed = rows
                .iter()
                .nth(usize::from(gate))
                .is_some_and(|row| row.requirement.metric.role == Role::FirmShare)
                && !site.power.firming_mw.is_known();
            let firming = if unfirmed {
                " (and power.firming_mw states nothing that firms it)"
            } else {
                ""
            };
            format!("in the draws that say so, {} fails{firming}", id(gate))
        }
        Why::TooLate(obstacle) => {
            format!(
                "{} is {months:.0} months away, the tenant waits {window:.0}",
                id(obstacle)
            )
        }
        Why::TooSmall => {
            let least = number(target.tenant.parameters.min_mw.value);
            format!("likely {all} MW of critical IT, the tenant takes {least} or more")
        }
        Why::FirstTooLate(waits) => {
            let waits = match (waits, usual.longest) {
                (Waits::Works, Some(work)) => format!("they wait for {work}"),
                (Waits::Power, _) => "they wait for grid power that is not live".to_owned(),
                (Waits::Permits, _) => "they wait for permits".to_owned(),
                _ => "they wait for works".to_owned(),
            };
            format!(
                "in the draws that say so, agreed grid power{firm} carries {all} MW of critical IT, but the first of them are {months:.0} months away \
                 and the tenant waits {window:.0}: {waits}"
            )
        }
        Why::All => format!(
            "in the draws that say so, agreed grid power{firm} carries {all} MW of critical IT, all of them live in {:.0} months; the tenant waits \
             {window:.0}",
            usual.all_months
        ),
        Why::First => format!(
            "in the draws that say so, agreed grid power{firm} carries {all} MW of critical IT, {now} MW of it live within the {window:.0} months that \
             the tenant waits, the first in {months:.0}"
        ),
    }
}

/// MW without decimals, or one where there are few.
fn number(mw: f64) -> String {
    if mw >= 10.0 || mw == 0.0 {
        format!("{mw:.0}")
    } else {
        format!("{mw:.1}")
    }
}

#[cfg(test)]
mod tests;
