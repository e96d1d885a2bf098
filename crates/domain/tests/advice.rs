//! What is advised after made histories, day by day.
//!
//! The table below is meant to be read by a clinician: what somebody noted, and on which days
//! which advice stands. Days are counted from 1, the first of the history; “firm” is the second
//! time that it is said that it persists, “again” a new stage of the same advice, and “still” the
//! same stage after a pause.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{Change, Content, Feeling, FeelingParts, Week, WeekParts};
use unhunch_domain::person::profile::{ProfileChange, Since};
use unhunch_domain::person::screening::{Answers, Verdict};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::advice;
use unhunch_domain::review::advice::Because;
use unhunch_domain::review::ratings::RatingSeries;
use unhunch_domain::{
    Body, Command, DeviceId, Diary, Entry, EntryId, Level, Library, Moment, Note, NoteId, Rating,
    SessionId, Timeline,
};
use uuid::Uuid;

/// Day 1.
const FIRST: Date = date(2026, 3, 2);

fn on(day: i32) -> Date {
    FIRST.saturating_add((day - 1).days())
}

fn rating(number: u8) -> Rating {
    Rating::try_from(number).unwrap()
}

/// Somebody's journal, written by hand.
#[derive(Clone, Default)]
struct History(Vec<Entry>);

impl History {
    fn new() -> Self {
        Self::default()
    }

    fn tell_in(mut self, zone: &str, day: i32, hour: i8, body: impl FnOnce(u128) -> Body) -> Self {
        let number = self.0.len() as u128 + 1;
        let tz = TimeZone::get(zone).unwrap();
        let at = on(day).at(hour, 0, 0, 0).to_zoned(tz).unwrap();
        self.0.push(Entry {
            id: EntryId(Uuid::from_u128(number)),
            device: DeviceId(Uuid::nil()),
            at: At::try_from(at.timestamp()).unwrap(),
            zone: Zone::try_from(zone.to_owned()).unwrap(),
            version: Version::CURRENT,
            body: body(number),
        });
        self
    }

    fn tell(self, day: i32, body: impl FnOnce(u128) -> Body) -> Self {
        self.tell_in("Europe/Berlin", day, 8, body)
    }

    fn keep(self, zone: &str, day: i32, content: Content) -> Self {
        self.tell_in(zone, day, 8, |number| Body::NoteKept {
            note: NoteId(Uuid::from_u128(number)),
            content: Arc::new(Note {
                date: on(day),
                content,
            }),
        })
    }

    /// A rating on a day.
    fn rate(self, day: i32, number: u8) -> Self {
        self.keep("Europe/Berlin", day, feeling(number))
    }

    /// A rating on each day of a stretch.
    fn daily(self, days: std::ops::RangeInclusive<i32>, number: u8) -> Self {
        days.fold(self, |life, day| life.rate(day, number))
    }

    /// A rating on each day of a stretch, some after the other, again and again.
    fn cycle(self, days: std::ops::RangeInclusive<i32>, numbers: &[u8]) -> Self {
        let cycle = numbers.iter().cycle();
        days.zip(cycle)
            .fold(self, |life, (day, number)| life.rate(day, *number))
    }

    /// An answer about the week until a day.
    fn week(self, day: i32, average: Option<u8>, change: Option<Change>) -> Self {
        let week = Week::of(WeekParts {
            average: average.map(rating),
            change,
            ..WeekParts::default()
        });
        self.keep("Europe/Berlin", day, Content::Week(week.unwrap()))
    }

    /// That they say for how long they have had it.
    fn said(self, day: i32, since: Since) -> Self {
        self.tell(day, |_| Body::ProfileChanged {
            change: Box::new(ProfileChange {
                since: Some(since),
                ..ProfileChange::default()
            }),
        })
    }

    /// That nothing of the safety questions applies.
    fn answered(self, day: i32) -> Self {
        let worse = advice::worse_at_last(&self.diary(), on(day));
        self.tell(day, |_| Body::ScreeningAnswered {
            answers: Box::new(Answers {
                now: Some(Some(BTreeSet::new())),
                before: Some(Some(BTreeSet::new())),
                conditions: Some(Some(BTreeSet::new())),
                now_for: worse.map(Some),
                before_for: worse.map(Some),
                ..Answers::default()
            }),
        })
    }

    fn diary(&self) -> Diary {
        Diary::of(&self.0)
    }
}

fn feeling(number: u8) -> Content {
    let feeling = Feeling::of(FeelingParts {
        rating: Some(rating(number)),
        ..FeelingParts::default()
    });
    Content::Feeling(feeling.unwrap())
}

