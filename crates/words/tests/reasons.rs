//! Every reason has its sentence, and suggestions say what would change.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::parts::Region;
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::programme::progression::{Difficulty, ExerciseLevel, Progression};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::adherence::Adherence;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::recent::ReturnAfterAbsence;
use unhunch_domain::review::suggestions::{OverloadReason, Step, Suggestion};
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::{Note, Omission, Why};
use unhunch_domain::{Condition, Exercise, Level, Library, SessionId};
use unhunch_words::{Words, reasons};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn exercise<'a>(library: &'a Library, id: &str) -> &'a Exercise {
    library.exercise(&id.parse().unwrap()).unwrap()
}

fn step(exercise: &Exercise, form: Difficulty, level: i8) -> Step<'_> {
    let ladder = Progression::whole(exercise).unwrap();
    let play = ladder.play(form);
    let level = Level(level);
    Step {
        standing: ExerciseLevel { form, level },
        play,
        dose: dosing::prescription(play, level),
    }
}

#[test]
fn why_something_is_there() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    let mut chosen = compose::today(&library, &Person::new(TODAY), Layout::default())
        .items
        .remove(0);
    let mut seen = Vec::new();
    let mut see = |why, instead_of: Option<&str>| {
        chosen.why = why;
        chosen.instead_of = instead_of.map(|id| id.parse().unwrap());
        seen.push(format!("{why:?}: {}", reasons::why(&words, &chosen)));
    };
    see(Why::WarmUp, None);
    for days in [None, Some(0), Some(1), Some(2)] {
        see(Why::Strengthening(days), None);
    }
    for region in Region::ALL {
        for named in [false, true] {
            for days in [None, Some(3)] {
                let why = Why::Region {
                    region,
                    named,
                    days,
                };
                see(why, None);
            }
        }
    }
    see(Why::Wanted, None);
    see(Why::Wanted, Some("cat-cow"));
    see(Why::Wanted, Some("marching"));
    see(Why::Routine, None);
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn what_is_different_and_what_is_left_out() {
    let words = Words::english().unwrap();
    let five = Some(Minutes::try_from(5).unwrap());
    let mut seen = Vec::new();
    for condition in Condition::ALL {
        let note = Note::Instead(condition);
        seen.push(format!("{note:?}: {}", reasons::note(&words, note, five)));
    }
    for note in [
        Note::Gently(Condition::Knee),
        Note::StandsIn,
        Note::Easier,
        Note::Harder,
        Note::Back(12),
        Note::TooMuch(0),
        Note::TooMuch(1),
        Note::Less,
        Note::More,
    ] {
        seen.push(format!("{note:?}: {}", reasons::note(&words, note, five)));
    }
    for note in [Note::Less, Note::More] {
        seen.push(format!(
            "{note:?} in a routine: {}",
            reasons::note(&words, note, None)
        ));
    }
    for omission in [
        Omission::Condition(Condition::Glaucoma),
        Omission::AskFirst(Condition::HipReplacement),
        Omission::NoForm(vec![Condition::Pregnancy, Condition::Wrist]),
        Omission::Place(Place::Desk),
        Omission::Place(Place::Standing),
        Omission::Place(Place::Floor),
        Omission::LeftOut,
        Omission::Dropped,
        Omission::Swapped,
        Omission::Rest(0),
        Omission::Rest(1),
        Omission::Hurt,
        Omission::Time,
    ] {
        seen.push(format!(
            "{omission:?}: {}",
            reasons::omission(&words, &omission)
        ));
    }
    for things in [
        &[Equipment::Mat][..],
        &[Equipment::Chair, Equipment::Wall],
        &Equipment::ALL,
    ] {
        let things: BTreeSet<_> = things.iter().copied().collect();
        let omission = Omission::Equipment(things);
        seen.push(reasons::omission(&words, &omission));
    }
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn what_is_suggested() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    let pec = exercise(&library, "pec-stretch");
    let superman = exercise(&library, "superman");
    let yesterday = date(2026, 8, 2);
    let suggestions = [
        Suggestion::Settled {
            exercise: pec,
            session: SessionId(Uuid::nil()),
            play: 0,
            date: yesterday,
        },
        Suggestion::Up {
            exercise: pec,
            from: step(pec, Difficulty::Usual, 1),
            to: step(pec, Difficulty::Usual, 2),
            days: 5,
        },
        Suggestion::Down {
            exercise: superman,
            from: step(superman, Difficulty::Usual, 1),
            to: step(superman, Difficulty::Usual, 0),
            because: OverloadReason::TooMuch(yesterday),
        },
        Suggestion::Down {
            exercise: superman,
            from: step(superman, Difficulty::Usual, -1),
            to: step(superman, Difficulty::Easier, 1),
            because: OverloadReason::Unsettled(date(2026, 8, 1)),
        },
        Suggestion::LeaveOut {
            exercise: superman,
            because: OverloadReason::Hurt(TODAY),
        },
        Suggestion::Back(ReturnAfterAbsence {
            away: 12,
            back: 3,
            since: yesterday,
        }),
    ];
    let seen: Vec<_> = suggestions
        .iter()
        .map(|suggestion| reasons::suggestion(&words, suggestion, TODAY))
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

/// Every step of every exercise, from the gentlest to the most that there is.
#[test]
fn what_every_step_changes() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    let mut seen = Vec::new();
    for exercise in library.exercises() {
        let ladder = Progression::whole(exercise).unwrap();
        let mut now = ladder.clamp(ExerciseLevel {
            form: Difficulty::Easier,
            level: Level(i8::MIN),
        });
        while let Some(next) = ladder.up(now) {
            let from = step(exercise, now.form, now.level.0);
            let to = step(exercise, next.form, next.level.0);
            seen.push(format!(
                "{}: {}",
                exercise.id,
                reasons::change(&words, &from, &to)
            ));
            now = next;
        }
    }
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn how_regularly_somebody_exercises() {
    let words = Words::english().unwrap();
    let mut seen = Vec::new();
    for (days, good_weeks, weeks, run, away) in [
        (0, 0, 0, 0, None),
        (1, 0, 0, 0, None),
        (3, 1, 1, 1, None),
        (2, 0, 3, 0, None),
        (2, 2, 2, 2, None),
        (0, 1, 3, 1, None),
        (4, 6, 8, 6, None),
        (4, 7, 8, 19, None),
        (5, 8, 8, 52, None),
        (0, 5, 8, 0, Some(9)),
    ] {
        let adherence = Adherence {
            days,
            good_weeks,
            weeks,
            run,
            away,
        };
        let sentences = reasons::adherence(&words, &adherence);
        seen.push(format!(
            "{days} days, {good_weeks} of {weeks}, run {run}, away {away:?}: {}",
            sentences.join(" ")
        ));
    }
    insta::assert_snapshot!(seen.join("\n"));
}
