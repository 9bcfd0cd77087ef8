//! From a record to a site. Each can be read by itself, on any thread.

use std::path::Path;
use std::sync::Arc;

use super::known::Known;
use super::lines::Piece;
use super::reading::{self, Read, Remark};
use super::rows::Row;
use crate::hosting::catalog;
use crate::site::{Site, read};
use crate::source::tree::{Node, Tree, Value};
use crate::source::{Notation, Problem, Refused, Source};
use crate::whatif::{self, SetFact, Setting};

/// One site that is not read yet.
#[derive(Debug)]
pub struct Record {
    pub(super) name: Arc<str>,
    pub(super) ordinal: u32,
    /// Whether nothing else is in its file, so that the file's name is a name of the site.
    pub(super) alone: bool,
    /// Whether nobody said in what format the text is.
    pub(super) is_guess: bool,
    /// Its number among rows of one name, where these are sites of their own.
    pub(super) number: Option<u32>,
    pub(super) body: Body,
}

/// What helps a text that is none of YAML, though nobody said that it was.
const NAME_THE_FORMAT: &str = "standard input is read as YAML; --stdin-filename sites.ndjson (or .csv) names another \
                               format";

#[derive(Debug)]
pub(super) enum Body {
    Text(Notation, Piece),
    Rows(Arc<Known>, Vec<Row>),
}

/// A site, the text it was read from, and its short name.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The id that is stated, else the file's name without its ending where the site stands alone in
    /// it, else one made of the name: it never depends on the order of sites.
    pub id: String,
    /// The text of the site; its lines are those of the file.
    pub source: Source,
    /// The site.
    pub site: Site,
    /// The number of its input.
    pub ordinal: u32,
    /// Whether nothing else is in its file, so that the file's name is a name of the site.
    pub alone: bool,
    /// What stands in place of what the file says.
    pub set: Vec<SetFact>,
    /// What was understood of its cells, or taken as unknown.
    pub remarks: Vec<Remark>,
}

impl Loaded {
    /// The same site with other facts in place of those of its text, the last of several winning.
    ///
    /// # Errors
    /// When an entry that is to change is not there, and everything that is wrong with what comes out.
    pub fn with(self, settings: &[Setting]) -> Result<Self, Refused> {
        if settings.is_empty() {
            return Ok(self);
        }
        let (source, site) = whatif::changed(&self.source, settings)?;
        if let Some(problem) = target_problem(&source, &site) {
            let problems = vec![problem];
            return Err(Refused { source, problems });
        }
        let says = settings.iter().map(|setting| setting.says().clone());
        Ok(Self {
            id: id_of(source.name(), self.alone, &site),
            source,
            site,
            set: self.set.into_iter().chain(says).collect(),
            ..self
        })
    }
}

impl Record {
    pub(super) fn of_text(
        name: Arc<str>,
        ordinal: u32,
        notation: Notation,
        piece: Piece,
        alone: bool,
    ) -> Self {
        Self {
            name,
            ordinal,
            alone,
            is_guess: false,
            number: None,
            body: Body::Text(notation, piece),
        }
    }

    /// The same where the notation was taken as nobody named one.
    pub(super) fn guessed(mut self, is_guess: bool) -> Self {
        self.is_guess = is_guess;
        self
    }

    /// Rows of a table that are one site.
    pub(super) fn of_rows(name: Arc<str>, ordinal: u32, known: Arc<Known>, rows: Vec<Row>) -> Self {
        Self {
            name,
            ordinal,
            alone: false,
            is_guess: false,
            number: None,
            body: Body::Rows(known, rows),
        }
    }

    /// The same with its number among rows of one name.
    pub(super) fn numbered(mut self, number: Option<u32>) -> Self {
        self.number = number;
        self
    }

    /// Reads the site.
    ///
    /// # Errors
    /// Everything that is wrong with it, an unknown target included.
    pub fn read(self) -> Result<Loaded, Refused> {
        let Read {
            source,
            site,
            remarks,
        } = match &self.body {
            Body::Text(notation, piece) => self.text(*notation, piece)?,
            Body::Rows(known, rows) => reading::rows(&self.name, known, rows, judged)?,
        };
        let id = id_of(&self.name, self.alone, &site);
        Ok(Loaded {
            id: match self.number {
                Some(number) => format!("{id}-{number}"),
                None => id,
            },
            source,
            site,
            ordinal: self.ordinal,
            alone: self.alone,
            set: Vec::new(),
            remarks,
        })
    }

    fn text(&self, notation: Notation, piece: &Piece) -> Result<Read, Refused> {
        let source = Source::of_record(&self.name, &piece.bytes, notation, piece.line)?;
        match judged(&source) {
            Ok(site) => Ok(Read {
                source,
                site,
                remarks: Vec::new(),
            }),
            Err(mut problems) => {
                problems.sort();
                if self.is_guess && !is_a_section(&source) {
                    name_the_format(&mut problems);
                }
                Err(Refused { source, problems })
            }
        }
    }
}

/// The site in a text, its target included.
fn judged(source: &Source) -> Result<Site, Vec<Problem>> {
    let site = read::read(source)?;
    match target_problem(source, &site) {
        None => Ok(site),
        Some(problem) => Err(vec![problem]),
    }
}

/// The short name of a site in a file.
fn id_of(file: &str, alone: bool, site: &Site) -> String {
    if let Some(id) = site.id.get() {
        return id.clone();
    }
    let stem = Path::new(file).file_stem().filter(|_| alone);
    match stem {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => slug(site.name.get().map_or("", String::as_str)),
    }
}

/// Whether a text is keys with values, be they wrong.
fn is_a_section(source: &Source) -> bool {
    let tree = Tree::of(source);
    let is_mapping = |root: &Node| matches!(root.value, Value::Mapping(_));
    tree.complete && tree.root.as_ref().is_some_and(is_mapping)
}

fn name_the_format(problems: &mut [Problem]) {
    if let Some(last) = problems.last_mut() {
        let help = last.help.take();
        last.help = Some(help.map_or(NAME_THE_FORMAT.to_owned(), |help| {
            format!("{help}; {NAME_THE_FORMAT}")
        }));
    }
}

/// A name as an id: its letters and digits in lower case, with hyphens between words.
fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return name.trim().to_owned();
    }
    words.join("-").to_lowercase()
}

/// What is wrong with the target that a site asks for. It stays wrong where `--target` overrides it.
fn target_problem(source: &Source, site: &Site) -> Option<Problem> {
    let error = catalog().target(site.target.get()?).err()?;
    let span = Tree::of(source).span_of(source, "target");
    Some(error.at(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str, alone: bool) -> String {
        let piece = Piece {
            line: 1,
            bytes: text.as_bytes().to_vec(),
        };
        let record = Record::of_text("x/mill.yaml".into(), 0, Notation::Yaml, piece, alone);
        record.read().unwrap().id
    }

    #[test]
    fn an_id_is_stated_or_the_files_or_the_names() {
        let power = "power: {energized_mw: 5}\n";
        assert_eq!(id(&format!("id: a\nname: B\n{power}"), true), "a");
        assert_eq!(id(&format!("name: B\n{power}"), true), "mill");
        assert_eq!(
            id(&format!("name: Mill Creek (TX), Élan\n{power}"), false),
            "mill-creek-tx-élan"
        );
        assert_eq!(slug("--"), "--");
    }

    #[test]
    fn records_can_be_read_on_other_threads() {
        fn sent<T: Send>() {}
        sent::<Record>();
        sent::<Loaded>();
        sent::<Refused>();
    }
}
