//! What is to be hosted: a hardware, for a tenant, with a workload. All three are data.

mod parameters;

use std::sync::LazyLock;

use serde::Deserialize;

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
    /// What it asks of supply and network.
    pub parameters: WorkloadParameters,
}

/// Everything that can be asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// Version of the data.
    pub version: String,
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
    #[error("no {kind} is called `{name}`{}", suggestion(.nearest, .known))]
    Unknown {
        /// Which part: hardware, tenant or workload.
        kind: &'static str,
        /// What was written.
        name: String,
        /// The id it may have meant.
        nearest: Option<String>,
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
    pub fn at(self, span: Span) -> Problem {
        match self {
            Self::Unknown {
                kind,
                name,
                nearest,
                known,
            } => {
                let help = nearest.map_or(format!("known: {known}"), |near| {
                    format!("did you mean `{near}`?")
                });
                Problem::at(span, format!("no {kind} is called `{name}`")).help(help)
            }
            shape @ Self::Shape(_) => Problem::at(span, shape.to_string()),
        }
    }
}

fn suggestion(nearest: &Option<String>, known: &str) -> String {
    match nearest {
        Some(near) => format!("; did you mean `{near}`? Known: {known}"),
        None => format!("; known: {known}"),
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
        let hardware = pick(
            "hardware",
            &self.hardware,
            |h| &h.id,
            parts.next().unwrap_or_default(),
        )?;
        let tenant = pick(
            "tenant",
            &self.tenants,
            |t| &t.id,
            parts.next().unwrap_or(&hardware.usual_tenant),
        )?;
        let workload = pick(
            "workload",
            &self.workloads,
            |w| &w.id,
            parts.next().unwrap_or(&hardware.usual_workload),
        )?;
        if parts.next().is_some() {
            return Err(TargetError::Shape(text.to_owned()));
        }
        Ok(Target {
            hardware,
            tenant,
            workload,
        })
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
) -> Result<&'a T, TargetError> {
    from.iter()
        .find(|t| id(t) == name)
        .ok_or_else(|| TargetError::Unknown {
            kind,
            name: name.to_owned(),
            nearest: crate::source::nearest::nearest(name, from.iter().map(&id)).map(str::to_owned),
            known: from.iter().map(&id).collect::<Vec<_>>().join(", "),
        })
}

impl Target<'_> {
    /// Its full id, `hardware/tenant/workload`.
    #[must_use]
    pub fn id(&self) -> String {
        format!(
            "{}/{}/{}",
            self.hardware.id, self.tenant.id, self.workload.id
        )
    }

    /// The parameter of that name, wherever it belongs.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameter_at(ParameterAt::of(name)?)
    }

    /// The parameter at a place.
    #[must_use]
    pub fn parameter_at(&self, at: ParameterAt) -> Option<&Parameter> {
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
    pub fn of(name: &str) -> Option<Self> {
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
