//! Keeps a lane of sources going: chooses, notices failures, tries again, and keeps account of it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use tokio::sync::watch as channel;
use tokio::time::{Instant, sleep, timeout};
use unhunch_reminders::Sense;

use super::Lane;
use super::merge::Tell;
use super::source::Going;
use crate::{NotHere, SenseReport, Tried};

/// How long a source may take to begin. There are at most four in a lane, and a sense has ten
/// seconds.
const START_LIMIT: Duration = Duration::from_secs(2);
/// The wait before the second attempt; each one after that is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// No wait is longer.
const LONGEST_WAIT: Duration = Duration::from_hours(1);
/// What isn't offered may be on its way for so long, while a desktop starts. Then only its
/// appearance on the bus counts, and nobody is woken to look.
const STARTING: Duration = Duration::from_mins(1);

/// What is tried and chosen for all senses.
#[derive(Debug)]
pub struct Reports(channel::Sender<Vec<SenseLanes>>);

#[derive(Debug)]
struct SenseLanes {
    sense: Sense,
    /// What was tried in each lane; `None` before the first round.
    lanes: Vec<Option<Vec<Tried>>>,
}

impl Reports {
    /// For these senses, with so many lanes each.
    pub fn new(senses: impl Iterator<Item = (Sense, usize)>) -> Self {
        let senses = senses.map(|(sense, lanes)| SenseLanes {
            sense,
            lanes: vec![None; lanes],
        });
        Self(channel::Sender::new(senses.collect()))
    }

    /// How it stands.
    pub fn now(&self) -> Vec<SenseReport> {
        let all = self.0.borrow();
        all.iter()
            .map(|sense| {
                let tried = once_each(sense.lanes.iter().flatten().flatten());
                SenseReport {
                    sense: sense.sense,
                    chosen: tried
                        .iter()
                        .find(|tried| tried.refusal.is_none())
                        .map(|tried| tried.source),
                    tried,
                }
            })
            .collect()
    }

    /// Waits until every lane has been through its first round.
    pub async fn settled(&self) {
        let is_whole = |all: &Vec<SenseLanes>| {
            let mut lanes = all.iter().flat_map(|sense| &sense.lanes);
            lanes.all(Option::is_some)
        };
        // The sender is this value itself, so it can't be gone.
        drop(self.0.subscribe().wait_for(is_whole).await);
    }

    fn set(&self, sense: Sense, lane: usize, tried: Vec<Tried>) {
        self.0.send_modify(|all| {
            if let Some(entry) = all.iter_mut().find(|entry| entry.sense == sense) {
                entry.lanes[lane] = Some(tried);
            }
        });
    }
}

/// What was tried, each source once: several services can be sources of the same name. Of those,
/// one that works counts, and then one that should.
fn once_each<'a>(all: impl Iterator<Item = &'a Tried>) -> Vec<Tried> {
    let worth = |tried: &Tried| match tried.refusal {
        None => 2,
        Some(NotHere::Failed(_)) => 1,
        Some(NotHere::NotOffered) => 0,
    };
    let mut once: Vec<Tried> = Vec::new();
    for tried in all {
        match once.iter_mut().find(|other| other.source == tried.source) {
            None => once.push(tried.clone()),
            Some(other) if worth(tried) > worth(other) => *other = tried.clone(),
            Some(_) => {}
        }
    }
    once
}

/// Keeps a lane going for ever.
pub async fn keep_watch(lane: Lane, tell: Tell, reports: Arc<Reports>) {
    let mut changes = owner_changes(&lane).await;
    let mut wait = FIRST_WAIT;
    loop {
        let (going, mut tried) = choose(&lane, &tell).await;
        reports.set(tell.sense(), tell.lane(), tried.clone());
        if let Some((chosen, mut going)) = going {
            let began = Instant::now();
            let ended = loop {
                tokio::select! {
                    why = &mut going => break Some(why),
                    Some(service) = changes.next() => {
                        // Its own service has gone or is another one now, or a better one may
                        // have come.
                        if service == chosen {
                            tell.unknown();
                        }
                        if service <= chosen {
                            break None;
                        }
                    }
                }
            };
            drop(going);
            let Some(why) = ended else {
                wait = FIRST_WAIT;
                continue;
            };
            tracing::info!(source = lane[chosen].name(), %why, "a watch has failed");
            tell.unknown();
            if let Some(last) = tried.last_mut() {
                last.refusal = Some(why);
            }
            reports.set(tell.sense(), tell.lane(), tried.clone());
            if began.elapsed() > wait {
                wait = FIRST_WAIT;
            }
        } else {
            tell.unknown();
        }
        let may_come_back = tried
            .iter()
            .any(|tried| matches!(tried.refusal, Some(NotHere::Failed(_))));
        tokio::select! {
            () = sleep(wait), if may_come_back || wait < STARTING => {
                wait = (wait * 2).min(LONGEST_WAIT);
            }
            Some(_) = changes.next() => wait = FIRST_WAIT,
            // Nothing that is missing here ever comes.
            else => std::future::pending().await,
        }
    }
}

/// The first source that works, and all that were tried.
async fn choose(lane: &Lane, tell: &Tell) -> (Option<(usize, Going)>, Vec<Tried>) {
    let mut tried: Vec<Tried> = Vec::new();
    for (number, watch) in lane.iter().enumerate() {
        let source = watch.name();
        let started = timeout(START_LIMIT, watch.start(tell.clone())).await;
        let (going, refusal) = match started {
            Ok(Ok(going)) => (Some((number, going)), None),
            Ok(Err(refusal)) => (None, Some(refusal)),
            Err(_) => (None, Some(NotHere::Failed("it doesn’t answer".to_owned()))),
        };
        tried.push(Tried { source, refusal });
        if going.is_some() {
            return (going, tried);
        }
    }
    (None, tried)
}

/// Numbers of the lane's sources whose service has come, gone, or changed hands.
type OwnerChanges = Pin<Box<dyn Stream<Item = usize> + Send>>;

#[cfg(all(unix, not(target_os = "macos")))]
async fn owner_changes(lane: &Lane) -> OwnerChanges {
    let mut all = futures_util::stream::SelectAll::new();
    for (number, watch) in lane.iter().enumerate() {
        if let Some(service) = watch.service()
            && let Ok(changes) = service.owner_changes().await
        {
            all.push(Box::pin(changes.map(move |()| number)));
        }
    }
    Box::pin(all)
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
async fn owner_changes(_: &Lane) -> OwnerChanges {
    Box::pin(futures_util::stream::empty())
}
