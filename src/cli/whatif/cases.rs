//! What is compared: the cases that scenarios, a sweep or targets make, whatever the site.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rackready::gate::policy::Policy;
use rackready::hosting::{Target, catalog};
use rackready::record::whatif::{AxisEntry, Compared};
use rackready::source::{Reach, Refused, Source};
use rackready::whatif::scenarios::{self, Scenario};
use rackready::whatif::sweep::{Axis, MOST_POINTS};
use rackready::whatif::{SetFact, Setting};

use crate::cli::args::{CaseArgs, JudgeArgs, SiteArgs};
use crate::cli::console::Console;
use crate::cli::judge::Judge;
use crate::cli::policy::PolicyFile;
use crate::cli::settings::{all_or_told, told};

/// What was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) sites: &'a SiteArgs,
    pub(crate) cases: &'a CaseArgs,
    /// Whether every target is compared.
    pub(crate) targets: bool,
}

impl Asked<'_> {
    /// Whether cases are to be compared at all.
    pub(crate) fn any(self) -> bool {
        self.targets || self.cases.scenarios.is_some() || !self.cases.sweep.is_empty()
    }
}

/// What judges a case otherwise than the base.
pub(super) struct Terms {
    pub(super) judge: Judge,
    pub(super) policy: Option<Gating>,
}

/// A policy whose gate a case is held to.
pub(super) struct Gating {
    pub(super) policy: Policy,
    /// Where it stands, from which its groups count.
    pub(super) file: PolicyFile,
    /// Whose arguments it is judged by.
    pub(super) judging: JudgeArgs,
}

/// One case, whatever the site.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) values: Vec<String>,
    pub(super) settings: Vec<Setting>,
    /// What judges it, by its place among all; the base without one.
    pub(super) terms: Option<usize>,
    /// What is to be hosted, where targets are compared.
    pub(super) target: Option<Target<'static>>,
}

/// What is compared.
pub(super) struct Comparison {
    pub(super) compared: Compared,
    pub(super) axes: Vec<AxisEntry>,
    pub(super) cases: Vec<Case>,
    pub(super) terms: Vec<Terms>,
}

/// What is compared; `None` when some of it is wrong, and all of that is told.
pub(super) fn comparison(
    asked: &Asked,
    console: &mut Console,
) -> anyhow::Result<Option<Comparison>> {
    if let Some(file) = &asked.cases.scenarios {
        return of_scenarios(file, asked.sites, console);
    }
    if asked.targets {
        return of_targets().map(Some);
    }
    if asked.cases.sweep.len() > 2 {
        bail!("--sweep takes one fact or two");
    }
    let axes = all_or_told(&asked.cases.sweep, "--sweep", Axis::read, console);
    let Some(axes) = axes else { return Ok(None) };
    if let [first, second] = axes.as_slice()
        && first.path == second.path
    {
        bail!("both --sweep are about `{}`: name two facts", first.path);
    }
    let points: usize = axes.iter().map(|axis| axis.points.len()).product();
    if points > MOST_POINTS {
        bail!("{points} points of a sweep are more than {MOST_POINTS}: take wider steps");
    }
    Ok(Some(of_sweep(&axes)))
}

/// The file that scenarios stand in.
struct Named<'a> {
    source: Source,
    folder: &'a Path,
    /// Whether it may name files anywhere.
    trusts: bool,
}

impl Named<'_> {
    /// A file that a scenario, by its number, names under a key.
    fn file(
        &self,
        path: Option<&String>,
        scenario: usize,
        key: &str,
    ) -> Result<Option<PathBuf>, Refused> {
        let Some(path) = path.map(|path| self.folder.join(path)) else {
            return Ok(None);
        };
        if !self.trusts {
            let key = format!("scenarios[{scenario}].{key}");
            Reach::of(self.folder).check(&path, &self.source, &key)?;
        }
        Ok(Some(path))
    }
}

fn of_scenarios(
    file: &Path,
    sites: &SiteArgs,
    console: &mut Console,
) -> anyhow::Result<Option<Comparison>> {
    console.written.spares(file)?;
    let Some(source) = told(Source::load(file), console) else {
        return Ok(None);
    };
    let Some(scenarios) = told(scenarios::read(source.clone()), console) else {
        return Ok(None);
    };
    let named = Named {
        source,
        folder: file.parent().unwrap_or(Path::new("")),
        trusts: sites.files.trust_paths,
    };
    let mut all = Comparison {
        compared: Compared::Scenarios,
        axes: Vec::new(),
        cases: Vec::new(),
        terms: Vec::new(),
    };
    for (number, scenario) in scenarios.into_iter().enumerate() {
        let mut terms = None;
        if is_judged_otherwise(&scenario) {
            let Some(loaded) = terms_of(&scenario, number, &named, &sites.judge, console)? else {
                return Ok(None);
            };
            all.terms.push(loaded);
            terms = Some(all.terms.len() - 1);
        }
        all.cases.push(Case {
            name: scenario.name,
            values: Vec::new(),
            settings: scenario.settings,
            terms,
            target: None,
        });
    }
    Ok(Some(all))
}

