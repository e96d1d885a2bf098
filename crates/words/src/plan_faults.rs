//! What is wrong with a plan that somebody wrote, in their words.

use unhunch_domain::programme::custom::{Fault, Problem};

use crate::fluent::{Argument, Words};

/// A fault as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultWords {
    /// The line in the file; empty where there is none.
    pub line: String,
    /// Where it is: "Exercise 3, sets"; empty for all of it.
    pub place: String,
    /// What is wrong, and what belongs there.
    pub sentence: String,
}

impl FaultWords {
    /// The words of a fault.
    pub fn of(words: &Words, fault: &Fault) -> Self {
        Self {
            line: fault.line.map_or_else(String::new, |line| {
                words.with("plan-line", &[("line", line.into())])
            }),
            place: place(words, &fault.path),
            sentence: sentence(words, &fault.problem),
        }
    }

    /// Where it is: "Line 7, exercise 3, sets"; empty for all of it.
    pub fn at(&self) -> String {
        let parts = [self.line.as_str(), self.place.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    /// All of it in a line.
    pub fn whole(&self) -> String {
        let at = self.at();
        if at.is_empty() {
            self.sentence.clone()
        } else {
            format!("{at}: {}", self.sentence)
        }
    }
}

/// Where in a plan something is.
fn place(words: &Words, path: &str) -> String {
    let mut parts = Vec::new();
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        let number = steps.peek().and_then(|next| next.parse::<usize>().ok());
        let numbered =
            |key: &str, number: usize| words.with(key, &[("number", (number + 1).into())]);
        match (step, number) {
            ("", _) => {}
            ("items", Some(number)) => parts.push(numbered("plan-place-item", number)),
            ("exercises", Some(number)) => parts.push(numbered("plan-place-own", number)),
            ("phases", Some(number)) => parts.push(numbered("plan-place-phase", number)),
            (key, _) => parts.push(key.to_owned()),
        }
        if number.is_some() {
            steps.next();
        }
    }
    parts.join(", ")
}

/// What is wrong, and what belongs there.
pub fn sentence(words: &Words, problem: &Problem) -> String {
    let choices = choices(problem);
    let (key, mut arguments) = said(problem);
    arguments.push(("choices", (&choices).into()));
    let sentence = words.with(key, &arguments);
    match meant(problem) {
        None => sentence,
        Some(meant) => {
            let meant = words.with("plan-meant", &[("meant", meant.into())]);
            format!("{sentence} {meant}")
        }
    }
}

/// What can be chosen instead, each in quotation marks.
fn choices(problem: &Problem) -> String {
    let (Problem::UnknownKey { known: list, .. }
    | Problem::Choice { choices: list, .. }
    | Problem::NotWarmUp { moves: list, .. }
    | Problem::UnknownVariant { choices: list, .. }) = problem
    else {
        return String::new();
    };
    let quoted: Vec<String> = list.iter().map(|one| format!("“{one}”")).collect();
    quoted.join(", ")
}

/// What is probably meant.
fn meant(problem: &Problem) -> Option<&str> {
    let (Problem::UnknownKey { meant, .. }
    | Problem::Choice { meant, .. }
    | Problem::UnknownExercise { meant, .. }
    | Problem::UnknownVariant { meant, .. }
    | Problem::UnknownOwn { meant, .. }) = problem
    else {
        return None;
    };
    meant.as_deref()
}

/// The message of a problem, with what it says of this one.
#[allow(
    clippy::too_many_lines,
    reason = "one line or two for each problem there is"
)]
fn said(problem: &Problem) -> (&'static str, Vec<(&'static str, Argument<'_>)>) {
    fn found(text: &str) -> Vec<(&'static str, Argument<'_>)> {
        vec![("found", text.into())]
    }
    match problem {
        Problem::NotText => ("plan-problem-not-text", vec![]),
        Problem::TooDeep => ("plan-problem-too-deep", vec![]),
        Problem::NotAPlan => ("plan-problem-not-a-plan", vec![]),
        Problem::Missing => ("plan-problem-missing", vec![]),
        Problem::Text { .. } => ("plan-problem-text", vec![]),
        Problem::List { .. } => ("plan-problem-list", vec![]),
        Problem::Table { .. } => ("plan-problem-table", vec![]),
        Problem::Empty => ("plan-problem-empty", vec![]),
        Problem::Lines => ("plan-problem-lines", vec![]),
        Problem::NothingToPlay => ("plan-problem-nothing-to-play", vec![]),
        Problem::NoPhases => ("plan-problem-no-phases", vec![]),
        Problem::BothKinds => ("plan-problem-both-kinds", vec![]),
        Problem::NeitherKind => ("plan-problem-neither-kind", vec![]),
        Problem::VariantOfOwn => ("plan-problem-variant-of-own", vec![]),
        Problem::NoSides => ("plan-problem-no-sides", vec![]),
        Problem::TwoFigures => ("plan-problem-two-figures", vec![]),
        Problem::TooLongToPlay => ("plan-problem-too-long-to-play", vec![]),
        Problem::Unreadable { line } => ("plan-problem-unreadable", found(line)),
        Problem::WrittenTwice { line } => ("plan-problem-written-twice", found(line)),
        Problem::UnknownKey { key, .. } => ("plan-problem-unknown-key", found(key)),
        Problem::Hidden { code } => ("plan-problem-hidden", found(code)),
        Problem::Choice { found: text, .. } => ("plan-problem-choice", found(text)),
        Problem::Twice { found: text } => ("plan-problem-twice", found(text)),
        Problem::BadId { found: text } => ("plan-problem-bad-id", found(text)),
        Problem::UnknownExercise { found: text, .. } => {
            ("plan-problem-unknown-exercise", found(text))
        }
        Problem::OwnIsMeant { found: text } => ("plan-problem-own-is-meant", found(text)),
        Problem::NotWarmUp { found: text, .. } => ("plan-problem-not-warm-up", found(text)),
        Problem::UnknownOwn { found: text, .. } => ("plan-problem-unknown-own", found(text)),
        Problem::NoSuchFigure { exercise } => ("plan-problem-no-such-figure", found(exercise)),
        Problem::Poses { problem } => ("plan-problem-poses", found(problem)),
        Problem::TooLarge { most_kb } => {
            ("plan-problem-too-large", vec![("most", (*most_kb).into())])
        }
        Problem::TooManyPoses { most_kb } => (
            "plan-problem-too-many-poses",
            vec![("most", (*most_kb).into())],
        ),
        Problem::FigureTooMuch { percent } => (
            "plan-problem-figure-too-much",
            vec![("percent", (*percent).into())],
        ),
        Problem::FiguresTooMuch { percent, this } => (
            "plan-problem-figures-too-much",
            vec![("percent", (*percent).into()), ("this", (*this).into())],
        ),
        Problem::Newer { version, .. } => {
            ("plan-problem-newer", vec![("version", (*version).into())])
        }
        Problem::TooLong { length, most } => (
            "plan-problem-too-long",
            vec![("length", (*length).into()), ("most", (*most).into())],
        ),
        Problem::TooMany { count, most } => (
            "plan-problem-too-many",
            vec![("count", (*count).into()), ("most", (*most).into())],
        ),
        Problem::Number { found, low, high } => {
            let limits = [("low", (*low).into()), ("high", (*high).into())];
            if found.is_empty() {
                ("plan-problem-number-needed", limits.into())
            } else {
                let mut arguments = Vec::from(limits);
                arguments.push(("found", found.into()));
                ("plan-problem-number", arguments)
            }
        }
        Problem::UnknownVariant {
            exercise,
            found,
            choices,
            ..
        } => (
            if choices.is_empty() {
                "plan-problem-no-variants"
            } else {
                "plan-problem-unknown-variant"
            },
            vec![("exercise", exercise.into()), ("found", found.into())],
        ),
    }
}
