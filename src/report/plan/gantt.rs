//! Works as bars of letters, one line each.

use jiff::civil::Date;

use super::shown::moment;
use crate::plan::prices::Step;
use crate::record::plan::{PlanEntry, WorkEntry};
use crate::record::schedule::ActivityEntry;
use crate::report::plain;

/// Columns of the names in front of the bars.
const NAMES: usize = 22;

/// The chart: an axis, then one line for each work. Letters say the step, capitals that it is critical.
pub(super) fn chart(plan: &PlanEntry, start: Option<Date>, width: usize) -> Vec<String> {
    let columns = width.saturating_sub(NAMES + 1).max(10);
    let full = plan.schedule.works_weeks.get();
    if full <= 0.0 {
        return Vec::new();
    }
    let mut lines = vec![axis(full, start, columns)];
    lines.extend(plan.works.iter().map(|work| {
        let name: String = plain(&work.remedy).chars().take(NAMES).collect();
        format!("{name:NAMES$} {}", bar(plan, work, columns))
    }));
    lines
}

/// Moments above their columns, at the start and each quarter.
fn axis(full: f64, start: Option<Date>, columns: usize) -> String {
    let mut line = " ".repeat(NAMES + 1);
    for quarter in 0..4_u8 {
        let share = f64::from(quarter) / 4.0;
        let label = moment(start, full * share);
        line.push_str(&format!("{label:<width$}", width = columns / 4));
    }
    line
}

fn bar(plan: &PlanEntry, work: &WorkEntry, columns: usize) -> String {
    let full = plan.schedule.works_weeks.get();
    let steps = plan.steps_of(work);
    let activities: Vec<&ActivityEntry> = steps.filter(|step| step.weeks.get() > 0.0).collect();
    let (start, finish) = (work.start_week.get(), work.finish_week.get());
    #[expect(clippy::cast_precision_loss, reason = "columns of a page")]
    let at = |column: usize| (column as f64 + 0.5) / columns as f64 * full;
    let letter_at = |weeks: f64| {
        let running = activities
            .iter()
            .find(|a| a.start_week.get() <= weeks && weeks < a.finish_week.get());
        match running {
            Some(activity) => letter(activity),
            None if start <= weeks && weeks < finish => '·',
            None => ' ',
        }
    };
    let mut bar: Vec<char> = (0..columns).map(|column| letter_at(at(column))).collect();
    // What is shorter than a column still shows, where nothing else stands.
    for activity in activities {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of the columns of a page"
        )]
        let column = (activity.start_week.get() / full * columns as f64) as usize;
        let place = bar.get_mut(column.min(columns - 1));
        if let Some(place) = place.filter(|place| matches!(place, ' ' | '·')) {
            *place = letter(activity);
        }
    }
    bar.into_iter().collect()
}

fn letter(activity: &ActivityEntry) -> char {
    let letter = match activity.step {
        Step::Study => 's',
        Step::Permit => 'p',
        Step::Order => 'o',
        Step::Deliver => 'd',
        Step::Install => 'i',
        Step::Commission => 'c',
    };
    if activity.is_critical() {
        letter.to_ascii_uppercase()
    } else {
        letter
    }
}
