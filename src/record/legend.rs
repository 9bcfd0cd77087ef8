//! What is the same for every site, and so stands once: titles, units and sources of requirements, names of works,
//! questions. Entries name them by id; a document has them behind its sites, lines in a line before the first
//! that needs them.
//!
//! A third of a report on one site was such texts, said again with each site. `rackready list` has them too, but a report
//! is to be read by who has it alone, years later.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::FindingEntry;
use super::quantity::Rounded;
use super::question::QuestionEntry;
use super::site::SiteRecord;
use crate::checklist::Whom;
use crate::units::MetricUnit;

/// What the ids of entries stand for. Every id that an entry has is here, and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Legend {
    /// Targets in words, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    targets: BTreeMap<String, String>,
    /// Categories by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    categories: BTreeMap<String, CategoryText>,
    /// Requirements by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    requirements: BTreeMap<String, RequirementText>,
    /// Remedies, and the works that are made of them, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    remedies: BTreeMap<String, RemedyText>,
    /// What soft costs pay for, by id of their price.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    soft_costs: BTreeMap<String, String>,
    /// What limits are, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    limits: BTreeMap<String, String>,
    /// Questions by the paths of the facts that they ask for, a blank between.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    questions: BTreeMap<String, QuestionText>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct CategoryText {
    /// Its name.
    name: String,
    /// Whether it is a family of the retrofit checklist, which is closed by works; the others come with the site.
    retrofit: bool,
}

/// A row of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct RequirementText {
    /// What it asks, in short.
    title: String,
    /// Id of its category.
    category: String,
    /// Whether it is about a hall that stands, so that a new hall leaves it behind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    of_standing_hall: bool,
    /// Unit of what the site has and of what is required; left out for counts, ratios and words.
    #[serde(default = "plain", skip_serializing_if = "is_plain")]
    #[schemars(with = "String")]
    unit: MetricUnit,
    /// Whether no more than what is required earns everything, rather than no less.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    at_most: bool,
    /// Its weight.
    weight: Rounded,
    /// Id of the remedy; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
    /// Ids of the sources it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sources: Vec<String>,
}

fn plain() -> MetricUnit {
    MetricUnit::Plain
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so serde asks")]
fn is_plain(unit: &MetricUnit) -> bool {
    *unit == MetricUnit::Plain
}

/// A remedy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct RemedyText {
    /// Its name.
    name: String,
    /// Who does it: operator, utility and so on.
    owner: String,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct QuestionText {
    /// Whom to ask.
    #[schemars(with = "String")]
    ask: Whom,
    /// The question.
    question: String,
}

/// An id that a legend does not explain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the legend of this report has no {kind} `{id}`; a report in lines has its legend in a line before the sites, \
     which goes with every part of it"
)]
pub(super) struct Untold {
    kind: &'static str,
    id: String,
}

fn told<'l, T>(
    texts: &'l BTreeMap<String, T>,
    kind: &'static str,
    id: &str,
) -> Result<&'l T, Untold> {
    texts.get(id).ok_or_else(|| Untold {
        kind,
        id: id.to_owned(),
    })
}

/// Takes what is told, and gives back what of it was not known.
fn news<T: Clone + PartialEq>(
    known: &mut BTreeMap<String, T>,
    told: &BTreeMap<String, T>,
) -> BTreeMap<String, T> {
    let unknown = told
        .iter()
        .filter(|(id, text)| known.get(*id) != Some(*text));
    let news: BTreeMap<String, T> = unknown
        .map(|(id, text)| (id.clone(), text.clone()))
        .collect();
    known.extend(news.clone());
    news
}

/// What the legend calls a question by.
fn question_id(question: &QuestionEntry) -> String {
    question.facts.join(" ")
}

