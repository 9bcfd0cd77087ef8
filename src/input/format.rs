//! In what format something is written: its name says it, and its first bytes may gainsay it.

use std::ffi::OsStr;
use std::path::Path;

use crate::source::Problem;

/// Bytes that tell formats of files apart.
pub(super) const MAGIC: usize = 8;
/// So many bytes of a table tell what separates its cells.
const LOOKED_AT: usize = 1 << 14;
/// So many lines of a table are looked at.
const LINES: usize = 10;

/// How the sites of a file follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A stream of YAML documents.
    Yaml,
    /// One JSON value.
    Json,
    /// A JSON value on each line.
    Lines,
    /// A row for each, cells between commas, or what the header has in their place.
    Csv,
    /// The same between tabs.
    Tsv,
    /// `.xlsx` and `.xlsm`.
    Excel,
    /// `.ods`.
    OpenDocument,
    /// Something else that tables and maps are kept in, and what to do about it.
    Foreign(&'static str, &'static str),
}

impl Format {
    /// Whether it holds rows and columns.
    #[cfg(feature = "cli")]
    pub(super) fn is_table(self) -> bool {
        matches!(
            self,
            Self::Csv | Self::Tsv | Self::Excel | Self::OpenDocument
        )
    }
}

/// What the name of a file says: its format, whether it is packed by gzip, and whether it says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) format: Format,
    pub(super) packed: bool,
    pub(super) guessed: bool,
}

const SAVE_AS: &str = "save the table as .xlsx, .ods or .csv";

impl Named {
    pub(super) fn of(path: &Path) -> Self {
        let Some(last) = ending(path) else {
            return Self {
                format: Format::Yaml,
                packed: false,
                guessed: true,
            };
        };
        let packed = last == "gz";
        let inner = path.file_stem().map(Path::new).and_then(ending);
        let ending = if packed {
            inner.unwrap_or_default()
        } else {
            last
        };
        let format = match ending.as_str() {
            "json" | "geojson" => Format::Json,
            "ndjson" | "jsonl" => Format::Lines,
            "csv" => Format::Csv,
            "tsv" | "tab" => Format::Tsv,
            "xlsx" | "xlsm" => Format::Excel,
            "ods" => Format::OpenDocument,
            "xls" | "xlsb" | "xlt" => {
                Format::Foreign("a workbook of an older or binary kind", SAVE_AS)
            }
            "numbers" | "gsheet" | "fods" => {
                Format::Foreign("a workbook of another program", SAVE_AS)
            }
            "parquet" | "feather" | "arrow" | "sqlite" | "db" | "shp" | "kml" | "kmz" | "gpkg" => {
                Format::Foreign("a table or map in a format that is not read", SAVE_AS)
            }
            _ => Format::Yaml,
        };
        Self {
            format,
            packed,
            guessed: false,
        }
    }
}

/// The ending of a name, which tells the format.
fn ending(path: &Path) -> Option<String> {
    let ending = path.extension().and_then(OsStr::to_str)?;
    Some(ending.to_ascii_lowercase())
}

