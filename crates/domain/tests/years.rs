//! A year of people who do, skip, hurt and answer, through the real diary and rules; what must
//! hold is read from the programme once more here, over a log of what happened.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::json;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::programme::progression::{Difficulty, ExerciseChoice, ExerciseLevel};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::suggestions;
use unhunch_domain::review::suggestions::Suggestion;
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::Composed;
use unhunch_domain::{
    Body, Command, Condition, DeviceId, Diary, Ending, Entry, EntryId, ExerciseDiscomfort,
    ExerciseId, Level, Library, Moment, Outcome, Rating, SessionId, Timeline,
};
use uuid::Uuid;

/// A year with a leap day and both changes of the clock.
const FIRST: Date = date(2027, 9, 1);
const DAYS: i32 = 366;

/// What chance brings: the same for the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// When somebody exercises.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Habit {
    /// On six or seven days of seven.
    Steady,
    /// On two to four days of seven.
    Irregular,
    /// Steadily, with 8 to 60 days away now and then.
    Returning,
}

/// How it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Course {
    /// Nothing above 3 of 10.
    Fine,
    /// Weeks with 4 to 8 of 10 now and then, and worse the next day.
    FlaringUp,
    /// One exercise always hurts.
    OneHurts(&'static str),
}

/// What they say to suggestions.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answers {
    Yes,
    No,
    Never,
    Mixed,
}

#[derive(Clone, Debug)]
struct Who {
    seed: u64,
    habit: Habit,
    course: Course,
    answers: Answers,
    minutes: u8,
    places: Vec<Place>,
    equipment: BTreeSet<Equipment>,
    conditions: Vec<Condition>,
    /// The hour at which they start.
    hour: i8,
}

/// The steps of everything that a person stands at, from low to high.
fn key(standing: ExerciseLevel) -> (Difficulty, Level) {
    (standing.form, standing.level)
}

/// What was said about an exercise.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    /// 0 to 3.
    Fine,
    /// 4 or 5, and whether it had settled, if that was said.
    Some(Option<bool>),
    /// 6 or more.
    TooMuch,
    Hurt,
}

/// What happened on a day with an exercise.
#[derive(Clone, Copy, Debug)]
struct Happened {
    day: i32,
    said: Option<Said>,
}

impl Happened {
    fn is_bad(self) -> bool {
        self.said.is_some_and(|said| said != Said::Fine)
    }

    fn is_trouble(self) -> bool {
        matches!(
            self.said,
            Some(Said::TooMuch | Said::Hurt | Said::Some(Some(false)))
        )
    }
}

/// A person's year.
struct Year<'a> {
    who: Who,
    library: &'a Library,
    zone: TimeZone,
    chance: Chance,
    diary: Diary,
    entries: u128,
    now: At,
    // The log.
    day: i32,
    active: BTreeSet<i32>,
    before: BTreeMap<i32, u8>,
    after: BTreeMap<i32, u8>,
    happened: BTreeMap<ExerciseId, Vec<Happened>>,
    /// Where they stand, as they agreed, and the day of the last change.
    stands: BTreeMap<ExerciseId, (ExerciseLevel, i32)>,
    /// Trouble that nobody decided about.
    open: BTreeMap<ExerciseId, i32>,
    /// The day on which they said that a time away is over.
    over: Option<i32>,
    /// The day on which an exercise was last chosen, whatever for.
    chosen: BTreeMap<ExerciseId, i32>,
    left_out: BTreeSet<ExerciseId>,
    ups: usize,
    offers: BTreeMap<&'static str, usize>,
}