fn is_judged_otherwise(scenario: &Scenario) -> bool {
    let files = [&scenario.prices, &scenario.market, &scenario.policy];
    scenario.target.is_some() || files.iter().any(|file| file.is_some())
}

/// The arguments that a scenario is judged by: the options, then what it names, then its policy, which comes along.
fn arguments(
    scenario: &Scenario,
    number: usize,
    named: &Named,
    judging: &JudgeArgs,
) -> Result<(JudgeArgs, Option<PolicyFile>), Refused> {
    let mut args = judging.clone();
    args.target = args.target.or_else(|| scenario.target.clone());
    for (asked, path, key) in [
        (&mut args.prices.file, &scenario.prices, "prices"),
        (&mut args.money.market.file, &scenario.market, "market"),
    ] {
        if asked.is_none() {
            *asked = named.file(path.as_ref(), number, key)?;
        }
    }
    let Some(file) = named.file(scenario.policy.as_ref(), number, "policy")? else {
        return Ok((args, None));
    };
    let policy = PolicyFile::at(&file, named.trusts)?;
    Ok((policy.fill(args)?, Some(policy)))
}

/// What judges a scenario: the options, then what it names, then its policy.
fn terms_of(
    scenario: &Scenario,
    number: usize,
    named: &Named,
    judging: &JudgeArgs,
    console: &mut Console,
) -> anyhow::Result<Option<Terms>> {
    let Some((args, found)) = told(arguments(scenario, number, named, judging), console) else {
        return Ok(None);
    };
    if let Some(policy) = &found {
        console.written.spares(&policy.file)?;
    }
    let judge =
        Judge::load(&args, console).with_context(|| format!("the scenario `{}`", scenario.name))?;
    let Some(judge) = judge else {
        return Ok(None);
    };
    let mut policy = None;
    if let Some(file) = found {
        let Some(resolved) = told(file.resolve(judge.checklist()), console) else {
            return Ok(None);
        };
        policy = Some(Gating {
            policy: resolved,
            file,
            judging: args,
        });
    }
    Ok(Some(Terms { judge, policy }))
}

/// Every hardware with its usual workload, for every tenant.
fn of_targets() -> anyhow::Result<Comparison> {
    let catalog = catalog();
    let names = catalog.hardware.iter().flat_map(|hardware| {
        let tenants = catalog.tenants.iter();
        tenants.map(move |tenant| format!("{}/{}", hardware.id, tenant.id))
    });
    let cases = names.map(|name| {
        Ok(Case {
            target: Some(catalog.target(&name)?),
            name,
            values: Vec::new(),
            settings: Vec::new(),
            terms: None,
        })
    });
    Ok(Comparison {
        compared: Compared::Targets,
        axes: Vec::new(),
        cases: cases.collect::<anyhow::Result<_>>()?,
        terms: Vec::new(),
    })
}

/// Every point of one axis, or of two, the first leading.
fn of_sweep(axes: &[Axis]) -> Comparison {
    let mut points: Vec<Vec<&(String, Setting)>> = vec![Vec::new()];
    for axis in axes {
        let longer = points.iter().flat_map(|point| {
            let values = axis.points.iter();
            values.map(move |value| [point.as_slice(), &[value]].concat())
        });
        points = longer.collect();
    }
    let case = |point: Vec<&(String, Setting)>| {
        let set = point.iter().map(|(_, setting)| setting.clone());
        let settings: Vec<Setting> = set.collect();
        let says: Vec<SetFact> = settings.iter().map(|set| set.says().clone()).collect();
        Case {
            name: rackready::whatif::in_short(&says),
            values: point.iter().map(|(value, _)| value.clone()).collect(),
            settings,
            terms: None,
            target: None,
        }
    };
    Comparison {
        compared: Compared::Sweep,
        axes: axes
            .iter()
            .map(|axis| AxisEntry {
                path: axis.path.clone(),
                values: axis.points.iter().map(|(value, _)| value.clone()).collect(),
            })
            .collect(),
        cases: points.into_iter().map(case).collect(),
        terms: Vec::new(),
    }
}
