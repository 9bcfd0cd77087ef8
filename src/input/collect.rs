//! From what was asked for to inputs: files, directories, globs, lists of paths, standard input.
//!
//! Inputs are found while they are read. Of each only a hash is kept, to read no file twice; a
//! directory is held while its entries are sorted. Nothing that was asked for disappears in silence:
//! a path that does not exist is read and fails, a glob or directory without files is told.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use super::found::{Found, Input};
use super::glob::Glob;
use super::path_list::PathList;
use super::search::{Rules, Search};
use super::tidy::tidy;
use crate::source::{Problem, Refused, shortened};

/// Name of standard input where none is given.
pub(crate) const STDIN: &str = "stdin";

/// What a user asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Files, directories, globs, and `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// A file that lists further files and directories; `-` is standard input.
    pub files_from: Option<PathBuf>,
    /// Whether `.gitignore` and `.ignore` are disregarded in directories.
    pub no_ignore: bool,
    /// Name of standard input in reports; its ending names the format.
    pub stdin_filename: Option<PathBuf>,
    /// Whether links in directories are followed wherever they lead.
    pub trust_paths: bool,
}

/// All inputs that were asked for, to be walked as often as need be.
#[derive(Debug)]
pub struct Collection {
    wanted: Wanted,
    list: Option<PathList>,
}

impl Collection {
    /// What a user asks for. A list on standard input is read now, for it can be read only once.
    ///
    /// # Errors
    /// When that list cannot be read, or when standard input is asked for as a site too.
    pub fn new(wanted: Wanted) -> io::Result<Self> {
        let list_is_stdin = wanted.files_from.as_deref() == Some(Path::new("-"));
        if list_is_stdin && wanted.paths.iter().any(|path| path.as_os_str() == "-") {
            let message = "standard input cannot be both a site and the list of files";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let list = wanted.files_from.as_deref().map(PathList::of).transpose()?;
        Ok(Self { wanted, list })
    }

    /// The inputs in the order of the paths, those of a directory or glob sorted by path, the list of
    /// files last; each file once.
    #[must_use]
    pub fn inputs(&self) -> Inputs<'_> {
        let arguments = self.wanted.paths.iter().cloned().map(Named::Argument);
        let listed: Box<dyn Iterator<Item = Named>> = match &self.list {
            None => Box::new(std::iter::empty()),
            Some(list) => match list.paths() {
                Ok(paths) => {
                    let mut paths = paths.peekable();
                    let nothing = paths.peek().is_none();
                    let nothing = nothing.then(|| Named::NothingListed(list.name()));
                    let listed = paths.map(|path| match path {
                        Ok(path) => Named::Listed(path),
                        Err(error) => Named::Broken(list.name(), error),
                    });
                    Box::new(listed.chain(nothing))
                }
                Err(error) => Box::new(std::iter::once(Named::Broken(list.name(), error))),
            },
        };
        Inputs {
            wanted: &self.wanted,
            named: Box::new(arguments.chain(listed)),
            search: None,
            seen: HashSet::new(),
            next: 0,
        }
    }
}

/// A path that a user named.
enum Named {
    Argument(PathBuf),
    /// In a list: no glob and no standard input.
    Listed(PathBuf),
    /// The list holds no path.
    NothingListed(String),
    /// The list itself cannot be read.
    Broken(String, io::Error),
}

/// The inputs of a [`Collection`], found one after the other.
pub struct Inputs<'a> {
    wanted: &'a Wanted,
    named: Box<dyn Iterator<Item = Named> + 'a>,
    search: Option<Search>,
    /// Hashes of the files that were met.
    seen: HashSet<u64>,
    next: u32,
}

