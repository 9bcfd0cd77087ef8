//! The program and the library, tried from outside. All in one binary: each one more would be linked anew with
//! the whole of the library at every change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(unix)]
mod action;
mod backtest;
mod bad_files;
mod budget;
mod buys;
mod cells;
mod check;
mod checklists;
mod commands;
mod connection;
mod data;
mod day;
mod diff;
mod draws;
mod economics;
mod editors;
mod endings;
mod endurance;
mod engine;
mod fuzz;
mod gate_money;
#[cfg(unix)]
mod golden;
mod hiding;
mod html;
mod inputs;
mod interruption;
mod layers;
mod lean;
mod market;
mod outputs;
mod plan;
mod portfolio;
mod priors;
mod promises;
mod properties;
mod readme;
mod real_sites;
mod record;
mod renamed;
mod render;
mod score;
mod standing;
mod support;
mod sweep;
mod tables;
mod terminal;
mod two_lists;
mod typical;
mod whatif;
mod without_megawatts;
