//! Files that name what is ignored, looked at before they are obeyed: they may come with what strangers send.

use std::fs;
use std::path::Path;

use crate::bounds::IGNORE_FILE;
use crate::source::{Problem, Refused, excess};

const NAMES: [&str; 2] = [".gitignore", ".ignore"];

/// What is wrong with the ignore files of a folder and of those above it.
pub(super) fn refused_above(folder: &Path) -> Option<Refused> {
    let whole = fs::canonicalize(folder).ok()?;
    let mut above = whole.ancestors().skip(1);
    refused_in(folder).or_else(|| above.find_map(refused_in))
}

/// What is wrong with the ignore files of a folder.
pub(super) fn refused_in(folder: &Path) -> Option<Refused> {
    NAMES.iter().find_map(|name| refused(&folder.join(name)))
}

fn refused(file: &Path) -> Option<Refused> {
    let facts = fs::metadata(file).ok().filter(|facts| !facts.is_dir())?;
    let (size, most) = (facts.len(), IGNORE_FILE.most);
    let (line, why) = if !facts.is_file() {
        let why = "an ignore file is a file, and this is a pipe or a device".to_owned();
        (None, why)
    } else if size > most {
        let why = format!("an ignore file of {size} bytes: at most {most} are read");
        (None, why)
    } else {
        // What cannot be read is told by the search.
        let bytes = fs::read(file).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = (1_usize..).zip(text.lines());
        let (line, why) = lines.find_map(|(number, line)| Some((number, excess(line)?)))?;
        (
            Some(line),
            format!("this pattern of an ignore file is not read: {why}"),
        )
    };
    let name = super::tidy::tidy(file).display().to_string();
    let name = line.map_or(name.clone(), |line| format!("{name}:{line}"));
    let help =
        "nothing below its folder is searched; --no-ignore searches without regard to ignore files";
    Some(Refused::unread(
        &name,
        Problem::of_file(why).help(help.to_owned()),
    ))
}
