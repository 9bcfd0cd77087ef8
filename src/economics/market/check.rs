//! From what is written to a checked market.

use super::MarketFigures;
use super::fault::{MarketError, MarketFault};
use super::quantity::{Quantity, Shock};
use super::raw::{Correlation, Figure, Law, LoadShape, MarketRange, RawMarket};
use crate::economics::draw::ShockTree;

/// Faults found so far.
struct Finder {
    faults: Vec<MarketFault>,
}

impl RawMarket {
    /// Checks the whole.
    ///
    /// # Errors
    /// With every problem.
    pub fn checked(mut self) -> Result<MarketFigures, Vec<MarketFault>> {
        let mut faults = self.faults();
        if self.as_of.is_none() {
            faults.push(MarketFault::new("as_of", MarketError::NoDate));
        }
        for quantity in Quantity::ALL {
            if self
                .figures
                .iter()
                .all(|figure| figure.quantity != *quantity)
            {
                faults.push(MarketFault::new("figures", MarketError::Missing(*quantity)));
            }
        }
        let pairs = pairs(&self.correlations);
        let all: Vec<usize> = Shock::ALL.iter().map(|shock| shock.place()).collect();
        let passing = [
            Shock::Price,
            Shock::Difficulty,
            Shock::GpuRent,
            Shock::Power,
        ]
        .map(Shock::place);
        let lasting = ShockTree::new(&pairs, &[Shock::Capex.place()], &all);
        let passing = ShockTree::new(&pairs, &[Shock::Price.place()], &passing);
        match (lasting, passing, self.as_of) {
            (Ok(lasting), Ok(passing), Some(as_of)) if faults.is_empty() => {
                self.figures.sort_by_key(|figure| figure.quantity);
                Ok(MarketFigures {
                    written: self,
                    as_of,
                    seen_from: None,
                    lasting,
                    passing,
                })
            }
            _ => Err(faults),
        }
    }

    /// What is wrong with the rows that are there, in their order. What is missing may be another market's to state.
    pub(super) fn faults(&self) -> Vec<MarketFault> {
        let mut finder = Finder { faults: Vec::new() };
        if self.version.trim().is_empty() {
            finder.fault("version", MarketError::NoVersion);
        }
        for (at, figure) in self.figures.iter().enumerate() {
            let before = &self.figures[..at];
            if before.iter().any(|other| other.quantity == figure.quantity) {
                let twice = MarketError::Twice(figure.quantity.to_string());
                finder.fault(&format!("figures[{at}].quantity"), twice);
            }
            finder.figure(&format!("figures[{at}]"), figure);
        }
        finder.correlations(&self.correlations);
        for (at, shape) in self.load_shapes.iter().enumerate() {
            let before = self.load_shapes[..at].iter().map(|other| other.id.as_str());
            finder.id(&format!("load_shapes[{at}]"), &shape.id, before);
            finder.shape(&format!("load_shapes[{at}]"), shape);
        }
        for (key, list) in self.lists() {
            for (at, row) in list.iter().enumerate() {
                let path = format!("{key}[{at}]");
                finder.id(
                    &path,
                    &row.id,
                    list[..at].iter().map(|other| other.id.as_str()),
                );
                finder.range(&path, &row.id, row.range());
                finder.origin(&path, &row.id, row.vouched());
            }
        }
        finder.faults
    }
}

impl Finder {
    fn fault(&mut self, path: &str, error: MarketError) {
        self.faults.push(MarketFault::new(path, error));
    }

