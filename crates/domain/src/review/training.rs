//! What was done over time: sessions, days and minutes, and what became of each exercise. What
//! charts and a clinician's page say of it is added up here once.
//!
//! Sessions share timelines, so what a timeline's steps add up to is worked out once for all
//! sessions that play it, not for each: ten years of daily sessions are looked through in about a
//! millisecond.

use std::collections::BTreeMap;
use std::ops::{Add, AddAssign};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::dates::sunday;
use crate::basics::ids::ExerciseId;
use crate::basics::rating::DiscomfortLevel;
use crate::basics::time::At;
use crate::diary::{Diary, Session};
use crate::journal::body::Ending;
use crate::programme::content::Library;
use crate::programme::custom::CustomExercise;
use crate::programme::level::Level;
use crate::programme::parts::Kind;
use crate::programme::progression::{Difficulty, ExerciseLevel};
use crate::programme::timeline::{Play, Timeline, TimelineId};
use crate::review::adherence::GOOD_WEEK_DAYS;

/// Time spent, in milliseconds, by what it was spent on: all steps that were done, with getting
/// ready, changing sides and resting, so that it adds up to how long sessions were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// On stretches.
    pub mobility_ms: u64,
    /// On strengthening exercises.
    pub strength_ms: u64,
    /// On the warm-up.
    pub warm_up_ms: u64,
    /// On exercises that the content doesn't have any more.
    pub other_ms: u64,
}

impl Spent {
    /// In all, in milliseconds.
    pub const fn total_ms(self) -> u64 {
        self.mobility_ms + self.strength_ms + self.warm_up_ms + self.other_ms
    }

    fn on(kind: Option<Kind>, ms: u64) -> Self {
        let mut spent = Self::default();
        *match kind {
            Some(Kind::Stretch) => &mut spent.mobility_ms,
            Some(Kind::Strengthening) => &mut spent.strength_ms,
            Some(Kind::WarmUp) => &mut spent.warm_up_ms,
            None => &mut spent.other_ms,
        } = ms;
        spent
    }
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.mobility_ms += other.mobility_ms;
        self.strength_ms += other.strength_ms;
        self.warm_up_ms += other.warm_up_ms;
        self.other_ms += other.other_ms;
    }
}

/// How much was done on some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Sessions in which anything was done.
    pub sessions: usize,
    /// Days with such a session.
    pub days: usize,
    /// Time spent in them.
    pub spent: Spent,
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.days += other.days;
        self.spent += other.spent;
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

/// What was done in a week, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day that is looked at: for a week a Monday, unless it is the first of all days.
    pub first: Date,
    /// Its last day that is looked at.
    pub last: Date,
    /// What was done.
    pub amount: Amount,
}

impl Period {
    /// Whether it has enough days with a session for a good week, as [`adherence`] counts them.
    ///
    /// [`adherence`]: crate::review::adherence
    pub const fn is_good_week(&self) -> bool {
        self.amount.days >= GOOD_WEEK_DAYS
    }
}

/// How often something was said of an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiscomfortCounts {
    /// That it was fine.
    pub fine: usize,
    /// That there was some discomfort.
    pub some: usize,
    /// That it was too much.
    pub too_much: usize,
}

/// A step that an exercise was done at, from a day until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelChange {
    /// The first day at it.
    pub date: Date,
    /// Which it was. Whatever stood in for the exercise for want of a chair, a mat or for a
    /// condition counts as the form before it: it is done at the same level.
    pub standing: ExerciseLevel,
}

/// What became of one exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercised {
    /// Which.
    pub exercise: ExerciseId,
    /// A person's own exercise, as it was last.
    pub own: Option<Arc<CustomExercise>>,
    /// What it is; none where the content doesn't have it any more.
    pub kind: Option<Kind>,
    /// Sessions in which any of it was done.
    pub times: usize,
    /// The first and the last day of those.
    pub span: Option<(Date, Date)>,
    /// Time spent on it in those, in milliseconds.
    pub spent_ms: u64,
    /// How often it was stopped because it hurt.
    pub hurt: usize,
    /// The last day of those.
    pub last_hurt: Option<Date>,
    /// How it felt, where the person said so.
    pub felt: DiscomfortCounts,
    /// The steps that it was done at, the earliest first, each only where it differs from the
    /// one before; what was done at a dose set by hand has none.
    pub rungs: Vec<LevelChange>,
}

