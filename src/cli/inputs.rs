//! From the paths on the command line to files: a file, a directory, a glob, or standard input.
//!
//! Globs are expanded here, on every platform alike. Nothing that was asked for disappears in silence:
//! a path that does not exist is read and fails, a glob or directory without files is told.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

/// Name of standard input where none is given.
const STDIN: &str = "stdin";

/// One site to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, under a name.
    Stdin(PathBuf),
}

impl Input {
    /// The name in reports.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Stdin(path) => path,
        }
    }
}

/// What the paths amount to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Inputs {
    /// Sites in the order of the paths, those of one directory or glob sorted; each file once.
    pub(crate) sites: Vec<Input>,
    /// Places that cannot be searched, and why.
    pub(crate) unreadable: Vec<(PathBuf, String)>,
    /// Why a glob or a directory gave nothing.
    pub(crate) empty: Vec<String>,
}

/// Finds the files behind paths.
pub(crate) fn collect(paths: &[PathBuf], stdin_filename: Option<&Path>) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.sites.push(Input::Stdin(tidy(
                stdin_filename.unwrap_or(Path::new(STDIN)),
            )));
        } else if path.is_dir() {
            if !inputs.search(WalkDir::new(path), false, is_yaml) {
                inputs
                    .empty
                    .push(format!("no *.yaml or *.yml in `{}`", path.display()));
            }
        } else if let Some(glob) = Glob::of(path) {
            let walk = WalkDir::new(&glob.base).max_depth(glob.depth);
            if !inputs.search(walk, glob.hidden, |path| glob.matches(path)) {
                inputs
                    .empty
                    .push(format!("no file matches `{}`", path.display()));
            }
        } else {
            inputs.sites.push(Input::File(tidy(path)));
        }
    }
    let mut seen = HashSet::new();
    inputs.sites.retain(|site| match site {
        Input::File(path) => seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        Input::Stdin(_) => seen.insert(PathBuf::from("-")),
    });
    inputs
}

impl Inputs {
    /// Adds the wanted files of a walk; whether there was anything to add or to complain of.
    fn search(&mut self, walk: WalkDir, hidden: bool, wanted: impl Fn(&Path) -> bool) -> bool {
        let before = (self.sites.len(), self.unreadable.len());
        let skip = |name: Option<&OsStr>| {
            !hidden && name.is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
        };
        let walk = walk.follow_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|e| e.depth() == 0 || !skip(Some(e.file_name()))) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && wanted(entry.path()) => {
                    self.sites.push(Input::File(tidy(entry.path())));
                }
                Ok(_) => {}
                // A link to a directory above leads to files that are found anyway.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().unwrap_or(Path::new("."));
                    if error.depth() == 0 || !skip(path.file_name()) {
                        let why = error
                            .io_error()
                            .map_or_else(|| error.to_string(), ToString::to_string);
                        self.unreadable.push((tidy(path), why));
                    }
                }
            }
        }
        before != (self.sites.len(), self.unreadable.len())
    }
}

/// A path with `*`, `?`, `[…]` or `{…}` in it: the part before, and a pattern below that.
struct Glob {
    base: PathBuf,
    pattern: GlobMatcher,
    depth: usize,
    /// Whether the pattern names something hidden.
    hidden: bool,
}

impl Glob {
    /// The glob that a path is, unless it exists as it stands or is no pattern.
    fn of(path: &Path) -> Option<Self> {
        if fs::symlink_metadata(path).is_ok() {
            return None;
        }
        let is_pattern = |part: &Component| {
            part.as_os_str()
                .to_str()
                .is_some_and(|p| p.contains(['*', '?', '[', '{']))
        };
        let parts: Vec<Component> = path.components().collect();
        let first = parts.iter().position(is_pattern)?;
        let base: PathBuf = parts[..first].iter().collect();
        let below: Vec<&str> = parts[first..]
            .iter()
            .map(|part| part.as_os_str().to_str())
            .collect::<Option<_>>()?;
        let pattern = GlobBuilder::new(&below.join("/"))
            .literal_separator(true)
            .build()
            .ok()?;
        Some(Self {
            base: if first == 0 { PathBuf::from(".") } else { base },
            pattern: pattern.compile_matcher(),
            depth: if below.iter().any(|part| part.contains("**")) {
                usize::MAX
            } else {
                below.len()
            },
            hidden: below.iter().any(|part| part.starts_with('.')),
        })
    }

