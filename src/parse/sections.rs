//! The parts of level and skill pages: identity, expectations with their signals, steps, other prose.

use super::page::Scene;
use crate::book::{Body, Content, Expectation, Id, LevelMatter, Located, Node, NodeRange, Nodes, SkillMatter, SkillSection, Tag};
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// The words that open an entry of an expectation's list.
const KEYWORDS: [(&str, Keyword); 3] = [("signal:", Keyword::Signal), ("not yet:", Keyword::NotYet), ("example:", Keyword::Example)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyword {
    Signal,
    NotYet,
    Example,
}

/// Splits a level's body: first paragraph, expectations, the rest.
pub(super) fn level(scene: &mut Scene<'_>, body: &Body, matter: LevelMatter) -> Content {
    let lead = body.lead();
    let blocks = body.parts(lead.clone());
    let first = blocks.iter().find(|block| matches!(body.nodes[block.start], Node::Start(Tag::Paragraph)));
    let identity = first.cloned().unwrap_or(lead.start..lead.start);
    let mut rest: Nodes = blocks.into_iter().filter(|block| *block != identity).collect();
    let mut expectations: Vec<Expectation> = Vec::new();
    for (number, heading) in body.headings.iter().enumerate().filter(|(_, heading)| heading.top) {
        let attribute = |key: &str| heading.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let Some(skill) = attribute("skill") else {
            rest.push(heading.node..body.section(number).end);
            continue;
        };
        let rev = attribute("rev").map_or(1, |written| revision(scene, written, &body.attribute_range(heading, "rev")));
        let local = Id::new(&heading.id);
        if !heading.explicit {
            let message = "this expectation has no id; until it has one, changing its heading loses readers' evidence";
            let diagnostic = Diagnostic::at(Code::ItemWithoutId, scene.origin.span(&heading.range), message);
            scene.diagnostics.push(diagnostic.help(format!("run `rungs ids`, or write `{{#{} skill={skill}}}` behind it", heading.id)));
        }
        let range = body.attribute_range(heading, "skill");
        let skill = Located { value: Id::new(skill), start: range.start, end: range.end };
        let parts = expectation_parts(body, body.section(number));
        let title = heading.title.clone();
        let Parts { statement, signals, not_yet, examples } = parts;
        expectations.push(Expectation { local, title, skill, rev, heading: number, statement, signals, not_yet, examples });
    }
    warn_of_items(scene, body);
    Content::Level { matter, identity, expectations, rest }
}

/// The number behind `rev=`; 1, and a fault, when it is none.
fn revision(scene: &mut Scene<'_>, written: &str, range: &Range<usize>) -> u32 {
    written.parse().ok().filter(|rev| *rev > 0).unwrap_or_else(|| {
        let message = format!("`{written}` is not a number");
        let diagnostic = Diagnostic::at(Code::AttributeSyntax, scene.origin.span(range), message);
        scene.diagnostics.push(diagnostic.help("write `rev=2` when the meaning changed"));
        1
    })
}

fn warn_of_items(scene: &mut Scene<'_>, body: &Body) {
    for item in &body.items {
        let span = scene.origin.span(&item.line);
        let diagnostic = Diagnostic::at(Code::ItemInLevel, span, "a level is not a checklist");
        scene
            .diagnostics
            .push(diagnostic.help("put practice into `checklists/` with `level:`, and what the level means into an expectation"));
    }
}

struct Parts {
    statement: Nodes,
    signals: Vec<NodeRange>,
    not_yet: Vec<NodeRange>,
    examples: Vec<NodeRange>,
}

/// Splits what stands below an expectation's heading. A list whose every entry opens with a keyword
/// holds signals; everything else is the statement.
fn expectation_parts(body: &Body, section: NodeRange) -> Parts {
    let mut parts = Parts { statement: Vec::new(), signals: Vec::new(), not_yet: Vec::new(), examples: Vec::new() };
    for block in body.parts(section) {
        match keyword_list(body, &block) {
            None => parts.statement.push(block),
            Some(entries) => {
                for (keyword, range) in entries {
                    match keyword {
                        Keyword::Signal => parts.signals.push(range),
                        Keyword::NotYet => parts.not_yet.push(range),
                        Keyword::Example => parts.examples.push(range),
                    }
                }
            }
        }
    }
    parts
}

fn keyword_list(body: &Body, block: &NodeRange) -> Option<Vec<(Keyword, NodeRange)>> {
    if !matches!(body.nodes[block.start], Node::Start(Tag::List(_))) {
        return None;
    }
    body.parts(block.start + 1..block.end - 1)
        .into_iter()
        .map(|entry| {
            let inner = entry.start + 1..entry.end - 1;
            keyword(&body.plain(inner.clone())).map(|keyword| (keyword, inner))
        })
        .collect()
}

fn keyword(text: &str) -> Option<Keyword> {
    let lower = text.to_lowercase();
    KEYWORDS.iter().find(|(word, _)| lower.starts_with(word)).map(|(_, keyword)| *keyword)
}

/// How many bytes of a text are a keyword and the space behind it: they are shown as a label instead.
#[must_use]
pub fn keyword_length(text: &str) -> usize {
    KEYWORDS
        .iter()
        .filter_map(|(word, _)| text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)))
        .map(|start| start.len() + text[start.len()..].len() - text[start.len()..].trim_start().len())
        .next()
        .unwrap_or(0)
}

