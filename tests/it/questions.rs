//! The question bank, `questions.yml`: themes in order, and faults named where they stand.

use crate::fixture::{book, build};

#[test]
fn faults_of_the_question_bank_are_named() {
    let said = |questions: &str| build(&book(&format!("-- guide/a.md --\n# A\n-- questions.yml --\n{questions}"))).said();
    assert_eq!(said("starter: {title: Start, questions: [What matters?]}\n"), [""; 0]);
    assert_eq!(said("# none yet\n"), [""; 0]);
    assert_eq!(said("starter: {title: Start, questions: []}\n"), ["missing-field: the theme `starter` has no question"]);
    assert_eq!(said("starter: {questions: [What?]}\n"), ["missing-field: the field `title` is missing"]);
    assert_eq!(said("starter: {title: A, questons: [What?]}\n"), ["unknown-field: there is no field `questons` here"]);
    assert_eq!(said("a b: {title: A, questions: [What?]}\n"), ["unknown-value: `a b` cannot be an id"]);
    let comment = said("starter:\n  title: A\n  questions:\n    - What is #1?\n");
    assert_eq!(comment, ["yaml-comment: YAML takes this for a comment and drops it from the text"]);
}