/// What was done from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    first: Date,
    last: Date,
    /// Days with a session, the earliest first.
    days: Vec<(Date, Amount)>,
    /// Days on which a session ended because of dizziness, the earliest first, one for each.
    pub dizzy: Vec<Date>,
    /// All exercises of which something was done or said: first those of the content in its
    /// order, then others; the warm-up last.
    pub exercises: Vec<Exercised>,
}

impl Training {
    /// What a diary says of the days from `first` to `last`. What a wrong clock put into the
    /// future doesn't count; what was done further east just now may be of tomorrow and counts as
    /// today's.
    pub fn of(
        library: &Library,
        diary: &Diary,
        (first, last): (Date, Date),
        today: Date,
        now: At,
    ) -> Self {
        let last = last.min(today);
        let until = if last == today {
            today.saturating_add(1.day())
        } else {
            last
        };
        let mut builder = Builder::new(library);
        for session in diary.sessions_between(first, until) {
            if session.started() <= now {
                builder.add(&session, session.date().min(today));
            }
        }
        Self {
            first,
            last,
            days: builder.days,
            dizzy: builder.dizzy,
            exercises: in_order(library, builder.exercises),
        }
    }

    /// Whether nothing was done and nothing was said.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.exercises.is_empty() && self.dizzy.is_empty()
    }

    /// The days with a session, the earliest first, and how much was done on them.
    pub fn days(&self) -> &[(Date, Amount)] {
        &self.days
    }

    /// How much was done in all.
    pub fn total(&self) -> Amount {
        self.between(self.first, self.last)
    }

    /// How much was done from one day to another.
    pub fn between(&self, first: Date, last: Date) -> Amount {
        let from = self.days.partition_point(|(date, _)| *date < first);
        let days = self.days[from..].iter();
        days.take_while(|(date, _)| *date <= last)
            .fold(Amount::default(), |sum, (_, amount)| sum + *amount)
    }

    /// By week from Monday to Sunday, weeks without a session included.
    pub fn weeks(&self) -> Vec<Period> {
        self.periods(sunday)
    }

    /// By month, months without a session included.
    pub fn months(&self) -> Vec<Period> {
        self.periods(Date::last_of_month)
    }

    /// By year, years without a session included.
    pub fn years(&self) -> Vec<Period> {
        self.periods(Date::last_of_year)
    }

    /// By periods of which each ends with the day that `end` says.
    fn periods(&self, end: impl Fn(Date) -> Date) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut days = self.days.iter().peekable();
        let mut first = self.first;
        while first <= self.last {
            let whole = end(first);
            let last = whole.min(self.last);
            let mut amount = Amount::default();
            while let Some((_, day)) = days.next_if(|(date, _)| *date <= last) {
                amount += *day;
            }
            periods.push(Period {
                first,
                last,
                amount,
            });
            // At the end of the calendar there is no next one.
            let Ok(next) = whole.tomorrow() else { break };
            first = next;
        }
        periods
    }
}

/// The order in which exercises are listed.
fn in_order(library: &Library, mut exercises: Vec<Exercised>) -> Vec<Exercised> {
    exercises
        .retain(|one| one.times > 0 || one.hurt > 0 || one.felt != DiscomfortCounts::default());
    let places: BTreeMap<&ExerciseId, usize> = library
        .exercises()
        .chain(library.warm_ups())
        .enumerate()
        .map(|(place, exercise)| (&exercise.id, place))
        .collect();
    exercises.sort_by_cached_key(|one| {
        let place = places.get(&one.exercise).copied().unwrap_or(usize::MAX);
        let name = one.own.as_ref().map(|own| own.name.to_string());
        (
            one.kind == Some(Kind::WarmUp),
            place,
            name,
            one.exercise.clone(),
        )
    });
    exercises
}

/// One of a timeline's plays.
struct Played {
    /// Its place in [`Builder::exercises`].
    place: usize,
    /// What its time counts as.
    kind: Option<Kind>,
    /// Its form, unless it stands in for another, and its level.
    rung: Option<(Option<Difficulty>, Level)>,
    own: Option<Arc<CustomExercise>>,
}

