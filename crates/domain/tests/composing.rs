//! What holds for every session that is put together, whoever it is for.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::person::precautions;
use unhunch_domain::person::profile::{Complaint, Minutes, Place};
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::position::{Equipment, Position};
use unhunch_domain::programme::progression::{Difficulty, ExerciseChoice, ExerciseLevel};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::recent::{ExerciseRecord, RecentHistory, ReturnAfterAbsence};
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::{Chosen, Composed, Omission};
use unhunch_domain::{Condition, ExerciseId, Level, Library, SessionId, Timeline};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn at() -> At {
    At::from_millisecond(1_785_000_000_000).unwrap()
}

/// Something that was done so many days ago, without a word about it.
fn doing(days_ago: i32) -> ExerciseRecord {
    ExerciseRecord {
        session: SessionId(Uuid::nil()),
        play: 0,
        date: TODAY.saturating_sub(days_ago.days()),
        at: at(),
        warm_up: false,
        variant: None,
        level: Some(Level::FIRST),
        felt: None,
        felt_at: None,
        zone: Zone::of(&TimeZone::UTC),
        hurt: None,
        settled: None,
        settled_at: None,
    }
}

fn ids() -> Vec<ExerciseId> {
    let library = Library::shipped().unwrap();
    library.exercises().map(|e| e.id.clone()).collect()
}

prop_compose! {
    fn past()(
        days in prop::collection::vec(prop::collection::vec(1..20_i32, 0..3), 10),
        away in prop::option::weighted(0.2, 7..40_i32),
    ) -> RecentHistory {
        let mut past = RecentHistory::none(TODAY);
        for (exercise, mut days) in ids().into_iter().zip(days) {
            days.sort_unstable_by(|a, b| b.cmp(a));
            past.days.extend(days.iter().map(|days| doing(*days).date));
            if !days.is_empty() {
                past.doings.insert(exercise, days.into_iter().map(doing).collect());
            }
        }
        past.comeback = away.map(|away| ReturnAfterAbsence { away, back: 0, since: TODAY });
        past
    }
}

fn subset<T: Clone + Ord + std::fmt::Debug + 'static>(
    all: Vec<T>,
) -> impl Strategy<Value = BTreeSet<T>> {
    let most = all.len();
    prop::sample::subsequence(all, 0..=most).prop_map(|some| some.into_iter().collect())
}

prop_compose! {
    /// Conditions as people have them: mostly none or a few, now and then all that there are.
    fn conditions()(
        few in prop::sample::subsequence(Condition::ALL.to_vec(), 0..=4),
        all in subset(Condition::ALL.to_vec()),
        which in 0..10,
    ) -> BTreeSet<Condition> {
        match which {
            0..=2 => BTreeSet::new(),
            3..=7 => few.into_iter().collect(),
            _ => all,
        }
    }
}

prop_compose! {
    fn person()(
        conditions in conditions(),
        equipment in subset(Equipment::ALL.to_vec()),
        place in prop::sample::select(Place::ALL.to_vec()),
        minutes in Minutes::LEAST..=Minutes::MOST,
        complaints in subset(Complaint::ALL.to_vec()),
        standings in prop::collection::vec((0..3_usize, -2..6_i8), 10),
        left_out in prop::collection::vec(prop::bool::weighted(0.05), 10),
        past in past(),
    ) -> Person {
        let mut person = Person::new(TODAY);
        person.conditions = conditions;
        person.profile.equipment = equipment;
        person.profile.place = place;
        person.profile.minutes = Minutes::try_from(minutes).unwrap();
        person.profile.complaints = complaints;
        for ((id, (form, level)), left_out) in ids().into_iter().zip(standings).zip(left_out) {
            let form = [Difficulty::Easier, Difficulty::Usual, Difficulty::Harder][form];
            person.standings.insert(id.clone(), (ExerciseLevel { form, level: Level(level) }, at()));
            if left_out && id.as_str() != "scapular-squeeze" {
                person.choices.insert(id, (ExerciseChoice::LeftOut, at()));
            }
        }
        person.past = past;
        person
    }
}

/// A session in a few lines.
fn told(composed: &Composed<'_>) -> String {
    let mut text = String::new();
    for item in &composed.items {
        let (name, dose) = (item.planned.play.message(), &item.planned.dose);
        let _ = writeln!(
            text,
            "{name}: {} × {} × {:?}, {:?}, {:?}",
            dose.sets, dose.reps, dose.holds_s, item.why, item.notes
        );
    }
    for omitted in &composed.omitted {
        let _ = writeln!(text, "  not {}: {:?}", omitted.exercise.id, omitted.why);
    }
    text
}

fn exercises<'a, 'b>(composed: &'b Composed<'a>) -> impl Iterator<Item = &'b Chosen<'a>> {
    composed.items.iter().filter(|item| !item.planned.warm_up)
}

