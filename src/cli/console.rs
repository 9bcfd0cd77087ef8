//! Standard output for data, standard error for everything else, and what both look like.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style as Ansi};
use anyhow::Context;
use rackready::input::note::{Level, Note};
use rackready::input::reading::Remark;
use rackready::report::{Style, plain, problems};
use rackready::source::{Problem, Refused};
use terminal_size::{Width, terminal_size_of};

use super::places::Written;
use super::told::Told;

/// Columns that text is promised to fit, and that are taken where nobody says how many there are.
const NARROW: usize = 80;
/// Columns beyond which lines are hard to read.
const WIDE: usize = 120;
/// Help is prose and stays narrower.
const HELP: usize = 100;

/// Where a command writes.
pub(crate) struct Console {
    stdout: AutoStream<io::Stdout>,
    stderr: AutoStream<io::Stderr>,
    /// How data looks on standard output.
    pub(crate) out: Style,
    /// How data looks in a file.
    pub(crate) in_a_file: Style,
    /// How messages look.
    err: Style,
    verbose: bool,
    /// What data goes to.
    pub(crate) written: Written,
    /// What was told of tables.
    told: Told,
    /// Whether whoever read standard output has read enough.
    closed: bool,
}

impl Console {
    /// The streams of the process; `plain` data has no bars.
    pub(crate) fn new(color: clap::ColorChoice, plain: bool, verbose: bool) -> Self {
        let (stdout, stderr) = (stream(io::stdout(), color), stream(io::stderr(), color));
        let colored = |choice| choice != anstream::ColorChoice::Never;
        Self {
            out: Style {
                width: width(terminal_size_of(io::stdout())),
                color: colored(stdout.current_choice()),
                bars: !plain,
            },
            in_a_file: Style {
                width: NARROW,
                color: false,
                bars: !plain,
            },
            err: Style {
                width: width(terminal_size_of(io::stderr())),
                color: colored(stderr.current_choice()),
                bars: false,
            },
            stdout,
            stderr,
            verbose,
            written: Written::default(),
            told: Told::default(),
            closed: false,
        }
    }

    /// Writes data to standard output.
    pub(crate) fn data(&mut self, text: &str) -> anyhow::Result<()> {
        let written = self.stdout.write_all(text.as_bytes());
        let written = written.and_then(|()| self.stdout.flush());
        self.wrote(written)
    }

    /// Writes data to standard output as it is made; ends it in silence where nobody reads on.
    pub(crate) fn filled(
        &mut self,
        fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut out = Taking {
            stdout: &mut self.stdout,
            error: None,
        };
        let mut buffered = BufWriter::with_capacity(BUFFER, &mut out);
        let filled = fill(&mut buffered).and_then(|()| Ok(buffered.flush()?));
        // What is left in it goes nowhere once standard output takes no more.
        drop(buffered);
        match out.error.take() {
            Some(error) => self.wrote(Err(error)),
            None => filled,
        }
    }