/// What stands on which of the days from 1 to `last`, a piece for each stage.
fn stands(diary: &Diary, last: i32) -> String {
    let mut pieces: Vec<(Rule, bool, Date, i32, i32)> = Vec::new();
    for day in 1..=last {
        for advice in advice::today(diary, on(day)) {
            assert!(!advice.because.is_empty(), "{advice:?}");
            assert!(advice.since <= on(day), "{advice:?}");
            let key = (advice.rule, advice.is_firm, advice.since);
            let piece = pieces
                .iter_mut()
                .find(|piece| (piece.0, piece.1, piece.2) == key && piece.4 == day - 1);
            match piece {
                Some(piece) => piece.4 = day,
                None => pieces.push((key.0, key.1, key.2, day, day)),
            }
        }
    }
    pieces.sort_by_key(|piece| (piece.3, piece.0));
    let mut told = String::new();
    for (place, (rule, is_firm, since, first, end)) in pieces.iter().enumerate() {
        let separator = if place == 0 { "" } else { ", " };
        let firm = if *is_firm { " firm" } else { "" };
        // What began before the day that it shows on, goes on from before.
        let begun = match pieces[..place].iter().rev().find(|piece| piece.0 == *rule) {
            Some(earlier) if earlier.2 == *since => " still",
            Some(earlier) if earlier.4 + 1 == *first && earlier.1 == *is_firm => " again",
            _ => "",
        };
        write!(told, "{separator}{}{firm}{begun} {first}–{end}", rule.id()).unwrap();
    }
    told
}

