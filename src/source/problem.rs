//! What is wrong with a text, and where.

/// A place in a text as people and editors count it: both numbers begin at 1, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The beginning of a text.
    #[cfg(any(feature = "cli", test))]
    pub(crate) const START: Self = Self { line: 1, column: 1 };
}

/// A stretch of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Where it begins.
    pub place: Place,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// A second place that a problem hangs on, such as the first of two equal keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where it is.
    pub at: Span,
    /// What it is, a few words.
    pub label: String,
}

/// One thing that is wrong with a text. Problems sort by place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is; nowhere when the file as a whole is at fault.
    pub at: Option<Span>,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// A second place that matters.
    pub related: Option<Related>,
}

impl Problem {
    /// A problem at a place.
    #[must_use]
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self {
            at: Some(span),
            ..Self::of_file(message)
        }
    }

    /// A problem of the file as a whole.
    #[must_use]
    pub fn of_file(message: impl Into<String>) -> Self {
        Self {
            at: None,
            message: message.into(),
            help: None,
            related: None,
        }
    }

    /// The same problem with advice, where there is any.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same problem with a second place.
    #[must_use]
    pub(crate) fn related(mut self, at: Span, label: impl Into<String>) -> Self {
        self.related = Some(Related {
            at,
            label: label.into(),
        });
        self
    }

    /// Line and column of the problem, where it has one.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.at.map(|span| span.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_sort_by_place_and_those_of_the_whole_file_come_first() {
        let at = |line, column| Span {
            place: Place { line, column },
            start: 0,
            end: 0,
        };
        let mut problems = [
            Problem::at(at(2, 1), "a"),
            Problem::at(at(1, 9), "b"),
            Problem::of_file("c"),
        ];
        problems.sort();
        let order: Vec<_> = problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(order, ["c", "b", "a"]);
    }
}
