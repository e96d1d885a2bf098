//! What can be said of reminders on the command line: what is planned, what they observe and ask with
//! here, what was tried and why it doesn't work, and what was asked today.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};
use unhunch_desktop::autostart::Autostart;
use unhunch_desktop::environment::Environment;
use unhunch_desktop::observe::Observer;
use unhunch_desktop::ui::{TrayState, Ui};
use unhunch_desktop::{CapabilityReport, Unavailable};
use unhunch_reminders::day_log::Outcome;
use unhunch_reminders::event::Suppression;
use unhunch_reminders::status::ReminderStatus;
use unhunch_reminders::{Capability, Observation, Plan, Signal};
use unhunch_words::Words;
use unhunch_words::reminders::{asked_words, held, next};

use crate::Failure;
use crate::commands::journal::read_diary;
use crate::described::Object;
use crate::serve::instance;

/// How long services may take to say that they are there.
const PATIENCE: Duration = Duration::from_secs(10);

/// What it prints as JSON.
pub const JSON: Object = Object {
    fields: Status::FIELDS,
    within: &[
        (
            "senses",
            Object {
                fields: CapabilityStatus::FIELDS,
                within: &[("tried", Object::flat(SourceStatus::FIELDS))],
            },
        ),
        (
            "now",
            Object {
                fields: NowStatus::FIELDS,
                within: &[("asked", Object::flat(AskedStatus::FIELDS))],
            },
        ),
    ],
};

described! {
    /// What there is to say, as it is printed as JSON.
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Status {
        /// whether Unhunch runs; without it nothing is asked
        running: bool,
        /// the address of the Unhunch that runs
        #[serde(skip_serializing_if = "Option::is_none", default)]
        address: Option<String>,
        /// why other programs use that address, too, where they do
        #[serde(skip_serializing_if = "Option::is_none", default)]
        address_shared: Option<String>,
        /// the plan in a sentence
        plan: String,
        /// whether anything is planned
        planned: bool,
        /// `on`, `off` or `unavailable`
        start_at_login: String,
        /// `autostart` or `systemd`
        #[serde(skip_serializing_if = "Option::is_none", default)]
        start_at_login_by: Option<String>,
        /// what it sees of this computer: for each, what was tried, the best first
        senses: Vec<CapabilityStatus>,
        /// where Unhunch runs now, what only it knows
        #[serde(skip_serializing_if = "Option::is_none", default)]
        now: Option<NowStatus>,
    }
}

described! {
    /// A capability: what was tried for it, the best first.
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct CapabilityStatus {
        #[serde(rename = "sense")]
        capability: String,
        /// what works
        #[serde(skip_serializing_if = "Option::is_none", default)]
        source: Option<String>,
        tried: Vec<SourceStatus>,
        /// what to do, where nothing works
        #[serde(skip_serializing_if = "Option::is_none", default)]
        advice: Option<String>,
    }
}

described! {
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct SourceStatus {
        source: String,
        works: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
    }
}

described! {
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct NowStatus {
        at: Timestamp,
        zone: String,
        /// what holds prompts back
        #[serde(skip_serializing_if = "Option::is_none", default)]
        held: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        held_sentence: Option<String>,
        /// what comes next, in words
        next: String,
        /// when a prompt for the session may come next
        #[serde(skip_serializing_if = "Option::is_none", default)]
        next_at: Option<Timestamp>,
        worked_minutes: i64,
        asked: Vec<AskedStatus>,
    }
}

described! {
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct AskedStatus {
        at: Timestamp,
        kind: String,
        /// `open`, `start`, `snooze`, `skip`, `not-today`, or why it was taken back
        outcome: String,
        sentence: String,
    }
}

impl Status {
    /// What a program that runs knows.
    pub fn of_running(
        words: &Words,
        looked: &ReminderStatus,
        plan: &Plan,
        reports: &[CapabilityReport],
        login: &Autostart,
    ) -> Self {
        let asked = looked.day.prompts.iter().map(|asked| AskedStatus {
            at: asked.at,
            kind: asked.prompt.kind.id().to_owned(),
            outcome: match asked.outcome {
                Outcome::Open => "open",
                Outcome::Answered(answer) => answer.id(),
                Outcome::Withdrawn(why) => why.id(),
            }
            .to_owned(),
            sentence: asked_words(words, asked),
        });
        Self {
            running: true,
            now: Some(NowStatus {
                at: looked.now,
                zone: looked.zone.iana_name().unwrap_or("UTC").to_owned(),
                held: looked.held.map(|hold| hold.id().to_owned()),
                held_sentence: looked.held.map(|hold| held(words, hold)),
                next: next(words, looked, plan),
                next_at: looked.put_off_until.or(looked.next_window),
                worked_minutes: looked.day.worked(looked.now).as_mins(),
                asked: asked.collect(),
            }),
            ..Self::of_resting(words, plan, reports, login)
        }
    }

