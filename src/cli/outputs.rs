//! Where results go: `--output-format NAME[=FILE]`, and files that are written whole or not at all.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::ValueEnum;
use clap::builder::{EnumValueParser, PossibleValue, StringValueParser, TypedValueParser};
use clap::error::ErrorKind;
use rackready::report::Style;

use super::console::{Console, unless_closed};

/// One format, and the file it goes to; standard output without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output<F> {
    /// The format.
    pub(crate) format: F,
    /// The file.
    pub(crate) file: Option<PathBuf>,
}

/// Reads `NAME` or `NAME=FILE`; a wrong name gets the complaint and the proposals of clap.
#[derive(Clone)]
pub(crate) struct OutputParser<F: ValueEnum + Clone + Send + Sync + 'static>(EnumValueParser<F>);

impl<F: ValueEnum + Clone + Send + Sync + 'static> Default for OutputParser<F> {
    fn default() -> Self {
        Self(EnumValueParser::new())
    }
}

impl<F: ValueEnum + Clone + Send + Sync + 'static> TypedValueParser for OutputParser<F> {
    type Value = Output<F>;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let text = StringValueParser::new().parse_ref(command, arg, value)?;
        let (name, file) = text
            .split_once('=')
            .map_or((text.as_str(), None), |(name, file)| (name, Some(file)));
        let format = self.0.parse_ref(command, arg, OsStr::new(name))?;
        if file == Some("") {
            let message = format!("a file name is missing behind `{text}`\n");
            return Err(clap::Error::raw(ErrorKind::InvalidValue, message).with_cmd(command));
        }
        Ok(Output {
            format,
            file: file.map(PathBuf::from),
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// The formats of one run, each with a place of its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outputs<F>(Vec<Output<F>>);

impl<F: ValueEnum> Outputs<F> {
    /// The same places with formats of another kind.
    pub(crate) fn each_as<G>(
        &self,
        kind: &str,
        of: impl Fn(&F) -> Option<G>,
    ) -> anyhow::Result<Outputs<G>> {
        let outputs = self.0.iter().map(|output| {
            let format = of(&output.format).with_context(|| {
                let name = output.format.to_possible_value();
                let name = name.map_or_else(String::new, |name| name.get_name().to_owned());
                format!("{kind} has no format `{name}`")
            })?;
            Ok(Output {
                format,
                file: output.file.clone(),
            })
        });
        outputs.collect::<anyhow::Result<_>>().map(Outputs)
    }
}

impl<F> Outputs<F> {
    /// Each format with its place.
    pub(crate) fn each(&self) -> &[Output<F>] {
        &self.0
    }
}

impl<F: Copy> Outputs<F> {
    /// The formats asked for, or the usual one on standard output.
    pub(crate) fn settle(asked: &[Output<F>], usual: F) -> anyhow::Result<Self>
    where
        Output<F>: Clone,
    {
        let twice = asked
            .iter()
            .enumerate()
            .find(|(at, output)| asked[..*at].iter().any(|o| o.file == output.file));
        match twice.map(|(_, output)| &output.file) {
            Some(None) => bail!(
                "two formats cannot share standard output; give one a file: --output-format NAME=FILE"
            ),
            Some(Some(file)) => bail!("two formats cannot share the file `{}`", file.display()),
            None if asked.is_empty() => Ok(Self(vec![Output {
                format: usual,
                file: None,
            }])),
            None => Ok(Self(asked.to_vec())),
        }
    }

    /// Renders every format, then writes them: files first, so that a closed pipe takes nothing from them.
    pub(crate) fn deliver(
        &self,
        console: &mut Console,
        render: impl Fn(F, &Style) -> anyhow::Result<String>,
    ) -> anyhow::Result<()> {
        let mut data = String::new();
        let mut files = Vec::new();
        for output in &self.0 {
            match &output.file {
                None => data = render(output.format, &console.out)?,
                Some(file) => files.push((file, render(output.format, &console.in_a_file)?)),
            }
        }
        for (file, text) in files {
            write_whole(file, &text)?;
            console.detail(&format!("wrote {}", file.display()));
        }
        console.data(&data)
    }
}

/// Writes a file whole, or leaves what was there.
pub(crate) fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = Replacement::of(path)?;
    file.write(text.as_bytes())?;
    file.finish()
}

/// A file on its way: the bytes go to a new file beside it, which takes its place when all are there. What
/// is no regular file, such as a pipe, is written as it is.
#[derive(Debug)]
pub(crate) struct Replacement {
    /// The file as it was asked for.
    asked: PathBuf,
    /// Where the bytes go, and the file they will become; `None` where they go straight to it.
    beside: Option<(PathBuf, PathBuf)>,
    out: BufWriter<File>,
}

impl Replacement {
    /// Begins to write a file.
    pub(crate) fn of(path: &Path) -> anyhow::Result<Self> {
        Self::begin(path).with_context(|| unwritable(path))
    }

    fn begin(path: &Path) -> io::Result<Self> {
        let there = fs::metadata(path).ok();
        match &there {
            Some(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Some(there) if !there.is_file() => {
                let out = BufWriter::new(File::options().write(true).open(path)?);
                return Ok(Self {
                    asked: path.to_owned(),
                    beside: None,
                    out,
                });
            }
            _ => {}
        }
        // A link stays a link: what it points to is replaced.
        let target = if there.is_some() {
            fs::canonicalize(path)?
        } else {
            path.to_owned()
        };
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut beside = OsStr::new(".").to_owned();
        beside.push(name);
        beside.push(format!(".{}.tmp", std::process::id()));
        let beside = target.with_file_name(beside);
        let file = File::create(&beside)?;
        if let Some(like) = there {
            file.set_permissions(like.permissions())?;
        }
        Ok(Self {
            asked: path.to_owned(),
            beside: Some((beside, target)),
            out: BufWriter::new(file),
        })
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.unless_closed(|out| out.write_all(bytes))
    }

    /// Puts the whole file in its place.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.unless_closed(Write::flush)?;
        let Some((beside, target)) = &self.beside else {
            return Ok(());
        };
        let moved = self
            .out
            .get_ref()
            .sync_all()
            .and_then(|()| fs::rename(beside, target));
        moved.with_context(|| unwritable(&self.asked))?;
        self.beside = None;
        Ok(())
    }

    fn unless_closed(
        &mut self,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        unless_closed(write(&mut self.out)).with_context(|| unwritable(&self.asked))
    }
}

impl Drop for Replacement {
    /// What did not become whole leaves nothing behind.
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.beside {
            let _ = fs::remove_file(beside);
        }
    }
}

fn unwritable(path: &Path) -> String {
    format!("`{}` cannot be written", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(format: char, file: Option<&str>) -> Output<char> {
        Output {
            format,
            file: file.map(PathBuf::from),
        }
    }

    #[test]
    fn each_format_has_a_place_of_its_own() {
        let settle = |asked: &[Output<char>]| {
            Outputs::settle(asked, 't')
                .map(|o| o.0)
                .map_err(|e| e.to_string())
        };
        assert_eq!(settle(&[]), Ok(vec![output('t', None)]));
        let both = [output('t', None), output('j', Some("x.json"))];
        assert_eq!(settle(&both), Ok(both.to_vec()));
        let error = settle(&[output('t', None), output('j', None)]).unwrap_err();
        assert!(error.contains("share standard output"), "{error}");
        let error = settle(&[output('t', Some("x")), output('j', Some("x"))]).unwrap_err();
        assert!(error.contains("share the file `x`"), "{error}");
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        write_whole(&path, "one").unwrap();
        write_whole(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(write_whole(folder.path(), "x").is_err());
        assert!(write_whole(&folder.path().join("none/x"), "x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
    }
}