    fn matches(&self, path: &Path) -> bool {
        self.pattern
            .is_match(path.strip_prefix(&self.base).unwrap_or(path))
    }
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// A path as reports show it: without a leading `./`, and with `/` on every platform.
fn tidy(path: &Path) -> PathBuf {
    let path = path
        .strip_prefix(".")
        .ok()
        .filter(|rest| rest.components().next().is_some())
        .unwrap_or(path);
    match path.to_str() {
        Some(text) if cfg!(windows) => PathBuf::from(text.replace('\\', "/")),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files of a folder for `paths`, without the folder.
    fn found(files: &[&str], paths: &[&str]) -> (Vec<String>, usize) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        let paths: Vec<PathBuf> = paths.iter().map(|p| folder.path().join(p)).collect();
        let inputs = collect(&paths, None);
        let name = |i: &Input| {
            i.path()
                .strip_prefix(folder.path())
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/")
        };
        (inputs.sites.iter().map(name).collect(), inputs.empty.len())
    }

    const FILES: &[&str] = &[
        "b.yaml",
        "a.yml",
        "sub/c.YAML",
        "sub/deep/d.yaml",
        "notes.md",
        ".git/x.yaml",
        ".hidden.yaml",
        "s[1].yaml",
    ];

    #[test]
    fn a_directory_gives_its_yaml_sorted_and_nothing_hidden() {
        let (sites, empty) = found(FILES, &[""]);
        assert_eq!(
            sites,
            [
                "a.yml",
                "b.yaml",
                "s[1].yaml",
                "sub/c.YAML",
                "sub/deep/d.yaml"
            ]
        );
        assert_eq!(empty, 0);
        assert_eq!(found(&["notes.md", ".x.yaml"], &[""]), (vec![], 1));
    }

    #[test]
    fn a_glob_reaches_as_far_as_it_says() {
        assert_eq!(found(FILES, &["*.yaml"]).0, ["b.yaml", "s[1].yaml"]);
        assert_eq!(found(FILES, &["*/*.{yaml,YAML}"]).0, ["sub/c.YAML"]);
        assert_eq!(found(FILES, &["**/d.yaml"]).0, ["sub/deep/d.yaml"]);
        assert_eq!(
            found(FILES, &["sub/**"]).0,
            ["sub/c.YAML", "sub/deep/d.yaml"]
        );
        assert_eq!(found(FILES, &[".h*.yaml"]).0, [".hidden.yaml"]);
        assert_eq!(found(FILES, &["*.md"]).0, ["notes.md"]);
        assert_eq!(found(FILES, &["*.json"]), (vec![], 1));
        assert_eq!(
            found(FILES, &["none/*.yaml"]).1,
            0,
            "a folder that is not there is an error"
        );
    }

    #[test]
    fn what_exists_is_no_pattern_and_what_does_not_is_left_to_fail() {
        assert_eq!(found(FILES, &["s[1].yaml"]).0, ["s[1].yaml"]);
        assert_eq!(
            found(FILES, &["none.yaml", "bad[.yaml"]).0,
            ["none.yaml", "bad[.yaml"]
        );
    }

    #[test]
    fn each_file_counts_once_in_the_order_of_the_arguments() {
        assert_eq!(
            found(FILES, &["sub/c.YAML", "", "b.yaml"]).0[..2],
            ["sub/c.YAML", "a.yml"]
        );
        assert_eq!(
            found(FILES, &["b.yaml", "*.yaml", "sub/../b.yaml"]).0,
            ["b.yaml", "s[1].yaml"]
        );
    }

    #[test]
    fn standard_input_has_a_name_and_is_read_once() {
        let dash = PathBuf::from("-");
        let inputs = collect(&[dash.clone(), dash.clone()], Some(Path::new("./a.yaml")));
        assert_eq!(inputs.sites, [Input::Stdin("a.yaml".into())]);
        assert_eq!(collect(&[dash], None).sites, [Input::Stdin(STDIN.into())]);
    }
}
