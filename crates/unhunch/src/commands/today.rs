//! The command that puts today's session together and says why it is as it is.

use std::io::Write;
use std::path::Path;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use serde::Serialize;
use unhunch_app::Host;
use unhunch_app::today::{PreviewOptions, TodaySession};
use unhunch_domain::diary::Diary;
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::person::screening::Verdict;
use unhunch_domain::review::person::Person;
use unhunch_domain::session::compose::{Chosen, Composed, Omitted};
use unhunch_domain::{Level, Library};
use unhunch_words::{Words, doses, reasons, safety};

use crate::Failure;
use crate::commands::content::{clock, print_json};
use crate::commands::journal::read_diary;
use crate::described::Object;
use crate::system::Machine;

/// What today's session can be asked for.
#[derive(Args)]
#[command(after_help = JSON.help(
    "It reads your journal and changes nothing in it. Without one it answers as for somebody new. \
     Where your answers to the safety questions say stop, or see a clinician first, or you were dizzy \
     in a session today, it says so and lists no exercise."
))]
pub struct TodayOptions {
    /// Minutes that it is to last, 2 to 20 [default: as you set it]
    #[arg(long, value_name = "N", value_parser = minutes)]
    minutes: Option<Minutes>,
    /// Where you are [default: as you set it]
    #[arg(long, value_parser = place())]
    place: Option<Place>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

fn minutes(text: &str) -> Result<Minutes, String> {
    let known = text.parse::<u8>().ok();
    known
        .and_then(|minutes| Minutes::try_from(minutes).ok())
        .ok_or_else(|| {
            format!(
                "a session lasts {} to {} minutes",
                Minutes::LEAST,
                Minutes::MOST
            )
        })
}

fn place() -> impl TypedValueParser<Value = Place> {
    PossibleValuesParser::new(Place::ALL.map(Place::id)).map(|id| {
        let known = Place::ALL.into_iter().find(|place| place.id() == id);
        known.unwrap_or_default()
    })
}

/// What it prints as JSON.
pub const JSON: Object = Object {
    fields: TodayJson::FIELDS,
    within: &[
        ("items", Object::flat(ItemJson::FIELDS)),
        ("omitted", Object::flat(OmittedJson::FIELDS)),
    ],
};

described! {
    #[derive(Serialize)]
    struct TodayJson<'a> {
        /// the day, such as `2026-08-03`
        date: Date,
        /// by your answers to the safety questions: `go`; `unasked`, if not all are answered, or `again`, if
        /// it got worse since, so that what follows is a preview; `see-first` or `stop`; and `rest` until
        /// tomorrow, if you were dizzy in a session today. With `see-first`, `stop` and `rest` there are no
        /// exercises
        verdict: &'static str,
        /// with `see-first` and `stop` the answers that led there, by their ids; else empty
        signs: Vec<&'static str>,
        /// what to know or do first, in words; `null` with `go`
        message: Option<String>,
        /// how many minutes it was put together for
        minutes: Minutes,
        /// the place that it was put together for
        place: Place,
        /// how long it lasts
        total_ms: u64,
        /// what it plays, in order
        items: Vec<ItemJson<'a>>,
        /// what it leaves out
        omitted: Vec<OmittedJson<'a>>,
    }
}

described! {
    #[derive(Serialize)]
    struct ItemJson<'a> {
        exercise: &'a str,
        /// or `null`
        variant: Option<&'a str>,
        name: String,
        warm_up: bool,
        level: Option<Level>,
        sets: u32,
        /// a side
        reps: u32,
        /// one for each phase
        holds_s: &'a [u32],
        rest_s: u32,
        /// in words
        dose: String,
        reason: String,
        /// what is different about it
        notes: Vec<String>,
    }
}

described! {
    #[derive(Serialize)]
    struct OmittedJson<'a> {
        exercise: &'a str,
        name: String,
        reason: String,
    }
}

/// Whether the person may exercise.
pub struct Gate {
    /// The verdict’s name.
    pub id: &'static str,
    /// The names of the signs that they ticked.
    pub signs: Vec<&'static str>,
    /// What to know or do first.
    pub lines: Vec<String>,
    /// Whether exercises are shown.
    is_open: bool,
}

/// Puts today's session together.
///
/// # Errors
/// Where there is a journal that can't be read.
pub fn run(out: &mut impl Write, folder: &Path, options: &TodayOptions) -> Result<(), Failure> {
    let library = Library::shipped()?;
    let words = Words::english()?;
    let now = Machine.moment();
    let wanted = PreviewOptions {
        minutes: options.minutes,
        place: options.place,
    };
    let TodaySession { person, composed } = read_diary(folder, |diary: &Diary| {
        TodaySession::preview(&library, diary, &now, wanted)
    })?;
    let gate = gate(&words, &person.verdict);
    let composed = gate.is_open.then_some(composed);
    if options.json {
        return print_json(out, &today_json(&words, &person, &gate, composed.as_ref()));
    }
    for line in &gate.lines {
        writeln!(out, "{line}")?;
    }
    if let Some(composed) = &composed {
        if !gate.lines.is_empty() {
            writeln!(out)?;
        }
        print(out, &words, composed)?;
    }
    Ok(())
}

