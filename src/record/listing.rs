//! The two lists of a ranking.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::quantity::Rounded;

/// How far from the line a site may be and still stand near it, as a share.
const NEAR: f64 = 0.02;

crate::words::spelled! {
    /// The list of a ranking that a site stands in.
    pub enum Listing {
        /// Enough is known of it.
        Ranked = "ranked",
        /// So little is known of it that its place would be that of the priors.
        AskFirst = "ask-first",
    }
}

/// The least share known of a site that is ranked, 0 to 1. Like every share of a record it has three decimals, so that
/// a saved report gives the same lists again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct KnownLine(Rounded);

/// A text or number that is no line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a share from 0 to 1, such as 0.15, found `{0}`")]
pub struct KnownLineError(String);

impl KnownLine {
    /// The line as a share.
    #[must_use]
    pub fn share(self) -> f64 {
        self.0.get()
    }

    /// The list of a site of which so much is known.
    #[must_use]
    pub(crate) fn listing(self, known: f64) -> Listing {
        if Rounded::from(known) >= self.0 {
            Listing::Ranked
        } else {
            Listing::AskFirst
        }
    }

    /// Whether so much known is within two points of the line, on either side. At zero there is no other side.
    #[must_use]
    pub(crate) fn is_near(self, known: f64) -> bool {
        let off = Rounded::from((Rounded::from(known).get() - self.share()).abs());
        self.share() > 0.0 && off.get() <= NEAR
    }
}

impl Default for KnownLine {
    fn default() -> Self {
        Self(Rounded::from(0.15))
    }
}

impl TryFrom<f64> for KnownLine {
    type Error = KnownLineError;

    fn try_from(share: f64) -> Result<Self, KnownLineError> {
        match share {
            0.0..=1.0 => Ok(Self(share.into())),
            _ => Err(KnownLineError(share.to_string())),
        }
    }
}

impl From<KnownLine> for f64 {
    fn from(line: KnownLine) -> Self {
        line.share()
    }
}

impl FromStr for KnownLine {
    type Err = KnownLineError;

    fn from_str(text: &str) -> Result<Self, KnownLineError> {
        let share: Option<f64> = text.parse().ok();
        share
            .and_then(|share| share.try_into().ok())
            .ok_or_else(|| KnownLineError(text.to_owned()))
    }
}

impl fmt::Display for KnownLine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.share())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_itself_is_enough_and_two_points_are_near() {
        let line = KnownLine::default();
        let stands = |known: f64| (line.listing(known), line.is_near(known));
        for (known, listing, near) in [
            (0.129, Listing::AskFirst, false),
            (0.13, Listing::AskFirst, true),
            (0.1494, Listing::AskFirst, true),
            // As a report shows it, it is on the line.
            (0.1496, Listing::Ranked, true),
            (0.17, Listing::Ranked, true),
            (0.171, Listing::Ranked, false),
        ] {
            assert_eq!(stands(known), (listing, near), "{known}");
        }
    }

    #[test]
    fn at_zero_all_are_ranked_and_at_one_only_those_without_an_unknown() {
        let line = |text: &str| text.parse::<KnownLine>().unwrap();
        let zero = line("0");
        assert_eq!(
            (zero.listing(0.0), zero.is_near(0.0)),
            (Listing::Ranked, false)
        );
        assert_eq!(line("1").listing(0.999), Listing::AskFirst);
        assert_eq!(line("1").listing(1.0), Listing::Ranked);
    }

    #[test]
    fn what_is_no_share_is_told_with_its_range() {
        for text in ["15", "-0.1", "15%", "NaN", "", "inf"] {
            let told = text.parse::<KnownLine>().unwrap_err().to_string();
            assert!(
                told.contains("from 0 to 1") && told.contains(&format!("`{text}`")),
                "{told}"
            );
        }
        assert!(serde_json::from_str::<KnownLine>("1.5").is_err());
        assert_eq!(
            serde_json::to_string(&KnownLine::default()).unwrap(),
            "0.15"
        );
    }
}
