//! Fills the time: picks from what could be in a session, and grows and shrinks doses until it
//! lasts as long as was asked for.

use std::cmp::{Ordering, Reverse};

use super::candidate::Candidate;
use super::{
    CLOSE_PERCENT, Chosen, Composed, LONG_AGO, NAMED_DAYS, Note, ROOM_FOR_BOTH, ROOM_FOR_TWO,
    STRENGTHENING_PERCENT, TOLERANCE_PERCENT, WARM_UP, Why, order, rank, total_ms,
};
use crate::person::profile::Minutes;
use crate::programme::content::Library;
use crate::programme::parts::{Kind, Region};
use crate::programme::position::Position;
use crate::programme::routine::Planned;
use crate::programme::timeline::{self, Layout, RATE_MS};
use crate::review::person::Person;

/// A candidate that is in the session, in one of its doses.
#[derive(Clone, Debug)]
struct Pick<'a> {
    candidate: Candidate<'a>,
    dose: usize,
    why: Why,
}

impl Pick<'_> {
    fn lasts_ms(&self) -> u64 {
        self.candidate.lasts_ms[self.dose]
    }
}

/// How many of the moves come nearest to [`WARM_UP`]; at least one, if there is any.
fn how_many(moves_ms: &[u64], minutes: Minutes) -> usize {
    let wanted_ms = WARM_UP
        .iter()
        .find(|(least, _)| minutes.get() >= *least)
        .map_or(0, |(_, seconds)| seconds * 1000);
    let mut lasts_ms: u64 = 0;
    let mut best = (u64::MAX, 0);
    for (number, move_ms) in moves_ms.iter().enumerate() {
        lasts_ms += move_ms;
        best = best.min((lasts_ms.abs_diff(wanted_ms), number + 1));
    }
    best.1
}

/// A way in which a session can grow.
#[derive(Clone, Copy)]
enum Growth {
    /// A pick's next dose.
    Dose(usize),
    /// One that was left, in one of its doses.
    Pick(usize, usize),
    /// Another warm-up move.
    WarmUp(usize),
}

/// A session on the way.
pub(super) struct Session<'a, 'p> {
    library: &'a Library,
    person: &'p Person,
    minutes: Minutes,
    /// The warm-up moves in their order, and how many of them it has.
    moves: Vec<Chosen<'a>>,
    warm_up: usize,
    /// How long each of the moves lasts, in milliseconds.
    moves_ms: Vec<u64>,
    picks: Vec<Pick<'a>>,
    layout: Layout,
}

impl<'a, 'p> Session<'a, 'p> {
    /// A session with nothing but a warm-up from these moves yet.
    pub(super) fn new(
        library: &'a Library,
        person: &'p Person,
        moves: Vec<Chosen<'a>>,
        layout: Layout,
    ) -> Self {
        let minutes = person.day.minutes.unwrap_or(person.profile.minutes);
        let moves_ms: Vec<u64> = moves
            .iter()
            .map(|item| timeline::lasts_ms(item.planned.play, &item.planned.dose, layout))
            .collect();
        Self {
            library,
            person,
            minutes,
            warm_up: how_many(&moves_ms, minutes),
            moves,
            moves_ms,
            picks: Vec::new(),
            layout,
        }
    }

    /// Picks from the candidates until the time is filled; gives back those that found no room.
    pub(super) fn pick(&mut self, candidates: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
        let (mut strengthening, mut stretches): (Vec<_>, Vec<_>) = candidates
            .into_iter()
            .partition(|c| c.play.exercise.file.kind == Kind::Strengthening);
        strengthening.sort_by_key(|c| (Reverse(long_ago(c.days)), c.place));
        let mut left = Vec::new();
        for candidate in strengthening {
            let has_one = !self.picks.is_empty() && !stretches.is_empty();
            if has_one && self.minutes.get() < ROOM_FOR_TWO {
                left.push(candidate);
                continue;
            }
            left.extend(self.pick_strengthening(candidate, stretches.is_empty()));
        }
        while !stretches.is_empty() {
            let best = (0..stretches.len()).max_by_key(|n| self.need(&stretches[*n]));
            let candidate = stretches.remove(best.unwrap_or(0));
            // What is needed most isn't left out for the sake of a longer warm-up.
            while self.picks.is_empty() && self.warm_up > 1 && !self.has_room_for(&candidate) {
                self.warm_up -= 1;
            }
            left.extend(self.pick_stretch(candidate));
        }
        self.fill();
        self.trim(&mut left);
        if self.picks.is_empty() {
            self.pick_shortest(&mut left);
        }
        self.stretch(&mut left);
        left
    }

    fn asked_ms(&self) -> u64 {
        self.minutes.ms()
    }

