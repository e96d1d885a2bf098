//! Everything about a person that decides what they are offered: one place that gathers it from
//! the diary, so that putting a session together and suggesting a step look at the same things.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::condition::Condition;
use crate::day::Day;
use crate::diary::Diary;
use crate::entry::At;
use crate::exercise::{Change, Exercise, Playable, Precaution};
use crate::felt::{Discomfort, Felt};
use crate::id::ExerciseId;
use crate::level::Level;
use crate::past::{Comeback, Past};
use crate::position::Equipment;
use crate::precaution::{Removal, allowed};
use crate::profile::{Place, Profile};
use crate::standing::{Choice, Ladder, Standing};

/// A person as the rules see them.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they said of themselves.
    pub profile: Profile,
    /// What they have that changes the routine.
    pub conditions: BTreeSet<Condition>,
    /// Where they stand with exercises, and since when; nothing for where everybody begins.
    pub standings: BTreeMap<ExerciseId, (Standing, At)>,
    /// What they decided about exercises, and when.
    pub choices: BTreeMap<ExerciseId, (Choice, At)>,
    /// What they want differently today.
    pub day: Day,
    /// What they did and felt until today.
    pub past: Past,
}

/// The forms of an exercise that are for a person, here and with what they have.
#[derive(Clone, Debug)]
pub struct Feasible<'a> {
    /// What they are, most fitting first; at least one.
    pub forms: Vec<Playable<'a>>,
    /// The precautions that shape them, each with the condition that it came from.
    pub because: Vec<(Condition, &'a Precaution)>,
    /// Their steps.
    pub ladder: Ladder<'a>,
    /// Whether the exercise itself would be for them, and only the place or a thing is missing.
    pub stands_in: bool,
}

/// Why an exercise isn't for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle<'a> {
    /// They left it out themselves.
    LeftOut,
    /// A precaution removes it.
    Removed(Removal<'a>),
    /// There is no room for any form of it in that place.
    Place(Place),
    /// These things are missing for the form that needs the fewest.
    Equipment(BTreeSet<Equipment>),
}

impl Person {
    /// The person that a diary is about, today.
    pub fn of(diary: &Diary, today: Date, now: At) -> Self {
        Self {
            profile: diary.profile(),
            conditions: diary.screening().conditions(),
            standings: diary.standings(),
            choices: diary.choices(),
            day: diary.day(today),
            past: Past::of(diary, today, now),
        }
    }

    /// Somebody who has said and done nothing yet.
    pub fn new(today: Date) -> Self {
        Self {
            profile: Profile::default(),
            conditions: BTreeSet::new(),
            standings: BTreeMap::new(),
            choices: BTreeMap::new(),
            day: Day::usual(today),
            past: Past::none(today),
        }
    }

    /// Where they exercise today.
    pub fn place(&self) -> Place {
        self.day.place.unwrap_or(self.profile.place)
    }

    /// What they decided about an exercise.
    pub fn choice(&self, exercise: &ExerciseId) -> Choice {
        let chosen = self.choices.get(exercise);
        chosen.map_or(Choice::Usual, |(choice, _)| *choice)
    }

    /// Where they stand with an exercise, in whatever form.
    pub fn standing(&self, exercise: &ExerciseId) -> Standing {
        let set = self.standings.get(exercise);
        set.map_or_else(Standing::default, |(standing, _)| *standing)
    }

