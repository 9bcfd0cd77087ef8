//! How far a file may point that its reader did not write: to what lies in its own repository, and to nothing else.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::tree::Tree;
use super::{Problem, Refused, Source};

/// Endings of files that a policy or a scenario may name: with another it is a slip of the pen, or a secret.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// What lies within reach of a file: the repository around its folder, or else the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    root: PathBuf,
    is_repository: bool,
}

impl Reach {
    /// Of files in a folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let folder = real(folder);
        let mut above = folder.ancestors();
        let repository = above.find(|at| at.join(".git").exists());
        Self {
            is_repository: repository.is_some(),
            root: repository.map_or_else(|| folder.clone(), Path::to_owned),
        }
    }

    /// Whether a path leads, over all links, to something within reach. The bookkeeping of git is not.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        let real = real(path);
        let below = real.strip_prefix(&self.root);
        below.is_ok_and(|below| below.components().all(|step| step.as_os_str() != ".git"))
    }

    /// Lets a file pass that another one names under a key.
    ///
    /// # Errors
    /// When it is out of reach, at the place where it is named.
    pub fn check(&self, path: &Path, named_by: &Source, key: &str) -> Result<(), Refused> {
        let Some(message) = self.refusal(path) else {
            return Ok(());
        };
        let span = Tree::of(named_by).span_of(named_by, key);
        let help = "name it on the command line, or trust what files name by --trust-paths";
        Err(Refused {
            source: named_by.clone(),
            problems: vec![Problem::at(span, message).help(help.to_owned())],
        })
    }

    /// Why a file may not be named by another one, where it may not.
    fn refusal(&self, path: &Path) -> Option<String> {
        if !self.holds(path) {
            let around = if self.is_repository {
                "outside of the repository"
            } else {
                "outside of the folder of the file that names it, which is in no repository"
            };
            return Some(format!("`{}` lies {around}", path.display()));
        }
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_data =
            ending.is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)));
        (!is_data).then(|| {
            let endings = ENDINGS.map(|ending| format!(".{ending}")).join(", ");
            format!("`{}` has none of the endings {endings}", path.display())
        })
    }
}

/// A path from the root without links and `..`; as far as words go where there is no such file.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    // What does not exist lies in the folder it names: standard input goes by such a name.
    let mut whole = fs::canonicalize(".").unwrap_or_default();
    for step in path.components() {
        match step {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            other => whole.push(other),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reaches_to_the_end_of_its_repository() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for made in ["repo/.git", "repo/sites", "repo/policy", "beside"] {
            fs::create_dir_all(at(made)).unwrap();
        }
        for file in [
            "repo/c.yaml",
            "repo/.git/config.yaml",
            "beside/c.yaml",
            "repo/key",
        ] {
            fs::write(at(file), "").unwrap();
        }
        let reach = Reach::of(&at("repo/policy"));
        let told = |path: &str| reach.refusal(&at(path)).unwrap_or_default();
        assert_eq!(told("repo/policy/../c.yaml"), "");
        assert_eq!(told("repo/none.json"), "");
        assert!(told("repo/policy/../../beside/c.yaml").contains("outside of the repository"));
        assert!(told("repo/.git/config.yaml").contains("outside of the repository"));
        assert!(told("repo/key").contains("none of the endings"));
        let alone = Reach::of(&at("beside"));
        assert!(alone.holds(&at("beside/c.yaml")) && !alone.holds(&at("repo/c.yaml")));
    }
}