fn check(table: &[(&str, i32, History, &str)]) {
    let mut wrong = String::new();
    for (story, last, history, expected) in table {
        let told = stands(&history.diary(), *last);
        if told != *expected {
            writeln!(
                wrong,
                "{story}\n    is:       {told}\n    expected: {expected}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// One rating a day, unless it says otherwise. Columns: what was noted, days looked at, the
/// history, what is advised.
#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn what_is_advised_after_histories_of_ratings() {
    let life = History::new;
    check(&[
        ("nothing noted", 200, life(), ""),
        ("one rating", 200, life().rate(1, 8), ""),
        ("three ratings in a week", 200, life().daily(1..=3, 8), ""),
        (
            "four ratings of one day",
            200,
            life().rate(1, 8).rate(1, 8).rate(1, 8).rate(1, 8),
            "",
        ),
        ("5 for 3 weeks", 21, life().daily(1..=21, 5), ""),
        ("5 for 4 weeks", 28, life().daily(1..=28, 5), ""),
        (
            "5 for 4 weeks and a day",
            29,
            life().daily(1..=29, 5),
            "persisting 29–29",
        ),
        (
            "5 for 6 weeks and a day",
            43,
            life().daily(1..=43, 5),
            "persisting 29–42, persisting firm 43–43",
        ),
        (
            "5 for 25 weeks",
            175,
            life().daily(1..=175, 5),
            "persisting 29–42, persisting firm 43–175, assessment 85–168, assessment again 169–175",
        ),
        ("1 for 25 weeks", 175, life().daily(1..=175, 1), ""),
        ("0 for 25 weeks", 175, life().daily(1..=175, 0), ""),
        (
            "improving: 6, a point less every ten days, well in the end",
            120,
            life()
                .daily(1..=10, 6)
                .daily(11..=20, 5)
                .daily(21..=30, 4)
                .daily(31..=40, 3)
                .daily(41..=50, 2)
                .daily(51..=120, 1),
            // The week until day 27 is the first whose mean is 4; four calm weeks are over on 79.
            "better 27–78",
        ),
        (
            "3, then 2: a point and a third are no change",
            60,
            life().daily(1..=10, 3).daily(11..=60, 2),
            "persisting 29–42, persisting firm 43–60",
        ),
        (
            "8, then 6: two points, but only 25 %",
            40,
            life().daily(1..=10, 8).daily(11..=40, 6),
            "persisting 29–40",
        ),
        (
            "better after three weeks, and no more after ten: four weeks until that persists",
            140,
            life().daily(1..=21, 6).daily(22..=70, 3).daily(71..=140, 5),
            "better 26–73, worse 77–140, assessment 85–140, persisting 101–114, persisting firm 115–140",
        ),
        (
            "worsening slowly: 2, and a point more every four weeks",
            150,
            life()
                .daily(1..=28, 2)
                .daily(29..=56, 3)
                .daily(57..=84, 4)
                .daily(85..=150, 5),
            "persisting 29–42, persisting firm 43–150, worse 63–140, assessment 85–150",
        ),
        (
            "worsening suddenly: 2, then 7, then 3",
            80,
            life().daily(1..=26, 2).daily(27..=50, 7).daily(51..=80, 3),
            // On day 36 another 2 points above the first stage’s week.
            "worse 29–35, persisting 29–42, worse again 36–55, persisting firm 43–80",
        ),
        (
            "a flare after it had got better: it is worse, and not better",
            60,
            life().daily(1..=14, 8).daily(15..=34, 2).daily(35..=60, 5),
            "better 17–38, worse 39–60",
        ),
        (
            "noisy around 4: between 3 and 5, day by day",
            84,
            life().cycle(1..=84, &[4, 3, 5, 5, 3, 4, 3, 5, 4, 4]),
            "persisting 29–42, persisting firm 43–84",
        ),
        (
            "noisy around 4: good and bad weeks, a point apart from it",
            84,
            (0..12).fold(life(), |life, week| {
                life.daily(
                    7 * week + 1..=7 * week + 7,
                    if week % 2 == 0 { 4 } else { 5 },
                )
            }),
            "persisting 29–42, persisting firm 43–84",
        ),
        (
            "wavering around the limit: worse doesn’t begin anew each time",
            70,
            life()
                .daily(1..=21, 3)
                .cycle(22..=70, &[5, 5, 5, 5, 5, 5, 4, 5, 5, 5, 5, 5, 5, 5]),
            "persisting 29–42, worse 35–41, persisting firm 43–70, worse still 49–55, worse still 63–69",
        ),
        (
            "sparse: three ratings a week",
            120,
            (0..17).fold(life(), |life, week| {
                life.rate(7 * week + 1, 7)
                    .rate(7 * week + 3, 7)
                    .rate(7 * week + 5, 7)
            }),
            "",
        ),
        (
            "four ratings on two days of a week",
            60,
            (0..9).fold(life(), |life, week| {
                life.rate(7 * week + 1, 5)
                    .rate(7 * week + 1, 5)
                    .rate(7 * week + 3, 5)
                    .rate(7 * week + 3, 5)
            }),
            "persisting 31–44, persisting firm 45–60",
        ),
        (
            "nothing noted for seven weeks: what was known last stands, and nothing begins",
            110,
            life().daily(1..=30, 5).daily(80..=110, 5),
            "persisting 29–82, persisting firm 83–110, assessment 85–110",
        ),
        (
            "nothing noted for eight weeks: another episode",
            130,
            life().daily(1..=30, 5).daily(90..=130, 5),
            "persisting 29–85, persisting 118–130",
        ),
        (
            "worse, and then nothing noted: it stands for eight weeks",
            120,
            life().daily(1..=21, 2).daily(22..=26, 6),
            "worse 25–81",
        ),
        (
            "calm for four weeks, then another time: another episode",
            120,
            life().daily(1..=20, 4).daily(21..=60, 1).daily(61..=120, 4),
            "better 25–52, worse 65–120, persisting 91–104, persisting firm 105–120",
        ),
    ]);
}

/// What people answer about a week, and say of themselves.
#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn what_is_advised_after_answers() {
    let life = History::new;
    let (better, same, worse) = (
        Some(Change::Better),
        Some(Change::Same),
        Some(Change::Worse),
    );
    check(&[
        ("worse once", 60, life().week(7, None, worse), ""),
        (
            "worse, and worse a week later",
            90,
            life().week(7, None, worse).week(14, None, worse),
            "worse 14–69",
        ),
        (
            "worse twice in one week",
            60,
            life().week(7, None, worse).week(10, None, worse),
            "",
        ),
        (
            "worse, then nothing for a month, then worse",
            60,
            life().week(7, None, worse).week(36, None, worse),
            "",
        ),
        (
            "worse, the same, worse",
            60,
            life()
                .week(7, None, worse)
                .week(14, None, same)
                .week(21, None, worse),
            "",
        ),
        (
            "worse, worse, better",
            60,
            life()
                .week(7, None, worse)
                .week(14, None, worse)
                .week(21, None, better),
            "worse 14–20",
        ),
        (
            "worse five weeks in a row: once more after the fourth",
            60,
            (1..=5).fold(life(), |life, week| life.week(7 * week, None, worse)),
            "worse 14–27, worse again 28–60",
        ),
        (
            "worse twice, though the week’s averages went down: it isn’t called better",
            40,
            life()
                .week(7, Some(6), None)
                .week(14, Some(3), worse)
                .week(21, Some(3), worse)
                .week(28, Some(3), same),
            "better 14–20, worse 21–27, better still 28–40",
        ),
        (
            "averages only: 6, 6, 6, 6, 6",
            40,
            (1..=5).fold(life(), |life, week| life.week(7 * week, Some(6), None)),
            "persisting 35–40",
        ),
        (
            "averages only: 3, then 5",
            20,
            life().week(7, Some(3), None).week(14, Some(5), None),
            "worse 14–20",
        ),
        (
            "averages only: 3, then 4",
            20,
            life().week(7, Some(3), None).week(14, Some(4), None),
            "",
        ),
        (
            "averages only: 5, then 3",
            20,
            life().week(7, Some(5), None).week(14, Some(3), None),
            "better 14–20",
        ),
        (
            "an answer counts where there are too few ratings, and a mean before it",
            20,
            life()
                .daily(1..=7, 3)
                .week(7, Some(9), None)
                .rate(12, 3)
                .week(14, Some(5), None),
            "worse 14–20",
        ),
        (
            "came with something that had been there for months",
            100,
            life().said(3, Since::Months),
            "assessment 3–86, assessment again 87–100",
        ),
        (
            "the same, and well for four weeks after that",
            60,
            life()
                .said(1, Since::Months)
                .daily(1..=5, 4)
                .daily(6..=45, 0),
            "assessment 1–8, better 14–36",
        ),
        (
            "well for weeks, and then said that it had been back for months",
            90,
            life().daily(1..=40, 0).said(80, Since::Months),
            "assessment 80–90",
        ),
        (
            "came with something that had been there for days",
            90,
            life().said(1, Since::Days).daily(10..=90, 4),
            "persisting 38–51, persisting firm 52–90, assessment 85–90",
        ),
        (
            "came with something that had been there for weeks",
            90,
            life().said(1, Since::Weeks).daily(10..=90, 4),
            "persisting 38–51, persisting firm 52–90, assessment 71–90",
        ),
        (
            "for weeks, and nothing noted since",
            120,
            life().said(1, Since::Weeks),
            "",
        ),
    ]);
}

fn timeline() -> Arc<Timeline> {
    let library = Library::shipped().unwrap();
    let plan = library.plan(&"two-minutes".parse().unwrap(), |_| Level::FIRST);
    Arc::new(Timeline::new(&plan.unwrap(), Layout::default()))
}

/// Ratings before and after a session on each day, in a zone.
fn sessions(zone: &str, days: std::ops::RangeInclusive<i32>, before: u8, after: u8) -> History {
    let timeline = timeline();
    days.fold(History::new(), |life, day| {
        let session = SessionId(Uuid::from_u128(1_000_000 + u128::from(day.unsigned_abs())));
        let rate = |moment, number| {
            move |_: u128| Body::PainRated {
                session,
                moment,
                rating: rating(number),
                locations: BTreeSet::new(),
            }
        };
        let timeline = Arc::clone(&timeline);
        life.tell_in(zone, day, 20, |_| Body::SessionStarted {
            session,
            timeline,
        })
        .tell_in(zone, day, 20, rate(Moment::Before, before))
        .tell_in(zone, day, 21, rate(Moment::After, after))
    })
}

/// Entries of several histories in one diary, each with ids of its own.
fn together(histories: &[&History]) -> History {
    let mut all = History::new();
    for (device, history) in (1_u128..).zip(histories) {
        all.0.extend(history.0.iter().cloned().map(|mut entry| {
            entry.device = DeviceId(Uuid::from_u128(device));
            entry.id = EntryId(Uuid::from_u128(entry.id.0.as_u128() + (device << 64)));
            if let Body::NoteKept { note, .. } = &mut entry.body {
                *note = NoteId(Uuid::from_u128(note.0.as_u128() + (device << 64)));
            }
            entry
        }));
    }
    all
}

#[test]
fn ratings_of_sessions_count_like_notes_and_in_any_zone() {
    let firm = "persisting 29–42, persisting firm 43–45";
    let berlin = sessions("Europe/Berlin", 1..=45, 5, 5);
    let auckland = sessions("Pacific/Auckland", 1..=45, 5, 5);
    // Four weeks in the east, and then in the west: each day where the person was.
    let east = sessions("Pacific/Auckland", 1..=28, 5, 5);
    let west = sessions("America/Los_Angeles", 29..=45, 5, 5);
    let half = History::new().daily(24..=45, 5);
    check(&[
        ("at home", 45, berlin, firm),
        ("far in the east", 45, auckland, firm),
        ("on the move", 45, together(&[&east, &west]), firm),
        (
            "some of each",
            45,
            together(&[&sessions("Europe/Berlin", 1..=28, 6, 4), &half]),
            firm,
        ),
    ]);
}

#[test]
fn what_is_corrected_or_deleted_counts_as_it_is_now() {
    let life = || History::new().daily(1..=21, 2).daily(22..=40, 7);
    let change = |mut life: History,
                  days: std::ops::RangeInclusive<usize>,
                  body: fn(NoteId, i32) -> Body| {
        for day in days {
            let note = NoteId(Uuid::from_u128(day as u128));
            let day = i32::try_from(day).unwrap();
            life = life.tell(41, |_| body(note, day));
        }
        life
    };
    let correct: fn(NoteId, i32) -> Body = |note, day| Body::NoteKept {
        note,
        content: Arc::new(Note {
            date: on(day),
            content: feeling(2),
        }),
    };
    let move_back: fn(NoteId, i32) -> Body = |note, day| Body::NoteKept {
        note,
        content: Arc::new(Note {
            date: on(day - 7),
            content: feeling(7),
        }),
    };
    let delete: fn(NoteId, i32) -> Body = |note, _| Body::NoteDeleted { note };
    let restore: fn(NoteId, i32) -> Body = |note, _| Body::NoteRestored { note };
    let worse = "worse 24–30, persisting 29–40, worse again 31–40";
    check(&[
        ("as it was noted", 40, life(), worse),
        (
            "those that were high were slips of the finger",
            40,
            change(life(), 22..=40, correct),
            "persisting 29–40",
        ),
        (
            "those that were high are deleted",
            40,
            change(life(), 22..=40, delete),
            "",
        ),
        (
            "and wanted back",
            40,
            change(change(life(), 22..=40, delete), 22..=40, restore),
            worse,
        ),
        (
            "one of them was of a week before",
            40,
            change(life(), 22..=22, move_back),
            "worse 25–31, persisting 29–40, worse again 32–40",
        ),
    ]);
    // A session that is deleted takes its ratings along.
    let mut played = sessions("Europe/Berlin", 1..=30, 5, 5);
    assert_eq!(stands(&played.diary(), 30), "persisting 29–30");
    for day in 1..=30_u128 {
        let session = SessionId(Uuid::from_u128(1_000_000 + day));
        played = played.tell(31, |_| Body::SessionDeleted { session });
    }
    assert_eq!(played.diary().rated_days(Date::MIN, Date::MAX).count(), 0);
    assert_eq!(stands(&played.diary(), 30), "");
}

#[test]
fn two_devices_and_a_wrong_clock() {
    let days = |of: i32| {
        (1..=60)
            .filter(move |day| day % 2 == of)
            .fold(History::new(), |life, day| {
                life.rate(day, if day <= 26 { 2 } else { 7 })
            })
    };
    let (even, odd) = (days(0), days(1));
    let worse = "worse 29–35, persisting 29–42, worse again 36–60, persisting firm 43–60";
    let ahead = History::new().daily(400..=410, 9);
    check(&[
        ("on two devices", 60, together(&[&even, &odd]), worse),
        ("the other one first", 60, together(&[&odd, &even]), worse),
        (
            "one of the two, every other day",
            60,
            even.clone(),
            "worse 30–37, persisting 30–43, worse again 38–60, persisting firm 44–60",
        ),
        (
            "a clock that was ahead by a year",
            60,
            together(&[&even, &odd, &ahead]),
            worse,
        ),
    ]);
    // What it noted counts when its days have come.
    let all = together(&[&History::new().daily(390..=396, 3), &ahead]).diary();
    assert_eq!(advice::worse_since(&all, on(398)), None);
    assert_eq!(advice::worse_since(&all, on(401)), Some(on(401)));
    assert_eq!(advice::worse_since(&all, on(410)), Some(on(408)));
}

#[test]
fn what_it_follows_from_is_said() {
    let life = History::new().daily(1..=21, 2).daily(22..=28, 6);
    let advised = advice::today(&life.diary(), on(28));
    let Because::Weeks { now, then } = &advised[0].because[0] else {
        panic!("{advised:?}");
    };
    assert_eq!((advised[0].rule, advised[0].since), (Rule::Worse, on(25)));
    assert_eq!(
        (now.first(), now.last, now.mean.tenths(), now.is_answer),
        (on(22), on(28), 60, false)
    );
    // The latest of the lowest weeks.
    assert_eq!((then.last, then.mean.tenths()), (on(21), 20));

    let life = History::new().said(1, Since::Weeks).daily(2..=85, 5);
    let life = life
        .week(85, None, Some(Change::Worse))
        .week(92, None, Some(Change::Worse));
    let advised = advice::today(&life.diary(), on(92));
    let rules: Vec<_> = advised
        .iter()
        .map(|advice| (advice.rule, advice.is_firm))
        .collect();
    assert_eq!(
        rules,
        [
            (Rule::Worse, false),
            (Rule::Assessment, false),
            (Rule::Persisting, true)
        ]
    );
    let answers = Because::Answers {
        first: on(85),
        last: on(92),
        count: 2,
    };
    assert_eq!(advised[0].because, [answers]);
    let said = Because::Said {
        since: Since::Weeks,
        on: on(1),
    };
    assert_eq!(advised[1].because, [said]);
    let Because::Weeks { now, then } = &advised[2].because[0] else {
        panic!("{advised:?}");
    };
    assert_eq!((now.last, then.last), (on(85), on(8)));
}

#[test]
fn what_was_read_is_read_until_a_new_stage() {
    let is_read = |life: &History, day: i32| {
        let advised = advice::today(&life.diary(), on(day));
        let persisting = advised
            .iter()
            .find(|advice| advice.rule == Rule::Persisting);
        persisting.unwrap().is_read
    };
    let read = |life: History, day: i32, since: i32| {
        let command = Command::ReadAdvice {
            rule: Rule::Persisting,
            since: on(since),
        };
        let body = command.accept(&life.diary()).unwrap().unwrap();
        life.tell(day, |_| body)
    };
    let life = History::new().daily(1..=60, 5);
    assert!(!is_read(&life, 30));
    let life = read(life, 30, 29);
    assert!(is_read(&life, 30) && is_read(&life, 42));
    // To read it again changes nothing.
    let again = Command::ReadAdvice {
        rule: Rule::Persisting,
        since: on(29),
    };
    assert_eq!(again.accept(&life.diary()), Ok(None));
    // Firm is a stage of its own.
    assert!(!is_read(&life, 43));
    let life = read(life, 50, 43);
    assert!(is_read(&life, 43) && is_read(&life, 60));
    // A clock that was ahead doesn’t read for later.
    let ahead = read(History::new().daily(1..=60, 5), 500, 480);
    assert!(!is_read(&ahead, 30));
    assert!(is_read(&read(ahead, 501, 29), 30));
}

#[test]
fn when_it_got_worse_the_safety_questions_come_again_once() {
    let life = |answered: i32| {
        let life = History::new().answered(answered);
        life.daily(1..=21, 2).daily(22..=60, 7)
    };
    let verdict = |life: &History, day: i32| life.diary().verdict(on(day));
    let before = life(1);
    assert_eq!(verdict(&before, 23), Verdict::Cleared);
    assert_eq!(verdict(&before, 24), Verdict::AskAgain);
    assert_eq!(verdict(&before, 40), Verdict::AskAgain);
    // Answered on the day itself, or after; a new stage asks again.
    for (day, until) in [(24, 30), (28, 30), (31, 60), (45, 60)] {
        let answered = before.clone().answered(day);
        assert_eq!(verdict(&answered, day), Verdict::Cleared, "{day}");
        assert_eq!(verdict(&answered, until), Verdict::Cleared, "{day}");
        if until == 30 {
            assert_eq!(verdict(&answered, 31), Verdict::AskAgain, "{day}");
        }
    }
    // Half an answer is none.
    let half = before.clone().tell(26, |_| Body::ScreeningAnswered {
        answers: Box::new(Answers {
            now: Some(Some(BTreeSet::new())),
            now_for: Some(Some(on(24))),
            ..Answers::default()
        }),
    });
    assert_eq!(verdict(&half, 26), Verdict::AskAgain);
    // What a clock that was ahead was told is no answer to what came later, and is in nobody’s way.
    let ahead = life(500);
    assert_eq!(verdict(&ahead, 30), Verdict::AskAgain);
    let body = Body::ScreeningAnswered {
        answers: Box::new(Answers {
            now_for: Some(Some(on(24))),
            before_for: Some(Some(on(24))),
            ..Answers::default()
        }),
    };
    let at = ahead.diary().time_for(&body, before.0[0].at);
    let mut answered = ahead.tell(30, |_| body);
    answered.0.last_mut().unwrap().at = at;
    assert_eq!(verdict(&answered, 30), Verdict::Cleared);
    // Answers of the same day are none where it got worse only after them, and neither are earlier
    // ones where what is said of days before lets it begin earlier.
    let mut morning = History::new()
        .daily(1..=21, 2)
        .daily(22..=23, 7)
        .answered(24);
    assert_eq!(verdict(&morning, 24), Verdict::Cleared);
    morning = morning.daily(24..=24, 7);
    assert_eq!(verdict(&morning, 24), Verdict::AskAgain);
    let earlier = before.clone().answered(23);
    assert_eq!(verdict(&earlier, 24), Verdict::AskAgain);
    let earlier = earlier.daily(20..=22, 9);
    assert_eq!(verdict(&earlier, 24), Verdict::AskAgain);
    // Silence doesn’t answer.
    assert_eq!(verdict(&before, 60 + 300), Verdict::AskAgain);
    assert_eq!(
        verdict(&before.clone().answered(200), 300),
        Verdict::Cleared
    );
    // Whoever wasn’t asked yet is asked everything.
    let unasked = History::new().daily(1..=21, 2).daily(22..=60, 7);
    assert_eq!(verdict(&unasked, 30), Verdict::Unasked);
}

/// What somebody may have noted on a day: ratings, and an answer about the week.
#[derive(Clone, Debug)]
enum Said {
    Rating(u8),
    Week(Option<u8>, Option<usize>),
}

fn said(ratings: std::ops::RangeInclusive<u8>) -> impl Strategy<Value = Said> {
    let average = prop::option::of(ratings.clone());
    prop_oneof![
        6 => ratings.prop_map(Said::Rating),
        1 => (average, prop::option::of(0..3_usize))
            .prop_filter("says something", |(average, change)| average.is_some() || change.is_some())
            .prop_map(|(average, change)| Said::Week(average, change)),
    ]
}

fn history(all: &[(i32, Said)]) -> History {
    let all = all.iter();
    all.fold(History::new(), |life, (day, said)| tell(life, *day, said))
}

fn tell(life: History, day: i32, said: &Said) -> History {
    match said {
        Said::Rating(number) => life.rate(day, *number),
        Said::Week(average, change) => {
            life.week(day, *average, change.map(|which| Change::ALL[which]))
        }
    }
}

/// What somebody does later with what they noted.
#[derive(Clone, Debug)]
enum Later {
    Say(i32, Said),
    /// One of what was said so far is of another day, with another number.
    Correct(usize, i32, u8),
    Delete(usize),
    Restore(usize),
}

fn later() -> impl Strategy<Value = Later> {
    prop_oneof![
        4 => (100..200_i32, said(0..=10)).prop_map(|(day, said)| Later::Say(day, said)),
        2 => (any::<usize>(), 0..200_i32, 0..=10_u8)
            .prop_map(|(which, day, number)| Later::Correct(which, day, number)),
        1 => any::<usize>().prop_map(Later::Delete),
        1 => any::<usize>().prop_map(Later::Restore),
    ]
}

/// One of the notes of a life.
fn note_of(life: &History, which: usize) -> NoteId {
    let notes: Vec<NoteId> = life
        .0
        .iter()
        .filter_map(|entry| match entry.body {
            Body::NoteKept { note, .. } => Some(note),
            _ => None,
        })
        .collect();
    notes[which % notes.len()]
}

fn rules(diary: &Diary, day: i32) -> Vec<Rule> {
    let advised = advice::today(diary, on(day));
    advised.into_iter().map(|advice| advice.rule).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever is noted within two neighbouring numbers is neither worse nor better.
    #[test]
    fn what_stays_within_a_band_is_no_change(
        low in 0..=9_u8,
        ups in prop::collection::vec((0..200_i32, any::<bool>(), prop::bool::weighted(0.1)), 0..300),
    ) {
        let said: Vec<_> = ups.iter().map(|(day, up, is_week)| {
            let number = low + u8::from(*up);
            (*day, if *is_week { Said::Week(Some(number), Some(1)) } else { Said::Rating(number) })
        }).collect();
        let diary = history(&said).diary();
        for day in (0..260).step_by(2) {
            let rules = rules(&diary, day);
            prop_assert!(!rules.contains(&Rule::Worse) && !rules.contains(&Rule::Better), "day {day}: {rules:?}");
        }
    }

    /// The order of entries, two devices, and an entry that comes twice change nothing; it is
    /// never worse and better at once; and it is said in one way.
    #[test]
    fn advice_is_of_the_entries_however_they_came(
        said in prop::collection::vec((0..150_i32, said(0..=10)), 0..150),
        shuffle in prop::collection::vec(any::<u32>(), 150),
        days in prop::collection::vec(0..220_i32, 12),
    ) {
        let life = history(&said);
        let diary = life.diary();
        let mut shuffled: Vec<_> = shuffle.iter().zip(&life.0).collect();
        shuffled.sort_by_key(|(key, _)| **key);
        let mut other = Diary::default();
        for (key, entry) in shuffled {
            other.fold(entry);
            if key % 3 == 0 {
                other.fold(entry);
            }
        }
        let kept: Diary = serde_json::from_str(&serde_json::to_string(&diary).unwrap()).unwrap();
        for day in days {
            let advised = advice::today(&diary, on(day));
            prop_assert_eq!(&advice::today(&other, on(day)), &advised);
            prop_assert_eq!(&advice::today(&kept, on(day)), &advised);
            let rules = rules(&diary, day);
            prop_assert!(rules.is_sorted() && rules.windows(2).all(|two| two[0] < two[1]));
            prop_assert!(!(rules.contains(&Rule::Worse) && rules.contains(&Rule::Better)));
            // The quick way says the same.
            let worse = advised.iter().find(|advice| advice.rule == Rule::Worse);
            prop_assert_eq!(advice::worse_since(&diary, on(day)), worse.map(|advice| advice.since));
            for because in advised.iter().flat_map(|advice| &advice.because) {
                let Because::Weeks { now, then } = because else { continue };
                let latest = life.0.iter().map(|entry| entry.at).max().unwrap();
                let course = RatingSeries::of(&diary, Date::MIN, on(300), latest);
                for week in [now, then] {
                    prop_assert_eq!(course.week(week.last), Some(week.mean));
                    prop_assert_eq!(course.week_mean(week.last).is_none(), week.is_answer);
                }
            }
        }
    }

    /// What a diary keeps of earlier days, so that they needn't be gone through at each view, never
    /// shows: it says what one says that has just been folded, whatever comes in between, is
    /// corrected, deleted or wanted back, and whichever day is asked about.
    #[test]
    fn what_is_kept_of_earlier_days_never_shows(
        said in prop::collection::vec((0..150_i32, said(0..=10)), 1..80),
        later in prop::collection::vec((later(), prop::collection::vec(0..260_i32, 0..3)), 1..80),
        shuffle in prop::collection::vec(any::<u32>(), 80),
    ) {
        let mut life = history(&said);
        let (mut shuffled, mut gone): (Vec<_>, Vec<_>) =
            shuffle.iter().cycle().zip(life.0.clone()).partition(|(key, _)| *key % 4 != 0);
        shuffled.sort_by_key(|(key, _)| *key);
        gone.sort_by_key(|(key, _)| *key);
        let mut folded: Vec<Entry> = shuffled.into_iter().map(|(_, entry)| entry).collect();
        let mut diary = Diary::of(&folded);
        for (what, asked) in later {
            // What was written before may come only now.
            if let Some((_, entry)) = gone.pop() {
                diary.fold(&entry);
                folded.push(entry);
            }
            // The last word counts.
            let now = 200 + i32::try_from(life.0.len()).unwrap();
            life = match what {
                Later::Say(day, said) => tell(life, day, &said),
                Later::Correct(which, day, number) => {
                    let note = note_of(&life, which);
                    life.tell(now, |_| Body::NoteKept {
                        note,
                        content: Arc::new(Note { date: on(day), content: feeling(number) }),
                    })
                }
                Later::Delete(which) => {
                    let note = note_of(&life, which);
                    life.tell(now, |_| Body::NoteDeleted { note })
                }
                Later::Restore(which) => {
                    let note = note_of(&life, which);
                    life.tell(now, |_| Body::NoteRestored { note })
                }
            };
            let entry = life.0.last().unwrap().clone();
            diary.fold(&entry);
            folded.push(entry);
            for day in asked {
                let fresh = Diary::of(&folded);
                prop_assert_eq!(advice::today(&diary, on(day)), advice::today(&fresh, on(day)));
                let fresh = Diary::of(&folded);
                prop_assert_eq!(advice::worse_since(&diary, on(day)), advice::worse_since(&fresh, on(day)));
                let fresh = Diary::of(&folded);
                prop_assert_eq!(advice::worse_at_last(&diary, on(day)), advice::worse_at_last(&fresh, on(day)));
            }
        }
        prop_assert_eq!(&diary, &Diary::of(&folded));
    }

    /// Nothing becomes worse or persisting by time alone.
    #[test]
    fn a_day_without_a_word_brings_nothing_new(
        said in prop::collection::vec((0..100_i32, said(0..=10)), 0..120),
    ) {
        let diary = history(&said).diary();
        let last = said.iter().map(|(day, _)| *day).max().unwrap_or(0);
        let mut before = advice::today(&diary, on(last));
        for day in last + 1..last + 80 {
            let now = advice::today(&diary, on(day));
            for advice in now.iter().filter(|advice| advice.rule == Rule::Worse || advice.rule == Rule::Persisting) {
                prop_assert!(before.iter().any(|old| (old.rule, old.since) == (advice.rule, advice.since)), "{advice:?}");
            }
            before = now;
        }
    }
}

/// Years of ratings by chance around 4, a point up or down, which can just make two points: hardly
/// ever a change, and never for want of ratings.
#[test]
fn noise_around_four_is_hardly_ever_a_change() {
    let mut fired = 0;
    for seed in 1..=40_u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut chance = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            u8::try_from(state % 3).unwrap()
        };
        let life = (1..=365).fold(History::new(), |life, day| life.rate(day, 3 + chance()));
        let diary = life.diary();
        let mut days = (1..=365).step_by(5);
        fired += usize::from(days.any(|day| {
            let rules = rules(&diary, day);
            rules.contains(&Rule::Worse) || rules.contains(&Rule::Better)
        }));
    }
    assert!(fired <= 1, "in {fired} of 40 years");
}