    /// How long the session lasts with these picks, in milliseconds.
    fn total_with(&self, more: Option<(&Candidate<'a>, usize)>) -> u64 {
        let mut positions: Vec<Position> = self
            .picks
            .iter()
            .map(|pick| pick.candidate.play.position())
            .collect();
        positions.extend(more.map(|(candidate, _)| candidate.play.position()));
        positions.sort_by_key(|position| rank(*position));
        let warm_up = self.moves[..self.warm_up].iter();
        let warm_up = warm_up.map(|item| item.planned.play.position());
        let warm_up_ms: u64 = self.moves_ms[..self.warm_up].iter().sum();
        let lasts: u64 = self.picks.iter().map(Pick::lasts_ms).sum();
        let more = more.map_or(0, |(candidate, dose)| candidate.lasts_ms[dose]);
        warm_up_ms + lasts + more + timeline::changes_ms(warm_up.chain(positions)) + RATE_MS
    }

    fn percent(&self, total_ms: u64) -> u64 {
        total_ms * 100 / self.asked_ms().max(1)
    }

    /// Takes as much of it as has room beside stretches; the least of it in any case that fits.
    fn pick_strengthening(
        &mut self,
        candidate: Candidate<'a>,
        alone: bool,
    ) -> Option<Candidate<'a>> {
        let empty_ms = self.total_with(None);
        let strong: u64 = self.picks.iter().map(Pick::lasts_ms).sum();
        let room_ms = if alone || self.minutes.get() < ROOM_FOR_BOTH {
            self.asked_ms().saturating_sub(empty_ms)
        } else {
            let all = self.asked_ms().saturating_sub(empty_ms - strong);
            (all * STRENGTHENING_PERCENT / 100).saturating_sub(strong)
        };
        let fits = |dose: &usize| candidate.lasts_ms[*dose] <= room_ms;
        let best = (0..=candidate.full).rev().find(fits);
        let first = self.picks.is_empty();
        let least = (first
            && self.percent(self.total_with(Some((&candidate, 0)))) <= 100 + CLOSE_PERCENT)
            .then_some(0);
        let dose = best.or(least);
        self.take(candidate, dose)
    }

    /// Whether at least the least of it has room.
    fn has_room_for(&self, candidate: &Candidate<'a>) -> bool {
        self.percent(self.total_with(Some((candidate, 0)))) < 100 + TOLERANCE_PERCENT
    }

