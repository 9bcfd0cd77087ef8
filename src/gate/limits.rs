//! What a site has to keep: thresholds, at which end of a range they are read, and which gaps fail.

use crate::checklist::Checklist;
use crate::rules::limits::{Asked, LIMITS};
use crate::rules::register::{Severity, WAIVER_UNUSED};
use crate::source::nearest::nearest;

crate::words::spelled! {
    /// The end of a range that a threshold reads.
    #[derive(Default)]
    pub enum End {
        /// The mean of a score and of NPV; of MW, cost and months P50.
        #[default]
        Expected = "expected",
        /// What one draw in ten falls short of; of cost and months P90.
        P10 = "p10",
        /// The worst that the unknowns allow. Cost and months, which nothing bounds, are read at P90, NPV at P10.
        Worst = "worst",
    }
}

impl End {
    /// The end of a word.
    #[must_use]
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|end| end.word() == word)
    }
}

/// Which gaps fail beyond gates and contradictions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailOn {
    /// Every gap of a severity or a worse one.
    Severity(Severity),
    /// Every gap of a category, by its id.
    Category(String),
    /// The gap of one requirement, or `waiver.unused`.
    Rule(String),
}

impl FailOn {
    /// Reads a severity, a category or a requirement.
    ///
    /// # Errors
    /// A sentence for the user, and the nearest word there is or the words that are always valid.
    pub fn of(word: &str, checklist: &Checklist) -> Result<Self, (String, String)> {
        let categories = || checklist.categories.iter().map(|c| c.id.as_str());
        let rules = || {
            let rows = checklist.requirements.iter().map(|r| r.id.as_str());
            rows.chain([WAIVER_UNUSED])
        };
        if let Some(severity) = Severity::ALL.iter().copied().find(|s| s.word() == word) {
            return Ok(Self::Severity(severity));
        }
        if categories().any(|id| id == word) {
            return Ok(Self::Category(word.to_owned()));
        }
        if rules().any(|id| id == word) {
            return Ok(Self::Rule(word.to_owned()));
        }
        let severities = Severity::ALL.iter().map(|severity| severity.word());
        let help = match nearest(word, severities.clone().chain(categories()).chain(rules())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "valid are {}, a category ({}) or a requirement, see `rackready list requirements`",
                severities.collect::<Vec<_>>().join(", "),
                categories().collect::<Vec<_>>().join(", ")
            ),
        };
        let message = format!("no severity, category or requirement is called `{word}`");
        Err((message, help))
    }

    /// The word in a policy.
    #[must_use]
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Severity(severity) => severity.word(),
            Self::Category(id) | Self::Rule(id) => id,
        }
    }
}

/// What one site is held to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// The end that thresholds read.
    pub on: End,
    /// Whether gates pass that a missing fact leaves open.
    pub allow_open: bool,
    /// The numbers that are asked for.
    pub asked: Asked,
    /// Which gaps fail.
    pub fail_on: Vec<FailOn>,
}

/// The limits that one place states; what it leaves out is taken from the place before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overlay {
    /// As in [`Limits`].
    pub on: Option<End>,
    /// As in [`Limits`].
    pub allow_open: Option<bool>,
    /// As in [`Limits`].
    pub asked: Asked,
    /// As in [`Limits`].
    pub fail_on: Option<Vec<FailOn>>,
}

impl Limits {
    /// The same limits with those of another place on top, key by key.
    #[must_use]
    pub(crate) fn with(self, over: &Overlay) -> Self {
        Self {
            on: over.on.unwrap_or(self.on),
            allow_open: over.allow_open.unwrap_or(self.allow_open),
            asked: self.asked.with(&over.asked),
            fail_on: over.fail_on.clone().unwrap_or(self.fail_on),
        }
    }

    /// Whether a gap fails by its severity.
    #[must_use]
    pub(crate) fn fails_severity(&self, severity: Severity) -> bool {
        let worse = |f: &FailOn| matches!(f, FailOn::Severity(least) if severity <= *least);
        self.fail_on.iter().any(worse)
    }

    /// Whether a gap fails by its id or its category.
    #[must_use]
    pub(crate) fn names(&self, rule: &str, category: &str) -> bool {
        self.fail_on.iter().any(|f| match f {
            FailOn::Rule(id) => id == rule,
            FailOn::Category(id) => id == category,
            FailOn::Severity(_) => false,
        })
    }
}

