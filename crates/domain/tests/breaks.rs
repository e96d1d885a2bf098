//! Short breaks: for whom they are, that they differ, and that they count nowhere as a session.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::person::precautions;
use unhunch_domain::person::profile::Place;
use unhunch_domain::person::screening::Verdict;
use unhunch_domain::programme::position::Position;
use unhunch_domain::programme::routine::Plan;
use unhunch_domain::programme::timeline::{Layout, StepKind};
use unhunch_domain::programme::timeline::{PlayNumber, StepNumber};
use unhunch_domain::review::person::Person;
use unhunch_domain::review::recent::RecentHistory;
use unhunch_domain::review::{adherence, training};
use unhunch_domain::session::compose::{Earlier, short_break};
use unhunch_domain::{
    Body, Condition, DeviceId, Diary, Ending, Entry, EntryId, ExerciseId, Library, Moment, Outcome,
    Rating, SessionId, Timeline,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn minutes(minutes: i64) -> unhunch_domain::person::reminder_plan::BreakMinutes {
    minutes.try_into().unwrap()
}

fn ids(plan: &Plan<'_>) -> Vec<ExerciseId> {
    let items = plan.items.iter();
    items.map(|item| item.play.exercise.id.clone()).collect()
}

/// How long a break's moves last, in milliseconds.
fn lasts_ms(plan: &Plan<'_>, layout: Layout) -> u64 {
    let timeline = Timeline::new(plan, layout);
    let moves = timeline
        .steps()
        .iter()
        .filter(|step| step.kind != StepKind::Rate);
    moves.map(|step| step.duration_ms).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_break_is_for_the_person_and_needs_nothing(
        conditions in prop::sample::subsequence(Condition::ALL.to_vec(), 0..=Condition::ALL.len()),
        place in prop::sample::select(Place::ALL.to_vec()),
        lasts in 1..=10_i64,
        hour in 0..24_i8,
        get_ready_s in 3..=30_u32,
        seen in prop::collection::vec(prop::sample::subsequence(vec!["marching", "shoulder-rolls", "arm-circles", "gentle-nods", "scapular-squeeze"], 0..5), 0..4),
    ) {
        let library = Library::shipped().unwrap();
        let layout = Layout { get_ready_s };
        let mut person = Person::new(TODAY);
        person.conditions = conditions.into_iter().collect();
        person.profile.place = place;
        let earlier: Vec<_> = seen.into_iter().map(|ids| Earlier {
            exercises: ids.into_iter().map(|id| id.parse().unwrap()).collect(),
            is_today: true,
        }).collect();
        let plan = short_break(&library, &person, minutes(lasts), hour, &earlier, layout).unwrap();
        for item in &plan.items {
            let play = item.play;
            let allowed = precautions::allowed(play.exercise, &person.conditions, false).unwrap();
            prop_assert!(allowed.forms.iter().any(|form| form.message() == play.message()));
            prop_assert!(play.equipment().is_empty(), "{}", play.message());
            prop_assert!(matches!(
                play.position(),
                Position::Standing | Position::Seated | Position::SeatedOrStanding | Position::Any
            ), "{}", play.message());
        }
        let unique: BTreeSet<_> = ids(&plan).into_iter().collect();
        prop_assert_eq!(unique.len(), plan.items.len(), "each once");
        // Beyond its minutes only where a single move is longer already.
        let percent = lasts_ms(&plan, layout) * 100 / minutes_ms(lasts);
        prop_assert!(percent <= 108 || plan.items.len() == 1, "{} %", percent);
        let again = short_break(&library, &person.clone(), minutes(lasts), hour, &earlier, layout).unwrap();
        prop_assert_eq!(Timeline::new(&plan, layout), Timeline::new(&again, layout));
    }
}

fn minutes_ms(minutes: i64) -> u64 {
    u64::try_from(minutes).unwrap() * 60_000
}

#[test]
fn breaks_of_a_day_differ_and_strengthen_once() {
    let library = Library::shipped().unwrap();
    let person = Person::new(TODAY);
    let mut earlier: Vec<Earlier> = Vec::new();
    let mut all = BTreeSet::new();
    let mut strengthening = 0;
    for hour in 9..17_i8 {
        let plan = short_break(
            &library,
            &person,
            minutes(2),
            hour,
            &earlier,
            Layout::default(),
        )
        .unwrap();
        let moves = ids(&plan);
        let percent = lasts_ms(&plan, Layout::default()) * 100 / 120_000;
        assert!((80..=108).contains(&percent), "{hour}: {percent} %");
        assert!(moves.len() >= 2, "{hour}: {moves:?}");
        let before = earlier.first().map(|one| &one.exercises);
        assert_ne!(before, Some(&moves), "{hour}");
        strengthening += moves
            .iter()
            .filter(|id| id.as_str() == "scapular-squeeze")
            .count();
        all.extend(moves.iter().cloned());
        earlier.insert(
            0,
            Earlier {
                exercises: moves,
                is_today: true,
            },
        );
    }
    assert_eq!(strengthening, 1, "{earlier:?}");
    assert!(all.len() >= 5, "{all:?}");
}

#[test]
fn who_is_held_back_gets_no_break() {
    let library = Library::shipped().unwrap();
    let mut person = Person::new(TODAY);
    person.verdict = Verdict::RestToday;
    assert!(short_break(&library, &person, minutes(2), 9, &[], Layout::default()).is_none());
}

/// Entries, a minute apart.
struct Told(Vec<Entry>);

impl Told {
    fn tell(&mut self, body: Body) {
        let number = i64::try_from(self.0.len()).unwrap();
        self.0.push(Entry {
            id: EntryId(Uuid::from_u128(0x100 + self.0.len() as u128)),
            device: DeviceId(Uuid::from_u128(7)),
            at: At::from_millisecond(1_785_740_400_000 + number * 60_000).unwrap(),
            zone: Zone::of(&jiff::tz::TimeZone::UTC),
            version: Version::CURRENT,
            body,
        });
    }
}

/// A break with all of its steps done, in which the first move hurt and that ended so.
fn told(how: Ending) -> (Told, SessionId, ExerciseId) {
    let library = Library::shipped().unwrap();
    let person = Person::new(TODAY);
    let plan = short_break(&library, &person, minutes(2), 9, &[], Layout::default()).unwrap();
    let timeline = Arc::new(Timeline::new(&plan, Layout::default()));
    let session = SessionId(Uuid::from_u128(1));
    let mut told = Told(Vec::new());
    told.tell(Body::SessionStarted {
        session,
        timeline: Arc::clone(&timeline),
    });
    for step in timeline.steps() {
        told.tell(Body::StepFinished {
            session,
            step: StepNumber::try_from(u64::from(step.index)).unwrap(),
            outcome: Outcome::Done,
        });
    }
    told.tell(Body::ExerciseHurt {
        session,
        play: PlayNumber::of(0).unwrap(),
    });
    told.tell(Body::PainRated {
        session,
        moment: Moment::After,
        rating: Rating::try_from(3).unwrap(),
        locations: BTreeSet::new(),
    });
    told.tell(Body::SessionEnded { session, how });
    (told, session, timeline.plays()[0].exercise.clone())
}

#[test]
fn a_break_counts_nowhere_as_a_session() {
    let (told, session, _) = told(Ending::Completed);
    let diary = Diary::of(&told.0);
    let now = told.0.last().unwrap().at;
    let today = diary.session(session).unwrap().date();
    assert!(diary.session(session).unwrap().is_break());
    assert!(diary.is_empty());
    assert_eq!(diary.session_count(), 0);
    assert_eq!(diary.span(), None);
    assert_eq!(diary.latest().count(), 0);
    assert_eq!(diary.sessions_between(today, today).count(), 0);
    assert_eq!(diary.rated_days(today, today).count(), 0);
    assert_eq!(
        adherence::of(&diary, today),
        adherence::of(&Diary::default(), today)
    );
    assert_eq!(RecentHistory::of(&diary, today, now).days, BTreeSet::new());
    assert!(
        training::Training::of(
            &Library::shipped().unwrap(),
            &diary,
            (today, today),
            today,
            now
        )
        .is_empty()
    );
    assert_eq!(diary.breaks_between(today, today).count(), 1);
    // Also where it was kept and read again.
    let kept = serde_json::to_vec(&diary).unwrap();
    let again: Diary = serde_json::from_slice(&kept).unwrap();
    assert_eq!(again, diary);
    assert_eq!(again.session_count(), 0);
}

#[test]
fn what_went_wrong_in_a_break_is_heeded() {
    let (told, _, hurt) = told(Ending::Dizzy);
    let diary = Diary::of(&told.0);
    let now = told.0.last().unwrap().at;
    let today = diary.latest_breaks().next().unwrap().date();
    assert_eq!(diary.verdict(today), Verdict::RestToday);
    let past = RecentHistory::of(&diary, today, now);
    assert!(past.dizzy.contains(&today));
    assert!(past.doings(&hurt).iter().any(|doing| doing.hurt.is_some()));
    let library = Library::shipped().unwrap();
    let mut person = Person::of(&diary, today, now);
    person.verdict = Verdict::Cleared;
    for hour in 0..24 {
        let plan =
            short_break(&library, &person, minutes(10), hour, &[], Layout::default()).unwrap();
        assert!(!ids(&plan).contains(&hurt), "{hour}");
    }
}
