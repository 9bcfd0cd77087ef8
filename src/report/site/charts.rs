//! Critical IT MW as bars of characters: by date, and what holds them down.

use unicode_width::UnicodeWidthStr;

use crate::capacity::Column;
use crate::record::plan::calendar_month;
use crate::record::schedule::StartEntry;
use crate::record::site::{CapacityEntry, LimitEntry};
use crate::record::{Megawatts, Rounded, SiteRecord};
use crate::report::bar::Line;
use crate::report::numbers::{middle, number};
use crate::report::plain;
use crate::report::sheet::{Sheet, shortened};
use crate::spread::Spread;

/// The least columns of a page on which both stand side by side, and those of the first of them there.
const SIDE_BY_SIDE: usize = 96;
const DATES: usize = 46;
/// The most dates and limits that are shown.
const STEPS: u8 = 4;
const TODAY: usize = 3;
const CEILING: usize = 3;
/// The most columns of a bar: longer ones say no more.
const WIDEST: usize = 48;

/// Both charts, or, where no bars are drawn, the MW by date in a line.
pub(super) fn charts(sheet: &mut Sheet, site: &SiteRecord) {
    let (width, beside) = (sheet.style.width, has_room(sheet));
    if !sheet.style.draws_bars() {
        let dates = by_date(site).into_iter();
        let dates: Vec<String> = dates
            .map(|(when, mw)| format!("{when} {}", middle(mw)))
            .collect();
        if !dates.is_empty() {
            sheet.heading(HEAD_WITHOUT_BARS);
            sheet.wrap("", "", &dates.join(" · "));
        }
        return;
    }
    let (left, right) = if beside {
        (DATES, width - DATES - 2)
    } else {
        (width, width)
    };
    let (dates, limits) = (dates(site, left), limits(&site.capacity, right));
    if beside && !dates.is_empty() && !limits.is_empty() {
        sheet.heading(&format!("{HEAD_OF_DATES:left$}  {HEAD_OF_LIMITS}"));
        for at in 0..dates.len().max(limits.len()) {
            let cell = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            let date = cell(&dates);
            let gap = " ".repeat(left.saturating_sub(date.width()));
            sheet.line(&format!("{date}{gap}  {}", cell(&limits)));
        }
        return;
    }
    for (head, lines) in [(HEAD_OF_DATES, dates), (HEAD_OF_LIMITS, limits)] {
        if !lines.is_empty() {
            sheet.heading(head);
            lines.iter().for_each(|line| sheet.line(line));
        }
    }
}

/// Whether a page is so wide that bars stand beside anything.
pub(super) fn has_room(sheet: &Sheet) -> bool {
    sheet.style.width >= SIDE_BY_SIDE
}

/// What stands on the page of a plan: the MW by date alone.
pub(in crate::report) fn mw_by_date(sheet: &mut Sheet, site: &SiteRecord) {
    if sheet.style.draws_bars() {
        let width = sheet.style.width;
        let lines = dates(site, width);
        lines.iter().for_each(|line| sheet.line(line));
        if !lines.is_empty() {
            sheet.line("█ P10  ▓ P50  ░ P90 of the MW by then");
            sheet.line("");
        }
    }
}

const HEAD_OF_DATES: &str = "Critical IT MW by date: █ P10  ▓ P50  ░ P90";
const HEAD_WITHOUT_BARS: &str = "Critical IT MW by date, P50 (P10–P90)";
const HEAD_OF_LIMITS: &str = "What limits the MW, P50; * binds";

/// MW at some dates, from today to the ceiling.
fn by_date(site: &SiteRecord) -> Vec<(String, Spread)> {
    let capacity = &site.capacity;
    let last = |of: fn(&crate::record::Months) -> Option<Rounded>| {
        let months = capacity.tranches.iter();
        let months = months.filter_map(|tranche| of(&tranche.months).map(Rounded::get));
        months.reduce(f64::max)
    };
    if capacity.tranches.is_empty() {
        return Vec::new();
    }
    let start = site.plan.schedule.start.as_ref();
    let last = last(|months| months.p50).or_else(|| last(|months| months.p10));
    let months = last.into_iter().flat_map(months_to);
    let mut rows = vec![("today".to_owned(), capacity.today_mw.spread())];
    rows.extend(months.map(|month| (date(start, month), at(capacity, month))));
    rows.push(("ceiling".to_owned(), capacity.ceiling_mw.spread()));
    rows
}