    fn id<'a>(&mut self, path: &str, id: &str, mut before: impl Iterator<Item = &'a str>) {
        if before.any(|other| other == id) {
            self.fault(&format!("{path}.id"), MarketError::Twice(id.to_owned()));
        }
    }

    fn figure(&mut self, path: &str, figure: &Figure) {
        let quantity = figure.quantity;
        if figure.unit == quantity.unit() {
            self.values(path, figure);
        } else {
            self.fault(
                &format!("{path}.unit"),
                MarketError::Unit {
                    quantity,
                    unit: quantity.unit(),
                    written: figure.unit,
                },
            );
        }
        self.range(path, quantity.word(), figure.range());
        self.origin(path, quantity.word(), figure.vouched());
        let law = match figure.law {
            Some(Law::Normal) if !quantity.is_logarithm() => MarketError::Unbounded { quantity },
            Some(Law::Pert | Law::Normal) if quantity.is_rate() => MarketError::Drawn(quantity),
            _ => return,
        };
        self.fault(&format!("{path}.law"), law);
    }

    fn values(&mut self, path: &str, figure: &Figure) {
        let MarketRange { low, likely, high } = figure.range();
        let quantity = figure.quantity;
        let bounds = quantity.bounds();
        for (key, value) in [("low", low), ("likely", likely), ("high", high)] {
            if value.is_finite() && !bounds.hold(value) {
                let unit = figure.unit;
                let fault = MarketError::Value {
                    quantity,
                    value,
                    unit,
                };
                self.fault(&format!("{path}.{key}"), fault);
            }
        }
    }

    /// The first number that does not rise above the one before is at fault.
    fn range(&mut self, path: &str, name: &str, range: MarketRange) {
        let MarketRange { low, likely, high } = range;
        let key = if !low.is_finite() {
            "low"
        } else if !(likely.is_finite() && low <= likely) {
            "likely"
        } else if !(high.is_finite() && likely <= high) {
            "high"
        } else {
            return;
        };
        let name = name.to_owned();
        self.fault(&format!("{path}.{key}"), MarketError::Order { name, range });
    }

    fn origin(&mut self, path: &str, name: &str, vouched: bool) {
        if !vouched {
            self.fault(
                &format!("{path}.basis"),
                MarketError::NoOrigin(name.to_owned()),
            );
        }
    }

    fn shape(&mut self, path: &str, shape: &LoadShape) {
        let inside = shape.requests.iter().all(|hour| (0.0..=1.0).contains(hour));
        if shape.requests.len() != 24 || !inside {
            let path = format!("{path}.requests");
            self.fault(&path, MarketError::Shape(shape.id.clone()));
        }
        self.origin(path, &shape.id, shape.vouched());
    }

    fn correlations(&mut self, all: &[Correlation]) {
        for (at, correlation) in all.iter().enumerate() {
            let path = format!("correlations[{at}]");
            let [one, other] = correlation.between;
            let name = format!("{one} with {other}");
            let between = format!("{path}.between");
            if one == other {
                self.fault(&between, MarketError::WithItself(one));
                continue;
            }
            if all[..at].iter().any(|before| before.same_pair(correlation)) {
                self.fault(&between, MarketError::Twice(name.clone()));
            } else if let Some(through) =
                way(&all[..at], one, other).filter(|_| correlation.counts())
            {
                self.fault(
                    &between,
                    MarketError::Circle {
                        between: [one, other],
                        through,
                    },
                );
            }
            let range = correlation.range();
            self.range(&path, &name, range);
            for (key, value) in [
                ("low", range.low),
                ("likely", range.likely),
                ("high", range.high),
            ] {
                if value.abs() > 1.0 || (key == "likely" && value.abs() >= 1.0) {
                    self.fault(
                        &format!("{path}.{key}"),
                        MarketError::NoCorrelation(name.clone()),
                    );
                }
            }
            self.origin(&path, &name, correlation.vouched());
        }
    }
}

impl Correlation {
    /// Whether it ties the two: at 0 it takes the pair out of its tree.
    pub(super) fn counts(&self) -> bool {
        self.likely != 0.0
    }
}

/// What moves together, by places.
fn pairs(all: &[Correlation]) -> Vec<(usize, usize, f64)> {
    let pair = |of: &Correlation| {
        let [one, other] = of.between.map(Shock::place);
        (one, other, of.likely)
    };
    all.iter().filter(|of| of.counts()).map(pair).collect()
}

/// The shocks from one to another along the pairs, both ends included; the first found, as there is one in a tree.
fn way(pairs: &[Correlation], from: Shock, to: Shock) -> Option<Vec<Shock>> {
    let mut ways = vec![vec![from]];
    let mut met = vec![from];
    while let Some(way) = ways.pop() {
        let end = *way.last()?;
        if end == to {
            return Some(way);
        }
        for pair in pairs.iter().filter(|pair| pair.counts()) {
            let next = match pair.between {
                [one, other] if one == end => other,
                [other, one] if one == end => other,
                _ => continue,
            };
            if !met.contains(&next) {
                met.push(next);
                ways.push([way.as_slice(), &[next]].concat());
            }
        }
    }
    None
}