/// What stands in the way, and what a person does about it.
pub fn gate(words: &Words, verdict: &Verdict) -> Gate {
    let (id, signs, is_open) = match verdict {
        Verdict::Cleared => ("go", Vec::new(), true),
        Verdict::Unasked => ("unasked", Vec::new(), true),
        Verdict::AskAgain => ("again", Vec::new(), true),
        Verdict::RestToday => ("rest", Vec::new(), false),
        Verdict::SeeFirst(signs) => (
            "see-first",
            signs.iter().map(|sign| sign.id()).collect(),
            false,
        ),
        Verdict::Stop(signs) => ("stop", signs.iter().map(|sign| sign.id()).collect(), false),
    };
    Gate {
        id,
        signs,
        lines: safety::lines(words, verdict),
        is_open,
    }
}

fn today_json<'a>(
    words: &Words,
    person: &Person,
    gate: &Gate,
    composed: Option<&'a Composed<'a>>,
) -> TodayJson<'a> {
    let items = composed.map_or(&[][..], |composed| &composed.items);
    let omitted = composed.map_or(&[][..], |composed| &composed.omitted);
    let item = |chosen: &'a Chosen<'a>| {
        let planned = &chosen.planned;
        ItemJson {
            exercise: planned.play.exercise.id.as_str(),
            variant: planned.play.variant.map(|variant| variant.id.as_str()),
            name: words.get(&planned.play.message()),
            warm_up: planned.warm_up,
            level: planned.level,
            sets: planned.dose.sets,
            reps: planned.dose.reps,
            holds_s: &planned.dose.holds_s,
            rest_s: planned.dose.rest_s,
            dose: doses::dose(words, planned.play, &planned.dose),
            reason: reasons::why(words, chosen),
            notes: notes(words, chosen, composed),
        }
    };
    TodayJson {
        date: person.day.date,
        verdict: gate.id,
        signs: gate.signs.clone(),
        message: (!gate.lines.is_empty()).then(|| gate.lines.join("\n")),
        minutes: person.day.minutes.unwrap_or(person.profile.minutes),
        place: person.place(),
        total_ms: composed.map_or(0, |composed| composed.total_ms),
        items: items.iter().map(item).collect(),
        omitted: omitted
            .iter()
            .map(|Omitted { exercise, why }| OmittedJson {
                exercise: exercise.id.as_str(),
                name: words.get(exercise.id.as_str()),
                reason: reasons::omission(words, why),
            })
            .collect(),
    }
}

fn notes(words: &Words, chosen: &Chosen<'_>, composed: Option<&Composed<'_>>) -> Vec<String> {
    let asked = composed.and_then(|composed| composed.asked);
    let notes = chosen.notes.iter();
    notes
        .map(|note| reasons::note(words, *note, asked))
        .collect()
}

fn print(out: &mut impl Write, words: &Words, composed: &Composed<'_>) -> Result<(), Failure> {
    if composed.is_empty() {
        writeln!(out, "{}", words.get("today-command-empty"))?;
    }
    for chosen in &composed.items {
        let planned = &chosen.planned;
        writeln!(
            out,
            "{:<34} {}",
            words.get(&planned.play.message()),
            doses::dose(words, planned.play, &planned.dose)
        )?;
        writeln!(out, "    {}", reasons::why(words, chosen))?;
        for note in notes(words, chosen, Some(composed)) {
            writeln!(out, "    {note}")?;
        }
    }
    if !composed.items.is_empty() {
        let total = words.with(
            "today-command-total",
            &[("length", (&clock(composed.total_ms)).into())],
        );
        writeln!(out, "{total}")?;
    }
    if !composed.omitted.is_empty() {
        writeln!(out, "\n{}", words.get("today-command-omitted"))?;
    }
    for Omitted { exercise, why } in &composed.omitted {
        writeln!(
            out,
            "{:<34} {}",
            words.get(exercise.id.as_str()),
            reasons::omission(words, why)
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::described::tests::assert_described;

    #[test]
    fn the_json_is_as_it_is_described() {
        let item = ItemJson {
            exercise: "cat-cow",
            variant: None,
            name: String::new(),
            warm_up: false,
            level: None,
            sets: 1,
            reps: 1,
            holds_s: &[],
            rest_s: 0,
            dose: String::new(),
            reason: String::new(),
            notes: Vec::new(),
        };
        let omitted = OmittedJson {
            exercise: "cat-cow",
            name: String::new(),
            reason: String::new(),
        };
        assert_described(ItemJson::FIELDS, &item);
        assert_described(OmittedJson::FIELDS, &omitted);
        let today = TodayJson {
            date: Date::constant(2026, 8, 3),
            verdict: "go",
            signs: Vec::new(),
            message: None,
            minutes: Minutes::default(),
            place: Place::default(),
            total_ms: 0,
            items: vec![item],
            omitted: vec![omitted],
        };
        assert_described(TodayJson::FIELDS, &today);
    }
}
