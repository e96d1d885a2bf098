//! The words of what is played, wherever they come from: the content has those of its own
//! exercises, a person's own exercise brings its own along.

use unhunch_domain::programme::exercise::{Playable, message_id};
use unhunch_domain::programme::parts::Side;
use unhunch_domain::programme::timeline::Play;
use unhunch_domain::{CustomExercise, ExerciseId, PhaseId, VariantId};

use crate::fluent::{Argument, Words};

/// The longest text that a voice manages while somebody gets ready, in letters.
const MOST_SPOKEN: usize = 140;

/// The words of an exercise or of a variant of it.
#[derive(Clone, Copy)]
pub struct PlayWords<'a> {
    words: &'a Words,
    exercise: &'a ExerciseId,
    variant: Option<&'a VariantId>,
    own: Option<&'a CustomExercise>,
}

impl<'a> PlayWords<'a> {
    /// The words of something that can be played.
    pub fn of(words: &'a Words, play: Playable<'a>) -> Self {
        Self {
            words,
            exercise: &play.exercise.id,
            variant: play.variant.map(|variant| &variant.id),
            own: play.exercise.own.as_deref(),
        }
    }

    /// The words of what a timeline plays.
    pub fn of_play(words: &'a Words, play: &'a Play) -> Self {
        Self {
            words,
            exercise: &play.exercise,
            variant: play.variant.as_ref(),
            own: play.own.as_deref(),
        }
    }

    /// Its name; its id where the content no longer has it.
    pub fn name(self) -> String {
        match self.own {
            Some(own) => own.name.to_string(),
            None => self
                .words
                .find(&message_id(self.exercise, self.variant), &[])
                .unwrap_or_else(|| self.exercise.to_string()),
        }
    }

    /// How to get into position; nothing where nobody said.
    pub fn setup(self) -> String {
        match self.own {
            Some(own) => own.setup.to_string(),
            None => self.attribute("setup", None).unwrap_or_default(),
        }
    }

    /// The spoken short form of how to get into position.
    pub fn ready(self, side: Option<Side>) -> Option<String> {
        let Some(own) = self.own else {
            return self.attribute("ready", side);
        };
        let setup = own.setup.as_str().replace('\n', " ");
        let first = setup
            .split_inclusive(['.', '!', '?'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        let fits = |text: &String| !text.is_empty() && text.chars().count() <= MOST_SPOKEN;
        [setup, first].into_iter().find(fits).or_else(|| {
            let position = format!("position-{}", own.position.id());
            Some(self.words.with(
                "own-ready",
                &[("position", (&self.words.get(&position)).into())],
            ))
        })
    }

    /// What is said when the side changes.
    pub fn switch(self, side: Option<Side>) -> Option<String> {
        if self.own.is_none() {
            return self.attribute("switch", side);
        }
        let side = side.map_or("", Side::id);
        Some(self.words.with("own-switch", &[("side", side.into())]))
    }

    /// A phase's name.
    pub fn phase_name(self, phase: &PhaseId) -> Option<String> {
        match self.own {
            None => self.attribute(&format!("phase-{phase}"), None),
            Some(own) => own.phase(phase).map(|phase| phase.name.to_string()),
        }
    }

    /// What to do in a phase; nothing where nobody said.
    pub fn phase_do(self, phase: &PhaseId) -> String {
        match self.own {
            None => self
                .attribute(&format!("phase-{phase}-do"), None)
                .unwrap_or_default(),
            Some(own) => own
                .phase(phase)
                .map_or_else(String::new, |phase| phase.doing.to_string()),
        }
    }

    /// What is said on the way into a phase.
    pub fn phase_move(self, phase: &PhaseId, side: Option<Side>) -> Option<String> {
        match self.own {
            None => self.attribute(&format!("phase-{phase}-move"), side),
            Some(own) => own.phase(phase).map(|phase| {
                if phase.cue.is_empty() {
                    phase.name.to_string()
                } else {
                    phase.cue.to_string()
                }
            }),
        }
    }

    /// What is said in a phase's hold.
    pub fn phase_hold(self, phase: &PhaseId, side: Option<Side>) -> Option<String> {
        match self.own {
            None => self.attribute(&format!("phase-{phase}-hold"), side),
            Some(_) => None,
        }
    }

    /// What is said on the way back.
    pub fn phase_return(self, phase: &PhaseId, side: Option<Side>) -> Option<String> {
        match self.own {
            None => self.attribute(&format!("phase-{phase}-return"), side),
            Some(_) => None,
        }
    }

    /// An attribute of the variant's message, else of the exercise's; none where neither has it.
    fn attribute(self, attribute: &str, side: Option<Side>) -> Option<String> {
        let side = side.map_or("", Side::id);
        let of = |message: &str| {
            self.words.find(
                &format!("{message}.{attribute}"),
                &[("side", Argument::Text(side))],
            )
        };
        of(&message_id(self.exercise, self.variant)).or_else(|| of(self.exercise.as_str()))
    }
}
