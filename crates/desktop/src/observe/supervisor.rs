//! Keeps a list of sources running: chooses, notices failures, tries again, and keeps account of it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use tokio::sync::watch as channel;
use tokio::time::{Instant, sleep, timeout};
use unhunch_reminders::Capability;

use super::SourceList;
use super::merge::Reporter;
use super::source::RunningSource;
use crate::{CapabilityReport, TriedSource, Unavailable};

/// How long a source may take to begin. There are at most four in a list, and a capability has
/// ten seconds.
const START_LIMIT: Duration = Duration::from_secs(2);
/// The wait before the second attempt; each one after that is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// No wait is longer.
const LONGEST_WAIT: Duration = Duration::from_hours(1);
/// What isn't offered may be on its way for so long, while a desktop starts. Then only its
/// appearance on the bus counts, and nobody is woken to look.
const STARTING: Duration = Duration::from_mins(1);

/// What is tried and chosen for all capabilities.
#[derive(Debug)]
pub struct CapabilityReports(channel::Sender<Vec<CapabilitySources>>);

#[derive(Debug)]
struct CapabilitySources {
    capability: Capability,
    /// What was tried of each list; `None` before the first round.
    tried: Vec<Option<Vec<TriedSource>>>,
}

impl CapabilityReports {
    /// For these capabilities, with so many lists of sources each.
    pub fn new(capabilities: impl Iterator<Item = (Capability, usize)>) -> Self {
        let capabilities = capabilities.map(|(capability, lists)| CapabilitySources {
            capability,
            tried: vec![None; lists],
        });
        Self(channel::Sender::new(capabilities.collect()))
    }

    /// How it stands.
    pub fn now(&self) -> Vec<CapabilityReport> {
        let all = self.0.borrow();
        all.iter()
            .map(|sources| {
                let tried = once_each(sources.tried.iter().flatten().flatten());
                CapabilityReport {
                    capability: sources.capability,
                    chosen: tried
                        .iter()
                        .find(|tried| tried.refusal.is_none())
                        .map(|tried| tried.source),
                    tried,
                }
            })
            .collect()
    }

    /// Waits until every list has been through its first round.
    pub async fn probed(&self) {
        let is_whole = |all: &Vec<CapabilitySources>| {
            let mut lists = all.iter().flat_map(|sources| &sources.tried);
            lists.all(Option::is_some)
        };
        // The sender is this value itself, so it can't be gone.
        drop(self.0.subscribe().wait_for(is_whole).await);
    }

    fn set(&self, capability: Capability, list: usize, tried: Vec<TriedSource>) {
        self.0.send_modify(|all| {
            if let Some(entry) = all.iter_mut().find(|entry| entry.capability == capability) {
                entry.tried[list] = Some(tried);
            }
        });
    }
}

/// What was tried, each source once: several services can be sources of the same name. Of those,
/// one that works counts, and then one that should.
fn once_each<'a>(all: impl Iterator<Item = &'a TriedSource>) -> Vec<TriedSource> {
    let worth = |tried: &TriedSource| match tried.refusal {
        None => 2,
        Some(Unavailable::Failed(_)) => 1,
        Some(Unavailable::NotOffered) => 0,
    };
    let mut once: Vec<TriedSource> = Vec::new();
    for tried in all {
        match once.iter_mut().find(|other| other.source == tried.source) {
            None => once.push(tried.clone()),
            Some(other) if worth(tried) > worth(other) => *other = tried.clone(),
            Some(_) => {}
        }
    }
    once
}

/// Keeps a list of sources running for ever.
pub async fn supervise(list: SourceList, reporter: Reporter, reports: Arc<CapabilityReports>) {
    let mut changes = owner_changes(&list).await;
    let mut wait = FIRST_WAIT;
    loop {
        let (running, mut tried) = choose(&list, &reporter).await;
        reports.set(reporter.capability(), reporter.list(), tried.clone());
        if let Some((chosen, mut running)) = running {
            let began = Instant::now();
            let ended = loop {
                tokio::select! {
                    why = &mut running => break Some(why),
                    Some(service) = changes.next() => {
                        // Its own service has gone or is another one now, or a better one may
                        // have come.
                        if service == chosen {
                            reporter.unknown();
                        }
                        if service <= chosen {
                            break None;
                        }
                    }
                }
            };
            drop(running);
            let Some(why) = ended else {
                wait = FIRST_WAIT;
                continue;
            };
            tracing::info!(source = list[chosen].name(), %why, "a source has failed");
            reporter.unknown();
            if let Some(last) = tried.last_mut() {
                last.refusal = Some(why);
            }
            reports.set(reporter.capability(), reporter.list(), tried.clone());
            if began.elapsed() > wait {
                wait = FIRST_WAIT;
            }
        } else {
            reporter.unknown();
        }
        let may_come_back = tried
            .iter()
            .any(|tried| matches!(tried.refusal, Some(Unavailable::Failed(_))));
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
async fn choose(
    list: &SourceList,
    reporter: &Reporter,
) -> (Option<(usize, RunningSource)>, Vec<TriedSource>) {
    let mut tried: Vec<TriedSource> = Vec::new();
    for (number, source) in list.iter().enumerate() {
        let name = source.name();
        let started = timeout(START_LIMIT, source.start(reporter.clone())).await;
        let (running, refusal) = match started {
            Ok(Ok(running)) => (Some((number, running)), None),
            Ok(Err(refusal)) => (None, Some(refusal)),
            Err(_) => (
                None,
                Some(Unavailable::Failed("it doesn’t answer".to_owned())),
            ),
        };
        tried.push(TriedSource {
            source: name,
            refusal,
        });
        if running.is_some() {
            return (running, tried);
        }
    }
    (None, tried)
}

/// Numbers of the sources in a list whose service has come, gone, or another owner now.
type OwnerChanges = Pin<Box<dyn Stream<Item = usize> + Send>>;

#[cfg(all(unix, not(target_os = "macos")))]
async fn owner_changes(list: &SourceList) -> OwnerChanges {
    let mut all = futures_util::stream::SelectAll::new();
    for (number, source) in list.iter().enumerate() {
        if let Some(service) = source.service()
            && let Ok(changes) = service.owner_changes().await
        {
            all.push(Box::pin(changes.map(move |()| number)));
        }
    }
    Box::pin(all)
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
async fn owner_changes(_: &SourceList) -> OwnerChanges {
    Box::pin(futures_util::stream::empty())
}