/// Splits a skill's body: introduction, five steps, the rest.
pub(super) fn skill(scene: &mut Scene<'_>, body: &Body, matter: SkillMatter) -> Content {
    let mut steps: Vec<SkillSection> = Vec::new();
    let mut rest: Nodes = Vec::new();
    for (number, heading) in body.headings.iter().enumerate().filter(|(_, heading)| heading.top) {
        let nodes = body.section(number);
        let Some((_, step)) = heading.attributes.iter().find(|(key, _)| key == "step") else {
            rest.push(heading.node..nodes.end);
            continue;
        };
        match step.parse() {
            Ok(step @ 1..=5) if !steps.iter().any(|other| other.step == step) => {
                steps.push(SkillSection { step, heading: number, nodes });
            }
            Ok(1..=5) => {
                let span = scene.origin.span(&body.attribute_range(heading, "step"));
                let message = format!("step {step} stands here for the second time");
                scene.diagnostics.push(Diagnostic::at(Code::SkillSteps, span, message).help("keep one of the two"));
            }
            _ => {
                let span = scene.origin.span(&body.attribute_range(heading, "step"));
                let message = format!("`{step}` is not a step");
                scene.diagnostics.push(Diagnostic::at(Code::StepRange, span, message).help("a step is a number from 1 to 5"));
            }
        }
    }
    steps.sort_by_key(|section| section.step);
    let missing: Vec<String> =
        (1..=5).filter(|step| !steps.iter().any(|section| section.step == *step)).map(|step: u8| step.to_string()).collect();
    if let Some((last, others)) = missing.split_last() {
        let message = match others {
            [] => format!("this skill does not say what step {last} means"),
            others => format!("this skill does not say what steps {} and {last} mean", others.join(", ")),
        };
        let diagnostic = Diagnostic::in_file(Code::SkillSteps, &scene.origin.source, message);
        scene.diagnostics.push(diagnostic.help("write a heading like `## Contributes {step=3}` for each of the five"));
    }
    Content::Skill { matter, intro: body.lead(), steps, rest }
}

#[cfg(test)]
mod tests {
    use super::keyword_length;

    #[test]
    fn keywords_are_cut_with_their_space() {
        assert_eq!(keyword_length("signal: Teams"), 8);
        assert_eq!(keyword_length("Not yet:  X"), 10);
        assert_eq!(keyword_length("Signals: x"), 0);
    }
}
