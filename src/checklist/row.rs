//! From a row as written to a row that is complete, or every reason why not.

use std::collections::BTreeMap;

use super::raw::{Applies, OfParam, RawChecklist, RawRequirement, RawThreshold, Reference};
use super::{OfTarget, Requirement, Scale, Threshold, remedies};
use crate::citations;
use crate::engineering::{Better, Kind, Metric};
use crate::hosting::{ParameterAt, Target, catalog, parameter_names};
use crate::source::Flaw;
use crate::source::nearest::nearest;
use crate::units::number::short;

/// One row on its way; what is wrong is collected, so that all of it is told at once.
pub(super) struct Row<'a> {
    pub(super) raw: &'a RawChecklist,
    pub(super) row: &'a RawRequirement,
    pub(super) errors: &'a mut Vec<Flaw>,
}

impl Row<'_> {
    fn fail<T>(&mut self, key: &str, message: impl Into<String>) -> Option<T> {
        self.errors.push(Flaw::new(key, message));
        None
    }

    fn need<T: Clone>(&mut self, key: &str, value: Option<&T>) -> Option<T> {
        match value {
            Some(value) => Some(value.clone()),
            None => self.fail(key, format!("`{key}` is missing")),
        }
    }

    fn unknown<'n, T>(
        &mut self,
        key: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Option<T> {
        let hint = nearest(name, known).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
        self.fail(key, format!("no {what} is called `{name}`{hint}"))
    }

    pub(super) fn resolve(mut self) -> Option<Requirement> {
        let row = self.row;
        let category = self
            .need("category", row.category.as_ref())
            .and_then(|id| self.category(&id));
        let title = self.need("title", row.title.as_ref());
        let why = self.need("why", row.why.as_ref());
        let metric = self
            .need("metric", row.metric.as_ref())
            .and_then(|id| self.metric("metric", &id));
        let weight = self
            .need("weight", row.weight.as_ref())
            .and_then(|w| self.weight(w));
        let fixability = self.need("fixability", row.fixability.as_ref());
        let basis = self.need("basis", row.basis.as_ref());
        let sources = self
            .need("sources", row.sources.as_ref())
            .and_then(|s| self.sources(s));
        let remedy = match row.remedy.as_ref() {
            Some(id) => self.remedy(id),
            None if fixability.is_none_or(|f| f.share() == 0.0) => Some(None),
            None => self.fail(
                "remedy",
                "`remedy` is missing; only an immovable row has none",
            ),
        };
        if let Some(gate) = row.gate.filter(|g| !(0.0..=1.0).contains(g)) {
            self.fail::<()>(
                "gate",
                format!("a gate is an attainment from 0 to 1, not {gate}"),
            );
        }
        if let Some(enough) = row.enough.filter(|e| !(0.0..=1.0).contains(e)) {
            self.fail::<()>(
                "enough",
                format!("what is enough is an attainment from 0 to 1, not {enough}"),
            );
        }
        let applies = row.applies.clone().unwrap_or_default();
        self.applies(&applies);
        let scale = self.scale(metric?);
        let requirement = Requirement {
            id: row.id.clone(),
            category: category?,
            title: title?,
            why: why?,
            metric: metric?,
            scale: scale?,
            weight: weight?,
            gate: row.gate,
            dated: row.dated.unwrap_or(false),
            enough: row.enough.unwrap_or(1.0),
            fixability: fixability?,
            route: row.route.unwrap_or_default(),
            applies,
            best_words: best_words(row.levels.as_ref()),
            remedy: remedy?,
            basis: basis?,
            sources: sources?,
            note: row.note.clone(),
        };
        self.thresholds_agree(&requirement);
        Some(requirement)
    }

    fn category(&mut self, id: &str) -> Option<usize> {
        let raw = self.raw;
        raw.categories.iter().position(|c| c.id == id).or_else(|| {
            self.unknown(
                "category",
                "category",
                id,
                raw.categories.iter().map(|c| c.id.as_str()),
            )
        })
    }

    fn metric(&mut self, key: &str, id: &str) -> Option<&'static Metric> {
        crate::capacity::metric(id)
            .or_else(|| self.unknown(key, "metric", id, crate::capacity::metrics().map(|m| m.id)))
    }

    fn weight(&mut self, weight: f64) -> Option<f64> {
        if weight > 0.0 && weight <= 20.0 {
            return Some(weight);
        }
        let weight = short(weight);
        self.fail("weight", format!("a weight is above 0 and at most 20, not {weight}; `enabled: false` switches a row off"))
    }

    fn sources(&mut self, keys: Vec<String>) -> Option<Vec<String>> {
        if keys.is_empty() {
            return self.fail("sources", "a row cites at least one source");
        }
        let own: Vec<&str> = self.raw.citations.iter().map(|c| c.key.as_str()).collect();
        for key in &keys {
            if citations::find(key).is_none() && !own.contains(&key.as_str()) {
                let known = citations::all().iter().map(|c| c.key.as_str()).chain(own);
                return self.unknown("sources", "source", key, known);
            }
        }
        Some(keys)
    }

    #[expect(
        clippy::option_option,
        reason = "the outer level is failure, the inner one a row without remedy"
    )]
    fn remedy(&mut self, id: &str) -> Option<Option<&'static remedies::Remedy>> {
        remedies::remedy(id).map(Some).or_else(|| {
            self.unknown(
                "remedy",
                "remedy",
                id,
                remedies::remedies().iter().map(|r| r.id.as_str()),
            )
        })
    }

    fn applies(&mut self, applies: &Applies) {
        let catalog = catalog();
        let hardware: Vec<&str> = catalog.hardware.iter().map(|h| h.id.as_str()).collect();
        let tenants: Vec<&str> = catalog.tenants.iter().map(|t| t.id.as_str()).collect();
        let workloads: Vec<&str> = catalog.workloads.iter().map(|w| w.id.as_str()).collect();
        for (kind, named, known) in [
            ("hardware", &applies.hardware, hardware),
            ("tenant", &applies.tenant, tenants),
            ("workload", &applies.workload, workloads),
        ] {
            for id in named
                .iter()
                .flatten()
                .filter(|id| !known.contains(&id.as_str()))
            {
                self.unknown::<()>("applies", kind, id, known.iter().copied());
            }
        }
    }

    fn scale(&mut self, metric: &'static Metric) -> Option<Scale> {
        let row = self.row;
        match (metric.kind, &row.levels, &row.nothing, &row.everything) {
            (Kind::Words(words), Some(levels), None, None) => {
                for word in levels
                    .keys()
                    .filter(|l| !words.iter().any(|w| w.name == l.as_str()))
                {
                    self.unknown::<()>(
                        "levels",
                        &format!("word of {}", metric.id),
                        word,
                        words.iter().map(|w| w.name),
                    );
                }
                for word in words.iter().filter(|w| !levels.contains_key(w.name)) {
                    self.fail::<()>("levels", format!("no level for `{}`", word.name));
                }
                if levels.values().any(|l| !(0.0..=1.0).contains(l)) {
                    return self.fail("levels", "a level is from 0 to 1");
                }
                Some(Scale::Levels(levels.clone()))
            }
            (Kind::Number(_), None, Some(nothing), Some(everything)) => {
                let nothing = self.threshold("nothing", nothing);
                let everything = self.threshold("everything", everything);
                Some(Scale::Ramp {
                    nothing: nothing?,
                    everything: everything?,
                })
            }
            (Kind::Words(_), ..) => self.fail(
                "levels",
                format!("{} has words: give `levels` for each", metric.id),
            ),
            (Kind::Number(_), ..) => self.fail(
                "nothing",
                format!("{} is a number: give `nothing` and `everything`", metric.id),
            ),
        }
    }

    fn threshold(&mut self, key: &str, raw: &RawThreshold) -> Option<Threshold> {
        match raw {
            RawThreshold::Number(n) if n.is_finite() => Some(Threshold::Number(*n)),
            RawThreshold::Number(_) => self.fail(key, "a threshold is a finite number"),
            RawThreshold::Reference(reference) => self.reference(key, reference),
        }
    }

    fn reference(&mut self, key: &str, r: &Reference) -> Option<Threshold> {
        let (times, plus) = (r.times.unwrap_or(1.0), r.plus.unwrap_or(0.0));
        if !times.is_finite() || times <= 0.0 || !plus.is_finite() {
            return self.fail(key, "`times` is above 0 and `plus` finite");
        }
        if (r.most.is_some() || r.per.is_some()) && r.metric.is_none() {
            return self.fail(key, "`most` and `per` are of a `metric`");
        }
        match (&r.param, &r.metric, &r.hardware) {
            (Some(name), None, None) => match ParameterAt::of(name) {
                Some(at) => Some(Threshold::Parameter {
                    name: name.clone(),
                    at,
                    times,
                    plus,
                }),
                None => self.unknown(key, "parameter", name, parameter_names().into_iter()),
            },
            (None, Some(id), None) => {
                let metric = self.metric(key, id)?;
                if metric.words().is_some() || metric.is_per_hall() {
                    return self.fail(
                        key,
                        format!("{id} cannot be a threshold: it is no number of the whole site"),
                    );
                }
                let mut of = |param: &Option<OfParam>| match param {
                    Some(param) => self.of_target(key, param).map(|of| Some(Box::new(of))),
                    None => Some(None),
                };
                let (most, per) = (of(&r.most)?, of(&r.per)?);
                Some(Threshold::Metric {
                    metric,
                    most,
                    per,
                    times,
                    plus,
                })
            }
            (None, None, Some(by_id)) => {
                let known = || catalog().hardware.iter().map(|h| h.id.as_str());
                for id in by_id.keys().filter(|id| !known().any(|k| k == id.as_str())) {
                    self.unknown::<()>(key, "hardware", id, known());
                }
                Some(Threshold::Hardware {
                    by_id: by_id.clone(),
                    otherwise: r.otherwise,
                })
            }
            _ => self.fail(
                key,
                "a threshold takes exactly one of `param`, `metric`, `hardware`",
            ),
        }
    }

    fn of_target(&mut self, key: &str, of: &OfParam) -> Option<OfTarget> {
        let times = of.times.unwrap_or(1.0);
        if !times.is_finite() || times <= 0.0 {
            return self.fail(key, "`times` is above 0");
        }
        let Some(at) = ParameterAt::of(&of.param) else {
            return self.unknown(key, "parameter", &of.param, parameter_names().into_iter());
        };
        Some(OfTarget {
            name: of.param.clone(),
            at,
            times,
        })
    }

    /// For each target the row counts for, both thresholds exist and lie in the direction of the metric.
    fn thresholds_agree(&mut self, requirement: &Requirement) {
        let Scale::Ramp {
            nothing,
            everything,
        } = &requirement.scale
        else {
            return;
        };
        let Kind::Number(better) = requirement.metric.kind else {
            return;
        };
        let is_metric = |t: &Threshold| matches!(t, Threshold::Metric { .. });
        // Numbers are the same for every target, so one target tells.
        let same = |t: &Threshold| is_metric(t) || matches!(t, Threshold::Number(_));
        let targets = catalog().every().filter(|t| requirement.applies_to(t));
        let enough = if same(nothing) && same(everything) {
            1
        } else {
            usize::MAX
        };
        for target in targets.take(enough) {
            let at = |t: &Threshold, target: &Target| t.for_target(target);
            let (low, high) = (at(nothing, &target), at(everything, &target));
            for (key, threshold, value) in
                [("nothing", nothing, low), ("everything", everything, high)]
            {
                if value.is_none() && !is_metric(threshold) {
                    return self
                        .fail(key, format!("has no value for {}", target.id()))
                        .unwrap_or(());
                }
            }
            let disagree = low
                .zip(high)
                .is_some_and(|(nothing, everything)| match better {
                    Better::Higher => nothing > everything,
                    Better::Lower => nothing < everything,
                });
            if disagree {
                let word = if better == Better::Higher {
                    "below"
                } else {
                    "above"
                };
                return self
                    .fail(
                        "nothing",
                        format!(
                            "must lie {word} `everything` for {} ({})",
                            requirement.metric.id,
                            target.id()
                        ),
                    )
                    .unwrap_or(());
            }
        }
    }
}

/// The words of a scale that earn most.
fn best_words(levels: Option<&BTreeMap<String, f64>>) -> Vec<String> {
    let Some(levels) = levels else {
        return Vec::new();
    };
    let most = levels.values().copied().fold(0.0, f64::max);
    let best = levels.iter().filter(|(_, level)| **level >= most);
    best.map(|(word, _)| word.clone()).collect()
}
