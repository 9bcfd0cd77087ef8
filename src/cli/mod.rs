//! Arguments → settings → command → exit code.
//!
//! A command gets its arguments and the [`Console`], and returns an [`Outcome`] or an error. Here alone
//! both become an exit code, so that no format and no closed pipe can change it.

mod args;
mod backtest;
mod border;
mod budget;
mod cells;
mod check;
mod columns;
mod completions;
mod console;
mod data;
mod diff;
mod economics;
mod explain;
mod formats;
mod init;
mod judge;
mod list;
mod man;
mod outputs;
mod places;
mod plan;
mod policy;
mod render;
mod replacement;
mod saved;
mod schema;
mod score;
mod settings;
mod signals;
mod sites;
mod stream;
mod threads;
mod told;
mod usage;
mod watched;
mod whatif;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Args, Command};
use console::Console;

/// How a run ended, by its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All that was asked for is done.
    Done,
    /// A glob or a directory held no site.
    NothingToEvaluate,
    /// A gate failed, such as a goal of a plan that is out of reach.
    GateFailed,
    /// Usage, or input that cannot be read or is wrong.
    Invalid,
}

impl Outcome {
    /// Of several causes the first of 2, 1, 3, 0 counts.
    pub(crate) fn of(some_invalid: bool, some_failed: bool, some_empty: bool) -> Self {
        match (some_invalid, some_failed, some_empty) {
            (true, _, _) => Self::Invalid,
            (false, true, _) => Self::GateFailed,
            (false, false, true) => Self::NothingToEvaluate,
            (false, false, false) => Self::Done,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::GateFailed => 1,
            Outcome::NothingToEvaluate => 3,
            Outcome::Invalid => 2,
        })
    }
}

/// Runs the program on the arguments of the process.
pub(crate) fn main() -> ExitCode {
    signals::outlive_full_files();
    let args = match parse() {
        Ok(args) => args,
        Err(message) => {
            // Help and version come this way too.
            let code = u8::try_from(message.exit_code()).unwrap_or(2);
            let printed = console::unless_closed(usage::print(message));
            return ExitCode::from(if printed.is_ok() { code } else { 2 });
        }
    };
    let mut console = Console::new(args.color, args.plain, args.verbose);
    let ended = border::guarded(|| run(&args.command, &mut console));
    let outcome = ended.and_then(|ended| ended.map_err(|error| format!("{error:#}")));
    let outcome = outcome.unwrap_or_else(|error| {
        console.error(&error);
        Outcome::Invalid
    });
    console.finish();
    outcome.into()
}

fn parse() -> Result<Args, clap::Error> {
    let command = Args::command().term_width(console::help_width());
    Args::from_arg_matches(&command.try_get_matches()?)
}

fn run(command: &Command, console: &mut Console) -> anyhow::Result<Outcome> {
    match command {
        Command::Score(args) => threads::start(args.jobs, console),
        Command::Plan(_) | Command::Economics(_) | Command::Diff(_) | Command::Check(_) => {
            threads::start(None, console);
        }
        // They work on one thing after the other.
        _ => {}
    }
    match command {
        Command::Score(args) => score::run(args, console),
        Command::Plan(args) => plan::run(args, console),
        Command::Economics(args) => economics::run(args, console),
        Command::Diff(args) => diff::run(args, console),
        Command::Render(args) => render::run(args, console),
        Command::Backtest(args) => backtest::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Columns(args) => columns::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::List(args) => list::run(args, console),
        Command::Init(args) => init::run(args, console),
        Command::Schema(args) => schema::run(args, console),
        Command::Completions(args) => completions::run(args, console),
        Command::Man(args) => man::run(args, console),
    }
}