    /// Writes bytes of a format for programs to standard output, as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.wrote(io::stdout().write_all(bytes))
    }

    fn wrote(&mut self, written: io::Result<()>) -> anyhow::Result<()> {
        self.closed |= matches!(&written, Err(error) if error.kind() == io::ErrorKind::BrokenPipe);
        unless_closed(written).context("standard output cannot be written")
    }

    /// Whether whoever read standard output has read enough.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether a file that is read is not written too; else that is told.
    pub(crate) fn spares(&mut self, read: &Path) -> bool {
        let spared = self.written.spares(read);
        spared
            .map_err(|error| self.error(&error.to_string()))
            .is_ok()
    }

    /// Says what stopped the command.
    pub(crate) fn error(&mut self, message: &str) {
        self.message("error", AnsiColor::Red, message);
    }

    /// Says what makes a result say less than it could.
    pub(crate) fn warning(&mut self, message: &str) {
        if self.told.has_room(message, false, self.verbose) {
            self.message("warning", AnsiColor::Yellow, message);
        }
    }

    /// Says what was done instead of what was asked for.
    pub(crate) fn note(&mut self, message: &str) {
        if self.told.has_room(message, false, self.verbose) {
            self.message("note", AnsiColor::Cyan, message);
        }
    }

    /// Says what is done, to those who asked with `--verbose`.
    pub(crate) fn detail(&mut self, message: &str) {
        if self.verbose {
            self.say(&format!("{}\n", plain(message)));
        }
    }

    /// Everything wrong with a file, with its lines. A mistake that an earlier row has too is counted.
    pub(crate) fn refused(&mut self, refused: &Refused) {
        let fresh: Vec<&Problem> = if self.verbose {
            refused.problems.iter().collect()
        } else {
            self.told.repeats.fresh(refused)
        };
        for problem in fresh {
            let text = problems::render(&refused.source, std::slice::from_ref(problem), &self.err);
            if self.told.has_room(&text, true, self.verbose) {
                self.say(&text);
            }
        }
    }

    /// Says what is to be said of a table.
    pub(crate) fn notes(&mut self, notes: &[Note]) {
        for note in notes {
            match note.level {
                Level::Doubt => self.warning(&note.text),
                Level::Understood => self.note(&note.text),
                Level::Detail => self.detail(&note.text),
            }
        }
    }

    /// Counts what was understood of the cells of a site.
    pub(crate) fn remarks(&mut self, remarks: &[Remark]) {
        self.told.take(remarks);
        for remark in remarks {
            self.detail(&format!(
                "{}: `{}`: {}",
                remark.place, remark.column, remark.text
            ));
        }
    }

    /// Says what was only counted while the run went on.
    pub(crate) fn finish(&mut self) {
        let (errors, warnings, notes) = self.told.summary();
        for text in errors {
            self.error(&text);
        }
        for text in warnings {
            self.message("warning", AnsiColor::Yellow, &text);
        }
        for text in notes {
            self.message("note", AnsiColor::Cyan, &text);
        }
    }

    fn message(&mut self, word: &str, color: AnsiColor, message: &str) {
        let (on, off) = if self.err.color {
            let ansi = Ansi::new().bold().fg_color(Some(color.into()));
            (ansi.render().to_string(), ansi.render_reset().to_string())
        } else {
            Default::default()
        };
        self.say(&format!("{on}{word}{off}: {}\n", plain(message)));
    }

    /// There is nobody left to tell when standard error is gone.
    fn say(&mut self, text: &str) {
        let _ = self
            .stderr
            .write_all(text.as_bytes())
            .and_then(|()| self.stderr.flush());
    }
}

/// Bytes that are written at a time.
const BUFFER: usize = 64 << 10;

/// Standard output, and what it said last.
struct Taking<'a> {
    stdout: &'a mut AutoStream<io::Stdout>,
    error: Option<io::Error>,
}

impl Taking<'_> {
    /// Keeps an error, and gives one of its kind.
    fn kept(&mut self, written: io::Result<()>) -> io::Result<()> {
        written.map_err(|error| {
            let kind = error.kind();
            self.error = Some(error);
            kind.into()
        })
    }
}

impl Write for Taking<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(error) = &self.error {
            return Err(error.kind().into());
        }
        let written = self.stdout.write_all(bytes);
        self.kept(written).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.stdout.flush();
        self.kept(flushed)
    }
}

fn stream<S: anstream::stream::RawStream>(raw: S, color: clap::ColorChoice) -> AutoStream<S> {
    let choice = match color {
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
        clap::ColorChoice::Auto => AutoStream::choice(&raw),
    };
    AutoStream::new(raw, choice)
}

/// Columns of help texts.
pub(crate) fn help_width() -> usize {
    width(terminal_size_of(io::stdout())).min(HELP)
}

/// Columns to fill: what COLUMNS says, else the terminal, else eighty.
fn width(terminal: Option<(Width, terminal_size::Height)>) -> usize {
    let asked = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let columns = asked.or(terminal.map(|(Width(columns), _)| usize::from(columns)));
    columns.unwrap_or(NARROW).clamp(NARROW, WIDE)
}

/// Who has closed a pipe has read enough.
pub(crate) fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })
}
