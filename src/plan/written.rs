//! The facts of a site once the works of a plan are done.

use super::Plan;
use super::blueprint::{Blueprint, Candidate};
use super::change::{Stated, Written};
use super::size::{Missing, Size};
use super::standing::Standing;
use super::writes::{Content, Planned, Writes};
use crate::engineering::climate::trim_asked;
use crate::engineering::connection::node_kv;
use crate::hosting::ParameterAt;
use crate::rules::{Mark, Needs, Ready, Route};
use crate::site::Site;
use crate::site::cooling::CoolingSystem;
use crate::site::date::Date;
use crate::site::hold::{Held, Hold};
use crate::site::land::PermitKind;
use crate::site::path::{FactPath, fact_path};
use crate::site::shape::{Shape, Shaped};

/// A work in one draw, whose facts are asked.
pub(super) struct Done<'w, 'a> {
    pub blueprint: &'w Blueprint<'a>,
    pub work: &'w Candidate<'a>,
    pub standing: &'w Standing<'w>,
    pub size: &'w Size<'w>,
    pub missing: Missing,
}

impl Done<'_, '_> {
    /// What it writes, in the order of the price list.
    pub(super) fn written(&self) -> Vec<Written> {
        let measure = &self.blueprint.list.measures[self.work.measure];
        let written = measure.writes.iter().filter_map(|(fact, writes)| {
            Some(match writes {
                Writes::Fact(content) => Written::Fact(fact.clone(), self.content(fact, content)?),
                Writes::Entry { add } => {
                    let of = |(key, content): (&String, &Content)| {
                        let stated = self.content(&format!("{fact}[].{key}"), content)?;
                        Some((key.clone(), stated))
                    };
                    Written::Entry(fact.clone(), add.iter().filter_map(of).collect())
                }
            })
        });
        written.collect()
    }

    fn content(&self, fact: &str, content: &Content) -> Option<Stated> {
        let target = self.standing.case.target;
        let param = |name: &str| Some(target.parameter_at(ParameterAt::of(name)?)?.value);
        match content {
            Content::Is { is } => Some(Stated::of(is)),
            // A flag among parameters is 0 or 1.
            Content::Param { param: name } => {
                param(name).map(|value| match Site::SHAPE.at(&first(fact)) {
                    Some(Shape::Flag) => Stated::Flag(value > 0.0),
                    _ => Stated::Number(value),
                })
            }
            Content::Years { years } => {
                let months = 12.0 * (param(years)? + 2.0);
                let from = self.standing.case.draw.get(fact_path!("as_of"))?;
                #[expect(clippy::cast_possible_truncation, reason = "months of a calendar")]
                let date = Date::of_month((from + months).ceil() as i32);
                Some(Stated::Date(date))
            }
            Content::Planned(Planned::Asked) => self.asked(fact),
            Content::Planned(Planned::Cooling) => {
                let cold_plates = self.standing.case.hardware().liquid_share.value > 0.0;
                let system = if cold_plates {
                    CoolingSystem::DirectLiquid
                } else {
                    CoolingSystem::AirConditioned
                };
                Some(Stated::Word(system.word().to_owned()))
            }
            Content::Planned(planned) => {
                let number = self.planned(*planned)?;
                let stands =
                    FactPath::named(fact).and_then(|fact| self.standing.case.draw.get(fact));
                // What is better already stays.
                let better = stands
                    .filter(|_| planned.is_of_site())
                    .map_or(number, |stands| {
                        if *planned == Planned::CoolantC {
                            number.min(stands)
                        } else {
                            number.max(stands)
                        }
                    });
                Some(Stated::Number(better))
            }
        }
    }

