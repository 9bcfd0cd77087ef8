//! Pure calculators: one draw of a site and a target in, engineering quantities with units out.
//!
//! A metric is one calculator with its name, unit, formula and source. In a draw every fact has one value, so
//! that all of it is plain arithmetic; a draw that is watched notes which facts were read.

pub(crate) mod availability;
pub(crate) mod climate;
pub(crate) mod connection;
pub(crate) mod cooling;
pub(crate) mod expansion;
pub(crate) mod firming;
pub(crate) mod halls;
pub(crate) mod miners;
pub(crate) mod network;
pub(crate) mod overhead;
pub(crate) mod permits;
pub(crate) mod power;
pub(crate) mod redundancy;
pub(crate) mod substation;
pub(crate) mod surroundings;
pub(crate) mod systems;

pub use self::climate::Climates;
use crate::hosting::HardwareParameters;
use crate::hosting::Target;
use crate::site::path::fact_path;
use crate::site::shape::Word;
use crate::typical::Draw;
use crate::typical::draw::Entry;
use crate::units::MetricUnit;

/// What a metric is computed for.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The site in one draw.
    pub draw: Draw<'a>,
    /// What is to be hosted.
    pub target: Target<'a>,
    /// Which hall of the site, for metrics about a standing hall.
    pub hall: Option<usize>,
    /// What calculators share, kept from one to the next; without it each works it out for itself.
    pub climates: Option<&'a Climates>,
    /// What each limit allows in this draw, where that is known already.
    pub limits: Option<&'a [Option<f64>; LimitId::ALL.len()]>,
}

impl<'a> Case<'a> {
    /// The hall in question, where there is one.
    #[must_use]
    pub(crate) fn hall(&self) -> Option<Entry<'a>> {
        self.draw.entry(fact_path!("halls"), self.hall?)
    }

    /// What the hardware asks of a building.
    #[must_use]
    pub(crate) fn hardware(&self) -> &'a HardwareParameters {
        &self.target.hardware.parameters
    }
}

/// The kind of value a metric has.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A number in the metric's unit.
    Number(Better),
    /// One of a fixed set of words.
    Words(&'static [Word]),
}

/// Which way a number is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// What a change of a fact does to a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A larger or better fact makes the metric better, other things equal.
    Improves,
    /// A larger fact makes the metric worse.
    Worsens,
    /// Neither holds everywhere: a band, a date, or a fact that others depend on.
    Mixed,
}

/// What calculators read, one list behind the other.
pub(crate) const fn join<const N: usize>(
    parts: &[&[(&'static str, Effect)]],
) -> [(&'static str, Effect); N] {
    let mut all = [("", Effect::Mixed); N];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut nth = 0;
        while nth < parts[part].len() {
            all[at] = parts[part][nth];
            (at, nth) = (at + 1, nth + 1);
        }
        part += 1;
    }
    all
}

/// Lists of what is read, joined while compiling.
macro_rules! joined {
    ($($part:expr),+ $(,)?) => {
        &$crate::engineering::join::<{ 0 $(+ $part.len())+ }>(&[$($part),+])
    };
}
pub(crate) use joined;

/// The value of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// The word at that position of the metric's words.
    Word(u8),
    /// The target does without; whatever is there is enough.
    Waived,
    /// The site has no such thing, and earns nothing for it.
    Absent,
}

impl Value {
    /// The word at a position.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the position of a word"
    )]
    fn word(position: f64) -> Self {
        Self::Word(position as u8)
    }

    /// `yes` or `no` of [`YES_NO`], of a flag that is 1 or 0.
    #[must_use]
    fn flag(flag: f64) -> Self {
        Self::Word(u8::from(flag < 0.5))
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Absent, Self::Number)
    }
}

/// The words of a yes-or-no metric.
pub(crate) const YES_NO: &[Word] = &[
    Word {
        name: "yes",
        doc: "It is so.",
        also: &[],
    },
    Word {
        name: "no",
        doc: "It is not so.",
        also: &[],
    },
];

crate::words::spelled! {
    /// One thing that limits the critical IT load.
    pub enum LimitId {
        /// Energized grid power, firm or not.
        Energized = "energized",
        /// The grid right as far as it is firm today.
        Firm = "firm",
        /// The lines to the site at their voltage.
        Voltage = "voltage",
        /// The substation with one transformer out.
        Substation = "substation",
        /// Heat rejection at N+1.
        HeatRejection = "heat-rejection",
        /// Liquid cooling at N+1.
        Liquid = "liquid",
        /// Air cooling at N+1.
        Air = "air",
        /// Generators at N+1.
        Backup = "backup",
        /// UPS at N+1.
        Ups = "ups",
        /// Floor and racks of the halls.
        Halls = "halls",
        /// Grid power that is firm, or can be made firm.
        Grid = "grid",
        /// Land.
        Land = "land",
        /// Engines that may run.
        Engines = "engines",
    }
}

