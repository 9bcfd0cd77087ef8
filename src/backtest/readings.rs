//! Readings of the same test: how well each measure tells two groups of sites apart.

use std::collections::BTreeSet;

use serde::Serialize;

use super::auc::{Estimated, Resample, auc, resamples};
use super::site::{BASELINES, Measure, SCORE, Values};

/// Which reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadingId {
    /// Converted against not converted, by what could be known before a deal.
    Main,
    /// Converted against not converted and evaluating together.
    AllOthers,
    /// The main one with known facts thinned to the same number.
    Thinned,
    /// Converted against not converted by all that the files state.
    AsFiled,
    /// By all that the files state, thinned to the same number.
    AsFiledThinned,
}

/// How well each measure tells two groups apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Which.
    pub id: ReadingId,
    /// Number of converted sites.
    pub converted: usize,
    /// Number of the others.
    pub others: usize,
    /// Each measure with its AUC.
    pub measures: Vec<Measured>,
    /// How far the score is ahead of each baseline.
    pub leads: Vec<Lead>,
}

/// A measure and how well it tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// Id of the measure.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Area under the curve with its interval.
    pub auc: Estimated,
}

/// AUC of the score less that of a baseline, in the same samples. A baseline below 0.5 tells the other way round,
/// and is beaten that way round too.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lead {
    /// Id of the baseline.
    pub over: String,
    /// Its name.
    pub name: String,
    /// Whether the baseline is taken the other way round, as less of it goes with conversion.
    pub reversed: bool,
    /// The difference with its interval.
    pub difference: Estimated,
}

/// The measures of both groups.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) converted: Vec<Values>,
    pub(super) others: Vec<Values>,
}

impl Groups {
    fn of(&self, measure: &str) -> Option<(Vec<f64>, Vec<f64>)> {
        let all = |sites: &[Values]| sites.iter().map(|v| v.get(measure).copied()).collect();
        Option::zip(all(&self.converted), all(&self.others))
    }
}

/// The AUC of one measure: over all thinnings, and in each sample.
struct Curve {
    value: f64,
    samples: Vec<f64>,
}

/// Reads some thinnings of the same sites: the AUC is their mean, and each bootstrap sample takes the next.
/// Measures that a site lacks are left out. Nothing can be read where a group is empty.
pub(super) fn reading(
    id: ReadingId,
    thinnings: &[Groups],
    measures: &[Measure],
    (count, seed): (usize, u64),
) -> Option<Reading> {
    let first = thinnings.first()?;
    let (converted, others) = (first.converted.len(), first.others.len());
    if converted == 0 || others == 0 {
        return None;
    }
    let resamples = resamples(converted, others, count, seed);
    let curves: Vec<(&Measure, Curve)> = measures
        .iter()
        .filter_map(|m| Some((m, curve(thinnings, &m.id, &resamples)?)))
        .collect();
    let find = |id: &str| curves.iter().find(|(m, _)| m.id == id);
    let lead = |over: &&str| {
        let ((_, score), (measure, baseline)) = (find(SCORE)?, find(over)?);
        let reversed = baseline.value < 0.5;
        let ahead =
            |score: f64, baseline: f64| score - if reversed { 1.0 - baseline } else { baseline };
        let pairs = score.samples.iter().zip(&baseline.samples);
        Some(Lead {
            over: measure.id.clone(),
            name: measure.name.clone(),
            reversed,
            difference: Estimated::of(
                ahead(score.value, baseline.value),
                pairs.map(|(score, other)| ahead(*score, *other)).collect(),
            ),
        })
    };
    Some(Reading {
        id,
        converted,
        others,
        leads: BASELINES.iter().filter_map(lead).collect(),
        measures: curves
            .iter()
            .map(|(measure, curve)| Measured {
                id: measure.id.clone(),
                name: measure.name.clone(),
                auc: Estimated::of(curve.value, curve.samples.clone()),
            })
            .collect(),
    })
}

fn curve(thinnings: &[Groups], measure: &str, resamples: &[Resample]) -> Option<Curve> {
    let values: Vec<(Vec<f64>, Vec<f64>)> = thinnings
        .iter()
        .map(|d| d.of(measure))
        .collect::<Option<_>>()?;
    let areas: Vec<f64> = values
        .iter()
        .map(|(a, b)| auc(a, b))
        .collect::<Option<_>>()?;
    let samples = resamples.iter().zip(values.iter().cycle());
    Some(Curve {
        value: mean(&areas),
        samples: samples.filter_map(|(r, (a, b))| r.auc(a, b)).collect(),
    })
}

/// The mean; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "some hundred numbers")]
pub(super) fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len().max(1) as f64
}

/// What is left of the AUC of the score when all sites of one owner are left out. Nothing is fitted, so this
/// measures how far the result hangs on single owners.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Owners {
    /// Each owner with sites in the main reading, lowest AUC first.
    pub without: Vec<WithoutOwner>,
    /// Sites whose owner is not stated; they are never left out.
    pub sites_without_owner: usize,
}