/// What belongs to one play among 64 steps of a timeline.
struct Slice {
    word: usize,
    play: usize,
    /// Its steps, as bits.
    steps: u64,
    /// Those in which the person exercises.
    exercising: u64,
    /// How long its steps last in all.
    ms: u64,
}

/// What a timeline's steps add up to.
struct Sums {
    plays: Vec<Played>,
    slices: Vec<Slice>,
}

/// What was done of one of a session's plays.
#[derive(Clone, Copy, Default)]
struct DoneExercise {
    ms: u64,
    is_exercised: bool,
}

struct Builder<'a> {
    library: &'a Library,
    /// Where each timeline's sums are among [`Builder::sums`].
    timelines: BTreeMap<TimelineId, usize>,
    sums: Vec<Sums>,
    /// Own exercises of two routines can have one id; their names tell them apart.
    places: BTreeMap<(ExerciseId, Option<String>), usize>,
    exercises: Vec<Exercised>,
    days: Vec<(Date, Amount)>,
    dizzy: Vec<Date>,
    doings: Vec<DoneExercise>,
}

impl<'a> Builder<'a> {
    fn new(library: &'a Library) -> Self {
        Self {
            library,
            timelines: BTreeMap::new(),
            sums: Vec::new(),
            places: BTreeMap::new(),
            exercises: Vec::new(),
            days: Vec::new(),
            dizzy: Vec::new(),
            doings: Vec::new(),
        }
    }

    /// Adds a session; they come in the order of their days.
    fn add(&mut self, session: &Session<'_>, date: Date) {
        let place = match self.timelines.get(&session.timeline_id()) {
            Some(place) => *place,
            None => self.add_timeline(session),
        };
        let sums = &self.sums[place];
        add_up(session, sums, &mut self.doings);
        if self.doings.iter().any(|doing| doing.is_exercised) {
            let mut amount = Amount {
                sessions: 1,
                days: 1,
                spent: Spent::default(),
            };
            for (play, doing) in sums.plays.iter().zip(&self.doings) {
                amount.spent += Spent::on(play.kind, doing.ms);
            }
            match self.days.last_mut().filter(|(last, _)| *last == date) {
                Some((_, day)) => *day += Amount { days: 0, ..amount },
                None => self.days.push((date, amount)),
            }
            self.add_plays(place, date);
        }
        self.add_said(session, place, date);
    }

    /// Adds what a session did of each exercise.
    fn add_plays(&mut self, place: usize, date: Date) {
        let sums = &self.sums[place];
        for (number, (play, doing)) in sums.plays.iter().zip(&self.doings).enumerate() {
            if !doing.is_exercised {
                continue;
            }
            let one = &mut self.exercises[play.place];
            one.spent_ms += doing.ms;
            one.own.clone_from(&play.own);
            one.kind = play.kind;
            // An exercise that a session plays twice was done in one session.
            let mut before = sums.plays[..number].iter().zip(&self.doings);
            if !before.any(|(other, doing)| other.place == play.place && doing.is_exercised) {
                one.times += 1;
            }
            one.span = Some((one.span.map_or(date, |(first, _)| first), date));
            if let Some((form, level)) = play.rung {
                climb(&mut one.rungs, date, form, level);
            }
        }
    }

    /// Adds what was said of a session.
    fn add_said(&mut self, session: &Session<'_>, place: usize, date: Date) {
        if session.ending() == Some(Ending::Dizzy) {
            self.dizzy.push(date);
        }
        let sums = &self.sums[place];
        for (number, felt) in session.felts() {
            if let Some(play) = sums.plays.get(usize::from(number.get())) {
                let felts = &mut self.exercises[play.place].felt;
                *match felt.discomfort() {
                    DiscomfortLevel::Fine => &mut felts.fine,
                    DiscomfortLevel::Some => &mut felts.some,
                    DiscomfortLevel::TooMuch => &mut felts.too_much,
                } += 1;
            }
        }
        for number in session.hurts() {
            if let Some(play) = sums.plays.get(usize::from(number.get())) {
                let one = &mut self.exercises[play.place];
                one.hurt += 1;
                one.last_hurt = Some(date);
            }
        }
    }

