//! Pure calculators: site and target in, engineering quantities with units out.
//!
//! A metric is one calculator with its name, unit, formula and source. It notes every fact it
//! reads, so that a finding can point at the line and an unknown can be asked for.

pub(crate) mod cooling;
pub(crate) mod expansion;
pub(crate) mod halls;
pub(crate) mod network;
pub(crate) mod power;
pub(crate) mod redundancy;
pub(crate) mod substation;
pub(crate) mod surroundings;
mod trace;

pub(crate) use trace::fact;
pub use trace::{Seen, Trace};

use crate::estimate::{Bounds, Estimate};
use crate::hosting::Target;
use crate::site::Site;
use crate::site::fact::Fact;
use crate::site::halls::Hall;
use crate::site::shape::Word;
use crate::units::{MetricUnit, Unit};

/// What a metric is computed for.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The site.
    pub site: &'a Site,
    /// What is to be hosted.
    pub target: Target<'a>,
    /// Which hall of the site, for metrics about a standing hall.
    pub hall: Option<usize>,
}

impl<'a> Case<'a> {
    /// The hall in question, where there is one.
    #[must_use]
    pub(crate) fn hall(&self) -> Option<&'a Hall> {
        self.site.halls.items()?.get(self.hall?)
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

/// The value of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number, perhaps with an open high end.
    Number(Bounds),
    /// A word.
    Word(&'static str),
    /// The workload does without; whatever is there is enough.
    Waived,
    /// Nothing is known.
    Unknown,
}

impl Value {
    /// A number known exactly.
    #[must_use]
    pub(crate) fn exact(value: f64) -> Self {
        Self::Number(Bounds::exact(value))
    }

    /// `yes` or `no`.
    #[must_use]
    pub(crate) fn flag(value: bool) -> Self {
        Self::Word(if value { "yes" } else { "no" })
    }
}

impl From<Option<Bounds>> for Value {
    fn from(bounds: Option<Bounds>) -> Self {
        bounds.map_or(Self::Unknown, Self::Number)
    }
}

/// The words of a yes-or-no metric.
pub(crate) const YES_NO: &[Word] = &[
    Word {
        name: "yes",
        doc: "It is so.",
    },
    Word {
        name: "no",
        doc: "It is not so.",
    },
];

crate::words::spelled! {
    /// One thing that limits the critical IT load.
    pub enum LimitId {
        /// Energized firm grid power.
        Energized = "energized",
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
        /// Firm grid power.
        Grid = "grid",
        /// Land.
        Land = "land",
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
    /// It says how firm the supply is, which firming could raise.
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
    pub eval: fn(&Case, &mut Trace) -> Value,
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
        substation::METRICS,
        expansion::METRICS,
        cooling::METRICS,
        network::METRICS,
        redundancy::METRICS,
        halls::METRICS,
        surroundings::METRICS,
    ]
    .into_iter()
    .flatten()
}

/// A metric that is one stated number, unchanged.
macro_rules! stated {
    ($id:literal, $unit:expr, $better:ident, $summary:literal, $($path:ident).+) => {
        Metric {
            id: $id,
            unit: $unit,
            role: $crate::engineering::Role::Plain,
            kind: Kind::Number(Better::$better),
            summary: $summary,
            formula: "as stated",
            sources: &[],
            reads: &[(
                concat!(stated!(@path $($path).+)),
                match Better::$better { Better::Higher => Effect::Improves, Better::Lower => Effect::Worsens },
            )],
            eval: |case, trace| {
                trace
                    .quantity($crate::engineering::fact!(case.site, $($path).+))
                    .map_or(Value::Unknown, |e| Value::Number(e.into()))
            },
        }
    };
    (@path $first:ident . $second:ident) => {
        concat!(stringify!($first), ".", stringify!($second))
    };
}
pub(crate) use stated;

/// A metric that is one stated word, or a flag shown as `yes` and `no`.
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
            eval: |case, trace| {
                let say: fn(_) -> Value = $say;
                trace
                    .read($crate::engineering::fact!(case.site, $first.$second))
                    .map_or(Value::Unknown, |word| say(*word))
            },
        }
    };
}
pub(crate) use stated_word;

/// Megawatts that equal units carry when every independent block has one unit more than it needs.
///
/// N+1 counts inside a block, never once per site: ten units of 2.5 MW serve blocks of 5 MW as
/// three blocks of 2 + 1 units, 15 MW, not as 9 × 2.5 MW. A block is never smaller than one unit.
/// Units are MW throughout. Zero when a block cannot be formed.
///
/// Source: Uptime Institute tier classification (redundant components), applied per block.
#[must_use]
pub(crate) fn n_plus_1_mw(count: f64, unit_mw: f64, block_mw: f64) -> f64 {
    if unit_mw <= 0.0 || block_mw <= 0.0 {
        return 0.0;
    }
    let block_mw = block_mw.max(unit_mw);
    let units_per_block = (block_mw / unit_mw - 1e-9).ceil() + 1.0;
    (count.floor() / units_per_block).floor() * block_mw
}

/// The N+1 megawatts of stated groups of equal units, group by group.
///
/// A group whose size or number is unknown counts nothing at the low end and leaves the high end open.
pub(crate) fn groups_n_plus_1<'a, U: Unit, C: Unit>(
    groups: impl Iterator<Item = (&'a Fact<Estimate<C>>, &'a Fact<Estimate<U>>)>,
    block_mw: f64,
) -> Bounds {
    groups.fold(Bounds::exact(0.0), |sum, (count, mw)| {
        let group = match (count.known(), mw.known()) {
            (Some(count), Some(mw)) => {
                let at = |n: f64, mw: f64| n_plus_1_mw(n, mw, block_mw);
                // Larger units need fewer per block but make the spare dearer, so the ends are searched.
                let ends = [
                    at(count.low(), mw.low()),
                    at(count.low(), mw.high()),
                    at(count.high(), mw.low()),
                    at(count.high(), mw.high()),
                ];
                let likely = at(count.likely(), mw.likely());
                let low = ends.into_iter().fold(likely, f64::min);
                Bounds {
                    low,
                    likely,
                    high: Some(ends.into_iter().fold(likely, f64::max)),
                }
            }
            _ => Bounds::open(0.0, 0.0),
        };
        sum.rising(group, |a, b| a + b)
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A site from a few lines of YAML, for tests of calculators.
    pub(crate) fn site(text: &str) -> Site {
        crate::source::yaml::built_in(text)
    }

    /// The value of a metric for a target.
    pub(crate) fn value(metric: &str, target: &str, text: &str) -> Value {
        let site = site(text);
        let target = crate::hosting::catalog().target(target).unwrap();
        let hall = site
            .halls
            .items()
            .is_some_and(|h| !h.is_empty())
            .then_some(0);
        let metric = metrics().find(|m| m.id == metric).unwrap();
        (metric.eval)(
            &Case {
                site: &site,
                target,
                hall,
            },
            &mut Trace::default(),
        )
    }

    #[test]
    fn n_plus_1_counts_in_each_block() {
        assert_eq!(n_plus_1_mw(10.0, 2.5, 5.0), 15.0);
        assert_eq!(n_plus_1_mw(2.0, 2.5, 5.0), 0.0);
        assert_eq!(n_plus_1_mw(3.0, 2.5, 5.0), 5.0);
        // A unit larger than the block makes the block: two of them, one of which may fail.
        assert_eq!(n_plus_1_mw(2.0, 3.0, 1.2), 3.0);
        assert_eq!(n_plus_1_mw(2.0, 0.0, 1.2), 0.0);
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
