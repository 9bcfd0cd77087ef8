//! From rows as written to rows that are complete, or every reason why not.

use std::sync::LazyLock;

use super::raw::{RawChecklist, RawRequirement};
use super::row::Row;
use super::{Checklist, Requirement};
use crate::source::nearest::nearest;
use crate::source::{Flaw, Problem, Source, placed, yaml};

static BUILT_IN: LazyLock<Checklist> = LazyLock::new(|| {
    let raw = crate::source::built_in::<RawChecklist>(include_str!(concat!(
        env!("OUT_DIR"),
        "/ai-hpc.json"
    )));
    match resolve(raw) {
        Ok(checklist) => checklist,
        // Held by a test: the built-in list resolves.
        Err(errors) => unreachable!("built-in checklist: {errors:?}"),
    }
});

/// The built-in checklist.
#[must_use]
pub fn built_in() -> &'static Checklist {
    &BUILT_IN
}

/// A user's checklist, on top of the built-in one where it says so.
///
/// # Errors
/// Everything that is wrong with it, at its place.
pub fn read(source: &Source) -> Result<Checklist, Vec<Problem>> {
    let own = yaml::read::<RawChecklist>(source)?;
    extend(own).map_err(|flaws| placed(&flaws, source))
}

/// The built-in checklist with a user's changes.
///
/// # Errors
/// Every unknown id, missing source and senseless weight of the user's file.
pub fn extend(user: RawChecklist) -> Result<Checklist, Vec<Flaw>> {
    let mut errors = Vec::new();
    let extends_none = user.extends.is_none();
    let mut base = match user.extends.as_deref() {
        Some("ai-hpc") => built_in().raw.clone(),
        None => RawChecklist {
            categories: built_in().categories.clone(),
            ..RawChecklist::default()
        },
        Some(other) => {
            errors.push(Flaw::new(
                "extends",
                format!("no checklist is called `{other}`; built in: ai-hpc"),
            ));
            built_in().raw.clone()
        }
    };
    // Problems of the user's rows are told at the place where the user wrote them.
    let mut written_at = vec![None; base.requirements.len()];
    for (index, row) in user.requirements.into_iter().enumerate() {
        match base.requirements.iter_mut().position(|b| b.id == row.id) {
            Some(at) if written_at[at].is_some() => {
                errors.push(Flaw::new(
                    format!("requirements[{index}].id"),
                    format!("`{}` is written twice", row.id),
                ));
            }
            Some(at) => {
                overlay(&mut base.requirements[at], row);
                written_at[at] = Some(index);
            }
            None if is_change_only(&row) => {
                let near = nearest(&row.id, base.requirements.iter().map(|r| r.id.as_str()));
                let hint = match near {
                    Some(near) => format!("; did you mean `{near}`?"),
                    None if extends_none => {
                        "; `extends: ai-hpc` brings the built-in rows".to_owned()
                    }
                    None => "; a new row needs a metric and all that goes with it".to_owned(),
                };
                errors.push(Flaw::new(
                    format!("requirements[{index}].id"),
                    format!("no requirement is called `{}`{hint}", row.id),
                ));
            }
            None => {
                base.requirements.push(row);
                written_at.push(Some(index));
            }
        }
    }
    for category in user.categories {
        match base.categories.iter_mut().find(|c| c.id == category.id) {
            Some(known) => *known = category,
            None => base.categories.push(category),
        }
    }
    base.citations.extend(user.citations);
    base.name = user.name;
    base.version = user.version;
    base.summary = user.summary.or(base.summary);
    base.extends = None;
    match resolve(base) {
        Ok(checklist) if errors.is_empty() => Ok(checklist),
        Ok(_) => Err(errors),
        Err(more) => {
            errors.extend(more.into_iter().map(|e| relocate(e, &written_at)));
            Err(errors)
        }
    }
}

/// From the place in the merged list to the place in the user's file.
fn relocate(e: Flaw, written_at: &[Option<usize>]) -> Flaw {
    let place = e.path.strip_prefix("requirements[").and_then(|rest| {
        let (index, tail) = rest.split_once(']')?;
        let user = written_at
            .get(index.parse::<usize>().ok()?)
            .copied()
            .flatten()?;
        Some(format!("requirements[{user}]{tail}"))
    });
    Flaw {
        path: place.unwrap_or(e.path),
        message: e.message,
    }
}

fn is_change_only(row: &RawRequirement) -> bool {
    row.metric.is_none()
}

fn overlay(base: &mut RawRequirement, row: RawRequirement) {
    macro_rules! take {
        ($($key:ident),*) => { $(if row.$key.is_some() { base.$key = row.$key; })* };
    }
    // A new scale replaces the old one whole, so that a ramp and levels never mix.
    if row.levels.is_some() {
        (base.nothing, base.everything) = (None, None);
    } else if row.nothing.is_some() || row.everything.is_some() {
        base.levels = None;
    }
    take!(
        enabled, category, title, why, metric, nothing, everything, levels, weight, gate, dated,
        enough, fixability, route, applies, remedy, basis, sources, note
    );
}

fn resolve(raw: RawChecklist) -> Result<Checklist, Vec<Flaw>> {
    let mut errors = Vec::new();
    let mut requirements: Vec<Requirement> = Vec::new();
    for (index, row) in raw.requirements.iter().enumerate() {
        if row.enabled == Some(false) {
            continue;
        }
        let mut row_errors = Vec::new();
        let resolved = Row {
            raw: &raw,
            row,
            errors: &mut row_errors,
        }
        .resolve();
        if requirements.iter().any(|r| r.id == row.id) {
            row_errors.push(Flaw::new("id", format!("`{}` is written twice", row.id)));
        }
        errors.extend(row_errors.into_iter().map(|e| {
            Flaw::new(
                format!("requirements[{index}].{}", e.path),
                format!("{}: {}", row.id, e.message),
            )
        }));
        requirements.extend(resolved);
    }
    if errors.is_empty() && requirements.is_empty() {
        errors.push(Flaw::new(
            "requirements",
            "the checklist has no requirement that is switched on",
        ));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Checklist {
        name: raw.name.clone(),
        version: raw.version.clone(),
        categories: raw.categories.clone(),
        requirements,
        citations: raw.citations.clone(),
        raw,
    })
}
