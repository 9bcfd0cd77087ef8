//! What is to be hosted: a hardware, for a tenant, with a workload. All three are data.

mod parameters;

use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::site::mining::TenantCredit;
use crate::source::{Problem, Span};

pub use parameters::{HardwareParameters, Parameter, TenantParameters, WorkloadParameters};

/// A kind of hardware, with the tenant and workload it usually comes with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hardware {
    /// Its id, such as `nvl72`.
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// What it is, in a sentence or two.
    pub summary: String,
    /// Id of the tenant it usually comes with.
    pub usual_tenant: String,
    /// Id of the workload it usually runs.
    pub usual_workload: String,
    /// Whether it can be bought today; what cannot is never chosen as the best fit.
    #[serde(default = "yes")]
    pub on_the_market: bool,
    /// What it asks of a building.
    pub parameters: HardwareParameters,
}

fn yes() -> bool {
    true
}

/// A kind of tenant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// Its id, such as `neocloud`.
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// What it is, in a sentence or two.
    pub summary: String,
    /// How good its promise to pay is, where nothing is signed.
    pub credit: TenantCredit,
    /// What it asks of a site.
    pub parameters: TenantParameters,
}

/// A kind of workload.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// Its id, such as `training`.
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// What it is, in a sentence or two.
    pub summary: String,
    /// Id of the load shape of the market whose troughs a mine can fill; none where they are too short.
    #[serde(default)]
    pub load_shape: Option<String>,
    /// Whether all megawatts work as one machine on one fabric, so that several sites can't stand for a large one.
    #[serde(default)]
    pub one_fabric: bool,
    /// What it asks of supply and network.
    pub parameters: WorkloadParameters,
}

/// Everything that can be asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// Version of the data.
    pub version: String,
    /// Id of the hardware that examples name where somebody names only a tenant or a workload.
    pub example_hardware: String,
    /// Kinds of hardware, densest last but classic HPC.
    pub hardware: Vec<Hardware>,
    /// Kinds of tenant, largest first.
    pub tenants: Vec<Tenant>,
    /// Kinds of workload.
    pub workloads: Vec<Workload>,
}

/// One combination of hardware, tenant and workload.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The hardware.
    pub hardware: &'a Hardware,
    /// The tenant.
    pub tenant: &'a Tenant,
    /// The workload.
    pub workload: &'a Workload,
}

/// A target that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// A part of the target is no known id.
    #[error("no {kind} is called `{name}`; {}", suggestion(.instead, .known))]
    Unknown {
        /// Which part: hardware, tenant or workload.
        kind: &'static str,
        /// What was written.
        name: String,
        /// What to write for it.
        instead: Option<Instead>,
        /// All ids of that part.
        known: String,
    },
    /// More than three parts.
    #[error("a target is hardware, hardware/tenant or hardware/tenant/workload, not `{0}`")]
    Shape(String),
}

impl TargetError {
    /// The problem at the place of a file that names the target.
    #[must_use]
    pub(crate) fn at(self, span: Span) -> Problem {
        match self {
            Self::Unknown {
                kind,
                name,
                instead,
                known,
            } => {
                let help = instead.map_or(format!("known: {known}"), |it| it.to_string());
                Problem::at(span, format!("no {kind} is called `{name}`")).help(help)
            }
            shape @ Self::Shape(_) => Problem::at(span, shape.to_string()),
        }
    }
}

/// What an unknown part of a target may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// An id of the same part, spelled almost like it.
    Near(String),
    /// A part that never stands where it was written, and a whole target with it.
    Elsewhere {
        /// Which part it is.
        kind: &'static str,
        /// A target that has it, with what is usual for the rest.
        target: String,
    },
}

impl fmt::Display for Instead {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Near(id) => write!(f, "did you mean `{id}`?"),
            Self::Elsewhere { kind, target } => {
                write!(f, "it is a {kind}, written `{target}`")
            }
        }
    }
}

fn suggestion(instead: &Option<Instead>, known: &str) -> String {
    match instead {
        Some(instead @ Instead::Near(_)) => format!("{instead} Known: {known}"),
        Some(instead @ Instead::Elsewhere { .. }) => instead.to_string(),
        None => format!("known: {known}"),
    }
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/targets.json")))
});

/// The built-in catalog.
#[must_use]
pub fn catalog() -> &'static Catalog {
    &CATALOG
}

