//! # rackready
//!
//! Reads the description of a Bitcoin-mining site and says how convertible it is to AI/HPC.
//!
//! Data flows one way; a room knows only the rooms above it:
//!
//! ```text
//! units → estimate → source → site → target → engineering → capacity
//!   → checklist → rules → score → verdict → assess → report → cli
//! ```
pub mod estimate;
pub mod site;
pub mod units;