    /// The same of a program at that address, with what there is to say about it.
    pub fn at(self, address: String, shared: &str) -> Self {
        Self {
            address: Some(address),
            address_shared: (!shared.is_empty()).then(|| shared.to_owned()),
            ..self
        }
    }

    /// What can be said while no program runs.
    fn of_resting(
        words: &Words,
        plan: &Plan,
        reports: &[CapabilityReport],
        login: &Autostart,
    ) -> Self {
        Self {
            running: false,
            address: None,
            address_shared: None,
            plan: unhunch_words::reminder_plan::plan_sentence(words, plan),
            planned: plan.asks_at_all(),
            start_at_login: match login.is_on() {
                Some(true) => "on",
                Some(false) => "off",
                None => "unavailable",
            }
            .to_owned(),
            start_at_login_by: login.source().map(str::to_owned),
            senses: reports
                .iter()
                .map(|report| CapabilityStatus::of(words, report))
                .collect(),
            now: None,
        }
    }
}

impl CapabilityStatus {
    fn of(words: &Words, report: &CapabilityReport) -> Self {
        Self {
            capability: report.capability.id().to_owned(),
            source: report.chosen.map(str::to_owned),
            tried: report
                .tried
                .iter()
                .map(|tried| SourceStatus {
                    source: tried.source.to_owned(),
                    works: tried.refusal.is_none(),
                    reason: tried.refusal.as_ref().map(|refusal| match refusal {
                        Unavailable::NotOffered => words.get("status-not-offered"),
                        Unavailable::Failed(error) => {
                            words.with("status-failed", &[("error", error.into())])
                        }
                    }),
                })
                .collect(),
            advice: match (report.capability, report.chosen) {
                (Capability::Input, None) => Some("status-advice-input"),
                (Capability::Lock, None) => Some("status-advice-lock"),
                (Capability::Sleep, None) => Some("status-advice-sleep"),
                (Capability::Call, None) => Some("status-advice-call"),
                (Capability::FullScreen, None) => Some("status-advice-full-screen"),
                (Capability::DoNotDisturb, None) => Some("status-advice-do-not-disturb"),
                (Capability::Notifications, None | Some("page")) => {
                    Some("status-advice-notifications")
                }
                (Capability::Tray, None) => Some("status-advice-tray"),
                _ => None,
            }
            .map(|key| words.get(key)),
        }
    }
}

/// Runs the command: asks the program that runs, or looks itself.
///
/// # Errors
/// Where the journal can't be read.
pub fn run(
    out: &mut impl Write,
    folder: &Path,
    login: &Autostart,
    json: bool,
) -> Result<(), Failure> {
    let words = Words::english()?;
    let running = instance::ask_for_reminders(folder)
        .ok()
        .and_then(|text| serde_json::from_str::<Status>(&text).ok());
    let (status, observed) = match running {
        // One without a plan observes nothing.
        Some(status) if !status.senses.is_empty() => {
            let observed = status.now.as_ref().map(NowStatus::signals);
            (status, observed.unwrap_or_default())
        }
        running => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            let (reports, observed) = runtime.block_on(look());
            if let Some(mut status) = running {
                let all = reports.iter();
                let all = all.map(|report| CapabilityStatus::of(&words, report));
                status.senses = all.collect();
                (status, observed)
            } else {
                let plan = read_diary(folder, |diary| diary.settings().reminder_plan())?;
                let status = Status::of_resting(&words, &plan, &reports, login);
                (status, observed)
            }
        }
    };
    if json {
        serde_json::to_writer_pretty(&mut *out, &status)?;
        writeln!(out)?;
    } else {
        print(out, &words, &status, &observed)?;
    }
    Ok(())
}

/// What is on or off now, as far as that is known.
type Signals = BTreeMap<Capability, Signal>;

