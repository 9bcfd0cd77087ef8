//! The `rackready` program: everything it does is in the library, everything it says in [`cli`].

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