/// What a metric is to the rest of the program, beside the rows that judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    Plain,
    /// It is about one standing hall.
    OfHall,
    /// It says what a limit on today's load allows.
    Limit(LimitId),
    /// Its range says how many MW hang on a fact.
    ConnectionMw,
    /// It says how firm the supply is or can be made, which firming could raise.
    FirmShare,
    /// It says when the tenant's least MW are live.
    FirstPower,
}

/// One named engineering quantity.
pub struct Metric {
    /// Its id, such as `substation.firm-mw`.
    pub id: &'static str,
    /// Its unit.
    pub unit: MetricUnit,
    /// What it is to the rest of the program.
    pub role: Role,
    /// What values it takes.
    pub kind: Kind,
    /// What it measures.
    pub summary: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Keys of the sources of the formula.
    pub sources: &'static [&'static str],
    /// Facts it may read; `halls[]` stands for the hall in question.
    pub reads: &'static [(&'static str, Effect)],
    /// The calculator.
    pub eval: fn(&Case) -> Value,
}

impl std::fmt::Debug for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Metric")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Metric {
    /// Whether it is about one standing hall.
    #[must_use]
    pub fn is_per_hall(&self) -> bool {
        self.role == Role::OfHall
    }

    /// The word at a position.
    #[must_use]
    pub(crate) fn word(&self, at: u8) -> Option<&'static str> {
        Some(self.words()?.get(usize::from(at))?.name)
    }

    /// The words it can have, for metrics that are no numbers.
    #[must_use]
    pub fn words(&self) -> Option<&'static [Word]> {
        match self.kind {
            Kind::Words(words) => Some(words),
            Kind::Number(_) => None,
        }
    }
}

/// Every metric of this room.
pub(crate) fn metrics() -> impl Iterator<Item = &'static Metric> {
    [
        power::METRICS,
        firming::METRICS,
        connection::METRICS,
        substation::METRICS,
        expansion::METRICS,
        cooling::METRICS,
        overhead::METRICS,
        network::METRICS,
        redundancy::METRICS,
        availability::METRICS,
        halls::METRICS,
        surroundings::METRICS,
        permits::METRICS,
    ]
    .into_iter()
    .flatten()
}

/// A metric that is one fact, unchanged.
macro_rules! stated {
    ($id:literal, $unit:expr, $better:ident, $summary:literal, $first:ident . $second:ident) => {
        Metric {
            id: $id,
            unit: $unit,
            role: $crate::engineering::Role::Plain,
            kind: Kind::Number(Better::$better),
            summary: $summary,
            formula: "as stated",
            sources: &[],
            reads: &[(
                concat!(stringify!($first), ".", stringify!($second)),
                match Better::$better {
                    Better::Higher => Effect::Improves,
                    Better::Lower => Effect::Worsens,
                },
            )],
            eval: |case| {
                Value::from(case.draw.get($crate::site::path::fact_path!(concat!(
                    stringify!($first),
                    ".",
                    stringify!($second)
                ))))
            },
        }
    };
}
pub(crate) use stated;

/// A metric that is one word, or a flag shown as `yes` and `no`.
macro_rules! stated_word {
    ($id:literal, $words:expr, $summary:literal, $first:ident . $second:ident, $say:expr) => {
        Metric {
            id: $id,
            unit: $crate::units::MetricUnit::Plain,
            role: $crate::engineering::Role::Plain,
            kind: Kind::Words($words),
            summary: $summary,
            formula: "as stated",
            sources: &[],
            reads: &[(
                concat!(stringify!($first), ".", stringify!($second)),
                Effect::Mixed,
            )],
            eval: |case| {
                let fact = $crate::site::path::fact_path!(concat!(
                    stringify!($first),
                    ".",
                    stringify!($second)
                ));
                case.draw.get(fact).map_or(Value::Absent, $say)
            },
        }
    };
}
pub(crate) use stated_word;

/// The groups of equal units in a list of a draw: how many, and the size of one.
macro_rules! units {
    ($draw:expr, $list:literal, $size:literal) => {
        $draw
            .list($crate::site::path::fact_path!($list))
            .map(|group| {
                (
                    group.number($crate::site::path::fact_path!(concat!($list, "[].count"))),
                    group.number($crate::site::path::fact_path!(concat!($list, "[].", $size))),
                )
            })
    };
}
pub(crate) use units;