impl Legend {
    /// What the entries of a site name by id.
    #[must_use]
    pub fn of(site: &SiteRecord) -> Self {
        let mut legend = Self::default();
        let Self {
            targets,
            categories,
            requirements,
            remedies,
            soft_costs,
            limits,
            questions,
        } = &mut legend;
        targets.insert(site.target.clone(), site.target_name.clone());
        for category in &site.categories {
            let text = CategoryText {
                name: category.name.clone(),
                retrofit: category.retrofit,
            };
            categories.insert(category.id.clone(), text);
        }
        let mut remedy = |id: &str, name: &str, owner: &str| {
            let text = RemedyText {
                name: name.to_owned(),
                owner: owner.to_owned(),
            };
            remedies.insert(id.to_owned(), text);
        };
        for finding in &site.findings {
            requirements.insert(finding.requirement.clone(), RequirementText::of(finding));
            if let Some((id, closing)) = finding.remedy.as_ref().zip(finding.closing.as_ref()) {
                remedy(id, &closing.name, &closing.owner);
            }
        }
        for work in &site.plan.works {
            remedy(&work.remedy, &work.name, &work.owner);
        }
        for work in &site.plan.beyond {
            remedy(&work.remedy, &work.name, &work.owner);
        }
        let soft = site.plan.soft_costs.iter();
        soft_costs.extend(soft.map(|soft| (soft.price.clone(), soft.item.clone())));
        let labels = site.capacity.limits.iter();
        limits.extend(labels.map(|limit| (limit.id.clone(), limit.label.clone())));
        questions.extend(site.asking.questions.iter().map(|asked| {
            let text = QuestionText {
                ask: asked.ask,
                question: asked.question.clone(),
            };
            (question_id(asked), text)
        }));
        legend
    }

    /// What the entries of some sites name by id.
    #[must_use]
    pub fn of_all(sites: &[SiteRecord]) -> Self {
        let mut legend = Self::default();
        for site in sites {
            legend.learn(&Self::of(site));
        }
        legend
    }

    /// Takes what another explains, and gives back what of it was not known.
    pub fn learn(&mut self, other: &Self) -> Self {
        Self {
            targets: news(&mut self.targets, &other.targets),
            categories: news(&mut self.categories, &other.categories),
            requirements: news(&mut self.requirements, &other.requirements),
            remedies: news(&mut self.remedies, &other.remedies),
            soft_costs: news(&mut self.soft_costs, &other.soft_costs),
            limits: news(&mut self.limits, &other.limits),
            questions: news(&mut self.questions, &other.questions),
        }
    }

    /// Whether it explains nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Puts what stands here once into a site that was read.
    ///
    /// # Errors
    /// The first id that is not explained.
    pub(super) fn explain(&self, site: &mut SiteRecord) -> Result<(), Untold> {
        let target = told(&self.targets, "target", &site.target)?;
        site.target_name.clone_from(target);
        for category in &mut site.categories {
            let text = told(&self.categories, "category", &category.id)?;
            category.name.clone_from(&text.name);
            category.retrofit = text.retrofit;
        }
        let remedy = |id: &str| {
            let text = told(&self.remedies, "remedy", id)?;
            Ok((text.name.clone(), text.owner.clone()))
        };
        for finding in &mut site.findings {
            told(&self.requirements, "requirement", &finding.requirement)?.explain(finding);
            if let Some((id, closing)) = finding.remedy.as_ref().zip(finding.closing.as_mut()) {
                (closing.name, closing.owner) = remedy(id)?;
            }
        }
        for work in &mut site.plan.works {
            (work.name, work.owner) = remedy(&work.remedy)?;
        }
        for work in &mut site.plan.beyond {
            (work.name, work.owner) = remedy(&work.remedy)?;
        }
        for soft in &mut site.plan.soft_costs {
            let item = told(&self.soft_costs, "soft cost", &soft.price)?;
            soft.item.clone_from(item);
        }
        for limit in &mut site.capacity.limits {
            let label = told(&self.limits, "limit", &limit.id)?;
            limit.label.clone_from(label);
        }
        for asked in &mut site.asking.questions {
            let text = told(&self.questions, "question about", &question_id(asked))?;
            asked.ask = text.ask;
            asked.question.clone_from(&text.question);
        }
        Ok(())
    }
}

impl RequirementText {
    fn of(finding: &FindingEntry) -> Self {
        Self {
            title: finding.title.clone(),
            category: finding.category.clone(),
            of_standing_hall: finding.of_standing_hall,
            unit: finding.unit,
            at_most: finding.at_most,
            weight: finding.weight,
            remedy: finding.remedy.clone(),
            sources: finding.sources.clone(),
        }
    }

    fn explain(&self, finding: &mut FindingEntry) {
        let text = self.clone();
        finding.title = text.title;
        finding.category = text.category;
        finding.of_standing_hall = text.of_standing_hall;
        finding.unit = text.unit;
        finding.at_most = text.at_most;
        finding.weight = text.weight;
        finding.remedy = text.remedy;
        finding.sources = text.sources;
        finding.put_in_words();
    }
}
