//! Where results go: `--output-format NAME[=FILE]`.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;
use clap::builder::{EnumValueParser, PossibleValue, StringValueParser, TypedValueParser};
use clap::error::ErrorKind;
use rackready::report::Style;

use super::console::Console;
use super::places::Written;
use super::replacement::{Replacement, write_whole};

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

/// The format of the same name among those of another command, where it has one.
pub(crate) fn among<F: ValueEnum, G: ValueEnum>(format: &F) -> Option<G> {
    let name = format.to_possible_value()?;
    G::from_str(name.get_name(), false).ok()
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
    /// The formats asked for, or the usual one on standard output, each written to a place of its own.
    pub(crate) fn settle(
        asked: &[Output<F>],
        usual: F,
        written: &mut Written,
    ) -> anyhow::Result<Self>
    where
        Output<F>: Clone,
    {
        let usual = Output {
            format: usual,
            file: None,
        };
        let outputs = if asked.is_empty() {
            vec![usual]
        } else {
            asked.to_vec()
        };
        for _ in outputs.iter().filter(|output| output.file.is_none()) {
            written.add_stdout()?;
        }
        let mut files = outputs.iter().filter_map(|output| output.file.as_deref());
        files.try_for_each(|file| written.add(file))?;
        Ok(Self(outputs))
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

impl<F: Copy> Outputs<F> {
    /// The format of each output, as it looks where it goes.
    pub(crate) fn formats<T>(
        &self,
        console: &Console,
        of: impl Fn(F, Style) -> anyhow::Result<T>,
    ) -> anyhow::Result<Vec<T>> {
        let formats = self.0.iter().map(|output| {
            let file = output.file.as_ref();
            of(
                output.format,
                file.map_or(console.out, |_| console.in_a_file),
            )
        });
        formats.collect()
    }

    /// Writes every format as it is made: files first, so that a closed pipe takes nothing from them.
    pub(crate) fn pour(
        &self,
        console: &mut Console,
        write: impl Fn(F, &Style, &mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        for output in &self.0 {
            if let Some(file) = &output.file {
                let whole = Replacement::of(file)?;
                whole.filled(|out| write(output.format, &console.in_a_file, out))?;
                console.detail(&format!("wrote {}", file.display()));
            }
        }
        let style = console.out;
        let mut stdout = self.0.iter().filter(|output| output.file.is_none());
        stdout.try_for_each(|output| console.filled(|out| write(output.format, &style, out)))
    }
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
            Outputs::settle(asked, 't', &mut Written::default())
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
}
