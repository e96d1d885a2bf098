//! Reads the content files: says in plain words which file and line is wrong and what it
//! expects, so that somebody with a text editor can put it right.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::basics::ids::{CUSTOM_PREFIX, VariantId};
use crate::programme::content::library::ContentError;
use crate::programme::dose::{Progress, Seconds};
use crate::programme::exercise::{Advice, ExerciseFile, Precaution, Variant};
use crate::programme::parts::{Phase, Side, Sides};

/// A content file's path and text, to point into.
#[derive(Clone, Copy)]
pub(super) struct SourceFile<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl SourceFile<'_> {
    pub(super) fn parse<T: DeserializeOwned>(self) -> Result<T, ContentError> {
        toml::from_str(self.text).map_err(|error| ContentError {
            file: self.path.to_owned(),
            line: error
                .span()
                .map_or(1, |span| line_at(self.text, span.start)),
            // What serde calls a variant is no variant of an exercise.
            problem: error
                .message()
                .trim()
                .replace('\n', ", ")
                .replace("unknown variant", "unknown value"),
        })
    }

    /// People's own routines and exercises have ids of their own.
    pub(super) fn check_name(self, name: &str) -> Result<(), ContentError> {
        if name.starts_with(CUSTOM_PREFIX) {
            Err(self.wrong(
                None,
                format!("`{name}` begins like the ids of people's own; expected another name"),
            ))
        } else {
            Ok(())
        }
    }

    /// An error at the first line that has the word, or at the first line.
    pub(super) fn wrong(self, word: Option<&str>, problem: impl fmt::Display) -> ContentError {
        let line = word.and_then(|word| {
            self.text.lines().position(|line| {
                line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                    .any(|part| part == word)
            })
        });
        ContentError {
            file: self.path.to_owned(),
            line: line.map_or(1, |index| index + 1),
            problem: problem.to_string(),
        }
    }

    /// The first line that sets a key to a text, counted from 1.
    pub(super) fn line_of(self, key: &str, value: &str) -> Option<usize> {
        let wanted = format!("{key} = \"{value}\"");
        let is_wanted = |line: &str| line.split('#').next().is_some_and(|l| l.trim() == wanted);
        Some(self.text.lines().position(is_wanted)? + 1)
    }

    /// An error at the line that sets a key to a text, or at the first line.
    pub(super) fn wrong_at(
        self,
        key: &str,
        value: &str,
        problem: impl fmt::Display,
    ) -> ContentError {
        ContentError {
            file: self.path.to_owned(),
            line: self.line_of(key, value).unwrap_or(1),
            problem: problem.to_string(),
        }
    }
}

pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// Checks what concerns several fields at once.
pub(super) fn check_exercise(
    file: &ExerciseFile,
    source: SourceFile<'_>,
) -> Result<(), ContentError> {
    check_sides(
        file.sides,
        file.first_side,
        file.switch_s,
        file.switch_through,
        source,
    )?;
    if file.regions.is_empty() {
        return Err(source.wrong(
            Some("regions"),
            "an exercise is for something; expected at least one region",
        ));
    }
    if let Some(id) = first_twice(file.regions.iter().map(|r| r.id())) {
        return Err(source.wrong(Some("regions"), format!("the region `{id}` is there twice")));
    }
    check_phases(&file.phases, source)?;
    check_dose(&file.dose, source)?;
    for variant in &file.variants {
        check_sides_of(variant, file, source)?;
        if let Some(phases) = &variant.phases {
            check_phases(phases, source)?;
        }
        if let Some(dose) = &variant.dose {
            check_dose(dose, source)?;
        }
    }
    if let Some(id) = first_twice(file.variants.iter().map(|v| v.id.as_str())) {
        return Err(source.wrong(Some(id), format!("the variant `{id}` is there twice")));
    }
    if let Some(id) = first_twice(file.precautions.iter().map(|p| p.condition.id())) {
        return Err(source.wrong(Some(id), format!("the condition `{id}` is there twice")));
    }
    for variant in &file.variants {
        check_avoid(variant, source)?;
    }
    for precaution in &file.precautions {
        check_precaution(precaution, &file.variants, source)?;
    }
    Ok(())
}

pub(super) fn check_sides(
    sides: Sides,
    first_side: Option<Side>,
    switch_s: Seconds,
    switch_through: bool,
    source: SourceFile<'_>,
) -> Result<(), ContentError> {
    let two = sides != Sides::None;
    if two && first_side.is_none() {
        return Err(source.wrong(
            Some("sides"),
            "an exercise with sides says which comes first; expected `first_side = \"left\"` or `\"right\"`",
        ));
    }
    if !two && first_side.is_some() {
        return Err(source.wrong(
            Some("first_side"),
            "expected no `first_side` where `sides = \"none\"`",
        ));
    }
    if two && switch_s.get() == 0 {
        return Err(source.wrong(
            Some("switch_s"),
            "an exercise with sides says how long the change takes; expected `switch_s` of at least 1",
        ));
    }
    if switch_through && sides != Sides::Alternating {
        return Err(source.wrong(
            Some("switch_through"),
            "only alternating sides can be switched straight through; expected `sides = \"alternating\"`",
        ));
    }
    Ok(())
}