impl<'a> Year<'a> {
    fn new(library: &'a Library, who: Who) -> Self {
        let mut year = Self {
            chance: Chance(who.seed),
            library,
            zone: TimeZone::get("Europe/Berlin").unwrap(),
            diary: Diary::default(),
            entries: 0,
            now: At::EARLIEST,
            day: 0,
            active: BTreeSet::new(),
            before: BTreeMap::new(),
            after: BTreeMap::new(),
            happened: BTreeMap::new(),
            stands: BTreeMap::new(),
            open: BTreeMap::new(),
            over: None,
            chosen: BTreeMap::new(),
            left_out: BTreeSet::new(),
            ups: 0,
            offers: BTreeMap::new(),
            who,
        };
        year.clock(0, 6);
        let who = year.who.clone();
        let mut profile = year.diary.profile();
        profile.minutes = Minutes::try_from(who.minutes).unwrap();
        profile.place = who.places[0];
        profile.equipment.clone_from(&who.equipment);
        year.ask(Command::Describe(profile));
        let answers = json!({ "now": [], "before": [], "conditions": who.conditions });
        year.ask(Command::Answer(serde_json::from_value(answers).unwrap()));
        year
    }

    fn date(&self) -> Date {
        FIRST.saturating_add(self.day.days())
    }

    /// Half past an hour of a day, whatever the clock does that night.
    fn clock(&mut self, day: i32, hour: i8) {
        self.day = day;
        let at = self.date().at(hour, 30, 0, 0);
        let at = at.to_zoned(self.zone.clone()).unwrap();
        self.now = self.now.max(At::try_from(at.timestamp()).unwrap());
    }

    fn write(&mut self, body: Body) {
        self.entries += 1;
        let entry = Entry {
            id: EntryId(Uuid::from_u128(self.entries)),
            device: DeviceId(Uuid::nil()),
            at: self.diary.time_for(&body, self.now),
            zone: Zone::of(&self.zone),
            version: Version::CURRENT,
            body,
        };
        self.now = self.now.max(entry.at).next();
        self.diary.fold(&entry);
    }

    fn ask(&mut self, command: Command) {
        if let Some(body) = command.accept(&self.diary).unwrap() {
            self.write(body);
        }
    }

    fn person(&self) -> Person {
        Person::of(&self.diary, self.date(), self.now)
    }

    fn stands(&self, exercise: &ExerciseId) -> ExerciseLevel {
        let stands = self.stands.get(exercise);
        stands.map_or_else(ExerciseLevel::default, |(standing, _)| *standing)
    }

    fn stand(&mut self, exercise: &ExerciseId, standing: ExerciseLevel) {
        self.ask(Command::Stand {
            exercise: exercise.clone(),
            standing,
        });
        self.stands.insert(exercise.clone(), (standing, self.day));
        self.open.remove(exercise);
    }

    // The programme, read once more.

    /// The last seven days that may be done: with today if it was.
    fn week(&self) -> std::ops::RangeInclusive<i32> {
        let last = self.day - i32::from(!self.active.contains(&self.day));
        last - 6..=last
    }

    fn was_bad_in_week(&self, exercise: &ExerciseId) -> bool {
        let week = self.week();
        let mut happened = self.happened.get(exercise).into_iter().flatten();
        happened.any(|what| what.is_bad() && what.day >= *week.start())
    }

    fn rose_in_week(&self) -> bool {
        self.week().any(|day| {
            let (after, next) = (self.after.get(&day), self.before.get(&(day + 1)));
            after.is_some_and(|after| next.is_some_and(|next| *next >= after + 2))
        })
    }

    /// The day on which they came back from a time away that isn't over, and the last day before.
    fn away(&self) -> Option<(i32, i32)> {
        let mut days: Vec<i32> = self.active.iter().copied().collect();
        if days.is_empty() {
            return None;
        }
        days.extend((days.last() != Some(&self.day)).then_some(self.day));
        let gap = days.windows(2).rev().find(|pair| pair[1] - pair[0] > 7)?;
        let is_over = self.over.is_some_and(|over| over >= gap[1]);
        (!is_over).then_some((gap[0], gap[1]))
    }

