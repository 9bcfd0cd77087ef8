//! Where the pieces of sites go: to each output in turn, as they come or when the ranking is finished.

use anyhow::bail;
use rackready::assess::Method;
use rackready::ranking::{Portfolio, Row, View};
use rackready::report::FileError;

use super::rendered::Rendered;
use crate::cli::console::Console;
use crate::cli::formats::assembly::{Assembly, Format, Run};
use crate::cli::outputs::Output;
use crate::cli::replacement::Replacement;

/// One output on its way.
struct Sink<'a> {
    assembly: Assembly<'a>,
    /// The file; standard output without one.
    file: Option<Replacement>,
}

/// All outputs of a run.
pub(crate) struct Sinks<'a> {
    sinks: Vec<Sink<'a>>,
    view: &'a View,
    method: &'a Method,
    /// Rows for the ranking, where one is asked for.
    rows: Option<Vec<Row>>,
    left_out: usize,
}

impl<'a> Sinks<'a> {
    /// Opens every output and writes what stands in front of the first site.
    pub(crate) fn open<F>(
        outputs: &[Output<F>],
        formats: &'a [Box<dyn Format>],
        view: &'a View,
        method: &'a Method,
        console: &mut Console,
    ) -> anyhow::Result<Self> {
        let sinks = outputs.iter().zip(formats).map(|(output, format)| {
            Ok(Sink {
                assembly: Assembly::new(&**format),
                file: output.file.as_deref().map(Replacement::of).transpose()?,
            })
        });
        let mut sinks: Vec<Sink> = sinks.collect::<anyhow::Result<_>>()?;
        for sink in &mut sinks {
            sink.write(&sink.assembly.format.front(method)?, console)?;
        }
        let ranks = formats.iter().any(|format| format.ranks());
        Ok(Self {
            rows: ranks.then(Vec::new),
            sinks,
            view,
            method,
            left_out: 0,
        })
    }

    /// Whether nobody is left to take anything.
    pub(super) fn nobody_reads(&self, console: &Console) -> bool {
        console.is_closed() && self.sinks.iter().all(|sink| sink.file.is_none())
    }

    /// Takes a site that was scored.
    pub(super) fn site(&mut self, site: Rendered, console: &mut Console) -> anyhow::Result<()> {
        let row = &site.row;
        console.detail(&format!(
            "{}: target {} ({})",
            row.name.file,
            row.target,
            row.chosen.word()
        ));
        if !self.view.holds(row) {
            self.left_out += 1;
            return Ok(());
        }
        for (sink, piece) in self.sinks.iter_mut().zip(site.pieces) {
            let assembly = &mut sink.assembly;
            let next = assembly.site(&site.row, piece, &site.legend, self.method, self.view)?;
            sink.write(&next, console)?;
        }
        if let Some(rows) = &mut self.rows {
            rows.push(site.row);
        }
        Ok(())
    }

    /// Takes what is wrong with a file that cannot be scored.
    pub(super) fn errors(
        &mut self,
        errors: &[FileError],
        console: &mut Console,
    ) -> anyhow::Result<()> {
        for sink in &mut self.sinks {
            for error in errors {
                sink.write(&sink.assembly.format.of_error(error, self.method)?, console)?;
            }
        }
        Ok(())
    }

    /// Ranks, and writes what is left. `alone` is whether the run was about one site.
    pub(super) fn finish(
        self,
        alone: bool,
        errors: &[FileError],
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let portfolio = Portfolio::of(self.rows.unwrap_or_default(), self.left_out, self.view);
        let run = Run {
            alone,
            errors,
            method: self.method,
            portfolio: &portfolio,
            saved: None,
        };
        // Files first, so that a closed pipe takes nothing from them.
        let (files, stdout): (Vec<Sink>, Vec<Sink>) =
            self.sinks.into_iter().partition(|s| s.file.is_some());
        for sink in files.into_iter().chain(stdout) {
            sink.finish(run, console)?;
        }
        Ok(())
    }
}

impl Sink<'_> {
    fn write(&mut self, bytes: &[u8], console: &mut Console) -> anyhow::Result<()> {
        match &mut self.file {
            _ if bytes.is_empty() => Ok(()),
            Some(file) => file.write(bytes),
            None => console.bytes(bytes),
        }
    }

    fn finish(self, run: Run, console: &mut Console) -> anyhow::Result<()> {
        let Self { assembly, mut file } = self;
        let ended = assembly.end(run, &mut |bytes| match &mut file {
            Some(file) => file.write(bytes),
            None => {
                console.bytes(bytes)?;
                // Nobody reads on.
                if console.is_closed() {
                    bail!(Closed)
                } else {
                    Ok(())
                }
            }
        });
        match ended {
            Err(error) if error.is::<Closed>() => {}
            ended => ended?,
        }
        file.map_or(Ok(()), Replacement::finish)
    }
}

/// Nobody reads standard output any more.
#[derive(Debug, thiserror::Error)]
#[error("standard output is closed")]
struct Closed;
