//! Everything about a person that decides what they are offered: one place that gathers it from
//! the diary, so that putting a session together and suggesting a step look at the same things.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::basics::ids::ExerciseId;
use crate::basics::time::At;
use crate::diary::Diary;
use crate::person::precautions::{Removal, allowed};
use crate::person::profile::{Place, Profile};
use crate::person::screening::Verdict;
use crate::person::today_overrides::TodayOverrides;
use crate::programme::condition::Condition;
use crate::programme::exercise::{Change, Exercise, Playable, Precaution};
use crate::programme::level::Level;
use crate::programme::position::Equipment;
use crate::programme::progression::{ExerciseChoice, ExerciseLevel, Progression};
use crate::review::recent::{ExerciseRecord, RecentHistory, ReturnAfterAbsence};
use crate::review::{advice, gate};

/// A person as the rules see them.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they said of themselves.
    pub profile: Profile,
    /// Whether they may exercise today.
    pub verdict: Verdict,
    /// What they have that changes the routine.
    pub conditions: BTreeSet<Condition>,
    /// Where they stand with exercises, and since when; nothing for where everybody begins.
    pub standings: BTreeMap<ExerciseId, (ExerciseLevel, At)>,
    /// What they decided about exercises, and when.
    pub choices: BTreeMap<ExerciseId, (ExerciseChoice, At)>,
    /// What they want differently today.
    pub day: TodayOverrides,
    /// What they did and felt until today.
    pub past: RecentHistory,
    /// Whether it has got worse, as advice has it.
    pub is_worse: bool,
}

/// The forms of an exercise that are for a person, here and with what they have.
#[derive(Clone, Debug)]
pub struct Feasible<'a> {
    /// What they are, most fitting first; at least one.
    pub forms: Vec<Playable<'a>>,
    /// The precautions that shape them, each with the condition that it came from.
    pub because: Vec<(Condition, &'a Precaution)>,
    /// Their steps.
    pub ladder: Progression<'a>,
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

/// Where somebody exercises, and what they have there.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'p> {
    /// Where.
    pub place: Place,
    /// What they have.
    pub equipment: &'p BTreeSet<Equipment>,
}

impl Surroundings<'_> {
    /// Whether there is room for something, and all that it needs.
    fn fit(self, play: Playable<'_>) -> bool {
        self.has_room_for(play) && self.missing(play).next().is_none()
    }

    fn has_room_for(self, play: Playable<'_>) -> bool {
        self.place.has_room_for(play.position())
    }

    fn missing(self, play: Playable<'_>) -> impl Iterator<Item = Equipment> {
        let needed = play.equipment().iter().copied();
        needed.filter(move |thing| !self.equipment.contains(thing))
    }

    /// What is in the way of all of these forms.
    fn obstacle<'a>(self, forms: &[Playable<'a>]) -> Obstacle<'a> {
        let roomy = forms.iter().filter(|play| self.has_room_for(**play));
        let missing = roomy.map(|play| self.missing(*play).collect::<BTreeSet<_>>());
        missing
            .min_by_key(|things| (things.len(), things.clone()))
            .map_or(Obstacle::Place(self.place), Obstacle::Equipment)
    }
}

impl Person {
    /// The person that a diary is about, today.
    pub fn of(diary: &Diary, today: Date, now: At) -> Self {
        let past = RecentHistory::of(diary, today, now);
        let mut standings = diary.standings();
        let mut choices = diary.choices();
        let standing_times = standings.values_mut().map(|(_, at)| at);
        for at in standing_times.chain(choices.values_mut().map(|(_, at)| at)) {
            *at = past.known(*at, now);
        }
        let screening = diary.screening();
        Self {
            profile: diary.profile(),
            verdict: gate::verdict(diary, today),
            conditions: screening.conditions(),
            standings,
            choices,
            day: diary.day(today),
            past,
            is_worse: advice::worse_since(diary, today).is_some(),
        }
    }