    /// Whether they stand lower with an exercise for having been away.
    fn is_lower_for_away(&self, exercise: &ExerciseId) -> bool {
        self.away().is_some_and(|(left, _)| {
            let decided = self.stands.get(exercise);
            decided.is_none_or(|(_, day)| *day <= left + 1)
        })
    }

    // A day.

    /// Looks at what is suggested, checks it and answers; gives back the person after that.
    fn look(&mut self) -> Person {
        let person = self.person();
        let library = self.library;
        let suggestions = suggestions::suggestions(library, &person);
        self.check(&suggestions, &person);
        let mut answered = Vec::new();
        for suggestion in &suggestions {
            let yes = match self.who.answers {
                Answers::Never => continue,
                Answers::Yes => true,
                Answers::No => false,
                Answers::Mixed => match self.chance.below(3) {
                    0 => true,
                    1 => false,
                    _ => continue,
                },
            };
            answered.push(named(suggestion));
            self.answer(suggestion, &person, yes);
        }
        if answered.is_empty() {
            return person;
        }
        // What was answered isn't asked again.
        let person = self.person();
        for suggestion in &suggestions::suggestions(library, &person) {
            let name = named(suggestion);
            assert!(!answered.contains(&name), "{:?}: again {name:?}", self.who);
        }
        person
    }

    fn answer(&mut self, suggestion: &Suggestion<'_>, person: &Person, yes: bool) {
        match suggestion {
            Suggestion::Settled {
                exercise,
                session,
                play,
                date,
            } => {
                self.ask(Command::FollowUp {
                    session: *session,
                    play: u64::try_from(*play).unwrap(),
                    settled: yes,
                });
                let day = FIRST.until(*date).unwrap().get_days();
                let today = self.day;
                let happened = self.happened.get_mut(&exercise.id).unwrap();
                let what = happened.iter_mut().find(|what| what.day == day).unwrap();
                assert!(what.said == Some(Said::Some(None)) && day < today);
                what.said = Some(Said::Some(Some(yes)));
                if !yes {
                    self.open.insert(exercise.id.clone(), today);
                }
            }
            Suggestion::Up {
                exercise, from, to, ..
            } => {
                assert!(key(from.standing) <= key(self.stands(&exercise.id)));
                self.ups += usize::from(yes);
                self.stand(&exercise.id, if yes { to.standing } else { from.standing });
            }
            Suggestion::Down {
                exercise, from, to, ..
            } => {
                assert!(key(from.standing) <= key(self.stands(&exercise.id)));
                self.stand(&exercise.id, if yes { to.standing } else { from.standing });
            }
            Suggestion::LeaveOut { exercise, .. } => {
                let id = &exercise.id;
                let choice = if yes {
                    ExerciseChoice::LeftOut
                } else {
                    ExerciseChoice::Usual
                };
                self.ask(Command::Choose {
                    exercise: id.clone(),
                    choice,
                });
                self.chosen.insert(id.clone(), self.day);
                if yes {
                    self.left_out.insert(id.clone());
                }
            }
            Suggestion::Back(_) => {
                if !yes {
                    for (exercise, standing) in suggestions::stay(self.library, person) {
                        assert!(key(standing) <= key(self.stands(&exercise)));
                        self.stand(&exercise, standing);
                    }
                }
                self.ask(Command::EndComeback);
                self.over = Some(self.day);
            }
        }
    }

