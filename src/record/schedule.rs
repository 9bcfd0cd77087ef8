//! The network of activities of a plan. What follows from the rest of it goes unsaid when it is written: an activity
//! starts when the last ends that it waits for, ends after its weeks, and may slip until one must start that waits for
//! it. Said is what is otherwise, as where megawatts wait for power or crews.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::Rounded;
use crate::plan::NO_FLOAT;
use crate::plan::prices::Step;

/// The day that months and weeks count from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StartEntry {
    /// The day.
    pub date: String,
    /// Where it is from.
    #[schemars(with = "String")]
    pub from: StartedBy,
}

impl StartEntry {
    /// The day; `None` where a saved report holds something else.
    #[must_use]
    pub(crate) fn day(&self) -> Option<Date> {
        self.date.parse().ok()
    }
}

crate::words::spelled! {
    /// Where the day is from that months count from.
    pub enum StartedBy {
        /// It was asked for.
        Given = "given",
        /// The date of the facts.
        AsOf = "as-of",
        /// The version of the price list, as nothing else is dated.
        Prices = "prices",
    }
}

/// The network of activities at their likely durations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct ScheduleEntry {
    /// The day of week 0; null where no date is known.
    pub start: Option<StartEntry>,
    /// Weeks to the first MW; null where they never come.
    pub first_weeks: Option<Rounded>,
    /// Weeks to all MW.
    pub full_weeks: Option<Rounded>,
    /// Weeks until the last work is done, of which not all bring MW.
    pub works_weeks: Rounded,
    /// Positions of the activities of one chain that fills the plan.
    pub critical_path: Vec<usize>,
    /// The activities, each behind those it waits for.
    pub activities: Vec<ActivityEntry>,
}

/// One step of one work.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityEntry {
    /// Position of its work.
    pub work: usize,
    /// What is done.
    pub step: Step,
    /// Likely duration.
    pub weeks: Rounded,
    /// Earliest start, weeks from the start of the plan.
    pub start_week: Rounded,
    /// Earliest finish.
    pub finish_week: Rounded,
    /// Weeks it can slip without moving the end.
    pub float_weeks: Rounded,
    /// Positions of the activities it waits for.
    pub waits_for: Vec<usize>,
}

impl ActivityEntry {
    /// Whether the end moves with it.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        self.float_weeks.get() < NO_FLOAT
    }
}

/// The network of activities at their likely durations.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Schedule")]
pub(super) struct Written {
    /// The day of week 0; null where no date is known.
    start: Option<StartEntry>,
    /// Weeks to the first MW; null where they never come.
    first_weeks: Option<Rounded>,
    /// Weeks to all MW.
    full_weeks: Option<Rounded>,
    /// Weeks until the last work is done, of which not all bring MW.
    works_weeks: Rounded,
    /// Positions of the activities of one chain that fills the plan.
    critical_path: Vec<usize>,
    /// The activities, each behind those it waits for.
    activities: Vec<Activity>,
}

/// Position of the work; study, permit, order, deliver, install or commission; likely weeks; and what does not follow.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Activity {
    /// It waits for the activity of its work before it, starts when that ends, and all else follows.
    Follows(usize, #[schemars(with = "String")] Step, Rounded),
    /// Something does not follow.
    Otherwise(usize, #[schemars(with = "String")] Step, Rounded, Otherwise),
}

/// What does not follow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Otherwise {
    /// Positions of the activities it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waits_for: Option<Vec<usize>>,
    /// Earliest start, weeks from the start of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start_week: Option<Rounded>,
    /// Earliest finish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finish_week: Option<Rounded>,
    /// Weeks it can slip without moving the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    float_weeks: Option<Rounded>,
}

/// What an activity waits for where nothing else is said: the one of its work before it.
fn usual_wait(before: &[ActivityEntry], work: usize) -> Vec<usize> {
    let of_work = before.iter().rposition(|other| other.work == work);
    of_work.into_iter().collect()
}

/// When it starts where nothing else is said.
fn usual_start(before: &[ActivityEntry], waits_for: &[usize]) -> Rounded {
    let ends = waits_for.iter().filter_map(|at| before.get(*at));
    let last = ends
        .map(|other| other.finish_week.get())
        .fold(0.0, f64::max);
    last.into()
}

fn usual_finish(start: Rounded, weeks: Rounded) -> Rounded {
    (start.get() + weeks.get()).into()
}

/// For each activity the latest that it may end: when the first must start that waits for it, else with all works.
struct Latest(Vec<f64>);

impl Latest {
    fn of(activities: usize, works_weeks: Rounded) -> Self {
        Self(vec![works_weeks.get(); activities])
    }

    fn usual_float(&self, at: usize, finish: Rounded) -> Rounded {
        let latest = self.0.get(at).copied().unwrap_or_default();
        (latest - finish.get()).into()
    }

    /// Takes into account an activity whose float is known; those that wait for it have been.
    fn holds(&mut self, activity: &ActivityEntry) {
        let must_start = Rounded::from(activity.start_week.get() + activity.float_weeks.get());
        for at in &activity.waits_for {
            if let Some(latest) = self.0.get_mut(*at) {
                *latest = latest.min(must_start.get());
            }
        }
    }
}