    /// Somebody who has said and done nothing yet.
    pub fn new(today: Date) -> Self {
        Self {
            profile: Profile::default(),
            verdict: Verdict::Unasked,
            conditions: BTreeSet::new(),
            standings: BTreeMap::new(),
            choices: BTreeMap::new(),
            day: TodayOverrides::usual(today),
            past: RecentHistory::none(today),
            is_worse: false,
        }
    }

    /// Whether they get no session before their answers to the safety questions change, or none
    /// today.
    pub const fn is_held_back(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Stop(_) | Verdict::SeeFirst(_) | Verdict::RestToday
        )
    }

    /// Where they exercise today.
    pub fn place(&self) -> Place {
        self.day.place.unwrap_or(self.profile.place)
    }

    /// What they decided about an exercise.
    pub fn choice(&self, exercise: &ExerciseId) -> ExerciseChoice {
        let chosen = self.choices.get(exercise);
        chosen.map_or(ExerciseChoice::Usual, |(choice, _)| *choice)
    }

    /// Where they stand with an exercise, in whatever form.
    pub fn standing(&self, exercise: &ExerciseId) -> ExerciseLevel {
        let set = self.standings.get(exercise);
        set.map_or_else(ExerciseLevel::default, |(standing, _)| *standing)
    }

    /// The steps of an exercise that are for them, wherever they are.
    ///
    /// # Errors
    /// Why none is.
    pub fn ladder<'a>(&self, exercise: &'a Exercise) -> Result<Progression<'a>, Obstacle<'a>> {
        let feasible = self.anywhere(exercise)?;
        Ok(feasible.ladder)
    }

    /// The forms of an exercise that are for them, wherever they are and whatever they have.
    ///
    /// # Errors
    /// Why none is.
    pub fn anywhere<'a>(&self, exercise: &'a Exercise) -> Result<Feasible<'a>, Obstacle<'a>> {
        self.forms(exercise, self.surroundings(), |_| true)
    }

    /// The forms of an exercise that are for them, where they are today and with what they have.
    ///
    /// # Errors
    /// Why none is.
    pub fn feasible<'a>(&self, exercise: &'a Exercise) -> Result<Feasible<'a>, Obstacle<'a>> {
        self.feasible_at(exercise, self.surroundings())
    }

    /// The same, were they somewhere else.
    ///
    /// # Errors
    /// Why none is.
    pub fn feasible_at<'a>(
        &self,
        exercise: &'a Exercise,
        surroundings: Surroundings<'_>,
    ) -> Result<Feasible<'a>, Obstacle<'a>> {
        if self.choice(&exercise.id) == ExerciseChoice::LeftOut {
            return Err(Obstacle::LeftOut);
        }
        self.forms(exercise, surroundings, |play| surroundings.fit(play))
    }

    /// Where they are today, and what they have.
    fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            place: self.place(),
            equipment: &self.profile.equipment,
        }
    }

    fn forms<'a>(
        &self,
        exercise: &'a Exercise,
        surroundings: Surroundings<'_>,
        fits: impl Fn(Playable<'a>) -> bool,
    ) -> Result<Feasible<'a>, Obstacle<'a>> {
        let agreed = self.choice(&exercise.id) == ExerciseChoice::Agreed;
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
        let Some(ladder) = Progression::of(&forms, allowed.most) else {
            return Err(surroundings.obstacle(&for_them));
        };
        Ok(Feasible {
            stands_in: for_them.first().map(|play| play.message())
                != forms.first().map(|play| play.message()),
            forms,
            because,
            ladder,
        })
    }

    /// When they last decided where they stand with an exercise, if they did.
    pub fn decided_at(&self, exercise: &ExerciseId) -> Option<At> {
        self.standings.get(exercise).map(|(_, at)| *at)
    }

    /// What of an exercise was more than it should be, and not decided about since: the earliest
    /// first.
    pub fn undecided(
        &self,
        exercise: &ExerciseId,
    ) -> impl DoubleEndedIterator<Item = &ExerciseRecord> {
        let decided = self.decided_at(exercise);
        self.past.doings(exercise).iter().filter(move |doing| {
            let troubled = doing.troubled_at();
            troubled.is_some_and(|at| decided.is_none_or(|decided| decided < at))
        })
    }

    /// The day on which an exercise was last more than it should be, where they haven't decided
    /// since.
    pub fn was_too_much(&self, exercise: &ExerciseId) -> Option<Date> {
        self.undecided(exercise).last().map(|doing| doing.date)
    }

    /// Where they stand with an exercise today, on a ladder of forms that can be done today:
    ///
    /// - lower by a step after a time away,
    /// - lower by a step for each time that it was more than it should be, until they decide,
    /// - a form that they haven't done before, from its first level on, a level at a time,
    ///   wherever they got with another form.
    pub fn standing_today(&self, exercise: &ExerciseId, ladder: &Progression<'_>) -> Today {
        let usual = ladder.clamp(self.standing(exercise));
        let step_down = |standing| ladder.down(standing).unwrap_or(standing);
        let (_, mut standing) = self.lowered(exercise, ladder, usual, step_down);
        if let Some(most) = self.familiar(exercise, ladder, standing) {
            standing.level = standing.level.min(most);
        }
        Today {
            standing: ladder.clamp(standing),
            usual,
            comeback: self.comeback_from(exercise),
            was_too_much: self.was_too_much(exercise),
        }
    }

    /// Where they stand after a time away, and then after what they haven't decided about.
    pub(crate) fn lowered(
        &self,
        exercise: &ExerciseId,
        ladder: &Progression<'_>,
        usual: ExerciseLevel,
        step_down: impl Fn(ExerciseLevel) -> ExerciseLevel,
    ) -> (ExerciseLevel, ExerciseLevel) {
        let back = match self.comeback_from(exercise) {
            Some(_) => step_down(usual),
            None => usual,
        };
        let lowered = self.undecided(exercise).fold(back, |standing, doing| {
            if doing.hurt.is_some() {
                ladder.after_hurt(standing)
            } else {
                step_down(standing)
            }
        });
        (back, lowered)
    }

    /// The time away for which they stand lower with an exercise.
    pub fn comeback_from(&self, exercise: &ExerciseId) -> Option<ReturnAfterAbsence> {
        let comeback = self.past.comeback?;
        comeback
            .lowers(self.decided_at(exercise))
            .then_some(comeback)
    }

    /// The highest level of a form for somebody who got to where they are with another form (P):
    /// one more than they did of it. None where they did nothing else, or as much of it.
    fn familiar(
        &self,
        exercise: &ExerciseId,
        ladder: &Progression<'_>,
        standing: ExerciseLevel,
    ) -> Option<Level> {
        let form = ladder
            .play(standing.form)
            .variant
            .map(|variant| &variant.id);
        let highest = |is_this: bool| {
            let doings = self.past.doings(exercise).iter();
            let doings = doings.filter(|doing| (doing.variant.as_ref() == form) == is_this);
            doings.filter_map(|doing| doing.level).max()
        };
        let (this, other) = (highest(true), highest(false)?);
        if this.is_some_and(|this| this >= other) {
            return None;
        }
        let next = this.map_or(Level::FIRST, |this| Level(this.0.saturating_add(1)));
        Some(next.max(Level::FIRST))
    }
}

/// Where a person stands with an exercise today, and why it isn't where they stand otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// Today.
    pub standing: ExerciseLevel,
    /// Otherwise.
    pub usual: ExerciseLevel,
    /// The time away that they come back from.
    pub comeback: Option<ReturnAfterAbsence>,
    /// When it was more than it should be.
    pub was_too_much: Option<Date>,
}

impl Today {
    /// What is played, and at which level.
    pub fn play<'a>(&self, ladder: &Progression<'a>) -> (Playable<'a>, Level) {
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