    /// Takes all of it, or what has room.
    fn pick_stretch(&mut self, candidate: Candidate<'a>) -> Option<Candidate<'a>> {
        let fits = |dose: &usize| {
            let total = self.total_with(Some((&candidate, *dose)));
            // The last one may go a little over; a smaller dose has to fit, unless there would be
            // nothing without it.
            let over = if *dose == 0 && self.picks.is_empty() {
                TOLERANCE_PERCENT - 1
            } else if *dose == candidate.full {
                3
            } else {
                0
            };
            self.percent(total) <= 100 + over
        };
        let dose = (0..=candidate.full).rev().find(fits);
        self.take(candidate, dose)
    }

    /// Puts it into the session in that dose; gives it back where no dose of it has room.
    fn take(&mut self, candidate: Candidate<'a>, dose: Option<usize>) -> Option<Candidate<'a>> {
        let Some(dose) = dose else {
            return Some(candidate);
        };
        let why = self.why(&candidate);
        self.picks.push(Pick {
            candidate,
            dose,
            why,
        });
        None
    }

    /// Gives more of what is there, a little of each in turn, while time is left.
    fn fill(&mut self) {
        loop {
            let total = self.total_with(None);
            if self.percent(total) >= 100 - CLOSE_PERCENT {
                return;
            }
            // First up to the dose of the level, then beyond it; what grew least comes first.
            let next = (0..self.picks.len())
                .filter(|n| {
                    let pick = &self.picks[*n];
                    let more = pick.candidate.lasts_ms.get(pick.dose + 1);
                    more.is_some_and(|more| {
                        self.percent(total + more - pick.lasts_ms()) <= 100 + CLOSE_PERCENT
                    })
                })
                .min_by_key(|n| {
                    let pick = &self.picks[*n];
                    (pick.dose.saturating_sub(pick.candidate.full), *n)
                });
            match next {
                Some(n) => self.picks[n].dose += 1,
                None => return,
            }
        }
    }

    /// Takes away what is too much: first of doses, then exercises, then of the warm-up.
    fn trim(&mut self, left: &mut Vec<Candidate<'a>>) {
        loop {
            let percent = self.percent(self.total_with(None));
            let is_least = self.picks.len() <= 1 && self.picks.iter().all(|pick| pick.dose == 0);
            if percent <= 100 + CLOSE_PERCENT || (is_least && percent < 100 + TOLERANCE_PERCENT) {
                return;
            }
            let longest = (0..self.picks.len())
                .filter(|n| self.picks[*n].dose > 0)
                .max_by_key(|n| (self.picks[*n].lasts_ms(), *n));
            if let Some(n) = longest {
                self.picks[n].dose -= 1;
            } else if self.picks.len() > 1 {
                left.extend(self.picks.pop().map(|pick| pick.candidate));
            } else if self.warm_up > 1 {
                self.warm_up -= 1;
            } else {
                return;
            }
        }
    }

    /// Where it is still too short, takes whatever brings it nearest to what was asked for, even
    /// a little beyond it.
    fn stretch(&mut self, left: &mut Vec<Candidate<'a>>) {
        while self.percent(self.total_with(None)) < 100 - TOLERANCE_PERCENT {
            let total = self.total_with(None);
            let grown = self.picks.iter().enumerate().filter_map(|(n, pick)| {
                let more = pick.candidate.lasts_ms.get(pick.dose + 1)?;
                Some((total + more - pick.lasts_ms(), Growth::Dose(n)))
            });
            let taken = left.iter().enumerate().flat_map(|(n, candidate)| {
                (0..=candidate.full).map(move |dose| (n, candidate, dose))
            });
            let taken = taken.map(|(n, candidate, dose)| {
                (
                    self.total_with(Some((candidate, dose))),
                    Growth::Pick(n, dose),
                )
            });
            let moved = (self.warm_up..self.moves.len())
                .map(|n| (total + self.moves_ms[n], Growth::WarmUp(n)));
            let best = grown
                .chain(taken)
                .chain(moved)
                .filter(|(total, _)| self.percent(*total) < 100 + TOLERANCE_PERCENT)
                .min_by_key(|(total, _)| total.abs_diff(self.asked_ms()));
            match best {
                Some((_, Growth::Dose(n))) => self.picks[n].dose += 1,
                Some((_, Growth::Pick(n, dose))) => {
                    let candidate = left.remove(n);
                    let why = self.why(&candidate);
                    self.picks.push(Pick {
                        candidate,
                        dose,
                        why,
                    });
                }
                Some((_, Growth::WarmUp(n))) => {
                    self.moves.swap(self.warm_up, n);
                    self.moves_ms.swap(self.warm_up, n);
                    self.warm_up += 1;
                }
                None => return,
            }
        }
    }

    /// Takes the least of what is shortest, however long that is: a session has an exercise.
    fn pick_shortest(&mut self, left: &mut Vec<Candidate<'a>>) {
        let shortest = (0..left.len()).min_by_key(|n| (left[*n].lasts_ms[0], *n));
        if let Some(n) = shortest {
            let candidate = left.remove(n);
            let why = self.why(&candidate);
            self.warm_up = self.warm_up.min(1);
            self.picks.push(Pick {
                candidate,
                dose: 0,
                why,
            });
        }
    }

    fn why(&self, candidate: &Candidate<'a>) -> Why {
        match candidate.play.exercise.file.kind {
            Kind::Strengthening => Why::Strengthening(candidate.days),
            Kind::Stretch | Kind::WarmUp => self.region_of(candidate),
        }
    }

    /// How much a stretch is needed: the greater the sooner.
    fn need(&self, candidate: &Candidate<'a>) -> (bool, i32, i32, Reverse<usize>) {
        let Why::Region {
            region,
            named,
            days,
        } = self.region_of(candidate)
        else {
            return (false, 0, 0, Reverse(candidate.place));
        };
        let is_new = !self
            .picks
            .iter()
            .any(|pick| main_region(&pick.candidate) == Some(region));
        let due = long_ago(days) + if named { NAMED_DAYS } else { 0 };
        let place = Reverse(candidate.place);
        (is_new, due, long_ago(candidate.days), place)
    }

    /// The region that a stretch is mainly for.
    fn region_of(&self, candidate: &Candidate<'a>) -> Why {
        let Some(region) = main_region(candidate) else {
            return Why::Routine;
        };
        let complaints = &self.person.profile.complaints;
        let named = complaints.iter().any(|c| c.regions().contains(&region));
        Why::Region {
            region,
            named,
            days: region_days(self.library, self.person, region),
        }
    }

    pub(super) fn finish(self) -> Composed<'a> {
        let mut items = self.moves;
        items.truncate(self.warm_up);
        items.extend(self.picks.into_iter().map(|pick| {
            let candidate = pick.candidate;
            let mut notes = candidate.notes;
            match pick.dose.cmp(&candidate.full) {
                Ordering::Less => notes.push(Note::Less),
                Ordering::Equal => {}
                Ordering::Greater => notes.push(Note::More),
            }
            Chosen {
                planned: Planned {
                    play: candidate.play,
                    dose: candidate.doses[pick.dose].clone(),
                    level: Some(candidate.level),
                    warm_up: false,
                },
                why: pick.why,
                notes,
                instead_of: None,
            }
        }));
        order(&mut items);
        Composed {
            total_ms: total_ms(items.iter().map(|item| &item.planned), self.layout),
            items,
            omitted: Vec::new(),
            asked: Some(self.minutes),
        }
    }
}

fn main_region(candidate: &Candidate<'_>) -> Option<Region> {
    candidate.play.exercise.file.regions.first().copied()
}

/// How many days ago a stretch that is mainly for a region was last done.
fn region_days(library: &Library, person: &Person, region: Region) -> Option<i32> {
    library
        .any()
        .filter(|exercise| exercise.file.kind == Kind::Stretch)
        .filter(|exercise| exercise.file.regions.first() == Some(&region))
        .filter_map(|exercise| person.past.days_since(&exercise.id))
        .min()
}

/// Days, where beyond a point it makes no difference how many; never is as long ago as it gets.
fn long_ago(days: Option<i32>) -> i32 {
    days.map_or(LONG_AGO, |days| days.clamp(0, LONG_AGO))
}
