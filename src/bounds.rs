//! How much is taken in at most. Whoever meets a limit is told of it; `rackready list limits` shows them all.
//!
//! A limit lies ten times and more above what real sites, policies and reports hold, and low enough that what a stranger
//! sends can neither fill the memory nor hold up a job.

/// A limit that a user can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// What is limited.
    pub of: &'static str,
    /// The most that is taken.
    pub most: u64,
    /// What is counted.
    pub unit: &'static str,
    /// Why so many.
    pub why: &'static str,
}

impl Bound {
    /// The most that is taken, as a number of things in memory.
    #[must_use]
    pub const fn count(self) -> usize {
        // Every limit of things in memory is far below what the narrowest machine can address.
        #[expect(clippy::cast_possible_truncation, reason = "they fit 32 bits")]
        let count = self.most as usize;
        count
    }
}

macro_rules! bounds {
    ($($(#[doc = $doc:literal])* $name:ident = $most:expr, $unit:literal, $of:literal, $why:literal;)*) => {
        $($(#[doc = $doc])* pub const $name: Bound = Bound { of: $of, most: $most, unit: $unit, why: $why };)*

        /// Every limit, in the order of what is read, what is held, what is asked for.
        pub const BOUNDS: &[Bound] = &[$($name,)*];
    };
}

bounds! {
    /// A file of people: site, policy, checklist, prices, priors, market, scenarios, mapping of columns.
    FILE = 1 << 20, "bytes", "a file or one site of it: site, policy, checklist, prices, priors, market, scenarios",
        "a hundred times a full site";
    /// A line that is too long for a site is passed over up to here.
    LINE = 16 << 20, "bytes", "what is passed over to find the end of a line, row or document that is too large",
        "an endless stream ends";
    /// Sites of one run.
    SITES = 1_000_000, "sites", "sites, good or bad, of one run",
        "ten times the largest portfolio that is tested";
    /// A list of paths.
    PATH_LIST = 32 << 20, "bytes", "a list of files (`--files-from`)",
        "half a million paths of sixty letters";
    /// A saved report.
    REPORT = 1 << 30, "bytes", "a saved report or page that `render` and `diff` read",
        "some ten thousand sites with all detail";
    /// A name in a saved report.
    REPORT_NAME = 1_000, "characters", "id, name and operator of a site in a saved report",
        "a file may give its name, with its folders";
    /// A text in a saved report.
    REPORT_TEXT = 8_000, "characters", "a text of a saved report",
        "twenty times the longest that is written";
    /// A number in a saved report.
    REPORT_NUMBER = 1_000_000_000_000_000, "units", "a number with a fraction or exponent of a saved report",
        "all of money is less";
    /// A baseline.
    BASELINE = 256 << 20, "bytes", "a baseline",
        "a million findings";
    /// An ignore file.
    IGNORE_FILE = 256 << 10, "bytes", "a .gitignore or .ignore",
        "ten times the longest that is in use";
    /// A pattern.
    GLOB = 1_000, "bytes", "a glob of the command line, a policy, a waiver or a line of an ignore file",
        "longer than the longest path that one would write";
    /// Braces in each other.
    GLOB_NESTING = 8, "levels", "braces of a glob inside each other",
        "nobody reads more";
    /// Alternatives in braces.
    GLOB_BRACES = 100, "signs", "braces, brackets and commas of a glob",
        "each multiplies what is to be matched";
    /// Nesting.
    NESTING = 64, "levels", "lists and sections inside each other",
        "a site needs five";
    /// Flow brackets of YAML.
    BRACKETS = 4_000, "brackets", "`[` and `{` of a YAML file",
        "beyond, the parsers slow down";
    /// Entries of a list of a site.
    ENTRIES = 300, "entries", "a list of a site: halls, permits, evidence …",
        "twelve times the longest in `sites/`; each hall is a route of its own, and alike ones are one with a `count`";
    /// Entries of a list.
    LIST = 1_000, "entries", "a list of a policy, checklist or scenario file: waivers, rules, scenarios …",
        "a policy names a few";
    /// A text.
    TEXT = 2_000, "characters", "a text of a site or policy: source, address, note, reason",
        "eight times the longest in `sites/`";
    /// A name.
    NAME = 200, "characters", "name, id and operator of a site, a header of a table",
        "tables and pages still hold it";
    /// Columns of a table.
    COLUMNS = 1_024, "columns", "a table, as a text or as a sheet of a workbook",
        "several times the facts of a site";
    /// Sheets of a workbook.
    SHEETS = 1_000, "sheets", "a workbook",
        "more than anybody can tell from each other";
    /// Draws.
    DRAWS = 100_000, "draws", "`--draws`",
        "shares are then sure to a third of a percent";
    /// Points of a sweep.
    POINTS = 1_000, "points", "`--sweep`, over all facts and sites",
        "each point is judged as a site of its own";
    /// Threads.
    JOBS = 256, "threads", "`--jobs`",
        "more than the cores of any machine it runs on";
    /// Amounts.
    AMOUNT = 1_000_000_000, "units", "MW, M$, months and points of an option, a price",
        "more than the world has";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_says_what_it_is_of() {
        for bound in BOUNDS {
            assert!(bound.most > 0 && !bound.why.is_empty(), "{bound:?}");
            assert_eq!(bound.count() as u64, bound.most);
        }
    }
}