impl Iterator for Inputs<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(search) = &mut self.search {
                let found = match search.next() {
                    Some(Ok(path)) => self.file(&path).map(Found::Input),
                    Some(Err(refused)) => Some(Found::Unreadable(refused)),
                    None => self.search.take().and_then(Search::nothing),
                };
                if found.is_some() {
                    return found;
                }
                continue;
            }
            let found = match self.named.next()? {
                Named::Argument(path) if path.as_os_str() == "-" => self.stdin(),
                Named::Argument(path) => match Glob::of(&path) {
                    Ok(glob) => self.named(&path, glob),
                    Err(why) => return Some(Found::Unreadable(no_glob(&path, &why))),
                },
                Named::Listed(path) => self.named(&path, None),
                Named::NothingListed(name) => {
                    let why = format!("no path in the list of files `{name}`");
                    return Some(Found::Nothing(why));
                }
                Named::Broken(name, error) => {
                    let message = format!("the list of files cannot be read: {error}");
                    return Some(Found::Unreadable(Refused::unread(
                        &name,
                        Problem::of_file(message),
                    )));
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// A pattern that is too long or too deep.
fn no_glob(path: &Path, why: &str) -> Refused {
    let name = shortened(&path.display().to_string(), 40);
    Refused::unread(
        &name,
        Problem::of_file(format!("this pattern is not read: {why}")),
    )
}

impl Inputs<'_> {
    fn named(&mut self, path: &Path, glob: Option<Glob>) -> Option<Found> {
        let rules = Rules {
            no_ignore: self.wanted.no_ignore,
            trust_paths: self.wanted.trust_paths,
        };
        if path.is_dir() {
            match Search::directory(path, rules) {
                Ok(search) => self.search = Some(search),
                Err(refused) => return Some(Found::Unreadable(refused)),
            }
        } else if let Some(glob) = glob {
            self.search = Some(Search::glob(path, glob, rules.trust_paths));
        } else {
            return self.file(path).map(Found::Input);
        }
        None
    }

    fn file(&mut self, path: &Path) -> Option<Input> {
        let identity = fs::canonicalize(path);
        let is_new = self.remember(identity.as_deref().unwrap_or(path));
        is_new.then(|| self.input(tidy(path), false))
    }

    fn stdin(&mut self) -> Option<Found> {
        let name = self.wanted.stdin_filename.as_deref();
        let is_new = self.remember(Path::new("-"));
        let name = tidy(name.unwrap_or(Path::new(STDIN)));
        is_new.then(|| Found::Input(self.input(name, true)))
    }

    fn remember(&mut self, identity: &Path) -> bool {
        let mut hasher = DefaultHasher::new();
        identity.hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }

    fn input(&mut self, path: PathBuf, is_stdin: bool) -> Input {
        let ordinal = self.next;
        self.next = self.next.saturating_add(1);
        Input {
            ordinal,
            path,
            is_stdin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        folder
    }

    /// Names of the inputs without the folder, and how often nothing was found.
    fn names(folder: &Path, wanted: Wanted) -> (Vec<String>, usize) {
        let collection = Collection::new(wanted).unwrap();
        let (mut names, mut nothing) = (Vec::new(), 0);
        for (at, found) in collection.inputs().enumerate() {
            match found {
                Found::Input(input) => {
                    assert!(usize::try_from(input.ordinal).unwrap() <= at);
                    let name = input.path.strip_prefix(folder).unwrap();
                    names.push(name.to_str().unwrap().replace('\\', "/"));
                }
                Found::Unreadable(_) => {}
                Found::Nothing(_) => nothing += 1,
            }
        }
        (names, nothing)
    }

    fn found(files: &[&str], paths: &[&str]) -> (Vec<String>, usize) {
        let folder = folder(files);
        let paths = paths.iter().map(|p| folder.path().join(p)).collect();
        let wanted = Wanted {
            paths,
            ..Wanted::default()
        };
        names(folder.path(), wanted)
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
    fn ignore_files_rule_directories_and_nothing_that_is_named() {
        let folder = folder(&[
            "a.yaml",
            "out/b.yaml",
            "old.yaml",
            "sub/c.yaml",
            "sub/d.yaml",
        ]);
        let write = |name: &str, text| fs::write(folder.path().join(name), text).unwrap();
        write(".ignore", "out/\n");
        write(".gitignore", "old.yaml\n");
        write("sub/.ignore", "d.yaml\n");
        let found = |paths: &[&str], no_ignore| {
            let paths = paths.iter().map(|p| folder.path().join(p)).collect();
            let wanted = Wanted {
                paths,
                no_ignore,
                ..Wanted::default()
            };
            names(folder.path(), wanted)
        };
        let all = [
            "a.yaml",
            "old.yaml",
            "out/b.yaml",
            "sub/c.yaml",
            "sub/d.yaml",
        ];
        assert_eq!(found(&[""], true).0, all);
        assert_eq!(
            found(&[""], false).0,
            ["a.yaml", "old.yaml", "sub/c.yaml"],
            "a .gitignore counts in a repository"
        );
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(found(&[""], false).0, ["a.yaml", "sub/c.yaml"]);
        assert_eq!(
            found(&["old.yaml", "out/b.yaml"], false).0,
            ["old.yaml", "out/b.yaml"]
        );
        assert_eq!(found(&["o*.yaml"], false).0, ["old.yaml"]);
        fs::write(folder.path().join(".ignore"), "*.yaml\n").unwrap();
        assert_eq!(found(&[""], false), (vec![], 1));
    }

    #[test]
    fn a_list_names_files_and_directories_as_they_are() {
        let folder = folder(&["a.yaml", "s*.yaml", "sub/c.yaml"]);
        let list = folder.path().join("list");
        let name = |name: &str| folder.path().join(name).display().to_string();
        fs::write(
            &list,
            [name("s*.yaml"), name("sub"), name("a.yaml")].join("\n"),
        )
        .unwrap();
        let wanted = Wanted {
            paths: vec![folder.path().join("a.yaml")],
            files_from: Some(list),
            ..Wanted::default()
        };
        assert_eq!(
            names(folder.path(), wanted).0,
            ["a.yaml", "s*.yaml", "sub/c.yaml"]
        );
        let gone = Collection::new(Wanted {
            files_from: Some(folder.path().join("gone")),
            ..Wanted::default()
        });
        let found: Vec<_> = gone.unwrap().inputs().collect();
        assert!(matches!(found[..], [Found::Unreadable(_)]));
    }

    #[test]
    fn standard_input_has_a_name_and_is_read_once() {
        let dash = PathBuf::from("-");
        let stdin = |name: Option<&str>| {
            let wanted = Wanted {
                paths: vec![dash.clone(), dash.clone()],
                stdin_filename: name.map(PathBuf::from),
                ..Wanted::default()
            };
            names(Path::new(""), wanted).0
        };
        assert_eq!(stdin(Some("./a.yaml")), ["a.yaml"]);
        assert_eq!(stdin(None), [STDIN]);
        let both = Wanted {
            paths: vec![dash.clone()],
            files_from: Some(dash.clone()),
            ..Wanted::default()
        };
        assert!(Collection::new(both).is_err());
    }
}
