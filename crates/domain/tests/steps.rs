//! Steps up and down at the edges: other places, wrong clocks, midnight, silence, conflicting
//! wishes.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::json;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::person::screening::Verdict;
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::programme::progression::{
    Difficulty, ExerciseChoice, ExerciseLevel, Progression,
};
use unhunch_domain::programme::routine::Item;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::recent::{ExerciseRecord, RecentHistory, ReturnAfterAbsence};
use unhunch_domain::review::suggestions;
use unhunch_domain::review::suggestions::{OverloadReason, Suggestion};
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::{Composed, Omission};
use unhunch_domain::{
    Body, Command, Condition, DeviceId, Diary, DiscomfortLevel, Ending, Entry, EntryId, Exercise,
    ExerciseDiscomfort, ExerciseId, Level, Library, Moment, Outcome, Rating, SessionId, Timeline,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn id(name: &str) -> ExerciseId {
    name.parse().unwrap()
}

fn usual(level: i8) -> ExerciseLevel {
    ExerciseLevel {
        form: Difficulty::Usual,
        level: Level(level),
    }
}

fn easier(level: i8) -> ExerciseLevel {
    ExerciseLevel {
        form: Difficulty::Easier,
        level: Level(level),
    }
}

/// Noon, so many days ago.
fn noon(days_ago: i32) -> At {
    let noon = TODAY.saturating_sub(days_ago.days()).at(12, 0, 0, 0);
    let noon = noon.to_zoned(TimeZone::UTC).unwrap();
    At::try_from(noon.timestamp()).unwrap()
}

/// Something that was done at level 1 so many days ago, without a word.
fn doing(days_ago: i32) -> ExerciseRecord {
    ExerciseRecord {
        session: SessionId(Uuid::nil()),
        play: 0,
        date: TODAY.saturating_sub(days_ago.days()),
        at: noon(days_ago),
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

fn felt(days_ago: i32, discomfort: DiscomfortLevel) -> ExerciseRecord {
    ExerciseRecord {
        felt: Some(ExerciseDiscomfort::new(discomfort)),
        felt_at: Some(noon(days_ago).next()),
        ..doing(days_ago)
    }
}

/// A person on the floor with everything, who did an exercise so, and something on every one of
/// the last ten days but today.
fn person(name: &str, doings: Vec<ExerciseRecord>) -> Person {
    let mut person = Person::new(TODAY);
    person.profile.place = Place::Floor;
    person.profile.equipment = Equipment::ALL.into();
    let mut past = RecentHistory::none(TODAY);
    past.days = (1..=10).map(|days| doing(days).date).collect();
    past.doings.insert(id(name), doings);
    person.past = past;
    person
}

fn stand(person: &mut Person, name: &str, standing: ExerciseLevel, at: At) {
    person.standings.insert(id(name), (standing, at));
}

/// Suggestions in a few words.
fn told(library: &Library, person: &Person) -> Vec<String> {
    let suggestions = suggestions::suggestions(library, person);
    let level = |standing: ExerciseLevel| format!("{} {}", standing.form.id(), standing.level);
    let told = suggestions.iter().map(|suggestion| match suggestion {
        Suggestion::Settled { exercise, .. } => format!("{}: settled?", exercise.id),
        Suggestion::Up {
            exercise, from, to, ..
        }
        | Suggestion::Down {
            exercise, from, to, ..
        } => format!(
            "{}: {} to {}",
            exercise.id,
            level(from.standing),
            level(to.standing)
        ),
        Suggestion::LeaveOut { exercise, .. } => format!("{}: leave out", exercise.id),
        Suggestion::Back(_) => "back".to_owned(),
    });
    told.collect()
}

fn played(person: &Person, exercise: &Exercise) -> (String, Level) {
    let ladder = person.feasible(exercise).unwrap().ladder;
    let (play, level) = person.standing_today(&exercise.id, &ladder).play(&ladder);
    (play.message(), level)
}

#[test]
fn a_week_without_trouble_leads_up() {
    let library = Library::shipped().unwrap();
    let mut up = person("pec-stretch", vec![doing(7), doing(4), doing(1)]);
    assert_eq!(told(&library, &up), ["pec-stretch: usual 1 to usual 2"]);
    // Four days are not enough, nor a week since the last step of six days.
    up.past.days = (1..=4).map(|days| doing(days).date).collect();
    assert!(told(&library, &up).is_empty());
    up.past.days = (1..=7).map(|days| doing(days).date).collect();
    stand(&mut up, "pec-stretch", usual(2), noon(7));
    assert!(told(&library, &up).is_empty());
    stand(&mut up, "pec-stretch", usual(2), noon(8));
    assert_eq!(told(&library, &up), ["pec-stretch: usual 2 to harder 0"]);
}

#[test]
fn nothing_leads_up_while_it_is_worse() {
    let library = Library::shipped().unwrap();
    let mut person = person("pec-stretch", vec![doing(7), doing(4), doing(1)]);
    person.is_worse = true;
    assert!(told(&library, &person).is_empty());
    // What was too much is spoken of all the same.
    let too_much = felt(1, DiscomfortLevel::TooMuch);
    person.past.doings.insert(id("pec-stretch"), vec![too_much]);
    assert_eq!(told(&library, &person), ["pec-stretch: usual 1 to usual 0"]);
}

#[test]
fn nothing_leads_up_in_the_week_after_a_bad_day() {
    let library = Library::shipped().unwrap();
    let good = || vec![doing(9), doing(8), doing(4), doing(1)];
    let with = |change: &dyn Fn(&mut RecentHistory)| {
        let mut person = person("pec-stretch", good());
        change(&mut person.past);
        told(&library, &person)
    };
    assert_eq!(with(&|_| {}), ["pec-stretch: usual 1 to usual 2"]);
    // It was 4 or 5, and had settled.
    assert!(
        with(&|past| {
            let some = ExerciseRecord {
                settled: Some(true),
                ..felt(7, DiscomfortLevel::Some)
            };
            let doings = past.doings.get_mut(&id("pec-stretch")).unwrap();
            doings.insert(2, some);
        })
        .is_empty()
    );
    // A session ended because of dizziness.
    assert!(with(&|past| assert!(past.dizzy.insert(doing(3).date))).is_empty());
    assert!(!with(&|past| assert!(past.dizzy.insert(doing(8).date))).is_empty());
    // Only a part of a warm-up, or in a dose set by hand.
    for change in [
        |doing: &mut ExerciseRecord| doing.warm_up = true,
        |doing: &mut ExerciseRecord| doing.level = None,
    ] {
        assert!(
            with(&|past| {
                let doings = past.doings.get_mut(&id("pec-stretch")).unwrap();
                doings.iter_mut().for_each(change);
            })
            .is_empty()
        );
    }
    // They went on as before a time away three days ago: that was a step of everything.
    assert!(with(&|past| past.back_at = Some(noon(3))).is_empty());
}

#[test]
fn what_was_too_much_stays_gentler_until_they_decide() {
    let library = Library::shipped().unwrap();
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    // It was fine since, at the lower step, and they said nothing about the question.
    let mut person = person(
        "pec-stretch",
        vec![
            felt(40, DiscomfortLevel::TooMuch),
            felt(3, DiscomfortLevel::Fine),
        ],
    );
    stand(&mut person, "pec-stretch", usual(2), noon(50));
    assert_eq!(played(&person, pec).1, Level(1));
    assert_eq!(told(&library, &person), ["pec-stretch: usual 2 to usual 1"]);
    // Two undecided ones are two steps, down and offered.
    let doings = person.past.doings.get_mut(&pec.id).unwrap();
    doings.push(felt(2, DiscomfortLevel::TooMuch));
    doings.push(felt(1, DiscomfortLevel::Fine));
    assert_eq!(played(&person, pec).1, Level(0));
    assert_eq!(told(&library, &person), ["pec-stretch: usual 2 to usual 0"]);
    // Whoever says no goes on where they stood.
    stand(&mut person, "pec-stretch", usual(2), noon(1).next().next());
    assert_eq!(played(&person, pec).1, Level(2));
    assert!(told(&library, &person).is_empty());
}

#[test]
fn what_had_not_settled_counts_from_when_they_said_so() {
    let library = Library::shipped().unwrap();
    let unsettled = ExerciseRecord {
        settled: Some(false),
        settled_at: Some(noon(1)),
        ..felt(2, DiscomfortLevel::Some)
    };
    let mut person = person("pec-stretch", vec![unsettled]);
    // They decided about something else after the exercise, but before it hadn't settled.
    stand(&mut person, "pec-stretch", usual(2), noon(2).next().next());
    assert_eq!(told(&library, &person), ["pec-stretch: usual 2 to usual 1"]);
    let suggestions = suggestions::suggestions(&library, &person);
    let Suggestion::Down { because, .. } = &suggestions[0] else {
        panic!("{suggestions:?}")
    };
    assert_eq!(*because, OverloadReason::Unsettled(doing(2).date));
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    assert_eq!(played(&person, pec).1, Level(1));
}

#[test]
fn two_troubles_in_a_row_lead_to_leaving_it_out_but_not_months_apart() {
    let library = Library::shipped().unwrap();
    let too_much = |days| felt(days, DiscomfortLevel::TooMuch);
    let mut near = person("pec-stretch", vec![too_much(5), doing(3), too_much(1)]);
    assert_eq!(told(&library, &near), ["pec-stretch: leave out"]);
    // Whoever wants to keep it is offered less of it.
    let choice = (ExerciseChoice::Usual, noon(0));
    near.choices.insert(id("pec-stretch"), choice);
    assert_eq!(told(&library, &near), ["pec-stretch: usual 1 to usual -1"]);
    let mut far = person("pec-stretch", vec![too_much(60), too_much(1)]);
    stand(&mut far, "pec-stretch", usual(1), noon(50));
    assert_eq!(told(&library, &far), ["pec-stretch: usual 1 to usual 0"]);
}

#[test]
fn what_hurt_is_gentler_at_once_also_where_nobody_wrote_that_down() {
    let library = Library::shipped().unwrap();
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    let hurt = ExerciseRecord {
        hurt: Some(noon(1).next()),
        ..doing(1)
    };
    let mut person = person("pec-stretch", vec![hurt]);
    stand(&mut person, "pec-stretch", usual(2), noon(20));
    let one_arm = ("pec-stretch_one-arm".to_owned(), Level(0));
    assert_eq!(played(&person, pec), one_arm);
    assert_eq!(
        told(&library, &person),
        ["pec-stretch: usual 2 to easier 0"]
    );
    // As it is written when it hurts: nothing is asked.
    let after = suggestions::after_hurt(&person, pec);
    stand(&mut person, "pec-stretch", after, noon(1).next());
    assert_eq!(played(&person, pec), one_arm);
    assert!(told(&library, &person).is_empty());
    // It hurt and nothing is gentler: leaving it out is offered.
    stand(&mut person, "pec-stretch", easier(-1), noon(1).next());
    let doings = person.past.doings.get_mut(&pec.id).unwrap();
    doings[0].variant = Some("one-arm".parse().unwrap());
    doings[0].level = Some(Level(-1));
    assert_eq!(told(&library, &person), ["pec-stretch: leave out"]);
}

#[test]
fn what_hurt_after_a_time_away_gets_gentler_than_it_was_then() {
    let library = Library::shipped().unwrap();
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    let mut person = person("pec-stretch", vec![doing(30), doing(1)]);
    stand(&mut person, "pec-stretch", easier(1), noon(40));
    person.past.comeback = Some(ReturnAfterAbsence {
        away: 20,
        back: 2,
        since: doing(9).date,
    });
    assert_eq!(played(&person, pec).1, Level(0));
    assert_eq!(suggestions::after_hurt(&person, pec), easier(-1));
}

#[test]
fn what_they_decide_after_a_time_away_counts_as_it_is() {
    let library = Library::shipped().unwrap();
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    let mut person = person(
        "pec-stretch",
        vec![doing(30), felt(1, DiscomfortLevel::TooMuch)],
    );
    stand(&mut person, "pec-stretch", usual(2), noon(40));
    person.past.comeback = Some(ReturnAfterAbsence {
        away: 20,
        back: 4,
        since: doing(9).date,
    });
    // Done at 1 for the time away, too much: 0 from now on, and going on as before must wait.
    assert_eq!(told(&library, &person), ["pec-stretch: usual 1 to usual 0"]);
    stand(&mut person, "pec-stretch", usual(0), noon(0));
    assert_eq!(played(&person, pec).1, Level(0));
    // Going on as before leaves that as it is.
    assert_eq!(told(&library, &person), ["back"]);
    person.past.comeback = None;
    assert_eq!(played(&person, pec).1, Level(0));
}

#[test]
fn going_on_as_before_waits_for_a_good_week_and_can_be_declined() {
    let library = Library::shipped().unwrap();
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    let comeback = Some(ReturnAfterAbsence {
        away: 20,
        back: 4,
        since: doing(9).date,
    });
    let mut some = person(
        "pec-stretch",
        vec![ExerciseRecord {
            settled: Some(true),
            ..felt(2, DiscomfortLevel::Some)
        }],
    );
    some.past.comeback = comeback;
    assert!(told(&library, &some).is_empty());

    let mut fine = person("pec-stretch", vec![doing(30), doing(2)]);
    stand(&mut fine, "pec-stretch", usual(2), noon(40));
    fine.past.comeback = comeback;
    assert_eq!(told(&library, &fine), ["back"]);
    let stays = suggestions::stay(&library, &fine);
    assert_eq!(stays, [(pec.id.clone(), usual(1))]);
    for (exercise, standing) in stays {
        fine.standings.insert(exercise, (standing, noon(0)));
    }
    assert_eq!(played(&fine, pec).1, Level(1));
    fine.past.comeback = None;
    assert_eq!(played(&fine, pec).1, Level(1));
}

#[test]
fn nothing_leads_up_before_a_time_away_is_over() {
    let library = Library::shipped().unwrap();
    // Decided after they came back, so that this one isn't lower for it.
    let mut person = person("pec-stretch", vec![doing(7), doing(4), doing(1)]);
    stand(&mut person, "pec-stretch", usual(1), noon(9));
    assert_eq!(told(&library, &person), ["pec-stretch: usual 1 to usual 2"]);
    person.past.comeback = Some(ReturnAfterAbsence {
        away: 20,
        back: 10,
        since: doing(10).date,
    });
    assert_eq!(told(&library, &person), ["back"]);
}

#[test]
fn a_form_that_is_not_here_today_is_not_forgotten() {
    let library = Library::shipped().unwrap();
    let superman = library.exercise(&id("superman")).unwrap();
    let wall = |days| ExerciseRecord {
        variant: Some("wall-arm-lift".parse().unwrap()),
        level: Some(Level(-1)),
        ..doing(days)
    };
    // It hurt on the floor; at the desk there is no easier version.
    let mut desk = person("superman", vec![wall(8), wall(5), wall(1)]);
    desk.profile.place = Place::Desk;
    stand(&mut desk, "superman", easier(0), noon(9));
    let (play, level) = played(&desk, superman);
    assert_eq!(
        (play.as_str(), level),
        ("superman_wall-arm-lift", Level(-1))
    );
    // Neither a yes nor a no there makes more of it than one step up.
    let suggestions = suggestions::suggestions(&library, &desk);
    let Suggestion::Up { from, to, .. } = &suggestions[0] else {
        panic!("{suggestions:?}")
    };
    assert_eq!((from.standing, to.standing), (easier(0), usual(0)));
    // Trouble is spoken of also where there is no room for the exercise.
    let mut standing = person("childs-pose", vec![felt(1, DiscomfortLevel::TooMuch)]);
    standing.profile.place = Place::Standing;
    assert!(
        standing
            .feasible(library.exercise(&id("childs-pose")).unwrap())
            .is_err()
    );
    assert_eq!(
        told(&library, &standing),
        ["childs-pose: usual 1 to usual 0"]
    );
}

#[test]
fn a_new_form_begins_at_its_beginning() {
    let library = Library::shipped().unwrap();
    let superman = library.exercise(&id("superman")).unwrap();
    let wall = ExerciseRecord {
        variant: Some("wall-arm-lift".parse().unwrap()),
        level: Some(Level(4)),
        ..doing(3)
    };
    let mut person = person("superman", vec![wall]);
    stand(&mut person, "superman", usual(4), noon(20));
    assert_eq!(played(&person, superman), ("superman".to_owned(), Level(1)));
    let doings = person.past.doings.get_mut(&superman.id).unwrap();
    doings.push(doing(1));
    assert_eq!(played(&person, superman).1, Level(2));
    // And nothing more is suggested before they are there.
    assert!(told(&library, &person).is_empty());
    // Who did only that, and stepped up by themselves, is there at once.
    person
        .past
        .doings
        .insert(superman.id.clone(), vec![doing(1)]);
    assert_eq!(played(&person, superman).1, Level(4));
}

#[test]
fn what_went_out_of_use_is_not_asked_about() {
    let library = Library::shipped().unwrap();
    let mut person = person("pec-stretch", vec![felt(40, DiscomfortLevel::TooMuch)]);
    assert_eq!(told(&library, &person).len(), 1);
    person.past.days = (0..39).map(|days| doing(days).date).collect();
    assert!(told(&library, &person).is_empty());
    // It stays gentler all the same.
    let pec = library.exercise(&id("pec-stretch")).unwrap();
    assert_eq!(played(&person, pec).1, Level(0));
}

#[test]
fn ladders_lead_up_and_down_by_the_same_steps() {
    let library = Library::shipped().unwrap();
    for exercise in library.exercises() {
        let forms: Vec<_> = exercise.forms().collect();
        let few = forms.len().min(6);
        for chosen in 1..1_usize << few {
            let some = (0..few).filter(|n| chosen & (1 << n) != 0);
            let some: Vec<_> = some.map(|n| forms[n]).collect();
            for most in [None, Some(Level::FIRST)] {
                let ladder = Progression::of(&some, most).unwrap();
                let mut bottom = easier(-10);
                while let Some(lower) = ladder.down(bottom) {
                    assert!(lower < ladder.clamp(bottom));
                    bottom = lower;
                }
                // Whatever is stood at counts as something of the way, in the same order.
                let mut last = bottom;
                for form in [Difficulty::Easier, Difficulty::Usual, Difficulty::Harder] {
                    for level in (-3..9).map(Level) {
                        let now = ladder.clamp(ExerciseLevel { form, level });
                        assert!(now >= last || now.form < form, "{}: {now:?}", exercise.id);
                        let levels = dosing::levels(ladder.play(now.form));
                        assert!(levels.contains(now.level));
                        if let Some(up) = ladder.up(now) {
                            assert!(up > now && ladder.clamp(up) == up);
                            let down = ladder.down(up).unwrap();
                            assert!(down <= now || up.form > now.form);
                        }
                        assert!(ladder.after_hurt(now) <= now);
                        last = now;
                    }
                }
            }
        }
    }
}

// Sessions.

fn exercises(composed: &Composed<'_>) -> Vec<String> {
    let items = composed.items.iter().filter(|item| !item.planned.warm_up);
    items.map(|item| item.planned.play.message()).collect()
}

fn swap(person: &mut Person, from: &str, to: &str) {
    let item = Item {
        exercise: id(to),
        variant: None,
    };
    person.day.swapped.insert(id(from), item);
}

#[test]
fn wishes_that_cross_each_other_leave_each_exercise_in_or_out() {
    let library = Library::shipped().unwrap();
    let mut anew = Person::new(TODAY);
    anew.profile.minutes = Minutes::try_from(10).unwrap();
    let today = |person: &Person| compose::today(&library, person, Layout::default());
    let plain = exercises(&today(&anew));
    assert!(plain.len() >= 4, "{plain:?}");
    let in_and_out = |composed: &Composed<'_>| {
        let mut all: Vec<_> = composed
            .omitted
            .iter()
            .map(|o| o.exercise.id.clone())
            .collect();
        let items = composed.items.iter().filter(|item| !item.planned.warm_up);
        all.extend(items.map(|item| item.planned.play.exercise.id.clone()));
        let unique: BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len(), "{composed:?}");
        assert_eq!(all.len(), 10);
    };

    // One for the other, both ways.
    let mut both = anew.clone();
    swap(&mut both, "pec-stretch", "overhead-arm-reach");
    swap(&mut both, "overhead-arm-reach", "pec-stretch");
    in_and_out(&today(&both));
    // One for another that is left out.
    let mut left = anew.clone();
    swap(&mut left, "pec-stretch", "overhead-arm-reach");
    left.day.dropped.insert(id("overhead-arm-reach"));
    let composed = today(&left);
    in_and_out(&composed);
    let why = |name: &str| {
        let mut omitted = composed.omitted.iter();
        omitted
            .find(|o| o.exercise.id == id(name))
            .map(|o| o.why.clone())
    };
    assert_eq!(why("overhead-arm-reach"), Some(Omission::Dropped));
    assert_eq!(why("pec-stretch"), Some(Omission::Swapped));
    // A warm-up move is no exercise.
    let mut warm = anew.clone();
    swap(&mut warm, "pec-stretch", "marching");
    assert_eq!(exercises(&today(&warm)), plain);
    in_and_out(&today(&warm));
}

#[test]
fn a_form_that_is_wished_for_begins_where_the_ladder_enters_it() {
    let library = Library::shipped().unwrap();
    let mut person = person("pec-stretch", vec![]);
    stand(&mut person, "pec-stretch", usual(2), noon(20));
    let level_of = |person: &Person, variant: &str| {
        let item = Item {
            exercise: id("pec-stretch"),
            variant: Some(variant.parse().unwrap()),
        };
        let composed = compose::adapt(&library, person, &[], &[item], Layout::default());
        assert_eq!(exercises(&composed), [format!("pec-stretch_{variant}")]);
        composed.items[0].planned.level.unwrap()
    };
    assert_eq!(level_of(&person, "longer"), Level(0));
    assert_eq!(level_of(&person, "one-arm"), Level(1));
    let harder = ExerciseLevel {
        form: Difficulty::Harder,
        level: Level(2),
    };
    stand(&mut person, "pec-stretch", harder, noon(20));
    assert_eq!(level_of(&person, "longer"), Level(2));
}

#[test]
fn what_was_bad_is_not_done_longer_to_fill_the_time() {
    let library = Library::shipped().unwrap();
    let mut person = person("pec-stretch", vec![felt(2, DiscomfortLevel::Some)]);
    person.profile.place = Place::Standing;
    person.profile.minutes = Minutes::try_from(20).unwrap();
    let sets_and_reps = |person: &Person| {
        let composed = compose::today(&library, person, Layout::default());
        let items = composed.items.iter();
        let mut pec = items.filter(|item| item.planned.play.exercise.id == id("pec-stretch"));
        let dose = pec.next().unwrap().planned.dose.clone();
        (dose.sets, dose.reps)
    };
    assert_eq!(sets_and_reps(&person), (1, 3));
    person
        .past
        .doings
        .insert(id("pec-stretch"), vec![felt(9, DiscomfortLevel::Some)]);
    assert!(sets_and_reps(&person) > (1, 3));
}

#[test]
fn a_warm_up_move_that_hurt_is_not_taken_for_a_while() {
    let library = Library::shipped().unwrap();
    let hurt = |days| ExerciseRecord {
        hurt: Some(noon(days)),
        warm_up: true,
        ..doing(days)
    };
    let has_circles = |days| {
        let mut person = person("arm-circles", vec![hurt(days)]);
        person.profile.minutes = Minutes::try_from(20).unwrap();
        let composed = compose::today(&library, &person, Layout::default());
        let mut items = composed.items.iter();
        items.any(|item| item.planned.play.exercise.id == id("arm-circles"))
    };
    assert!(!has_circles(1));
    assert!(has_circles(20));
}

#[test]
fn whoever_is_held_back_gets_no_session() {
    let library = Library::shipped().unwrap();
    let items = [Item {
        exercise: id("pec-stretch"),
        variant: None,
    }];
    for (answers, is_held_back) in [
        (
            json!({ "now": ["chest"], "before": [], "conditions": [] }),
            true,
        ),
        (
            json!({ "now": [], "before": ["arm"], "conditions": [] }),
            true,
        ),
        (json!({ "now": ["dizzy"] }), true),
        (
            json!({ "now": [], "before": ["arm"], "seen": ["arm"], "conditions": [] }),
            false,
        ),
    ] {
        let mut life = Life::default();
        life.write(
            noon(1),
            Body::ScreeningAnswered {
                answers: serde_json::from_value(answers).unwrap(),
            },
        );
        let person = Person::of(&life.diary, TODAY, noon(0));
        let today = compose::today(&library, &person, Layout::default());
        let routine = compose::adapt(&library, &person, &[], &items, Layout::default());
        assert_eq!(today.items.is_empty(), is_held_back);
        assert_eq!(routine.items.is_empty(), is_held_back);
    }
}

#[test]
fn who_was_dizzy_rests_on_the_days_of_that_session() {
    let library = Library::shipped().unwrap();
    let tomorrow = TODAY.tomorrow().unwrap();
    let yesterday = TODAY.yesterday().unwrap();
    let ended = |how| {
        let mut life = Life::default();
        life.write(
            noon(3),
            Body::ScreeningAnswered {
                answers: serde_json::from_value(
                    json!({ "now": [], "before": [], "conditions": [] }),
                )
                .unwrap(),
            },
        );
        // Begun two days ago, and gone on with since.
        let (session, _) = life.session("UTC", noon(2));
        life.write(noon(0), Body::SessionEnded { session, how });
        life.session("UTC", noon(0));
        (life, session)
    };
    let (mut life, session) = ended(Ending::Dizzy);
    for (date, verdict) in [
        (TODAY.saturating_sub(2.days()), Verdict::RestToday),
        (yesterday, Verdict::Cleared),
        (TODAY, Verdict::RestToday),
        (tomorrow, Verdict::Cleared),
    ] {
        assert_eq!(life.diary.verdict(date), verdict, "{date}");
    }
    let person = life.person(TODAY, noon(0));
    assert!(person.is_held_back());
    assert!(
        compose::today(&library, &person, Layout::default())
            .items
            .is_empty()
    );

    // What an answer says goes first.
    life.write(
        noon(0),
        Body::ScreeningAnswered {
            answers: serde_json::from_value(json!({ "now": ["chest"] })).unwrap(),
        },
    );
    assert!(matches!(life.diary.verdict(TODAY), Verdict::Stop(_)));

    let (mut life, session_of_other) = ended(Ending::Stopped);
    assert_eq!(life.diary.verdict(TODAY), Verdict::Cleared);
    assert_eq!(session, session_of_other);
    life.write(
        noon(0),
        Body::SessionEnded {
            session,
            how: Ending::Dizzy,
        },
    );
    assert_eq!(life.diary.verdict(TODAY), Verdict::RestToday);
    life.write(noon(0), Body::SessionDeleted { session });
    assert_eq!(life.diary.verdict(TODAY), Verdict::Cleared);
}

// The diary behind it.

#[derive(Default)]
struct Life {
    diary: Diary,
    entries: u128,
}

impl Life {
    fn write(&mut self, at: At, body: Body) {
        self.write_in("UTC", at, body);
    }

    fn write_in(&mut self, zone: &str, at: At, body: Body) {
        self.entries += 1;
        self.diary.fold(&Entry {
            id: EntryId(Uuid::from_u128(self.entries)),
            device: DeviceId(Uuid::nil()),
            at,
            zone: Zone::try_from(zone.to_owned()).unwrap(),
            version: Version::CURRENT,
            body,
        });
    }

    /// A session of the two-minute routine, all of it done.
    fn session(&mut self, zone: &str, at: At) -> (SessionId, Arc<Timeline>) {
        let library = Library::shipped().unwrap();
        let plan = library.plan(&"two-minutes".parse().unwrap(), |_| Level::FIRST);
        let timeline = Arc::new(Timeline::new(&plan.unwrap(), Layout::default()));
        let session = SessionId(Uuid::from_u128(self.entries + 1000));
        self.write_in(
            zone,
            at,
            Body::SessionStarted {
                session,
                timeline: Arc::clone(&timeline),
            },
        );
        for step in timeline.steps() {
            self.write_in(
                zone,
                at,
                Body::StepFinished {
                    session,
                    step: u64::from(step.index).try_into().unwrap(),
                    outcome: Outcome::Done,
                },
            );
        }
        (session, timeline)
    }

    fn person(&self, today: Date, now: At) -> Person {
        Person::of(&self.diary, today, now)
    }
}

/// The place of an exercise in what a timeline plays.
fn play_of(timeline: &Timeline, name: &str) -> u64 {
    let place = timeline.plays().iter().position(|p| p.exercise == id(name));
    u64::try_from(place.unwrap()).unwrap()
}

fn minutes_after(at: At, minutes: i64) -> At {
    At::from_millisecond(at.as_millisecond() + minutes * 60_000).unwrap()
}

#[test]
fn a_session_past_midnight_is_of_the_day_on_which_it_began() {
    let library = Library::shipped().unwrap();
    let mut life = Life::default();
    let late = minutes_after(noon(1), 11 * 60 + 50);
    let (session, timeline) = life.session("UTC", late);
    let after_midnight = minutes_after(late, 20);
    life.write(
        after_midnight,
        Body::ExerciseFelt {
            session,
            play: play_of(&timeline, "scapular-squeeze").try_into().unwrap(),
            felt: ExerciseDiscomfort::new(DiscomfortLevel::Some),
        },
    );
    // Half an hour later is no day later.
    let person = life.person(TODAY, minutes_after(late, 30));
    assert_eq!(person.past.days_since(&id("scapular-squeeze")), Some(1));
    assert!(told(&library, &person).is_empty());
    let tomorrow = TODAY.saturating_add(1.day());
    let person = life.person(tomorrow, minutes_after(late, 24 * 60));
    assert_eq!(told(&library, &person), ["scapular-squeeze: settled?"]);
}

#[test]
fn what_was_done_further_east_counts_although_it_is_of_tomorrow() {
    let mut life = Life::default();
    // Tuesday in Auckland is still Monday in Berlin, where they land.
    life.session("Pacific/Auckland", noon(0));
    let person = life.person(TODAY, minutes_after(noon(0), 60));
    assert_eq!(person.past.days_since(&id("scapular-squeeze")), Some(0));
    let library = Library::shipped().unwrap();
    let composed = compose::today(&library, &person, Layout::default());
    let squeeze = composed
        .omitted
        .iter()
        .find(|o| o.exercise.id == id("scapular-squeeze"));
    assert_eq!(squeeze.unwrap().why, Omission::Rest(0));
}

#[test]
fn sessions_that_are_deleted_or_ahead_of_the_clock_do_not_count() {
    let mut life = Life::default();
    let (session, _) = life.session("UTC", noon(1));
    life.session("UTC", minutes_after(noon(0), 60));
    let person = life.person(TODAY, noon(0));
    assert_eq!(person.past.days.len(), 1);
    life.write(noon(0), Body::SessionDeleted { session });
    let person = life.person(TODAY, noon(0));
    assert_eq!(person.past.days.len(), 0);
    assert!(person.past.doings.is_empty());
}

#[test]
fn two_sessions_a_day_are_one_day_and_the_last_rating_counts_for_the_next() {
    let mut life = Life::default();
    let rate = |life: &mut Life, at: At, ratings: [u8; 2]| {
        let (session, _) = life.session("UTC", at);
        for (moment, rating) in [Moment::Before, Moment::After].into_iter().zip(ratings) {
            let rating = Rating::try_from(rating).unwrap();
            life.write(
                at,
                Body::PainRated {
                    session,
                    moment,
                    rating,
                    locations: BTreeSet::new(),
                },
            );
        }
    };
    rate(&mut life, noon(2), [5, 1]);
    rate(&mut life, minutes_after(noon(2), 120), [1, 3]);
    rate(&mut life, noon(1), [4, 4]);
    let person = life.person(TODAY, noon(0));
    assert_eq!(person.past.days_in_week(), 2);
    assert!(!person.past.rose_in_week());
    rate(&mut life, minutes_after(noon(0), -60), [6, 6]);
    assert!(life.person(TODAY, noon(0)).past.rose_in_week());
}

#[test]
fn clocks_that_were_ahead_do_not_silence_what_is_said_later() {
    let library = Library::shipped().unwrap();
    let squeeze = id("scapular-squeeze");
    let mut life = Life::default();
    life.session("UTC", noon(20));
    // A decision from next year; then the clock is put right.
    life.write(
        noon(-300),
        Body::StandingSet {
            exercise: squeeze.clone(),
            standing: usual(2),
        },
    );
    let (session, timeline) = life.session("UTC", noon(1));
    let play = play_of(&timeline, "scapular-squeeze");
    life.write(
        minutes_after(noon(1), 5),
        Body::ExerciseFelt {
            session,
            play: play.try_into().unwrap(),
            felt: ExerciseDiscomfort::new(DiscomfortLevel::TooMuch),
        },
    );
    let person = life.person(TODAY, noon(0));
    assert_eq!(
        told(&library, &person),
        ["scapular-squeeze: usual 2 to usual 1"]
    );

    // What was said with a clock ahead can be answered.
    let mut life = Life::default();
    let (session, timeline) = life.session("UTC", noon(1));
    let play = play_of(&timeline, "scapular-squeeze");
    life.write(
        noon(-300),
        Body::ExerciseFelt {
            session,
            play: play.try_into().unwrap(),
            felt: ExerciseDiscomfort::new(DiscomfortLevel::TooMuch),
        },
    );
    let person = life.person(TODAY, noon(0));
    assert_eq!(
        told(&library, &person),
        ["scapular-squeeze: usual 1 to usual 0"]
    );
    let stand = Command::Stand {
        exercise: squeeze,
        standing: usual(0),
    };
    let body = stand.accept(&life.diary).unwrap().unwrap();
    let at = life.diary.time_for(&body, noon(0));
    life.write(at, body);
    assert!(told(&library, &life.person(TODAY, noon(0).next())).is_empty());
}

#[test]
fn what_was_felt_before_the_first_repetition_was_over_counts() {
    let library = Library::shipped().unwrap();
    let plan = library.plan(&"two-minutes".parse().unwrap(), |_| Level::FIRST);
    let timeline = Arc::new(Timeline::new(&plan.unwrap(), Layout::default()));
    let mut life = Life::default();
    let session = SessionId(Uuid::nil());
    life.write(
        noon(1),
        Body::SessionStarted {
            session,
            timeline: Arc::clone(&timeline),
        },
    );
    life.write(
        noon(1),
        Body::ExerciseFelt {
            session,
            play: play_of(&timeline, "scapular-squeeze").try_into().unwrap(),
            felt: ExerciseDiscomfort::new(DiscomfortLevel::TooMuch),
        },
    );
    life.write(
        noon(1),
        Body::SessionEnded {
            session,
            how: Ending::Dizzy,
        },
    );
    let person = life.person(TODAY, noon(0));
    assert!(person.past.days.is_empty() && person.past.was_dizzy_in_week());
    assert_eq!(
        told(&library, &person),
        ["scapular-squeeze: usual 1 to usual 0"]
    );
}

#[test]
fn a_time_away_is_not_over_by_itself() {
    let mut life = Life::default();
    life.session("UTC", noon(200));
    for days in (0..150).rev() {
        life.session("UTC", noon(days));
    }
    let comeback = |life: &Life| life.person(TODAY, noon(0)).past.comeback;
    assert_eq!(comeback(&life).map(|c| (c.away, c.back)), Some((50, 150)));
    life.write(noon(0), Body::ComebackOver);
    assert_eq!(comeback(&life), None);
}

#[test]
fn a_routine_of_strengthening_two_days_running_rests_the_day_after() {
    let library = Library::shipped().unwrap();
    let mut life = Life::default();
    life.session("UTC", noon(2));
    life.session("UTC", noon(1));
    let mut person = life.person(TODAY, noon(0));
    person.conditions = BTreeSet::from([Condition::Wrist]);
    let composed = compose::today(&library, &person, Layout::default());
    let strengthening = composed
        .omitted
        .iter()
        .filter(|o| o.why == Omission::Rest(1));
    assert_eq!(strengthening.count(), 2);
    assert!(!composed.is_empty() && !composed.is_short());
}