/// Whole months until the last, a few alike steps apart.
fn months_to(last: f64) -> impl Iterator<Item = f64> {
    let most = f64::from(STEPS);
    let length = [1.0, 3.0, 6.0, 12.0, 18.0, 24.0, 36.0, 60.0, 120.0, 1200.0]
        .into_iter()
        .find(|length| last / length <= most)
        .unwrap_or(last / most);
    (1..=STEPS)
        .map(move |nth| f64::from(nth) * length)
        .take_while(move |month| *month < last + length)
}

/// The MW that run so many months behind the start: what nine draws in ten have by then, half of them, and one.
fn at(capacity: &CapacityEntry, month: f64) -> Spread {
    let today = capacity.today_mw.spread();
    let live = |of: fn(&crate::record::Months) -> Option<Rounded>, today: f64| {
        let tranches = capacity.tranches.iter();
        let there = tranches.filter(|t| of(&t.months).is_some_and(|m| m.get() <= month));
        there.map(|tranche| tranche.mw.get()).fold(today, f64::max)
    };
    let p50 = live(|months| months.p50, today.p50);
    Spread {
        p10: live(|months| months.p90, today.p10),
        p50,
        p90: live(|months| months.p10, today.p90),
        mean: p50,
    }
}

/// A month of the calendar, or of the plan where nothing dates its start.
fn date(start: Option<&StartEntry>, month: f64) -> String {
    start
        .and_then(StartEntry::day)
        .and_then(|start| calendar_month(start, month.round()))
        .unwrap_or_else(|| format!("month {month:.0}"))
}

fn dates(site: &SiteRecord, width: usize) -> Vec<String> {
    let rows = by_date(site);
    let said: Vec<String> = rows.iter().map(|(_, mw)| middle(*mw)).collect();
    let (when, figures) = (
        widest(rows.iter().map(|(when, _)| when)),
        widest(said.iter()),
    );
    let most = rows.iter().map(|(_, mw)| mw.p90).fold(0.0, f64::max);
    let columns = width.saturating_sub(when + figures + 2).min(WIDEST);
    let scale = Line::up_to(most, columns);
    let rows = rows.iter().zip(&said);
    rows.map(|((when_is, mw), said)| {
        let bar = scale.fading([mw.p10, mw.p50, mw.p90]);
        let gap = columns - bar.width();
        format!("{when_is:when$} {bar}{} {said}", " ".repeat(gap))
    })
    .collect()
}

fn widest<'a>(texts: impl Iterator<Item = &'a String>) -> usize {
    texts.map(|text| text.width()).max().unwrap_or(0)
}

/// What bounds a row of the chart: limits of one column that are as wide.
struct Group {
    when: &'static str,
    /// The first of them, and how many more there are.
    label: String,
    others: usize,
    mw: f64,
    binds: bool,
}

impl Group {
    /// Its name in so many columns.
    fn within(&self, columns: usize) -> String {
        let others = match self.others {
            0 => String::new(),
            others => format!(" +{others} more"),
        };
        shortened(&self.label, columns.saturating_sub(others.width())) + &others
    }
}

/// The narrowest limits today and at the ceiling, widest first, those that are as wide in one row.
fn limits(capacity: &CapacityEntry, width: usize) -> Vec<String> {
    let today = groups(capacity, Column::Today, &capacity.binding);
    let ceiling = groups(capacity, Column::Ceiling, &capacity.binding_ceiling);
    let narrowest =
        |mut groups: Vec<Group>, most: usize| groups.split_off(groups.len().saturating_sub(most));
    let mut groups = narrowest(today, TODAY);
    groups.extend(narrowest(ceiling, CEILING));
    let most = |mw: Megawatts| mw.p90.get();
    // What is far wider than all that can be used would press the rest together.
    let scale = most(capacity.ceiling_mw).max(most(capacity.planned_mw));
    let figures: Vec<String> = groups.iter().map(|group| number(group.mw)).collect();
    let digits = widest(figures.iter());
    let when = groups
        .iter()
        .map(|group| group.when.len())
        .max()
        .unwrap_or(0);
    let rest = width.saturating_sub(when + digits + 5);
    let names = groups
        .iter()
        .map(|group| group.within(usize::MAX).width())
        .max()
        .unwrap_or(0);
    let names = names.min(rest - rest / 4);
    let scale = Line::up_to(1.1 * scale, (rest - names).min(WIDEST));
    let rows = groups.iter().zip(&figures);
    rows.map(|(group, figure)| {
        let mark = if group.binds { '*' } else { ' ' };
        let label = group.within(names);
        let gap = " ".repeat(names - label.width());
        format!(
            "{:when$} {mark} {label}{gap} {figure:>digits$} {}",
            group.when,
            scale.reaching(group.mw)
        )
    })
    .collect()
}