/// Connects to the desktop for a moment: what works there, and what is on or off.
async fn look() -> (Vec<CapabilityReport>, Signals) {
    let environment = Environment::here().await;
    let (tell, mut observations) = mpsc::unbounded_channel();
    let (events, _events) = mpsc::unbounded_channel();
    let (_idle, idle_wanted) = watch::channel(Duration::from_mins(2));
    let observer = Observer::start_in(&environment, tell, idle_wanted);
    let ui = Ui::start(&environment, None, TrayState::default(), events).await;
    let _ = tokio::time::timeout(PATIENCE, observer.probed()).await;
    let mut reports = observer.reports();
    reports.extend(ui.reports());
    let mut signals = Signals::from([
        // Only where these begin and end is told.
        (Capability::Lock, Signal::Off),
        (Capability::Sleep, Signal::Off),
    ]);
    while let Ok(observation) = observations.try_recv() {
        let (capability, signal) = match observation {
            Observation::Lock => (Capability::Lock, Signal::On),
            Observation::Unlock => (Capability::Lock, Signal::Off),
            Observation::Call(signal) => (Capability::Call, signal),
            Observation::FullScreen(signal) => (Capability::FullScreen, signal),
            Observation::DoNotDisturb(signal) => (Capability::DoNotDisturb, signal),
            _ => continue,
        };
        signals.insert(capability, signal);
    }
    (reports, signals)
}

impl NowStatus {
    /// What follows from what holds prompts back: the first of several that do. Those before it are
    /// off, and nothing is known of those after it.
    fn signals(&self) -> Signals {
        let mut signals = Signals::new();
        for (capability, suppression) in [
            (Capability::Sleep, Suppression::Asleep),
            (Capability::Lock, Suppression::Locked),
            (Capability::Call, Suppression::Call),
            (Capability::FullScreen, Suppression::FullScreen),
            (Capability::DoNotDisturb, Suppression::DoNotDisturb),
        ] {
            if self.held.as_deref() == Some(suppression.id()) {
                signals.insert(capability, Signal::On);
                break;
            }
            signals.insert(capability, Signal::Off);
        }
        signals
    }
}

impl CapabilityStatus {
    /// What it is about, with what is known of it, in a sentence.
    fn sentence(&self, words: &Words, observed: &Signals) -> String {
        let capability = Capability::ALL
            .into_iter()
            .find(|capability| capability.id() == self.capability)
            .unwrap_or(Capability::Tray);
        let Some(source) = &self.source else {
            return words.get(match capability {
                Capability::Input => "status-input-unknown",
                Capability::Lock => "status-lock-unknown",
                Capability::Sleep => "status-sleep-unknown",
                Capability::Call => "status-call-unknown",
                Capability::FullScreen => "status-full-screen-unknown",
                Capability::DoNotDisturb => "status-do-not-disturb-unknown",
                Capability::Notifications => "status-notifications-unknown",
                Capability::Tray => "status-tray-none",
            });
        };
        let signal = observed.get(&capability);
        let key = match (capability, signal) {
            (Capability::Input, _) => "status-input",
            (Capability::Lock, Some(Signal::On)) => "status-lock-on",
            (Capability::Lock, Some(Signal::Off)) => "status-lock-off",
            (Capability::Lock, _) => "status-lock",
            (Capability::Sleep, _) => "status-sleep",
            (Capability::Call, Some(Signal::On)) => "status-call-on",
            (Capability::Call, Some(Signal::Off)) => "status-call-off",
            (Capability::Call, _) => "status-call",
            (Capability::FullScreen, Some(Signal::On)) => "status-full-screen-on",
            (Capability::FullScreen, Some(Signal::Off)) => "status-full-screen-off",
            (Capability::FullScreen, _) => "status-full-screen",
            (Capability::DoNotDisturb, Some(Signal::On)) => "status-do-not-disturb-on",
            (Capability::DoNotDisturb, Some(Signal::Off)) => "status-do-not-disturb-off",
            (Capability::DoNotDisturb, _) => "status-do-not-disturb",
            (Capability::Notifications, _) if source == "page" => "status-notifications-page",
            (Capability::Notifications, _) => "status-notifications",
            (Capability::Tray, _) => return words.get("status-tray"),
        };
        if key == "status-notifications-page" {
            return words.get(key);
        }
        let source = source_name(words, source);
        words.with(key, &[("source", (&source).into())])
    }

    /// What was tried and doesn’t work, in sentences.
    fn failed(&self, words: &Words) -> Vec<String> {
        let not_offered = words.get("status-not-offered");
        let names = |wanted: bool| {
            let tried = self.tried.iter().filter(|tried| !tried.works);
            let tried =
                tried.filter(|tried| (tried.reason.as_ref() == Some(&not_offered)) == wanted);
            let names: Vec<_> = tried
                .map(|tried| source_name(words, &tried.source))
                .collect();
            names.join(", ")
        };
        let sentences = [
            ("status-tried-not-offered", names(true)),
            ("status-tried-failed", names(false)),
        ];
        let some = sentences.into_iter().filter(|(_, names)| !names.is_empty());
        some.map(|(key, names)| words.with(key, &[("sources", (&names).into())]))
            .collect()
    }
}

