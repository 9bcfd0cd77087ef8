//! `plan`: files in, a priced and dated plan of each out. Of a site nothing is kept but what a page shows at its end.

use anyhow::bail;
use rackready::input::load::Loaded;
use rackready::plan::prices::RouteName;
use rackready::plan::select::Goal;
use rackready::plan::{Ask, Wish};
use rackready::units::WEEKS_PER_MONTH;

use super::Outcome;
use super::args::{PlanArgs, PlanFormat, RouteKind};
use super::console::Console;
use super::formats::layout::Layout;
use super::formats::plan;
use super::judge::Judge;
use super::outputs::Outputs;
use super::stream::{self, Inputs, Rendered, Sinks, view};
use super::whatif::{self, Asked};

/// Plans every site behind the paths. A goal that is out of reach for one of them fails the run.
pub(crate) fn run(args: &PlanArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, PlanFormat::Text, &mut console.written)?;
    let mut formats = outputs.each().iter().map(|output| output.format);
    args.detail
        .fits(formats.any(|format| format == PlanFormat::Json))?;
    let layout = Layout {
        short: args.detail.short(),
        ..Layout::unranked()
    };
    let Some(judge) = Judge::load(&args.sites.judge, console)? else {
        return Ok(Outcome::Invalid);
    };
    let asked = Asked {
        sites: &args.sites,
        cases: &args.cases,
        targets: false,
    };
    if asked.any() {
        let Wish { route, ask } = wish(args);
        let is_usual = ask.goal == Goal::default() && !ask.curve && !ask.whole;
        if !is_usual || route.is_some() || args.start.is_some() || layout.short.is_some() {
            bail!(
                "cases side by side take the usual plan: leave out its goals, --route, --curve, --full, --start and --detail"
            );
        }
        return whatif::run(asked, &outputs, &judge, console);
    }
    let Some(inputs) = Inputs::changed(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let (method, view, wish) = (judge.method(), view(), wish(args));
    let formats = outputs.formats(console, |format, style| Ok(plan::of(format, style, layout)))?;
    let sinks = Sinks::open(outputs.each(), &formats, &view, &method, console)?;
    let render = |_: usize, loaded: &Loaded| {
        let planned = judge.plan(loaded, &wish)?;
        let rendered = planned.map(|mut report| {
            report.start = args.start;
            let answers = report.answers.as_ref();
            let failed = answers.is_some_and(|answers| answers.out_of_reach());
            let rendered = Rendered::whole(&report, judge.checklist(), &formats, &method)?;
            anyhow::Ok(Rendered { failed, ..rendered })
        });
        match rendered {
            Ok(rendered) => rendered.map(Ok),
            Err(why) => Ok(Err(why)),
        }
    };
    let ended = stream::to_outputs(inputs, render, sinks, console)?;
    let outcome = ended.tally.outcome(ended.some_failed, console);
    Ok(if ended.some_without_route {
        Outcome::Invalid
    } else {
        outcome
    })
}

fn wish(args: &PlanArgs) -> Wish {
    let route = args.route.map(|kind| match kind {
        RouteKind::InPlace => RouteName::InPlace,
        RouteKind::NewHall => RouteName::NewHall,
    });
    let ask = Ask {
        goal: Goal {
            mw: args.goal.mw,
            readiness: args.goal.readiness,
            budget_musd: args.goal.budget_musd,
            within_weeks: args.goal.within.map(|months| months * WEEKS_PER_MONTH),
        },
        curve: args.curve,
        whole: args.full,
    };
    Wish { route, ask }
}
