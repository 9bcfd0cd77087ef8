//! The sites that are measured: the real ones over and over, under new ids, as files and as lines.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A real site as it is written, and the same facts as a JSON value.
pub(crate) struct Original {
    yaml: String,
    json: serde_json::Value,
}

/// The files of `sites/`, or of another folder where one is asked for, in the order of their names.
pub(crate) fn originals() -> Result<Vec<Original>, Box<dyn Error>> {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("sites");
    let folder = std::env::var_os("RACKREADY_BENCH_FROM").map_or_else(own, PathBuf::from);
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut files = files.collect::<std::io::Result<Vec<PathBuf>>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    let original = |path: &PathBuf| {
        let yaml = fs::read_to_string(path)?;
        let json = serde_yaml::from_str(&yaml)?;
        Ok(Original { yaml, json })
    };
    files.iter().map(original).collect()
}

impl Original {
    /// The file under another id, comments and all.
    pub(crate) fn yaml(&self, id: &str) -> String {
        let mut text = String::with_capacity(self.yaml.len() + 20);
        for line in self.yaml.split_inclusive('\n') {
            if line.starts_with("name:") {
                let _ = writeln!(text, "id: {id}");
            }
            if !line.starts_with("id:") {
                text += line;
            }
        }
        text
    }

    /// The line of the same facts.
    pub(crate) fn json(&self, id: &str) -> String {
        let mut json = self.json.clone();
        json["id"] = id.into();
        format!("{json}\n")
    }
}

/// The sites of a run in a folder of their own, gone at its end.
pub(crate) struct Corpus {
    folder: tempfile::TempDir,
    /// Number of YAML files; there are ten times as many lines.
    pub(crate) sites: usize,
}

impl Corpus {
    pub(crate) fn write(sites: usize) -> Result<Self, Box<dyn Error>> {
        let corpus = Self {
            folder: tempfile::tempdir()?,
            sites,
        };
        let originals = originals()?;
        let numbered = || (0..).zip(originals.iter().cycle());
        fs::create_dir(corpus.files())?;
        for (number, original) in numbered().take(sites) {
            let id = id(number);
            let file = corpus.files().join(format!("{id}.yaml"));
            fs::write(file, original.yaml(&id))?;
        }
        for lines in corpus.sizes() {
            let mut file = BufWriter::new(File::create(corpus.lines(lines))?);
            for (number, original) in numbered().take(lines) {
                file.write_all(original.json(&id(number)).as_bytes())?;
            }
            file.flush()?;
        }
        Ok(corpus)
    }

    /// The folder of YAML files.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// One file of middling size.
    pub(crate) fn one(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("sites/iren-childress-tx.yaml")
    }

    /// A file of so many lines, one of [`Self::sizes`].
    pub(crate) fn lines(&self, lines: usize) -> PathBuf {
        self.folder.path().join(format!("{lines}.ndjson"))
    }

    /// Numbers of lines: a tenth of the files, as many, ten times as many.
    pub(crate) fn sizes(&self) -> [usize; 3] {
        [self.sites / 10, self.sites, self.sites * 10]
    }
}

fn id(number: usize) -> String {
    format!("site-{number:07}")
}