/// The main reading without one owner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithoutOwner {
    /// The owner.
    pub owner: String,
    /// Number of the sites left out.
    pub sites: usize,
    /// AUC of the score on the rest; nothing where a group is empty then.
    pub auc: Option<f64>,
}

/// A site of the main reading, as leaving out owners sees it.
pub(super) struct Owned<'a> {
    pub(super) owner: Option<&'a str>,
    pub(super) converted: bool,
    pub(super) score: f64,
}

pub(super) fn leave_one_owner_out(sites: &[Owned]) -> Owners {
    let owners: BTreeSet<&str> = sites.iter().filter_map(|s| s.owner).collect();
    let without = |owner: &str| {
        let scores = |converted: bool| -> Vec<f64> {
            let kept = sites.iter().filter(|s| s.owner != Some(owner));
            kept.filter(|s| s.converted == converted)
                .map(|s| s.score)
                .collect()
        };
        WithoutOwner {
            owner: owner.to_owned(),
            sites: sites.iter().filter(|s| s.owner == Some(owner)).count(),
            auc: auc(&scores(true), &scores(false)),
        }
    };
    let mut without: Vec<WithoutOwner> = owners.into_iter().map(without).collect();
    let order = |w: &WithoutOwner| w.auc.unwrap_or(f64::INFINITY);
    without.sort_by(|a, b| order(a).total_cmp(&order(b)));
    Owners {
        without,
        sites_without_owner: sites.iter().filter(|s| s.owner.is_none()).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(score: f64, mw: f64) -> Values {
        Values::from([
            ("score".to_owned(), score),
            ("baseline.paper-mw".to_owned(), mw),
        ])
    }

    fn named(id: &str) -> Measure {
        Measure {
            id: id.to_owned(),
            name: id.to_owned(),
        }
    }

    #[test]
    fn a_lead_is_measured_in_the_same_samples() {
        // MW tell exactly as the score does, so it leads in no sample, although each varies.
        let groups = Groups {
            converted: vec![values(50.0, 5.0), values(30.0, 3.0), values(45.0, 4.5)],
            others: vec![values(40.0, 4.0), values(20.0, 2.0)],
        };
        let measures = [
            named("score"),
            named("baseline.paper-mw"),
            named("readiness"),
        ];
        let reading = reading(ReadingId::Main, &[groups], &measures, (500, 1)).unwrap();
        assert_eq!(reading.measures.len(), 2, "readiness is not known of any");
        let area = reading.measures[0].auc;
        assert!((area.value - 5.0 / 6.0).abs() < 1e-12 && area.low < area.high);
        let lead = reading.leads[0].difference;
        assert!(lead.value.abs() < 1e-12 && lead.low.abs() < 1e-12 && lead.high.abs() < 1e-12);
    }

    #[test]
    fn a_baseline_that_tells_the_other_way_round_is_beaten_that_way_round() {
        let groups = Groups {
            converted: vec![values(50.0, 1.0), values(30.0, 2.0)],
            others: vec![values(40.0, 3.0)],
        };
        let measures = [named("score"), named("baseline.paper-mw")];
        let reading = reading(ReadingId::Main, &[groups], &measures, (9, 1)).unwrap();
        assert!(reading.measures[1].auc.value.abs() < 1e-12);
        let lead = &reading.leads[0];
        assert!(lead.reversed && (lead.difference.value + 0.5).abs() < 1e-12);
    }

    #[test]
    fn several_thinnings_count_by_their_mean() {
        let right = Groups {
            converted: vec![values(2.0, 0.0)],
            others: vec![values(1.0, 0.0)],
        };
        let wrong = Groups {
            converted: vec![values(1.0, 0.0)],
            others: vec![values(2.0, 0.0)],
        };
        let thinnings = [right.clone(), right, wrong];
        let reading = reading(ReadingId::Thinned, &thinnings, &[named("score")], (9, 1)).unwrap();
        assert!((reading.measures[0].auc.value - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn leaving_out_an_owner_by_hand() {
        let site = |owner, converted, score| Owned {
            owner,
            converted,
            score,
        };
        let sites = [
            site(Some("A"), true, 9.0),
            site(Some("B"), true, 1.0),
            site(Some("A"), false, 5.0),
            site(Some("C"), false, 2.0),
            site(None, false, 0.0),
        ];
        let owners = leave_one_owner_out(&sites);
        let of = |name: &str| {
            let owner = owners.without.iter().find(|w| w.owner == name).unwrap();
            (owner.sites, owner.auc)
        };
        // Without A 1 beats 0 and loses to 2; without B 9 beats all; without C 9 beats both, 1 one of two.
        assert_eq!(of("A"), (2, Some(0.5)));
        assert_eq!(of("B"), (1, Some(1.0)));
        assert_eq!(of("C"), (1, Some(0.75)));
        assert_eq!(owners.without[0].owner, "A");
        assert_eq!(owners.sites_without_owner, 1);
    }
}