fn groups(capacity: &CapacityEntry, column: Column, binding: &[String]) -> Vec<Group> {
    let of_column = capacity
        .limits
        .iter()
        .filter(|limit| limit.column == column);
    let mut limits: Vec<&LimitEntry> = of_column.collect();
    let binds = |limit: &LimitEntry| binding.contains(&limit.id);
    limits.sort_by(|a, b| {
        let wider = b.mw.p50.get().total_cmp(&a.mw.p50.get());
        wider.then(binds(b).cmp(&binds(a)))
    });
    let alike = |a: &&LimitEntry, b: &&LimitEntry| a.mw.p50 == b.mw.p50 && binds(a) == binds(b);
    let groups = limits.chunk_by(alike).filter_map(|group| {
        let (first, others) = group.split_first()?;
        Some(Group {
            when: match column {
                Column::Today => "today",
                Column::Ceiling => "ceiling",
            },
            label: plain(&first.label),
            others: others.len(),
            mw: first.mw.p50.get(),
            binds: binds(first),
        })
    });
    groups.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Months;
    use crate::record::plan::TrancheEntry;
    use crate::spread::Bounded;

    fn spread(p10: f64, p50: f64, p90: f64) -> Spread {
        Spread {
            p10,
            p50,
            p90,
            mean: p50,
        }
    }

    fn limit(id: &str, column: Column, mw: f64) -> LimitEntry {
        LimitEntry {
            id: id.to_owned(),
            label: format!("{id} at N+1"),
            column,
            mw: Bounded::exact(mw).into(),
            binds: 0.0.into(),
        }
    }

    fn capacity() -> CapacityEntry {
        let mw = |spread| {
            Megawatts::of(
                Bounded {
                    spread,
                    worst: None,
                    best: None,
                },
                1.0,
            )
        };
        let tranche = |mw: f64, months: Spread| TrancheEntry {
            mw: mw.into(),
            month: None,
            months: Months::of(months, 1.0),
            date: None,
            waits_for: Vec::new(),
        };
        CapacityEntry {
            tranches: vec![
                tranche(16.0, spread(10.0, 14.0, 30.0)),
                tranche(50.0, spread(20.0, 26.0, f64::INFINITY)),
            ],
            today_mw: mw(spread(1.0, 2.0, 3.0)),
            planned_mw: mw(spread(50.0, 50.0, 50.0)),
            ceiling_mw: mw(spread(50.0, 60.0, 70.0)),
            binding: vec!["ups".to_owned(), "air".to_owned()],
            binding_ceiling: vec!["grid".to_owned()],
            limits: vec![
                limit("ups", Column::Today, 0.0),
                limit("floor", Column::Today, 30.0),
                limit("air", Column::Today, 0.0),
                limit("land", Column::Ceiling, 900.0),
                limit("grid", Column::Ceiling, 60.0),
            ],
        }
    }

    #[test]
    fn megawatts_at_a_date_are_those_that_so_many_draws_have_by_then() {
        let at = |month| {
            let mw = at(&capacity(), month);
            [mw.p10, mw.p50, mw.p90]
        };
        assert_eq!(at(0.0), [1.0, 2.0, 3.0]);
        assert_eq!(at(12.0), [1.0, 2.0, 16.0]);
        assert_eq!(at(14.0), [1.0, 16.0, 16.0]);
        assert_eq!(at(36.0), [16.0, 50.0, 50.0]);
    }

    #[test]
    fn dates_are_few_and_the_last_is_not_before_the_last_step() {
        let months = |last| months_to(last).collect::<Vec<f64>>();
        assert_eq!(months(2.5), [1.0, 2.0, 3.0]);
        assert_eq!(months(24.0), [6.0, 12.0, 18.0, 24.0]);
        assert_eq!(months(26.0), [12.0, 24.0, 36.0]);
        let far = months(9000.0);
        assert!(far.len() <= usize::from(STEPS) && far.last() >= Some(&9000.0));
    }

    #[test]
    fn limits_that_are_as_wide_share_a_row_and_those_that_bind_are_marked() {
        assert_eq!(
            limits(&capacity(), 50),
            [
                "today     floor at N+1        30 ██████▋",
                "today   * ups at N+1 +1 more   0 ",
                "ceiling   land at N+1        900 █████████████████",
                "ceiling * grid at N+1         60 █████████████▎",
            ]
        );
    }
}