    /// The steps of an exercise that are for them, wherever they are.
    ///
    /// # Errors
    /// Why none is.
    pub fn ladder<'a>(&self, exercise: &'a Exercise) -> Result<Ladder<'a>, Obstacle<'a>> {
        let feasible = self.forms(exercise, |_| true)?;
        Ok(feasible.ladder)
    }

    /// The forms of an exercise that are for them, where they are today and with what they have.
    ///
    /// # Errors
    /// Why none is.
    pub fn feasible<'a>(&self, exercise: &'a Exercise) -> Result<Feasible<'a>, Obstacle<'a>> {
        if self.choice(&exercise.id) == Choice::LeftOut {
            return Err(Obstacle::LeftOut);
        }
        self.forms(exercise, |play| self.fits(play))
    }

    /// Whether there is room for it, and all that it needs.
    fn fits(&self, play: Playable<'_>) -> bool {
        self.has_room_for(play) && self.missing(play).is_empty()
    }

    fn has_room_for(&self, play: Playable<'_>) -> bool {
        self.place().has_room_for(play.position())
    }

    fn missing(&self, play: Playable<'_>) -> BTreeSet<Equipment> {
        let needed = play.equipment().iter().copied();
        needed
            .filter(|thing| !self.profile.equipment.contains(thing))
            .collect()
    }

    fn forms<'a>(
        &self,
        exercise: &'a Exercise,
        fits: impl Fn(Playable<'a>) -> bool,
    ) -> Result<Feasible<'a>, Obstacle<'a>> {
        let agreed = self.choice(&exercise.id) == Choice::Agreed;
        let allowed = allowed(exercise, &self.conditions, agreed).map_err(Obstacle::Removed)?;
        // A version for a condition is for those who have it.
        let because = allowed.because;
        let is_asked_for = |play: &Playable<'_>| {
            let Some(variant) = play.variant.filter(|v| v.change == Change::Swap) else {
                return true;
            };
            let mut asking = because.iter();
            asking.any(|(_, precaution)| precaution.variants.contains(&variant.id))
        };
        let mut for_them: Vec<_> = allowed.forms.into_iter().filter(is_asked_for).collect();
        if because.iter().all(|(_, p)| p.variants.is_empty()) {
            for_them.sort_by_key(|play| rank(*play));
        }
        let forms: Vec<_> = for_them.iter().copied().filter(|p| fits(*p)).collect();
        let Some(ladder) = Ladder::of(&forms, allowed.most) else {
            return Err(self.obstacle(&for_them));
        };
        Ok(Feasible {
            stands_in: for_them.first().map(|play| play.message())
                != forms.first().map(|play| play.message()),
            forms,
            because,
            ladder,
        })
    }

    /// What is in the way of all of these forms.
    fn obstacle<'a>(&self, forms: &[Playable<'a>]) -> Obstacle<'a> {
        let roomy = forms.iter().filter(|play| self.has_room_for(**play));
        let missing = roomy.map(|play| self.missing(*play));
        missing
            .min_by_key(|things| (things.len(), things.clone()))
            .map_or(Obstacle::Place(self.place()), Obstacle::Equipment)
    }

    /// Where they stand with an exercise today: lower by a step after a time away, and by one
    /// where it was too much last time and they haven't said yet what to do about it.
    pub fn standing_today(&self, exercise: &ExerciseId, ladder: &Ladder<'_>) -> Today {
        let usual = ladder.clamp(self.standing(exercise));
        let mut today = Today {
            standing: usual,
            usual,
            comeback: None,
            was_too_much: None,
        };
        let step_down = |standing| ladder.down(standing).unwrap_or(standing);
        if let Some(comeback) = self.past.comeback {
            today.standing = step_down(today.standing);
            today.comeback = Some(comeback);
        }
        if let Some(date) = self.was_too_much(exercise) {
            today.standing = step_down(today.standing);
            today.was_too_much = Some(date);
        }
        today
    }

    /// The day on which an exercise was too much, where that was the last that they said about
    /// it, and they haven't decided since.
    pub fn was_too_much(&self, exercise: &ExerciseId) -> Option<Date> {
        let since = self.standings.get(exercise).map(|(_, at)| *at);
        let said = self.past.doings(exercise).iter().rev();
        let doing = said
            .filter(|doing| doing.felt.is_some() || doing.hurt.is_some())
            .find(|doing| since.is_none_or(|since| doing.said_at() > since))?;
        (doing.felt.map(Felt::discomfort) == Some(Discomfort::TooMuch) && doing.hurt.is_none())
            .then_some(doing.date)
    }
}

/// Where a person stands with an exercise today, and why it isn't where they stand otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// Today.
    pub standing: Standing,
    /// Otherwise.
    pub usual: Standing,
    /// The time away that they come back from.
    pub comeback: Option<Comeback>,
    /// When it was too much.
    pub was_too_much: Option<Date>,
}

impl Today {
    /// What is played, and at which level.
    pub fn play<'a>(&self, ladder: &Ladder<'a>) -> (Playable<'a>, Level) {
        (ladder.play(self.standing.form), self.standing.level)
    }
}

/// In which order forms stand in for an exercise for want of room or a thing: as much like it as
/// there is.
fn rank(play: Playable<'_>) -> u8 {
    match play.variant.map(|variant| variant.change) {
        None => 0,
        Some(Change::Seated | Change::Standing | Change::Swap) => 1,
        Some(Change::Easier) => 2,
        Some(Change::Harder) => 3,
    }
}
