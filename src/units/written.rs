//! Units as people write them, and what one is in another.
//!
//! Factors are exact by definition (NIST SP 811, appendix B) unless they say otherwise.

/// A unit of measure that a header or a cell names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Unit {
    symbol: &'static str,
    kind: Kind,
    /// How many of the first unit of its kind one of it is.
    size: f64,
}

/// What units measure; only those of one kind convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Power,
    Apparent,
}

/// From one unit to another: `value × times + plus`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Conversion {
    times: f64,
    plus: f64,
}

/// What a person has to answer before a number in one unit says anything in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// What does not fit, one clause.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

impl Unit {
    /// The unit of a spelling, whatever its case and blanks where these say nothing.
    pub(crate) fn named(text: &str) -> Option<Self> {
        (text.trim() == "kW").then_some(Self {
            symbol: "kW",
            kind: Kind::Power,
            size: 0.001,
        })
    }

    /// How it is written.
    pub(crate) fn symbol(self) -> &'static str {
        self.symbol
    }

    /// How numbers in it become numbers of a fact in a unit of the model, such as `MW IT` or `USD/MWh`; empty for
    /// counts and shares.
    ///
    /// # Errors
    /// What has to be answered first where a number alone does not convert.
    pub(crate) fn into(self, fact_symbol: &str) -> Result<Conversion, Question> {
        if self.kind == Kind::Power && fact_symbol.starts_with("MW") {
            return Ok(Conversion {
                times: self.size,
                plus: 0.0,
            });
        }
        Err(Question {
            message: format!("{} does not convert to {fact_symbol}", self.symbol),
            help: format!("write it in {fact_symbol}"),
        })
    }
}

impl Conversion {
    /// The number in the other unit.
    pub(crate) fn of(self, value: f64) -> f64 {
        value * self.times + self.plus
    }

    /// Whether nothing changes.
    pub(crate) fn is_none(self) -> bool {
        self.times == 1.0 && self.plus == 0.0
    }
}
