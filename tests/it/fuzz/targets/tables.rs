//! A file of many sites below a mapping of its headers: every row is a site or is refused with its place, and the site
//! is the one that its cells make as JSON.

use std::fs;
use std::path::Path;

use rackready::input::collect::{Collection, Wanted};
use rackready::input::columns::{Columns, Tables};
use rackready::input::ids::Ids;
use rackready::input::load::Loaded;
use rackready::input::records::{Entry, Records};
use rackready::source::Refused;

use super::oracles::told;
use super::readings::same_as_json;
use super::{in_parts, text};

/// Endings that a file may have.
const ENDINGS: [&str; 9] = [
    "csv",
    "tsv",
    "csv.gz",
    "xlsx",
    "ods",
    "ndjson",
    "ndjson.gz",
    "json",
    "yaml",
];

/// The ending of a file, perhaps with the word that what cannot be read is unknown; a mapping; the file itself.
pub fn table(data: &[u8]) {
    let [ending, mapping, rows] = in_parts(data);
    let ending = text(ending);
    let (ending, lenient) = match ending.strip_suffix(" lenient") {
        Some(ending) => (ending, true),
        None => (ending.as_str(), false),
    };
    let ending = ENDINGS.into_iter().find(|known| *known == ending);
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join(format!("sites.{}", ending.unwrap_or("csv")));
    let columns = folder.path().join("columns.yaml");
    fs::write(&file, rows).unwrap();
    fs::write(&columns, if mapping.is_empty() { b"{}" } else { mapping }).unwrap();
    let said = sites(&file, &columns, lenient);
    let again = sites(&file, &columns, lenient);
    assert_eq!(format!("{said:?}"), format!("{again:?}"));
    for loaded in said.iter().flatten() {
        same_as_json(&loaded.source, &loaded.site);
    }
}

/// The sites of a file, and what is said of all else; none where the mapping is refused.
fn sites(file: &Path, columns: &Path, lenient: bool) -> Vec<Option<Loaded>> {
    let columns = match Columns::load(columns) {
        Ok(columns) => columns,
        Err(refused) => return vec![refusal(&refused)],
    };
    let wanted = Wanted {
        paths: vec![file.to_owned()],
        ..Wanted::default()
    };
    let collection = Collection::new(wanted).unwrap();
    let mut ids = Ids::of(&collection);
    let tables = Tables {
        columns,
        sheet: None,
        lenient,
    };
    let records = Records::of(collection.inputs(), tables);
    let read = |entry| match entry {
        Entry::Site(record) => match record.read().and_then(|site| ids.claim(site)) {
            Ok(loaded) => Some(loaded),
            Err(refused) => refusal(&refused),
        },
        Entry::Refused(refused) => refusal(&refused),
        Entry::Nothing(_) => None,
        Entry::Told(notes) => {
            for note in notes {
                assert!(!note.text.contains('\n'), "{note:?}");
            }
            None
        }
    };
    records.map(read).collect()
}

fn refusal(refused: &Refused) -> Option<Loaded> {
    told(&refused.source, &refused.problems);
    None
}
