//! Facts that one question brings together.

use crate::checklist::{Together, Whom, question_of, together_of};
use crate::typical::Layout;

/// Facts that are asked for together.
pub(super) struct Group {
    pub(super) whom: Whom,
    pub(super) question: String,
    pub(super) slots: Vec<usize>,
}

/// Unknown facts by the question that asks for them: that of one fact in all entries of its list, or that of several
/// facts where more than one of them is unknown. No question comes twice.
pub(super) fn groups(layout: &Layout, unknown: &[usize]) -> Vec<Group> {
    let number = |slot: usize| layout.fact(slot).0;
    let is_alone = |together: &Together, slot: usize| {
        let mut others = unknown
            .iter()
            .filter(|other| number(**other) != number(slot));
        !others.any(|other| {
            together_of(number(*other)).is_some_and(|found| std::ptr::eq(found, together))
        })
    };
    let mut groups: Vec<Group> = Vec::new();
    for slot in unknown {
        let together = together_of(number(*slot)).filter(|found| !is_alone(found, *slot));
        let (whom, question) = match (together, question_of(number(*slot))) {
            (Some(together), _) => (together.ask, together.question.clone()),
            (None, Some(own)) => (own.ask, own.question.clone()),
            (None, None) => (Whom::Operator, format!("What is {}?", layout.path(*slot))),
        };
        match groups.iter_mut().find(|group| group.question == question) {
            Some(group) => group.slots.push(*slot),
            None => groups.push(Group {
                whom,
                question,
                slots: vec![*slot],
            }),
        }
    }
    groups
}