/// What groups of equal units give together with the largest unit out.
///
/// Four units of 55 MW give 165 MW; a single unit gives none.
#[must_use]
pub(crate) fn n_minus_1(groups: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (total, largest) = groups
        .filter(|(count, _)| *count >= 1.0)
        .fold((0.0, 0.0_f64), |(total, largest), (count, size)| {
            (total + count * size, largest.max(size))
        });
    total - largest
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::site::Site;
    use crate::typical::{Draws, Pick, Sample, built_in};

    /// A site from a few lines of YAML, for tests of calculators.
    pub(crate) fn site(text: &str) -> Site {
        crate::source::yaml::built_in(text)
    }

    /// A design day of 38 °C without water, low over the sea.
    pub(crate) const HOT: &str =
        "cooling: {design_dry_bulb_c: 38, design_wet_bulb_c: 24, water_m3_per_day: 0}";

    /// Critical IT MW of NVL72 for each MW of grid there.
    pub(crate) fn hot_ratio() -> f64 {
        let text = format!("name: A\n{HOT}\nland: {{elevation_m: 0}}");
        at_median("nvl72", &text, |case| overhead::to_it(case, 1.0))
    }

    /// What is worked out on the median draw of a site for a target, with its first hall in question.
    pub(crate) fn at_median<T>(target: &str, text: &str, of: impl Fn(&Case) -> T) -> T {
        let site = site(text);
        let draws = Draws::of(built_in(), &site, Sample::default());
        let mut values = Vec::new();
        of(&Case {
            draw: draws.draw(Pick::Median, &mut values),
            target: crate::hosting::catalog().target(target).unwrap(),
            hall: Some(0),
            climates: None,
            limits: None,
        })
    }

    /// The value of a metric in the median draw.
    pub(crate) fn value(metric: &str, target: &str, text: &str) -> Value {
        let metric = metrics().find(|m| m.id == metric).unwrap();
        at_median(target, text, metric.eval)
    }

    /// The number that a metric is in the median draw.
    pub(crate) fn number(metric: &str, target: &str, text: &str) -> f64 {
        match value(metric, target, text) {
            Value::Number(number) => number,
            other => panic!("{metric}: {other:?}"),
        }
    }

    /// The word that a metric is in the median draw.
    pub(crate) fn word(metric: &str, target: &str, text: &str) -> &'static str {
        let words = metrics().find(|m| m.id == metric).and_then(Metric::words);
        match value(metric, target, text) {
            Value::Word(at) => words.unwrap()[usize::from(at)].name,
            other => panic!("{metric}: {other:?}"),
        }
    }

    #[test]
    fn the_largest_of_unequal_units_is_the_one_that_fails() {
        assert_eq!(n_minus_1([(4.0, 55.0)].into_iter()), 165.0);
        assert_eq!(n_minus_1([(1.0, 115.0)].into_iter()), 0.0);
        assert_eq!(n_minus_1([(1.0, 100.0), (2.0, 50.0)].into_iter()), 100.0);
        assert_eq!(n_minus_1([(0.0, 100.0), (2.0, 50.0)].into_iter()), 50.0);
        assert_eq!(n_minus_1([].into_iter()), 0.0);
    }

    #[test]
    fn words_are_told_by_their_position_and_flags_as_yes_and_no() {
        let of = |facts: &str| format!("name: A\npower: {{approved_mw: 100, {facts}}}");
        let says = |flag: &str| {
            let text = of(&format!("ride_through: {flag}"));
            word("power.ride-through", "nvl72", &text)
        };
        assert_eq!((says("true"), says("false")), ("yes", "no"));
        let text = "name: A\nsubstation: {switchgear: ring}";
        assert_eq!(word("substation.switchgear", "nvl72", text), "ring");
    }

    #[test]
    fn ids_are_unique_and_reads_exist_in_the_file_format() {
        use crate::site::shape::Shaped;
        let mut ids = std::collections::BTreeSet::new();
        for metric in metrics() {
            assert!(ids.insert(metric.id), "{} twice", metric.id);
            for (path, _) in metric.reads {
                let concrete = path.replace("[]", "[0]");
                assert!(
                    Site::SHAPE.at(&concrete).is_some(),
                    "{}: no fact {path}",
                    metric.id
                );
            }
            for key in metric.sources {
                assert!(
                    crate::citations::find(key).is_some(),
                    "{} cites unknown {key}",
                    metric.id
                );
            }
        }
    }
}