impl From<ScheduleEntry> for Written {
    fn from(schedule: ScheduleEntry) -> Self {
        let all = &schedule.activities;
        let mut latest = Latest::of(all.len(), schedule.works_weeks);
        let mut activities: Vec<Activity> = Vec::with_capacity(all.len());
        for (at, activity) in all.iter().enumerate().rev() {
            let before = &all[..at];
            let unless = |value: Rounded, usual: Rounded| (value != usual).then_some(value);
            let otherwise = Otherwise {
                waits_for: (activity.waits_for != usual_wait(before, activity.work))
                    .then(|| activity.waits_for.clone()),
                start_week: unless(
                    activity.start_week,
                    usual_start(before, &activity.waits_for),
                ),
                finish_week: unless(
                    activity.finish_week,
                    usual_finish(activity.start_week, activity.weeks),
                ),
                float_weeks: unless(
                    activity.float_weeks,
                    latest.usual_float(at, activity.finish_week),
                ),
            };
            latest.holds(activity);
            let ActivityEntry {
                work, step, weeks, ..
            } = *activity;
            activities.push(if otherwise == Otherwise::default() {
                Activity::Follows(work, step, weeks)
            } else {
                Activity::Otherwise(work, step, weeks, otherwise)
            });
        }
        activities.reverse();
        Self {
            start: schedule.start,
            first_weeks: schedule.first_weeks,
            full_weeks: schedule.full_weeks,
            works_weeks: schedule.works_weeks,
            critical_path: schedule.critical_path,
            activities,
        }
    }
}

impl TryFrom<Written> for ScheduleEntry {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let mut floats = Vec::with_capacity(written.activities.len());
        let mut activities: Vec<ActivityEntry> = Vec::with_capacity(written.activities.len());
        for (at, activity) in written.activities.into_iter().enumerate() {
            let (work, step, weeks, otherwise) = match activity {
                Activity::Follows(work, step, weeks) => (work, step, weeks, Otherwise::default()),
                Activity::Otherwise(work, step, weeks, otherwise) => (work, step, weeks, otherwise),
            };
            let waits_for = otherwise
                .waits_for
                .unwrap_or_else(|| usual_wait(&activities, work));
            if waits_for.iter().any(|other| *other >= at) {
                return Err(format!("activity {at} waits for one that is not before it"));
            }
            let start_week = otherwise
                .start_week
                .unwrap_or_else(|| usual_start(&activities, &waits_for));
            let finish_week = otherwise
                .finish_week
                .unwrap_or_else(|| usual_finish(start_week, weeks));
            floats.push(otherwise.float_weeks);
            activities.push(ActivityEntry {
                work,
                step,
                weeks,
                start_week,
                finish_week,
                float_weeks: Rounded::default(),
                waits_for,
            });
        }
        let mut latest = Latest::of(activities.len(), written.works_weeks);
        for (at, float) in floats.into_iter().enumerate().rev() {
            let Some(activity) = activities.get_mut(at) else {
                continue;
            };
            let usual = || latest.usual_float(at, activity.finish_week);
            activity.float_weeks = float.unwrap_or_else(usual);
            latest.holds(activity);
        }
        Ok(Self {
            start: written.start,
            first_weeks: written.first_weeks,
            full_weeks: written.full_weeks,
            works_weeks: written.works_weeks,
            critical_path: written.critical_path,
            activities,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(work: usize, weeks: f64, start: f64, float: f64, waits: &[usize]) -> ActivityEntry {
        ActivityEntry {
            work,
            step: Step::Install,
            weeks: weeks.into(),
            start_week: start.into(),
            finish_week: (start + weeks).into(),
            float_weeks: float.into(),
            waits_for: waits.to_vec(),
        }
    }

    #[test]
    fn what_follows_goes_unsaid_and_what_does_not_is_said() {
        let schedule = ScheduleEntry {
            start: None,
            first_weeks: None,
            full_weeks: None,
            works_weeks: 30.0.into(),
            critical_path: vec![0, 2],
            activities: vec![
                activity(0, 10.0, 0.0, 5.0, &[]),
                activity(1, 4.5, 0.0, 10.5, &[]),
                // Waits for power that comes in week 15, and for both.
                activity(1, 15.0, 15.0, 0.0, &[0, 1]),
            ],
        };
        let text = serde_json::to_string(&schedule).unwrap();
        assert!(
            text.ends_with(
                r#""activities":[[0,"install",10],[1,"install",4.5],[1,"install",15,{"waits_for":[0,1],"start_week":15}]]}"#
            ),
            "{text}"
        );
        let read: ScheduleEntry = serde_json::from_str(&text).unwrap();
        assert_eq!(read, schedule);
    }

    #[test]
    fn who_waits_for_what_is_not_before_him_is_refused() {
        let text = r#"{"start":null,"first_weeks":null,"full_weeks":null,"works_weeks":1,"critical_path":[],"activities":[[0,"order",1,{"waits_for":[7]}]]}"#;
        let told = serde_json::from_str::<ScheduleEntry>(text).unwrap_err();
        assert!(told.to_string().contains("activity 0 waits"), "{told}");
    }
}
