//! # rackready
//!
//! Reads the description of a Bitcoin-mining site and says how convertible it is to AI/HPC:
//! how many megawatts it could carry, what stops it, and what to ask first.
//!
//! Data flows one way. Each room can be used without the rest and knows only rooms above it:
//!
//! ```text
//! words         enums that people read and write
//! units         newtypes: grid MW, critical IT MW and heat MW never mix
//! estimate      low · likely · high, as a file states a number
//! spread        a number over draws: P10 · P50 · P90 · mean
//! bounds        how much is taken in at most
//! spool         what waits for its turn outside of memory
//! source        text and places in it
//! citations     where numbers come from
//! site          what a person may write
//! hosting       hardware × tenant × workload
//! whatif        other facts in place of those of a file
//! input         files, folders, globs, streams, tables → sites one after the other
//! typical       what nobody stated: priors of facts, and sites drawn from them
//! engineering   pure calculators: one draw + target → metrics
//! capacity      every limit as critical IT MW
//! checklist     requirements as rows of data
//! rules         rows × metrics → findings; contradictions inside a file
//! score         weights → readiness, convertibility; what to ask
//! plan          remedies, cost, schedule, cheapest path
//! economics     what each way of using the connection is worth
//! verdict       gates, dates, MW → one word and its reason
//! assess        the only front door
//! record        what a report says of a site, read again
//! ranking       many sites: rank, filter, group, add up
//! backtest      scores against what became of sites
//! compare       two states of sites: what changed and why
//! gate          policy, waivers, baseline
//! report        a finished assessment → bytes
//! cli           arguments → settings → command → exit code
//! ```
//!
//! A text becomes a site, a site and a target an assessment:
//!
//! ```
//! use rackready::{assess::Assessor, checklist, hosting, site, source::Source};
//!
//! let text = "name: Mill Creek\npower: {approved_mw: 150, firmness: firm}";
//! let source = Source::from_text("mill-creek.yaml", text).expect("text that is safe to parse");
//! let site = site::read::read(&source).expect("every problem of the text, with its place");
//! let target = hosting::catalog().target("nvl72")?;
//! let assessment = Assessor::of(checklist::built_in()).assess(&site, target);
//! assert!(assessment.convertibility.worst < assessment.convertibility.best);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing but the feature `cli`, which is on by default, reads folders, starts threads or draws for terminals.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod assess;
pub mod backtest;
pub mod bounds;
pub mod capacity;
pub mod checklist;
pub mod citations;
pub mod compare;
pub mod economics;
pub mod engineering;
pub mod estimate;
#[cfg(feature = "cli")]
pub mod gate;
pub mod hosting;
pub mod input;
pub mod plan;
pub mod ranking;
pub mod record;
pub mod report;
pub mod rules;
mod score;
pub mod site;
pub mod source;
#[cfg(feature = "cli")]
pub mod spool;
pub mod spread;
pub mod typical;
pub mod units;
pub mod verdict;
pub mod whatif;
mod words;