/// Whether there is more of it to give.
fn can_grow(item: &Chosen<'_>) -> bool {
    let dose = &item.planned.dose;
    let hold: u32 = dose.holds_s.iter().sum();
    if item.planned.play.exercise.file.kind == Kind::Strengthening {
        dose.sets < 3 || dose.reps < item.planned.play.dose().reps.high
    } else {
        dose.total_hold_s() + dose.sets * hold <= compose::LONG_HOLD_S
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_session_is_for_the_person_and_fits_the_time(person in person(), get_ready_s in 3..=30_u32) {
        let library = Library::shipped().unwrap();
        let layout = Layout { get_ready_s };
        let composed = compose::today(&library, &person, layout);

        // Never what a precaution removes, nor what needs a floor or a thing that isn't there.
        for item in &composed.items {
            let play = item.planned.play;
            let name = play.message();
            let allowed = precautions::allowed(play.exercise, &person.conditions, false);
            let forms: Vec<_> = allowed.unwrap().forms.iter().map(|form| form.message()).collect();
            prop_assert!(forms.contains(&name), "{name} of {forms:?}");
            prop_assert!(person.profile.place.has_room_for(play.position()), "{name}");
            for thing in play.equipment() {
                prop_assert!(person.profile.equipment.contains(thing), "{name} without {thing:?}");
            }
            prop_assert!(person.choice(&play.exercise.id) != ExerciseChoice::LeftOut);
        }

        // The warm-up comes first; each exercise comes once, or its absence is explained.
        prop_assert!(composed.items[0].planned.warm_up);
        prop_assert!(composed.items.is_sorted_by_key(|item| !item.planned.warm_up));
        let mut seen: Vec<_> = exercises(&composed).map(|item| &item.planned.play.exercise.id).collect();
        seen.extend(composed.omitted.iter().map(|omitted| &omitted.exercise.id));
        seen.sort();
        let mut all = ids();
        all.sort();
        prop_assert_eq!(seen, all.iter().collect::<Vec<_>>());

        // It lasts as long as it says, and as long as was asked for.
        let timeline = Timeline::new(&composed.plan(compose::TODAY.parse().unwrap()), layout);
        prop_assert_eq!(timeline.total_ms(), composed.total_ms);
        let percent = composed.total_ms * 100 / person.profile.minutes.ms();
        // One move and the least of one exercise are the shortest that there is.
        let is_least = composed.items.len() == 2;
        prop_assert!(is_least || percent <= 100 + compose::TOLERANCE_PERCENT, "{percent} %");
        prop_assert!(get_ready_s > 12 || percent <= 100 + compose::TOLERANCE_PERCENT, "{percent} %");
        if percent < 100 - compose::TOLERANCE_PERCENT {
            prop_assert!(composed.is_short());
            // Only where there is nothing more that could be done.
            prop_assert!(composed.omitted.iter().all(|o| o.why != Omission::Time), "{percent} %: {}", told(&composed));
            prop_assert!(!exercises(&composed).any(can_grow), "{percent} %: {}", told(&composed));
        } else {
            let is_all_out = composed.omitted.iter().all(|o| o.why != Omission::Time);
            prop_assert!(!composed.is_empty() || is_all_out, "{}", told(&composed));
        }

        // Every position that needs taking is taken once.
        let mut changes = Vec::new();
        let mut now = Position::Standing;
        for item in &composed.items {
            let then = now.then(item.planned.play.position());
            if then != now {
                changes.push(then);
                now = then;
            }
        }
        let mut unique = changes.clone();
        unique.sort_by_key(|position| position.id());
        unique.dedup();
        prop_assert_eq!(unique.len(), changes.len(), "{:?}", changes);
        prop_assert!(!changes.contains(&Position::Standing));

        // The same inputs give the same session.
        let again = compose::today(&library, &person.clone(), layout);
        prop_assert_eq!(told(&composed), told(&again));
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn muscles_rest_a_day_and_are_strengthened_three_days_of_any_seven(mut person in person()) {
        let library = Library::shipped().unwrap();
        person.past = RecentHistory::none(TODAY);
        let mut strong = Vec::new();
        let mut worked: Vec<BTreeSet<ExerciseId>> = Vec::new();
        for day in 0..21_i32 {
            let date = TODAY.saturating_add(day.days());
            person.past.today = date;
            let composed = compose::today(&library, &person, Layout::default());
            let mut today = BTreeSet::new();
            for item in exercises(&composed) {
                let exercise = item.planned.play.exercise;
                let done = ExerciseRecord { date, ..doing(0) };
                person.past.doings.entry(exercise.id.clone()).or_default().push(done);
                if exercise.file.kind == Kind::Strengthening {
                    today.insert(exercise.id.clone());
                }
            }
            person.past.days.insert(date);
            strong.push(!today.is_empty());
            if let Some(yesterday) = worked.last() {
                for (one, other) in today.iter().flat_map(|one| yesterday.iter().map(move |other| (one, other))) {
                    let [one, other] = [one, other].map(|id| library.exercise(id).unwrap());
                    prop_assert!(!compose::share_muscles(one, other));
                }
            }
            worked.push(today);
        }
        for week in strong.windows(7) {
            prop_assert!(week.iter().filter(|strong| **strong).count() >= 3, "{strong:?}");
        }
    }
}

/// The regions that a week of sessions looks after, with how often.
#[test]
fn a_week_looks_after_every_region() {
    let library = Library::shipped().unwrap();
    for minutes in Minutes::OFFERED {
        let mut person = Person::new(TODAY);
        person.profile.minutes = Minutes::try_from(minutes).unwrap();
        person.profile.place = Place::Floor;
        person.profile.equipment = Equipment::ALL.into();
        let mut regions = BTreeMap::new();
        // Two minutes have room for one exercise a day.
        let days = if minutes == 2 { 14 } else { 7 };
        for day in 0..days {
            let date = TODAY.saturating_add(day.days());
            person.past.today = date;
            let composed = compose::today(&library, &person, Layout::default());
            for item in exercises(&composed) {
                let exercise = item.planned.play.exercise;
                *regions.entry(exercise.file.regions[0]).or_insert(0) += 1;
                let done = ExerciseRecord { date, ..doing(0) };
                person
                    .past
                    .doings
                    .entry(exercise.id.clone())
                    .or_default()
                    .push(done);
            }
            person.past.days.insert(date);
        }
        assert_eq!(regions.len(), 6, "{minutes} minutes: {regions:?}");
    }
}
/// Whoever has a chair, or a floor and no vertigo, and no more than two conditions, gets the time
/// that they asked for, whatever it is. A mat alone has too little for some with vertigo and
/// something else: then all there is is done, and the session says that it is short.
#[test]
fn the_time_fits_whoever_has_a_chair_or_a_floor() {
    use Equipment::{Chair, Cushion, FoamRoller, Mat, RolledTowel, Table, Wall};
    let library = Library::shipped().unwrap();
    let rooms: [(Place, &[Equipment]); 5] = [
        (Place::Desk, &[Chair]),
        (Place::Desk, &[Chair, Table, Wall]),
        (Place::Floor, &[Mat]),
        (Place::Floor, &[Mat, Wall, RolledTowel]),
        (
            Place::Floor,
            &[Chair, Table, Mat, Wall, FoamRoller, Cushion],
        ),
    ];
    let mut conditions: Vec<BTreeSet<Condition>> = vec![BTreeSet::new()];
    for (n, one) in Condition::ALL.iter().enumerate() {
        let others = Condition::ALL[n..].iter();
        conditions.extend(others.map(|other| BTreeSet::from([*one, *other])));
    }
    // Also on a day when muscles rest.
    let mut rest = RecentHistory::none(TODAY);
    for strengthening in ["scapular-squeeze", "superman"] {
        let done = vec![doing(1)];
        rest.doings.insert(strengthening.parse().unwrap(), done);
    }
    let mut short = 0;
    for (number, conditions) in conditions.iter().enumerate() {
        let minutes = Minutes::LEAST..=Minutes::MOST;
        // For two conditions a part of the minutes each, in turn.
        let step = if conditions.len() < 2 { 1 } else { 5 };
        for (place, equipment) in rooms {
            for minutes in minutes.clone().skip(number % step).step_by(step) {
                let mut person = Person::new(TODAY);
                person.conditions.clone_from(conditions);
                person.profile.place = place;
                person.profile.equipment = equipment.iter().copied().collect();
                person.profile.minutes = Minutes::try_from(minutes).unwrap();
                for past in [RecentHistory::none(TODAY), rest.clone()] {
                    person.past = past;
                    let composed = compose::today(&library, &person, Layout::default());
                    let percent = composed.total_ms * 100 / person.profile.minutes.ms();
                    let all = || format!("{percent} % of {person:?}");
                    let may_be_short =
                        conditions.contains(&Condition::Vertigo) && !equipment.contains(&Chair);
                    if may_be_short && percent < 85 {
                        assert!(composed.is_short(), "{}", all());
                        assert!(
                            composed.omitted.iter().all(|o| o.why != Omission::Time),
                            "{}",
                            all()
                        );
                        assert!(!exercises(&composed).any(can_grow), "{}", all());
                        short += 1;
                    } else {
                        assert!((85..=115).contains(&percent), "{}", all());
                    }
                }
            }
        }
    }
    assert!(short < 100, "{short}");
}