/// Why the first bytes of something are none of the format that its name says.
pub(super) fn gainsaid(head: &[u8], named: Named, is_stdin: bool) -> Option<Problem> {
    let is_book = matches!(named.format, Format::Excel | Format::OpenDocument);
    let rename = |endings: &str| {
        if is_stdin {
            format!("--stdin-filename NAME says what it is: end the name on {endings}")
        } else {
            format!("if it is one, end its name on {endings}")
        }
    };
    let told = |message: &str, help: String| Some(Problem::of_file(message).help(help));
    if let Format::Foreign(what, help) = named.format {
        return told(
            &format!("this is {what}, to go by its name"),
            help.to_owned(),
        );
    }
    match head {
        [0x1f, 0x8b, ..] if !named.packed => {
            told("this is packed by gzip", rename("`.csv.gz`, `.tsv.gz` or `.ndjson.gz`"))
        }
        [b'P', b'K', 3, 4, ..] if !is_book => told(
            "this is a workbook or another archive, not a text",
            rename("`.xlsx` or `.ods`"),
        ),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => told(
            "this is a workbook of an older kind, or one that is locked by a password",
            format!("{SAVE_AS}, without a password"),
        ),
        [b'P', b'A', b'R', b'1', ..] => told("this is a Parquet file", SAVE_AS.to_owned()),
        [b'%', b'P', b'D', b'F', ..] => told("this is a PDF, not a table", SAVE_AS.to_owned()),
        [b'P', b'K', ..] => None,
        _ if is_book => told(
            "this is no workbook, whatever its name ends on",
            "open it in a spreadsheet program and save it again, or end its name on what it is, such as .csv".to_owned(),
        ),
        _ => None,
    }
}

/// What is said of a map in GeoJSON, by its beginning.
pub(super) fn geo_json(head: &[u8]) -> Option<Problem> {
    let text: String = String::from_utf8_lossy(head).split_whitespace().collect();
    let is_map = text.starts_with('{')
        && (text.contains("\"FeatureCollection\"") || text.contains("\"type\":\"Feature\""));
    let help = "take the properties out, one site on a line: `jq -c '.features[].properties' FILE > sites.ndjson`, \
                and name them as facts";
    is_map.then(|| Problem::of_file("this is a map in GeoJSON, not a site").help(help.to_owned()))
}

/// What separates the cells of a `.csv`: European spreadsheets write semicolons, as commas mark their decimals.
pub(super) fn separator(head: &[u8]) -> u8 {
    let head = &head[..head.len().min(LOOKED_AT)];
    let lines = head.split(|byte| matches!(*byte, b'\n' | b'\r'));
    let lines = lines
        .filter(|line| !line.trim_ascii().is_empty())
        .take(LINES);
    let lines: Vec<&[u8]> = lines.collect();
    let weight = |separator: u8| {
        let counts = lines.iter().map(|line| outside_of_quotes(line, separator));
        let counts: Vec<usize> = counts.collect();
        // How often most lines have it, by how many lines have it as often.
        let same = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts
            .iter()
            .map(|count| count * same(*count))
            .max()
            .unwrap_or_default()
    };
    let others = [b';', b'\t'].map(|separator| (weight(separator), separator));
    let commas = weight(b',');
    match others.into_iter().max_by_key(|(weight, _)| *weight) {
        Some((weight, separator)) if weight > commas => separator,
        _ => b',',
    }
}

fn outside_of_quotes(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line {
        quoted ^= *byte == b'"';
        count += usize::from(!quoted && *byte == separator);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_file_is() {
        let named = |name: &str| Named::of(Path::new(name));
        assert_eq!(named("a.CSV").format, Format::Csv);
        assert_eq!(named("a.xlsm").format, Format::Excel);
        let packed = named("a.ndjson.gz");
        assert!(packed.format == Format::Lines && packed.packed);
        assert!(named("stdin").guessed && !named("a.txt").guessed);
        assert!(matches!(named("a.xls").format, Format::Foreign(..)));
    }

    #[test]
    fn the_header_says_what_separates() {
        for (text, separator_of) in [
            ("name,mw\nA,1\n", b','),
            ("name;mw\nNord;1,5\nSüd;2,0\n", b';'),
            ("name;mw;kv\nNord, Halle 2;1,5;110\n", b';'),
            (
                "name,notes\nA,\"one; two; three\"\nB,\"one; two; three\"\n",
                b',',
            ),
            ("name;a;b\rNord;1,5;2,5\rSüd;2,5;3,5\r", b';'),
            ("name\tmw\nA\t1\n", b'\t'),
            ("name\n", b','),
            ("", b','),
        ] {
            assert_eq!(separator(text.as_bytes()), separator_of, "{text:?}");
        }
    }
}
