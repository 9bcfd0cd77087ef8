//! From the words of all draws to the verdict.

use super::drawn::Outcome;
use super::judged::Judged;
use crate::engineering::Role;
use crate::plan::Plan;
use crate::rules::{Finding, GateState, Seen};
use crate::site::Site;
use crate::spread::Spread;
use crate::units::WEEKS_PER_MONTH;
use crate::verdict::{
    Chances, Decision, Megawatts, Usual, Verdict, Why, Word, reason, states_megawatts,
};

/// The word of a site, how likely each is, and whether no answer can change it.
pub(super) fn word(site: &Site, judged: &Judged) -> (Word, Chances, bool) {
    let chance = Chances::of(judged.draws.iter().map(|draw| draw.decision.word));
    if !states_megawatts(site) {
        return (Word::InsufficientData, chance, false);
    }
    (chance.likeliest(), chance, judged.is_settled)
}

/// The verdict on a site.
pub(super) fn verdict(site: &Site, judged: &Judged, findings: &[Finding], plan: &Plan) -> Verdict {
    let (word, chance, is_final) = word(site, judged);
    let (reason, hangs_on) = if word == Word::InsufficientData {
        let reason = "the file states no energized, approved, contracted or requested MW";
        (reason.to_owned(), vec!["power.approved_mw".to_owned()])
    } else {
        let open = open_rows(judged);
        let hangs_on = if is_final {
            Vec::new()
        } else {
            hangs_on(judged, findings, &open)
        };
        (
            sentence(site, judged, usual(judged, word), &open, plan),
            hangs_on,
        )
    };
    let reason = if !is_final && hangs_on.is_empty() && chance.of_word(word) > 0.999 {
        format!("{reason}; not final: a stated range leaves another word possible")
    } else {
        reason
    };
    Verdict {
        word,
        chance,
        is_final,
        reason,
        hangs_on,
    }
}

/// Positions of the gates that a missing fact decides.
fn open_rows(judged: &Judged) -> Vec<usize> {
    let open = judged
        .gates
        .iter()
        .filter(|gate| gate.state == GateState::Open);
    open.map(|gate| gate.row).collect()
}

/// What decided most draws of a word.
fn usual(judged: &Judged, word: Word) -> Decision {
    let of_word = || {
        judged
            .draws
            .iter()
            .map(|o| o.decision)
            .filter(|d| d.word == word)
    };
    let count = |why: Why| of_word().filter(|d| d.why == why).count();
    let usual = of_word().max_by_key(|d| (count(d.why), d.why == judged.median.decision.why));
    usual.unwrap_or(judged.median.decision)
}

fn sentence(site: &Site, judged: &Judged, usual: Decision, open: &[usize], plan: &Plan) -> String {
    let prepared = &judged.prepared;
    let alike = || judged.draws.iter().filter(|o| o.decision.why == usual.why);
    let middle = |of: &dyn Fn(&Outcome) -> f64| {
        let mut values: Vec<f64> = alike().map(of).collect();
        Spread::of(&mut values).map_or(of(&judged.median), |spread| spread.p50)
    };
    let months = match usual.why {
        Why::TooLate(row) => {
            let window = prepared.target.tenant.parameters.window_months.value;
            let mut values: Vec<f64> = judged
                .earned
                .of_row(usize::from(row))
                .filter_map(super::judged::number)
                .filter(|months| *months > window)
                .collect();
            Spread::of(&mut values).map_or(0.0, |months| months.p50)
        }
        _ => middle(&|o| o.timing.first / WEEKS_PER_MONTH),
    };
    let in_common = Usual {
        megawatts: Megawatts {
            carried: middle(&|o| o.megawatts.carried),
            in_window: middle(&|o| o.megawatts.in_window),
        },
        months,
        all_months: middle(&|o| o.timing.all / WEEKS_PER_MONTH),
        longest: plan
            .longest_of_first()
            .filter(|_| judged.median.decision.why == usual.why),
    };
    let reason = reason(site, &prepared.target, &prepared.rows, usual.why, in_common);
    if open.is_empty() {
        return reason;
    }
    let id = |at: &usize| {
        let row = prepared.rows.iter().nth(*at);
        row.map_or("", |row| row.requirement.id.as_str())
    };
    let gates: Vec<&str> = open.iter().map(id).collect();
    format!("{reason}; open: {}", gates.join(", "))
}

/// Missing facts that can change the word: those of open gates, and those of the MW where these decide.
fn hangs_on(judged: &Judged, findings: &[Finding], open: &[usize]) -> Vec<String> {
    let mut facts: Vec<&Seen> = open.iter().flat_map(|at| &judged.facts[*at]).collect();
    let several_words = judged
        .decisions()
        .any(|decision| decision.word != judged.median.decision.word);
    let by = |some: fn(Why) -> bool| judged.decisions().any(|decision| some(decision.why));
    if several_words && by(|why| why == Why::TooSmall) {
        facts.extend(&judged.facts_of_limits);
    }
    let first_power = findings
        .iter()
        .filter(|f| f.requirement.metric.role == Role::FirstPower);
    if several_words && by(|why| matches!(why, Why::FirstTooLate(_) | Why::TooLate(_))) {
        facts.extend(first_power.flat_map(|f| &f.facts));
    }
    let mut paths: Vec<String> = Vec::new();
    for fact in facts.into_iter().filter(|fact| !fact.known) {
        if !paths.contains(&fact.path) {
            paths.push(fact.path.clone());
        }
    }
    paths
}
