//! `completions`: what a shell needs to complete arguments.

use clap::CommandFactory;

use super::Outcome;
use super::args::{Args, CompletionsArgs};
use super::console::Console;

/// Prints the completions of a shell.
pub(crate) fn run(args: &CompletionsArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "rackready", &mut script);
    console.data(&String::from_utf8(script)?)?;
    Ok(Outcome::Done)
}