impl Catalog {
    /// The target written as `hardware`, `hardware/tenant` or `hardware/tenant/workload`.
    ///
    /// # Errors
    /// When a part is no known id or there are more than three.
    pub fn target(&self, text: &str) -> Result<Target<'_>, TargetError> {
        let mut parts = text.split('/');
        let name = parts.next().unwrap_or_default();
        let elsewhere = |name: &str| self.elsewhere(name, text);
        let hardware = pick("hardware", &self.hardware, |h| &h.id, name, elsewhere)?;
        let name = parts.next().unwrap_or(&hardware.usual_tenant);
        let tenant = pick("tenant", &self.tenants, |t| &t.id, name, elsewhere)?;
        let name = parts.next().unwrap_or(&hardware.usual_workload);
        let workload = pick("workload", &self.workloads, |w| &w.id, name, elsewhere)?;
        if parts.next().is_some() {
            return Err(TargetError::Shape(text.to_owned()));
        }
        Ok(Target {
            hardware,
            tenant,
            workload,
        })
    }

    /// Where an unknown part of a text is the id of a tenant or workload, a target that has it in its place.
    fn elsewhere(&self, name: &str, text: &str) -> Option<Instead> {
        let written = text.split('/').next().unwrap_or_default();
        let named = |id: &str| self.hardware.iter().find(|h| h.id == id);
        let hardware = named(written).or_else(|| named(&self.example_hardware))?;
        let Hardware {
            id, usual_tenant, ..
        } = hardware;
        let (kind, target) = if self.tenants.iter().any(|t| t.id == name) {
            ("tenant", format!("{id}/{name}"))
        } else if self.workloads.iter().any(|w| w.id == name) {
            ("workload", format!("{id}/{usual_tenant}/{name}"))
        } else {
            return None;
        };
        Some(Instead::Elsewhere { kind, target })
    }

    /// Each hardware with its usual tenant and workload.
    ///
    /// # Errors
    /// When the catalog names a usual tenant or workload that it does not hold.
    pub fn usual(&self) -> Result<Vec<Target<'_>>, TargetError> {
        self.hardware.iter().map(|h| self.target(&h.id)).collect()
    }

    /// Every combination of hardware, tenant and workload.
    pub fn every(&self) -> impl Iterator<Item = Target<'_>> {
        self.hardware.iter().flat_map(move |hardware| {
            self.tenants.iter().flat_map(move |tenant| {
                self.workloads.iter().map(move |workload| Target {
                    hardware,
                    tenant,
                    workload,
                })
            })
        })
    }
}

fn pick<'a, T>(
    kind: &'static str,
    from: &'a [T],
    id: impl Fn(&T) -> &str,
    name: &str,
    elsewhere: impl Fn(&str) -> Option<Instead>,
) -> Result<&'a T, TargetError> {
    let near = || {
        let near = crate::source::nearest::nearest(name, from.iter().map(&id));
        near.map(|id| Instead::Near(id.to_owned()))
    };
    from.iter()
        .find(|t| id(t) == name)
        .ok_or_else(|| TargetError::Unknown {
            kind,
            name: name.to_owned(),
            instead: elsewhere(name).or_else(near),
            known: from.iter().map(&id).collect::<Vec<_>>().join(", "),
        })
}

impl Target<'_> {
    /// Weeks that its tenant waits for the first critical MW.
    #[must_use]
    pub(crate) fn window_weeks(&self) -> f64 {
        self.tenant.parameters.window_months.value * crate::units::WEEKS_PER_MONTH
    }

    /// Its full id, `hardware/tenant/workload`.
    #[must_use]
    pub fn id(&self) -> String {
        format!(
            "{}/{}/{}",
            self.hardware.id, self.tenant.id, self.workload.id
        )
    }

    /// The parameter at a place.
    #[must_use]
    pub(crate) fn parameter_at(&self, at: ParameterAt) -> Option<&Parameter> {
        match at {
            ParameterAt::Hardware(at) => self.hardware.parameters.at(at),
            ParameterAt::Tenant(at) => self.tenant.parameters.at(at),
            ParameterAt::Workload(at) => self.workload.parameters.at(at),
        }
    }
}

/// Where a parameter belongs, and its position among the names there: a name that is looked up once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterAt {
    /// To the hardware.
    Hardware(usize),
    /// To the tenant.
    Tenant(usize),
    /// To the workload.
    Workload(usize),
}

impl ParameterAt {
    /// The place of the parameter of that name.
    #[must_use]
    pub(crate) fn of(name: &str) -> Option<Self> {
        let within = |names: &[&str]| names.iter().position(|n| *n == name);
        within(HardwareParameters::NAMES)
            .map(Self::Hardware)
            .or_else(|| within(TenantParameters::NAMES).map(Self::Tenant))
            .or_else(|| within(WorkloadParameters::NAMES).map(Self::Workload))
    }
}

/// Names of every parameter a target can have.
#[must_use]
pub fn parameter_names() -> Vec<&'static str> {
    [
        HardwareParameters::NAMES,
        TenantParameters::NAMES,
        WorkloadParameters::NAMES,
    ]
    .concat()
}
