//! What site labor and works cost where a site lies, and for what a hall is built.

use serde::{Deserialize, Serialize};

use crate::citations::{Basis, Confidence};
use crate::typical::draw::Locale;

/// How many times as much as in an average market the site labor and works of a place cost.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Two-letter codes of its countries; none for all others.
    #[serde(default)]
    pub countries: Vec<String>,
    /// States or provinces as people write them; none for all others of the countries.
    #[serde(default)]
    pub states: Vec<String>,
    /// Low.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// High.
    pub high: f64,
    /// Year of the comparison.
    pub year: u16,
    /// Whether it is read, computed or assumed.
    pub basis: Basis,
    /// Grade of the deciding source.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is ours.
    #[serde(default)]
    pub note: Option<String>,
}

impl Region {
    /// Position of the first that fits where a site lies.
    #[must_use]
    pub fn of(regions: &[Self], locale: &Locale) -> Option<usize> {
        regions.iter().position(|region| region.holds(locale))
    }

    fn holds(&self, locale: &Locale) -> bool {
        names(&self.countries, locale.country.as_deref())
            && names(&self.states, locale.region.as_deref())
    }
}

/// Whether a list names something; an empty one names all.
fn names(list: &[String], it: Option<&str>) -> bool {
    list.is_empty() || it.is_some_and(|it| list.iter().any(|named| named == it))
}

/// What site labor and works count in a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SiteWorks<'a> {
    /// The region of the price list that the site lies in.
    pub region: Option<&'a Region>,
    /// Times as much as in an average market, in the median draw.
    pub place: f64,
    /// Times as much as in the halls that prices are told for.
    pub hardware: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::built_in;

    fn region(country: Option<&str>, state: Option<&str>) -> &'static Region {
        let locale = Locale {
            country: country.map(str::to_owned),
            region: state.map(str::to_owned),
        };
        let regions = &built_in().regions;
        &regions[Region::of(regions, &locale).unwrap()]
    }

    #[test]
    fn a_state_counts_before_its_country_and_an_unknown_place_costs_what_is_usual() {
        // C&W: San Antonio at 9.3 and Reno at 15 against a mean of 11.7.
        let texas = region(Some("US"), Some("Texas"));
        assert!((0.79..0.83).contains(&texas.likely));
        assert_eq!(region(Some("US"), Some("TX")), texas);
        let reno = region(Some("US"), Some("Nevada"));
        assert!((reno.likely - 15.0 / 11.7).abs() < 0.005);
        let country = region(Some("US"), Some("Montana"));
        assert_eq!(region(Some("US"), None), country);
        assert_eq!(country.likely, 1.0);
        let unknown = region(None, Some("Texas"));
        assert_eq!(region(Some("BT"), None), unknown);
        assert_eq!(unknown.likely, 1.0);
        assert!(unknown.low < country.low && country.high < unknown.high);
    }
}