impl std::fmt::Display for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "on {}", self.on.word())?;
        if self.allow_open {
            f.write_str(", open gates pass")?;
        }
        for rule in &LIMITS {
            for limit in rule.limits {
                let Some(number) = self.asked.of(*limit) else {
                    continue;
                };
                write!(f, ", {}", rule.key)?;
                if let Some(of) = limit.chance_of() {
                    write!(f, " {}", of.word())?;
                }
                write!(f, " {number}")?;
            }
        }
        if !self.fail_on.is_empty() {
            let words: Vec<&str> = self.fail_on.iter().map(FailOn::word).collect();
            write!(f, ", fail_on {}", words.join(" "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::built_in;
    use crate::rules::limits::{ChanceOf, Limit};

    fn asked<const N: usize>(numbers: [(Limit, f64); N]) -> Asked {
        let numbers = numbers.into_iter();
        numbers
            .map(|(limit, number)| (limit, Some(number)))
            .collect()
    }

    #[test]
    fn a_later_place_overrides_key_by_key() {
        let base = Limits {
            asked: asked([(Limit::MinMw, 20.0), (Limit::MinScore, 50.0)]),
            ..Limits::default()
        };
        let over = Overlay {
            on: Some(End::P10),
            asked: asked([
                (Limit::MinMw, 5.0),
                (Limit::MinChance(ChanceOf::Bridge), 0.1),
            ]),
            fail_on: Some(vec![FailOn::Severity(Severity::Major)]),
            ..Overlay::default()
        };
        let limits = base.with(&over);
        assert_eq!(
            limits.to_string(),
            "on p10, min_score 50, min_mw 5, min_chance bridge 0.1, fail_on major"
        );
        assert!(limits.fails_severity(Severity::Blocker) && limits.fails_severity(Severity::Major));
        assert!(!limits.fails_severity(Severity::Minor));
    }

    #[test]
    fn what_a_later_place_leaves_out_stays_and_what_it_says_replaces() {
        let base = Limits {
            allow_open: true,
            asked: asked([(Limit::MaxCostPerMw, 12.0)]),
            fail_on: vec![FailOn::Severity(Severity::Minor)],
            ..Limits::default()
        };
        let kept = base.clone().with(&Overlay::default());
        assert_eq!(kept, base);
        let over = Overlay {
            allow_open: Some(false),
            fail_on: Some(vec![FailOn::Category("cooling".to_owned())]),
            ..Overlay::default()
        };
        let limits = base.with(&over);
        assert!(!limits.allow_open);
        assert_eq!(limits.asked.of(Limit::MaxCostPerMw), Some(12.0));
        assert_eq!(limits.fail_on, [FailOn::Category("cooling".to_owned())]);
    }

    #[test]
    fn a_rule_is_named_whole() {
        let limits = Limits {
            fail_on: vec![
                FailOn::Rule("power.firm".to_owned()),
                FailOn::Category("cool".to_owned()),
            ],
            ..Limits::default()
        };
        assert!(limits.names("power.firm", "power"));
        assert!(!limits.names("power.firm-supply", "power"));
        assert!(!limits.names("power.fir", "power"));
        assert!(!limits.names("cooling.cdus", "cooling"));
        assert!(limits.names("any", "cool"));
    }

    #[test]
    fn every_kind_of_word_is_told_apart_and_a_wrong_one_gets_the_nearest() {
        let of = |word| FailOn::of(word, built_in());
        assert_eq!(of("major"), Ok(FailOn::Severity(Severity::Major)));
        assert_eq!(of("cooling"), Ok(FailOn::Category("cooling".to_owned())));
        assert_eq!(
            of("power.firm-supply"),
            Ok(FailOn::Rule("power.firm-supply".to_owned()))
        );
        for (word, near) in [
            ("mayor", "`major`"),
            ("coling", "`cooling`"),
            ("power.firm-suply", "`power.firm-supply`"),
            ("xyzzy", "blocker, major, minor, info"),
        ] {
            let (message, help) = of(word).unwrap_err();
            assert!(message.contains(word) && help.contains(near), "{help}");
        }
    }
}
