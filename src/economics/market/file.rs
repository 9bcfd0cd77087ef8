//! A market of a user's own: a file laid over another market, with every problem at its place.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::MarketFigures;
use super::fault::{MarketError, MarketFault};
use super::month::WRITTEN;
use super::raw::RawMarket;
use crate::source::reading;
use crate::source::{Flaw, Problem, Source, placed};

/// The schema of a market file, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = true);
    let generator = settings.into_generator();
    generator.into_root_schema_for::<RawMarket>().to_value()
}

impl MarketFigures {
    /// This market with the figures of a user's file in place of its own.
    ///
    /// # Errors
    /// Everything that is wrong with the file, at its place.
    pub fn with_file(&self, source: &Source) -> Result<Self, Vec<Problem>> {
        let own = reading::read(source, &schema(), &WRITTEN, |_| Vec::new())?;
        self.with(own).map_err(|faults| {
            let flaws: Vec<Flaw> = faults.iter().map(Flaw::from).collect();
            placed(&flaws, source)
        })
    }

    /// This market with what another replaces.
    ///
    /// # Errors
    /// Everything that is wrong with the other, at its place in it.
    pub fn with(&self, over: RawMarket) -> Result<Self, Vec<MarketFault>> {
        let faults = over.faults();
        if !faults.is_empty() {
            return Err(faults);
        }
        let whole = self.written().clone().with(over.clone()).checked();
        whole.map_err(|faults| {
            let there = |fault| in_the_file(fault, &over);
            faults.into_iter().map(there).collect()
        })
    }
}

/// What rows that are right by themselves do to the whole: they close a circle with pairs of the market below. The last of
/// them that is on it is where to look.
fn in_the_file(fault: MarketFault, over: &RawMarket) -> MarketFault {
    let MarketError::Circle { through, .. } = &fault.error else {
        return fault;
    };
    let on_it = over.correlations.iter().rposition(|pair| {
        let mut ends = pair.between.iter();
        ends.all(|shock| through.contains(shock))
    });
    let path = on_it.map_or(String::new(), |at| format!("correlations[{at}].between"));
    MarketFault { path, ..fault }
}