    fn check(&mut self, suggestions: &[Suggestion<'_>], person: &Person) {
        for suggestion in suggestions {
            let (name, _) = named(suggestion);
            *self.offers.entry(name).or_default() += 1;
            match suggestion {
                Suggestion::Up {
                    exercise, from, to, ..
                } => self.check_up(&exercise.id, from.standing, to.standing),
                Suggestion::Down {
                    exercise, from, to, ..
                } => {
                    assert!(self.open.contains_key(&exercise.id), "{:?}", self.who);
                    assert!(key(to.standing) < key(from.standing));
                }
                Suggestion::Back(comeback) => {
                    let (left, since) = self.away().unwrap();
                    assert_eq!(comeback.away, since - left - 1);
                    assert!(self.active.range(since..).count() >= 3);
                    assert!(!self.rose_in_week());
                    for exercise in self.happened.keys() {
                        let rises = self.is_lower_for_away(exercise);
                        assert!(!(rises && self.was_bad_in_week(exercise)), "{exercise}");
                    }
                }
                Suggestion::Settled { .. } | Suggestion::LeaveOut { .. } => {}
            }
        }
        // Every trouble that nobody decided about is spoken of, and two in a row as such.
        for (id, said) in &self.happened {
            let exercise = self.library.exercise(id).unwrap();
            let mut said = said.iter().rev().filter(|what| what.said.is_some());
            let (Some(last), before) = (said.next(), said.next()) else {
                continue;
            };
            let is_used = self.active.range(last.day + 1..).count() <= 14;
            if self.left_out.contains(id) || !is_used || person.ladder(exercise).is_err() {
                continue;
            }
            let is_offered = |leave_only: bool| {
                suggestions.iter().any(|suggestion| match suggestion {
                    Suggestion::LeaveOut { exercise, .. } => exercise.id == *id,
                    Suggestion::Down { exercise, .. } => !leave_only && exercise.id == *id,
                    _ => false,
                })
            };
            let chosen = self.chosen.get(id);
            let is_chosen = |since: i32| chosen.is_some_and(|day| *day >= since);
            if self.open.get(id).is_some_and(|since| !is_chosen(*since)) {
                assert!(
                    is_offered(false),
                    "{:?}: {id} on day {}",
                    self.who,
                    self.day
                );
            }
            let is_again = last.is_trouble()
                && before.is_some_and(|what| what.is_trouble() && last.day - what.day <= 28);
            if is_again && !is_chosen(last.day) {
                assert!(is_offered(true), "{:?}: {id} on day {}", self.who, self.day);
            }
        }
    }

    fn check_up(&self, exercise: &ExerciseId, from: ExerciseLevel, to: ExerciseLevel) {
        let told = format!("{:?}: {exercise} on day {}", self.who, self.day);
        let days = self.week().filter(|day| self.active.contains(day)).count();
        assert!(days >= 5, "{told}");
        assert!(!self.was_bad_in_week(exercise), "{told}");
        assert!(!self.rose_in_week(), "{told}");
        assert!(self.away().is_none(), "{told}");
        // Whoever goes on with what nothing is gentler than has decided, too.
        let chosen = self.chosen.get(exercise);
        let open = self.open.get(exercise);
        assert!(open.is_none_or(|since| chosen >= Some(since)), "{told}");
        assert_eq!(from, self.stands(exercise), "{told}");
        if let Some((_, day)) = self.stands.get(exercise) {
            assert!(self.day - day >= 7, "{told}");
        }
        assert!(self.over.is_none_or(|day| self.day - day >= 7), "{told}");
        // One step, as long as that changes anything.
        if from.form == to.form {
            assert!(from.level < to.level, "{told}");
        } else {
            assert!(from.form < to.form && to.level <= Level::FIRST, "{told}");
        }
    }

    /// Exercises, says how it was, and looks at what is suggested before and after.
    fn exercise(&mut self) {
        self.clock(self.day, self.who.hour);
        let mut person = self.look();
        let place = self.who.places[usize::try_from(self.day).unwrap() % self.who.places.len()];
        let mut wish = self.diary.day(self.date());
        wish.place = (place != person.profile.place).then_some(place);
        self.ask(Command::Wish(wish));
        person.day = self.diary.day(self.date());
        let composed = compose::today(self.library, &person, Layout::default());
        self.check_session(&composed, &person);
        let plan = composed.plan(compose::TODAY.parse().unwrap());
        let timeline = Arc::new(Timeline::new(&plan, Layout::default()));
        let session = SessionId(Uuid::from_u128(self.entries + 1));
        self.ask(Command::Start {
            session,
            timeline: Arc::clone(&timeline),
        });

        let is_flaring = self.who.course == Course::FlaringUp && self.day / 7 % 5 == 3;
        let usual = self.after.get(&(self.day - 1)).copied().unwrap_or(2);
        let before = if is_flaring && self.chance.is(20) {
            usual.min(6) + 2
        } else {
            2
        };
        self.rate(session, Moment::Before, before);
        let mut hurts = BTreeSet::new();
        for (number, item) in composed.items.iter().enumerate() {
            let id = &item.planned.play.exercise.id;
            if !item.planned.warm_up && self.felt(session, number, id, is_flaring) {
                hurts.insert(number);
            }
        }
        for step in timeline.steps() {
            let is_hurting = step.play.is_some_and(|n| hurts.contains(&usize::from(n)));
            self.write(Body::StepFinished {
                session,
                step: u64::from(step.index).try_into().unwrap(),
                outcome: if is_hurting && step.rep > Some(1) {
                    Outcome::Skipped
                } else {
                    Outcome::Done
                },
            });
        }
        self.ask(Command::End {
            session,
            how: Ending::Completed,
        });
        self.rate(session, Moment::After, 2);
        self.active.insert(self.day);
        self.look();
    }

    fn rate(&mut self, session: SessionId, moment: Moment, rating: u8) {
        self.ask(Command::Rate {
            session,
            moment,
            rating,
            locations: None,
        });
        match moment {
            Moment::Before => self.before.insert(self.day, rating),
            Moment::After => self.after.insert(self.day, rating),
        };
    }

    /// How an exercise was; gives back whether it hurt.
    fn felt(&mut self, session: SessionId, number: usize, id: &ExerciseId, flaring: bool) -> bool {
        let play = u64::try_from(number).unwrap();
        let rating = if flaring && self.chance.is(60) {
            Some(u8::try_from(4 + self.chance.below(5)).unwrap())
        } else if self.chance.is(70) {
            Some(u8::try_from(self.chance.below(4)).unwrap())
        } else {
            None
        };
        let hurts = matches!(self.who.course, Course::OneHurts(name) if name == id.as_str());
        let said = if hurts {
            let exercise = self.library.exercise(id).unwrap();
            let easier = suggestions::after_hurt(&self.person(), exercise);
            self.ask(Command::Hurt { session, play });
            // The same, whether it is asked before or after.
            assert_eq!(suggestions::after_hurt(&self.person(), exercise), easier);
            assert!(key(easier) <= key(self.stands(id)));
            self.stand(id, easier);
            Some(Said::Hurt)
        } else {
            rating.map(|rating| {
                self.ask(Command::Feel {
                    session,
                    play,
                    felt: ExerciseDiscomfort::rated(Rating::try_from(rating).unwrap()),
                });
                match rating {
                    0..=3 => Said::Fine,
                    4..=5 => Said::Some(None),
                    _ => Said::TooMuch,
                }
            })
        };
        if said == Some(Said::TooMuch) {
            self.open.insert(id.clone(), self.day);
        }
        let what = Happened {
            day: self.day,
            said,
        };
        self.happened.entry(id.clone()).or_default().push(what);
        hurts
    }

    fn check_session(&self, composed: &Composed<'_>, person: &Person) {
        for item in composed.items.iter().filter(|item| !item.planned.warm_up) {
            let play = item.planned.play;
            let id = &play.exercise.id;
            let told = format!("{:?}: {} on day {}", self.who, play.message(), self.day);
            assert!(!self.left_out.contains(id), "{told}");
            let level = item.planned.level.unwrap();
            let levels = dosing::levels(play);
            assert!(levels.contains(level), "{told}");

            // Never more than they agreed to; less where they were away, or it was too much.
            let stands = self.stands(id);
            let here = person.feasible(play.exercise).unwrap().ladder;
            let forms = [Difficulty::Easier, Difficulty::Usual, Difficulty::Harder];
            let is_now = |form: &Difficulty| here.play(*form).message() == play.message();
            // The exercise itself stands in for versions that can't be done here.
            let form =
                (forms.into_iter().rev().filter(is_now)).min_by_key(|f| *f != Difficulty::Usual);
            let now = (form.unwrap(), level);
            let usual = key(here.clamp(stands));
            assert!(now <= usual, "{told}: {now:?} of {usual:?}");
            let lower = here.down(ExerciseLevel { form: now.0, level });
            if self.is_lower_for_away(id) || self.open.contains_key(id) {
                assert!(
                    now < usual || lower.is_none(),
                    "{told}: {now:?} of {usual:?}"
                );
            }
            if self.was_bad_in_week(id) {
                let full = dosing::prescription(play, level);
                let given = &item.planned.dose;
                assert!(given.sets * given.reps <= full.sets * full.reps, "{told}");
            }
        }
    }

    fn run(&mut self) {
        let mut away_until = -1;
        for day in 0..DAYS {
            self.clock(day, 1);
            let is_on = match self.who.habit {
                // Every ninth day or so off.
                Habit::Steady => !(day % 7 == 6 && self.chance.is(60)),
                Habit::Irregular => self.active.range(day - 6..).count() < 4 && self.chance.is(55),
                Habit::Returning => {
                    if day > away_until + 25 && self.chance.is(5) {
                        away_until = day + 8 + i32::try_from(self.chance.below(53)).unwrap();
                    }
                    day > away_until && self.chance.is(90)
                }
            };
            if is_on {
                self.exercise();
            }
        }
        self.clock(DAYS, 12);
    }

    /// The exercises that they did four times or more in the last four weeks.
    fn regular(&self) -> impl Iterator<Item = &ExerciseId> {
        let last = DAYS - 28;
        let happened = self.happened.iter();
        happened
            .filter(move |(_, what)| what.iter().filter(|what| what.day >= last).count() >= 4)
            .map(|(id, _)| id)
    }

    /// Whether there is no step up from where they stand with an exercise, where they are.
    fn is_at_top(&self, exercise: &ExerciseId) -> Option<bool> {
        let exercise = self.library.exercise(exercise)?;
        let mut person = self.person();
        let tops = self.who.places.iter().filter_map(|place| {
            person.profile.place = *place;
            let ladder = person.feasible(exercise).ok()?.ladder;
            let (_, up) = suggestions::next(&person, &ladder, exercise);
            Some(up.is_none())
        });
        tops.reduce(|one, other| one && other)
    }
}

/// What a suggestion is, and of what.
fn named(suggestion: &Suggestion<'_>) -> (&'static str, Option<ExerciseId>) {
    match suggestion {
        Suggestion::Settled { exercise, .. } => ("settled", Some(exercise.id.clone())),
        Suggestion::Up { exercise, .. } => ("up", Some(exercise.id.clone())),
        Suggestion::Down { exercise, .. } => ("down", Some(exercise.id.clone())),
        Suggestion::LeaveOut { exercise, .. } => ("leave out", Some(exercise.id.clone())),
        Suggestion::Back(_) => ("back", None),
    }
}

/// A person of the table below, by number.
fn who(number: u64, habit: Habit, course: Course, answers: Answers) -> Who {
    let desk = BTreeSet::from([Equipment::Chair, Equipment::Wall]);
    let mat = BTreeSet::from([Equipment::Chair, Equipment::Wall, Equipment::Mat]);
    let all = BTreeSet::from(Equipment::ALL);
    let (places, equipment) = match number % 4 {
        0 => (vec![Place::Desk], desk),
        1 => (vec![Place::Floor], all),
        2 => (vec![Place::Desk, Place::Desk, Place::Floor], mat),
        _ => (vec![Place::Standing, Place::Floor], mat),
    };
    let conditions: &[Condition] = match number % 5 {
        0 | 1 => &[],
        2 => &[Condition::Shoulder],
        3 => &[Condition::HighBloodPressure, Condition::Knee],
        _ => &[Condition::Osteoporosis],
    };
    Who {
        seed: number,
        habit,
        course,
        answers,
        minutes: [10, 2, 5, 20][usize::try_from(number % 3 + number / 7 % 2).unwrap()],
        places,
        equipment,
        conditions: conditions.to_vec(),
        // Also where the clock is put forward, and past midnight.
        hour: [8, 23, 2][usize::try_from(number % 3).unwrap()],
    }
}

/// Years of all sorts of people who answer so.
fn years(answers: Answers, seed: u64) {
    let library = Library::shipped().unwrap();
    let all_sorts = [
        (Habit::Steady, Course::FlaringUp),
        (Habit::Steady, Course::OneHurts("pec-stretch")),
        (Habit::Irregular, Course::OneHurts("scapular-squeeze")),
        (Habit::Irregular, Course::FlaringUp),
        (Habit::Returning, Course::FlaringUp),
        (Habit::Returning, Course::Fine),
    ];
    for (number, (habit, course)) in (seed..).zip(all_sorts) {
        let mut year = Year::new(&library, who(number, habit, course, answers));
        year.run();
        let offers = |name| year.offers.get(name).copied().unwrap_or_default();
        // What was never offered wasn't looked at either.
        match course {
            Course::Fine => assert!(offers("leave out") + offers("down") == 0),
            Course::FlaringUp => assert!(offers("down") > 0 && offers("settled") > 0),
            Course::OneHurts(_) => assert!(offers("leave out") > 0),
        }
        match habit {
            Habit::Steady => assert!(offers("up") > 0 && offers("back") == 0),
            // Four days a week aren't enough for more.
            Habit::Irregular => assert_eq!(offers("up"), 0),
            Habit::Returning => {
                assert!(offers("up") > 0);
                assert!(offers("back") > 0 || course != Course::Fine);
            }
        }
        // Whoever agrees to what is offered doesn't end below where everybody begins because of
        // having been away, or because something else hurts.
        let hurts =
            |id: &ExerciseId| matches!(course, Course::OneHurts(name) if name == id.as_str());
        if answers == Answers::Yes && course != Course::FlaringUp {
            for id in year.happened.keys().filter(|id| !hurts(id)) {
                let standing = year.stands(id);
                assert!(
                    key(standing) >= key(ExerciseLevel::default()),
                    "{:?}: {id}",
                    year.who
                );
            }
        }
    }
}

#[test]
fn years_of_who_say_yes_to_everything() {
    years(Answers::Yes, 0);
}

#[test]
fn years_of_who_say_no_to_everything() {
    years(Answers::No, 10);
}

#[test]
fn years_of_who_never_answer() {
    years(Answers::Never, 20);
}

#[test]
fn years_of_who_answer_now_this_now_that() {
    years(Answers::Mixed, 30);
}

/// Whoever exercises on most days, is fine and agrees comes to the top of what they do regularly.
#[test]
fn the_steady_reach_the_top() {
    let library = Library::shipped().unwrap();
    for number in 40..43 {
        let who = who(number, Habit::Steady, Course::Fine, Answers::Yes);
        let mut year = Year::new(&library, who);
        year.run();
        assert!(year.regular().count() >= 2, "{:?}", year.who);
        assert!(year.ups > 10);
        for id in year.regular() {
            let told = format!("{:?}: {id} {:?}", year.who, year.stands(id));
            assert_eq!(year.is_at_top(id), Some(true), "{told}");
            // With time to spare: a step a week, and a week for each.
            let day = year.stands.get(id).map(|(_, day)| *day);
            assert!(day <= Some(200), "{told} since day {day:?}");
        }
    }
}