    fn planned(&self, planned: Planned) -> Option<f64> {
        let case = self.standing.case;
        let hardware = case.hardware();
        let mw = self.size.planned_mw();
        let grid_mw = self.size.grid_mw();
        // What comes in one lump is made for all that the site carries.
        let most = self.standing.limits.ceiling_mw().max(mw) / mw.max(f64::MIN_POSITIVE);
        let units = || {
            let lines = self.blueprint.lines_of(self.work).iter();
            let mut bought = lines.filter_map(|line| self.size.units(line.quantity, self.missing));
            bought.next()
        };
        match planned {
            Planned::Asked | Planned::Cooling => None,
            Planned::Units => units().map(|units| units.count),
            Planned::UnitSize => units().map(|units| units.unit_mw),
            Planned::GridMw => Some(grid_mw),
            Planned::GridKv => Some(node_kv(&case.draw, grid_mw * most)),
            Planned::CoolantC => {
                let limit = hardware.supply_limit_c.as_ref()?.value;
                Some(limit - hardware.cdu_approach_k.value)
            }
            Planned::TrimShare => Some(trim_asked(case)),
            Planned::WaterPerDay => {
                Some((mw * most * hardware.water_m3_per_day_per_mw.value).ceil())
            }

            Planned::CoolantFlow => {
                let per_kw = hardware.coolant_l_per_min_per_kw.as_ref()?.value;
                Some((mw * 1_000.0 * hardware.liquid_share.value * per_kw).ceil())
            }
            Planned::Racks => {
                let equals = case.hall().filter(|_| self.blueprint.in_place);
                let equals = equals.map_or(1.0, |hall| hall.number(fact_path!("halls[].count")));
                let racks = mw * 1_000.0 / hardware.rack_kw.value / equals.max(1.0);
                Some((racks - 1e-6).ceil())
            }
            Planned::HallM2 => Some(mw * hardware.area_m2_per_mw.value),
            Planned::Acres => Some(self.size.acres()),
            Planned::AcresLeft => {
                let held = case.draw.number(fact_path!("land.area_acres"));
                let bought = (self.size.acres() - held).max(0.0);
                Some((case.draw.number(fact_path!("land.obtainable_acres")) - bought).max(0.0))
            }
        }
    }

    /// What is asked of a fact: by an open row of the work, for a new hall by any row that counts in one.
    fn asked(&self, fact: &str) -> Option<Stated> {
        let reads =
            |row: &Ready| matches!(row.requirement.metric.reads, [(path, _)] if *path == fact);
        let rows = || self.standing.rows.iter().zip(self.standing.marks);
        let closes = |work: &Candidate, row: &Ready| {
            let mut gaps = self.blueprint.rows_of(work).iter();
            gaps.any(|gap| gap.requirement.id == row.requirement.id)
        };
        // What no work of the route closes comes with what is built.
        let of_work = |row: &Ready| {
            closes(self.work, row) || !self.blueprint.works.iter().any(|work| closes(work, row))
        };
        let is_new = fact.starts_with("halls[]") && !self.blueprint.in_place;
        let asks = |row: &Ready, mark: &Mark| {
            reads(row) && (is_new || (of_work(row) && mark.attainment < 1.0))
        };
        let (row, _) = rows().find(|(row, mark)| asks(row, mark))?;
        match row.needs(self.standing.shared) {
            Needs::Ramp(ramp) => Some(Stated::Number(ramp.everything)),
            Needs::Words(words) => words.first().cloned().map(Stated::Word),
            Needs::Nothing => None,
        }
    }
}

/// The path of a fact in the first entry of its list.
fn first(fact: &str) -> String {
    fact.replace("[]", "[0]")
}

impl Plan<'_> {
    /// Writes into a site what its works change, and says on which route it is to be judged then.
    pub fn write_back(&self, site: &mut Site) -> Route {
        for work in &self.works {
            for written in &work.writes {
                write(site, written, self.route);
            }
        }
        match self.route {
            Route::NewHall => Route::InPlace(entries(site, "halls").checked_sub(1)),
            in_place @ Route::InPlace(_) => in_place,
        }
    }
}

fn entries(site: &Site, list: &str) -> usize {
    match site.held(list) {
        Some(Held::List(entries)) => entries,
        _ => 0,
    }
}

fn write(site: &mut Site, written: &Written, route: Route) {
    match written {
        Written::Entry(list, facts) => {
            let at = entries(site, list);
            site.hold(list, Held::List(at + 1));
            for (key, stated) in facts {
                site.hold(&format!("{list}[{at}].{key}"), stated.held());
            }
        }
        Written::Fact(fact, stated) => {
            let Some((list, key)) = fact.split_once("[].") else {
                site.hold(fact, stated.held());
                return;
            };
            for at in 0..entries(site, list) {
                let entry = format!("{list}[{at}]");
                if is_meant(site, list, at, route) {
                    site.hold(&format!("{entry}.{key}"), stated.held());
                }
            }
        }
    }
}

/// Whether a work changes an entry of a list: of halls the one of its route, of permits those that are asked for.
fn is_meant(site: &Site, list: &str, at: usize, route: Route) -> bool {
    match list {
        "halls" => matches!(route, Route::InPlace(hall) if hall.unwrap_or(0) == at),
        "permits" => {
            let kind = site.held(&format!("{list}[{at}].kind"));
            kind != Some(Held::Word(PermitKind::Moratorium.word()))
        }
        _ => true,
    }
}