    /// Works out what a session's timeline adds up to; gives its place among [`Builder::sums`].
    fn add_timeline(&mut self, session: &Session<'_>) -> usize {
        let sums = self.sums_of(session.timeline());
        let place = self.sums.len();
        self.sums.push(sums);
        self.timelines.insert(session.timeline_id(), place);
        place
    }

    fn sums_of(&mut self, timeline: &Timeline) -> Sums {
        let plays = timeline.plays().iter().enumerate();
        let plays = plays
            .map(|(number, play)| self.played(play, timeline.level_of(number)))
            .collect();
        let mut slices: Vec<Slice> = Vec::new();
        for step in timeline.steps() {
            let Some(play) = step.play.map(usize::from) else {
                continue;
            };
            let word = usize::from(step.index / 64);
            let bit = 1_u64 << (step.index % 64);
            let is_same = |slice: &&mut Slice| slice.word == word && slice.play == play;
            match slices.last_mut().filter(is_same) {
                Some(slice) => {
                    slice.steps |= bit;
                    slice.ms += step.duration_ms;
                }
                None => slices.push(Slice {
                    word,
                    play,
                    steps: bit,
                    exercising: 0,
                    ms: step.duration_ms,
                }),
            }
            if step.kind.is_exercising()
                && let Some(slice) = slices.last_mut()
            {
                slice.exercising |= bit;
            }
        }
        Sums { plays, slices }
    }

    fn played(&mut self, play: &Play, level: Option<Level>) -> Played {
        let file = self.library.exercise(&play.exercise);
        let kind = match &play.own {
            Some(own) => Some(own.kind.kind()),
            None => file.map(|exercise| exercise.file.kind),
        };
        let kind = if play.warm_up {
            Some(Kind::WarmUp)
        } else {
            kind
        };
        let form = match &play.variant {
            None => Some(Difficulty::Usual),
            variant => file
                .and_then(|exercise| exercise.playable(variant.as_ref()))
                .and_then(Difficulty::of),
        };
        let name = play.own.as_ref().map(|own| own.name.to_string());
        let known = self.places.entry((play.exercise.clone(), name));
        let place = *known.or_insert_with(|| {
            self.exercises.push(Exercised {
                exercise: play.exercise.clone(),
                own: play.own.clone(),
                kind,
                times: 0,
                span: None,
                spent_ms: 0,
                hurt: 0,
                last_hurt: None,
                felt: DiscomfortCounts::default(),
                rungs: Vec::new(),
            });
            self.exercises.len() - 1
        });
        Played {
            place,
            kind,
            rung: level.filter(|_| !play.warm_up).map(|level| (form, level)),
            own: play.own.clone(),
        }
    }
}

/// What a session did of each of its plays.
fn add_up(session: &Session<'_>, sums: &Sums, doings: &mut Vec<DoneExercise>) {
    doings.clear();
    doings.resize(sums.plays.len(), DoneExercise::default());
    let words = session.done_steps().words();
    let steps = session.timeline().steps();
    for slice in &sums.slices {
        let mut done = words.get(slice.word).map_or(0, |word| word & slice.steps);
        let Some(doing) = doings.get_mut(slice.play).filter(|_| done != 0) else {
            continue;
        };
        doing.is_exercised |= done & slice.exercising != 0;
        if done == slice.steps {
            doing.ms += slice.ms;
            continue;
        }
        while done != 0 {
            let step = slice.word * 64 + done.trailing_zeros() as usize;
            doing.ms += steps.get(step).map_or(0, |step| step.duration_ms);
            done &= done - 1;
        }
    }
}

/// Adds a step, where it is another one; the last of a day counts.
fn climb(rungs: &mut Vec<LevelChange>, date: Date, form: Option<Difficulty>, level: Level) {
    let form = form.or_else(|| rungs.last().map(|rung| rung.standing.form));
    let standing = ExerciseLevel {
        form: form.unwrap_or_default(),
        level,
    };
    if rungs.last().is_some_and(|last| last.date == date) {
        rungs.pop();
    }
    if rungs.last().is_none_or(|last| last.standing != standing) {
        rungs.push(LevelChange { date, standing });
    }
}