/// Checks a variant's sides together with what it takes over from its exercise.
pub(super) fn check_sides_of(
    variant: &Variant,
    file: &ExerciseFile,
    source: SourceFile<'_>,
) -> Result<(), ContentError> {
    let sides = variant.sides.unwrap_or(file.sides);
    let (first_side, switch_s, switch_through) = match sides {
        Sides::None => (None, Seconds::default(), false),
        Sides::Each => (file.first_side, file.switch_s, false),
        Sides::Alternating => (file.first_side, file.switch_s, file.switch_through),
    };
    check_sides(
        sides,
        variant.first_side.or(first_side),
        variant.switch_s.unwrap_or(switch_s),
        variant.switch_through.unwrap_or(switch_through),
        source,
    )
    .map_err(|error| ContentError {
        problem: format!("variant `{}`: {}", variant.id, error.problem),
        line: source
            .line_of("id", variant.id.as_str())
            .unwrap_or(error.line),
        ..error
    })
}

/// Checks the conditions that a variant isn't for.
pub(super) fn check_avoid(variant: &Variant, source: SourceFile<'_>) -> Result<(), ContentError> {
    let id = variant.id.as_str();
    if let Some(condition) = first_twice(variant.avoid.iter().map(|c| c.id())) {
        return Err(source.wrong_at(
            "id",
            id,
            format!("`{id}` avoids `{condition}` twice; expected each condition once"),
        ));
    }
    for graver in &variant.avoid {
        for milder in graver.with_milder().skip(1) {
            if variant.avoid.contains(&milder) {
                return Err(source.wrong_at(
                    "id",
                    id,
                    format!(
                        "`{id}` avoids `{graver}` with `{milder}` already; expected only `{milder}`"
                    ),
                ));
            }
        }
    }
    Ok(())
}

pub(super) fn check_precaution(
    precaution: &Precaution,
    variants: &[Variant],
    source: SourceFile<'_>,
) -> Result<(), ContentError> {
    let condition = precaution.condition;
    let wrong = |problem: String| Err(source.wrong_at("condition", condition.id(), problem));
    let suitable: Vec<_> = variants
        .iter()
        .filter(|variant| variant.guided && !variant.is_avoided_by(condition))
        .map(|variant| variant.id.as_str())
        .collect();
    let suitable = suitable.join(", ");
    match precaution.advice {
        Advice::Swap if precaution.variants.is_empty() => {
            return wrong(format!(
                "a swap says what to do instead with `{condition}`; expected `variants` with one or more of {suitable}"
            ));
        }
        Advice::LeaveOut | Advice::AskFirst if !precaution.variants.is_empty() => {
            return wrong(format!(
                "only `swap` and `gentler` name variants; expected no `variants` with `{condition}`, or another `advice`"
            ));
        }
        Advice::Swap | Advice::Gentler | Advice::LeaveOut | Advice::AskFirst => {}
    }
    if let Some(id) = first_twice(precaution.variants.iter().map(VariantId::as_str)) {
        return wrong(format!(
            "the variant `{id}` is there twice with `{condition}`; expected each once"
        ));
    }
    for id in &precaution.variants {
        match variants.iter().find(|variant| variant.id == *id) {
            None => {
                return wrong(format!(
                    "there is no variant `{id}` to do with `{condition}`; expected some of {suitable}"
                ));
            }
            Some(variant) if !variant.guided => {
                return wrong(format!(
                    "nobody can be guided through the variant `{id}` with `{condition}`; expected `guided = true` there, or some of {suitable}"
                ));
            }
            Some(variant) if variant.is_avoided_by(condition) => {
                return wrong(format!(
                    "`{condition}` asks for the variant `{id}`, and that one avoids it; expected some of {suitable}, or another `avoid`"
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

pub(super) fn check_phases(phases: &[Phase], source: SourceFile<'_>) -> Result<(), ContentError> {
    if phases.is_empty() {
        return Err(source.wrong(Some("phases"), "expected at least one [[phases]]"));
    }
    if let Some(id) = first_twice(phases.iter().map(|p| p.id.as_str())) {
        return Err(source.wrong(Some(id), format!("the phase `{id}` is there twice")));
    }
    for phase in phases {
        if phase.move_s.get() == 0 {
            return Err(source.wrong(
                Some("move_s"),
                format!(
                    "nobody gets into `{}` in no time; expected `move_s` of at least 1",
                    phase.id
                ),
            ));
        }
    }
    Ok(())
}

pub(super) fn check_dose(
    dose: &crate::programme::dose::Dose,
    source: SourceFile<'_>,
) -> Result<(), ContentError> {
    if dose.sets.low == 0 || dose.sets.high > 10 {
        return Err(source.wrong(Some("sets"), "expected 1 to 10 sets"));
    }
    if dose.reps.low == 0 || dose.reps.high > 50 {
        return Err(source.wrong(Some("reps"), "expected 1 to 50 repetitions"));
    }
    if dose.rest_s.get() > 0 && dose.rest_source.is_none() {
        return Err(source.wrong(
            Some("rest_s"),
            "a rest has a source; expected `rest_source = \"given\"` or `\"ours\"`",
        ));
    }
    if (dose.progress == Progress::TopHold) != dose.hold_limit_s.is_some() {
        return Err(source.wrong(
            Some("progress"),
            "`hold_limit_s` goes with `progress = \"top-hold\"`; expected both or neither",
        ));
    }
    for easier in &dose.easier {
        if easier.reps == Some(0) || easier.sets == Some(0) {
            return Err(source.wrong(Some("easier"), "expected at least 1 repetition and 1 set"));
        }
        if easier.sets.is_none() && easier.reps.is_none() && easier.hold_s.is_none() {
            return Err(source.wrong(
                Some("easier"),
                "an easier dose names what is less; expected `sets`, `reps` or `hold_s`",
            ));
        }
    }
    Ok(())
}

pub(super) fn first_twice<'a>(ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    let mut ids = ids;
    ids.find(|id| !seen.insert(*id))
}