/// What a source is called among people; one of a newer version by its own name.
fn source_name(words: &Words, source: &str) -> String {
    words.get(match source {
        "mutter" => "status-source-mutter",
        "wayland" => "status-source-wayland",
        "x11" => "status-source-x11",
        "x11-screensaver" => "status-source-x11-screensaver",
        "macos" => "status-source-macos",
        "windows" => "status-source-windows",
        "logind" => "status-source-logind",
        "screensaver" => "status-source-screensaver",
        "kernel" => "status-source-kernel",
        "notification-server" => "status-source-notification-server",
        "dunst" => "status-source-dunst",
        "xfce" => "status-source-xfce",
        "gnome" => "status-source-gnome",
        "freedesktop" => "status-source-freedesktop",
        "status-notifier" => "status-source-status-notifier",
        other => return crate::plain(other),
    })
}

fn print(
    out: &mut impl Write,
    words: &Words,
    status: &Status,
    observed: &Signals,
) -> std::io::Result<()> {
    writeln!(out, "{}", status.plan)?;
    writeln!(
        out,
        "{}",
        words.get(match (status.running, status.planned) {
            (true, _) => "status-running",
            (false, true) => "status-not-running",
            (false, false) => "status-not-planned",
        })
    )?;
    if let Some(address) = &status.address {
        let address = crate::plain(address);
        writeln!(
            out,
            "{}",
            words.with("status-address", &[("address", (&address).into())])
        )?;
    }
    if let Some(shared) = &status.address_shared {
        writeln!(out, "{}", crate::plain(shared))?;
    }
    writeln!(
        out,
        "{}",
        words.get(match status.start_at_login.as_str() {
            "on" => "status-login-on",
            "off" => "status-login-off",
            _ => "status-login-unavailable",
        })
    )?;
    if let Some(now) = status.now.as_ref().filter(|_| status.planned) {
        writeln!(out)?;
        for line in now.held_sentence.iter().chain([&now.next]) {
            writeln!(out, "{line}")?;
        }
        if now.asked.is_empty() {
            writeln!(out, "{}", words.get("status-nothing-asked"))?;
        } else {
            writeln!(out, "{}", words.get("status-asked"))?;
        }
        let zone = TimeZone::get(&now.zone).unwrap_or(TimeZone::UTC);
        for asked in &now.asked {
            let at = asked.at.to_zoned(zone.clone());
            writeln!(out, "  {}  {}", at.strftime("%H:%M"), asked.sentence)?;
        }
    }
    writeln!(out)?;
    let mut is_anything_missing = false;
    for capability in &status.senses {
        writeln!(out, "{}", capability.sentence(words, observed))?;
        if let Some(advice) = &capability.advice {
            writeln!(out, "    {advice}")?;
            for sentence in capability.failed(words) {
                is_anything_missing = true;
                writeln!(out, "    {sentence}")?;
            }
        }
    }
    if is_anything_missing {
        writeln!(out, "\n{}", words.get("status-more"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use super::*;
    use crate::described::tests::assert_described;

    /// What an earlier version printed, with every field that there is.
    const FROZEN: &str = include_str!("../tests/frozen/status.json");

    #[test]
    fn the_json_of_an_earlier_version_is_read_and_written_as_it_was() {
        let status: Status = serde_json::from_str(FROZEN).unwrap();
        let written = serde_json::to_string_pretty(&status).unwrap();
        assert_eq!(written, FROZEN.trim_end());
    }

    #[test]
    fn every_field_that_is_printed_is_described() {
        let status: Status = serde_json::from_str(FROZEN).unwrap();
        assert_described(Status::FIELDS, &status);
        let now = status.now.as_ref().unwrap();
        assert_described(NowStatus::FIELDS, now);
        assert_described(AskedStatus::FIELDS, &now.asked[0]);
        // Either something works, or there is advice.
        let mut capability: CapabilityStatus =
            serde_json::from_value(serde_json::to_value(&status.senses[0]).unwrap()).unwrap();
        capability.source = Some("x11".to_owned());
        capability.advice = Some("wait".to_owned());
        assert_described(CapabilityStatus::FIELDS, &capability);
        let mut tried = status.senses.iter().flat_map(|one| &one.tried);
        let with_reason = tried.find(|source| source.reason.is_some()).unwrap();
        assert_described(SourceStatus::FIELDS, with_reason);
    }
}
