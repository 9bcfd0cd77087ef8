//! What is set on the command line in place of what the files say.

use rackready::source::Refused;
use rackready::whatif::Setting;

use super::args::SetArgs;
use super::console::Console;

/// What is set on the command line; `None` when some of it is wrong, and all of that is told.
pub(crate) fn settings(args: &SetArgs, console: &mut Console) -> Option<Vec<Setting>> {
    all_or_told(&args.set, "--set", Setting::read, console)
}

/// Each of several texts of an option; `None` when some of them are wrong. Whoever got two wrong is told of both.
pub(crate) fn all_or_told<T>(
    texts: &[String],
    option: &str,
    read: impl Fn(&str, &str) -> Result<T, Refused>,
    console: &mut Console,
) -> Option<Vec<T>> {
    let numbered = (1..).zip(texts);
    let all: Vec<Option<T>> = numbered
        .map(|(number, text)| told(read(text, &format!("{option} {number}")), console))
        .collect();
    all.into_iter().collect()
}

/// What was read; nothing where it is wrong, and that is told.
pub(crate) fn told<T>(read: Result<T, Refused>, console: &mut Console) -> Option<T> {
    read.map_err(|refused| console.refused(&refused)).ok()
}
