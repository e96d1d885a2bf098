//! How far a person reached: what was found last, and against what was found before.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::ids::NoteId;
use crate::basics::time::At;
use crate::diary::Diary;
use crate::journal::note::Content;
use crate::journal::reach::{Change, Reach, ReachTest, Way};
use crate::programme::parts::Side;

/// What a test found on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The note that it stands in.
    pub note: NoteId,
    /// The day, where the person was.
    pub date: Date,
    /// When it was first kept.
    pub first: At,
    /// What was found.
    pub reach: Reach,
}

/// Everything that a diary has of tests up to `today`, the earliest first. What a wrong clock put
/// into the future doesn't count; what was found further east just now may be of tomorrow and
/// counts as today's.
pub fn found(diary: &Diary, today: Date, now: At) -> Vec<Found> {
    let notes = diary.notes_between(Date::MIN, today.saturating_add(1.day()));
    let mut found: Vec<_> = notes
        .filter(|noted| noted.note.date <= today || noted.first <= now)
        .filter_map(|noted| match noted.note.content {
            Content::Reach(reach) => Some(Found {
                note: noted.id,
                date: noted.note.date.min(today),
                first: noted.first,
                reach,
            }),
            Content::Feeling(_) | Content::Week(_) => None,
        })
        .collect();
    found.sort_by_key(|found| (found.date, found.first, found.note));
    found
}

/// How the newest reading of a test compares with earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The reading.
    pub latest: Found,
    /// The time before, and the change since; none where it was the first time.
    pub before: Option<(Found, Change)>,
    /// The first time, and the change since; none where that was the time before.
    pub beginning: Option<(Found, Change)>,
}

/// The comparison of the newest reading of a test, a side and a way; none where there is none yet.
/// `found` as [`found`] gives it.
pub fn compare(
    found: &[Found],
    test: ReachTest,
    side: Option<Side>,
    way: Way,
) -> Option<Comparison> {
    let mut same = found.iter().filter(|found| {
        let reach = found.reach;
        (reach.test, reach.side, reach.reading.way()) == (test, side, way)
    });
    let latest = *same.next_back()?;
    let with = |earlier: &Found| Some((*earlier, latest.reach.change_since(&earlier.reach)?));
    let before = same.next_back().and_then(with);
    let beginning = same.next().and_then(with);
    Some(Comparison {
        latest,
        before,
        beginning,
    })
}
