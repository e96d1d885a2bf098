//! Every key that is used has words, and every word is used.

#![allow(
    clippy::disallowed_methods,
    reason = "it reads the sources that it checks"
)]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use unhunch_domain::Condition;
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::journal::note::{Activity, Change, Location, Sleep};
use unhunch_domain::journal::reach::ReachTest;
use unhunch_domain::person::profile::{Complaint, DayPart, Place, Since};
use unhunch_domain::person::screening::{BeforeSign, NowSign, PREGNANCY};
use unhunch_domain::programme::content::FILES;
use unhunch_domain::programme::exercise::{Advice, Change as VariantChange, Exercise, Playable};
use unhunch_domain::programme::parts::{Kind, Phase, Region, Side, Sides, Source};
use unhunch_domain::programme::position::{Equipment, Position};
use unhunch_domain::review::report::{Part, Preset};
use unhunch_domain::{DiscomfortLevel, Library};
use unhunch_reminders::day_log::Presence;
use unhunch_reminders::event::Suppression;
use unhunch_reminders::{Answer, Capability};
use unhunch_report::icalendar::{Alarm, Days};
use unhunch_words::Words;

/// Every key that the Fluent files define, attributes included, and those that take arguments
/// with their names.
fn defined() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (path, text) in FILES
        .iter()
        .filter(|(path, _)| path.starts_with("locales/en/"))
    {
        let resource = fluent_syntax::parser::parse(*text)
            .unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name;
                    assert!(message.value.is_some(), "{path}: {id} has no words");
                    assert!(keys.insert(id.to_owned()), "{path}: {id} is there twice");
                    for attribute in message.attributes {
                        let key = format!("{id}.{}", attribute.id.name);
                        assert!(keys.insert(key.clone()), "{path}: {key} is there twice");
                    }
                }
                Entry::Junk { content } => panic!("{path}: can't be read: {content}"),
                _ => {}
            }
        }
    }
    keys
}

/// Keys that follow from the content: what its files name has to have words.
fn of_content() -> BTreeSet<String> {
    let library = Library::shipped().unwrap();
    let mut keys = BTreeSet::new();
    for exercise in library.exercises().chain(library.warm_ups()) {
        of_exercise(exercise, &mut keys);
    }
    for routine in library.routines() {
        keys.insert(format!("routine-{}", routine.id));
        keys.insert(format!("routine-{}.summary", routine.id));
    }
    keys
}

fn of_exercise(exercise: &Exercise, keys: &mut BTreeSet<String>) {
    let id = &exercise.id;
    let file = &exercise.file;
    keys.insert(id.to_string());
    for attribute in ["purpose", "setup", "ready", "breathing", "felt"] {
        keys.insert(format!("{id}.{attribute}"));
    }
    if file.sides != Sides::None {
        keys.insert(format!("{id}.switch"));
    }
    of_phases(id.as_str(), &file.phases, keys);
    keys.extend(
        file.mistakes
            .iter()
            .map(|mistake| format!("{id}.mistake-{mistake}")),
    );
    keys.extend(file.muscles.iter().map(|muscle| format!("muscle-{muscle}")));
    for precaution in &file.precautions {
        keys.insert(format!("{id}.precaution-{}", precaution.condition));
    }
    for variant in &file.variants {
        keys.insert(format!("{id}.variant-{}", variant.id));
        keys.insert(format!("{id}.variant-{}-do", variant.id));
        if variant.guided {
            let play = exercise.playable(Some(&variant.id)).unwrap();
            let message = play.message();
            keys.insert(message.clone());
            if play.sides() != Sides::None {
                keys.insert(format!("{message}.switch"));
            }
            for attribute in ["setup", "ready", "breathing", "felt"] {
                keys.insert(format!("{message}.{attribute}"));
            }
            of_phases(&message, play.phases(), keys);
        }
    }
}

fn of_phases(message: &str, phases: &[Phase], keys: &mut BTreeSet<String>) {
    for phase in phases {
        let mut attributes = vec!["", "-do", "-move"];
        if phase.hold_s.high > 0 {
            attributes.push("-hold");
        }
        if phase.return_s.get() > 0 {
            attributes.push("-return");
        }
        keys.extend(
            attributes
                .iter()
                .map(|attribute| format!("{message}.phase-{}{attribute}", phase.id)),
        );
    }
}

/// Keys that are put together from a kind of thing.
fn of_kinds() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut add =
        |prefix: &str, ids: &[&str]| keys.extend(ids.iter().map(|id| format!("{prefix}{id}")));
    add(
        "kind-",
        &[Kind::Stretch, Kind::Strengthening, Kind::WarmUp].map(Kind::id),
    );
    add("advised-rule-", &Rule::ALL.map(Rule::id));
    add("advised-said-", &Since::ALL.map(Since::id));
    add("felt-", &DiscomfortLevel::ALL.map(DiscomfortLevel::id));
    add(
        "discomfort-",
        &DiscomfortLevel::ALL.map(DiscomfortLevel::id),
    );
    add("side-", &[Side::Left, Side::Right].map(Side::id));
    add("source-", &[Source::Given, Source::Ours].map(Source::id));
    add(
        "advice-",
        &[
            Advice::LeaveOut,
            Advice::Swap,
            Advice::Gentler,
            Advice::AskFirst,
        ]
        .map(Advice::id),
    );
    add(
        "change-",
        &[
            VariantChange::Easier,
            VariantChange::Seated,
            VariantChange::Standing,
            VariantChange::Harder,
            VariantChange::Swap,
        ]
        .map(VariantChange::id),
    );
    add(
        "position-",
        &[
            Position::Standing,
            Position::Seated,
            Position::SeatedOrStanding,
            Position::SeatedSideways,
            Position::Any,
            Position::StandingAtWall,
            Position::AllFours,
            Position::Kneeling,
            Position::Prone,
            Position::Supine,
            Position::SideLying,
            Position::OverRoller,
        ]
        .map(Position::id),
    );
    add("equipment-", &Equipment::ALL.map(Equipment::id));
    add("condition-", &Condition::ALL.map(Condition::id));
    add("region-", &Region::ALL.map(Region::id));
    add("why-region-", &Region::ALL.map(Region::id));
    add("because-", &Condition::ALL.map(Condition::id));
    add("omission-place-", &Place::ALL.map(Place::id));
    add("omission-thing-", &Equipment::ALL.map(Equipment::id));
    add("complaint-", &Complaint::ALL.map(Complaint::id));
    add("since-", &Since::ALL.map(Since::id));
    add("place-", &Place::ALL.map(Place::id));
    add("day-part-", &DayPart::ALL.map(DayPart::id));
    add("pregnancy-", &PREGNANCY.map(Condition::id));
    add("safety-now-", &NowSign::ALL.map(NowSign::id));
    add("safety-before-", &BeforeSign::ALL.map(BeforeSign::id));
    add("extent-", &["whole", "part", "none"]);
    add("edit-sides-", &["none", "alternating", "each"]);
    add("today-week-", &["done", "part", "none", "future"]);
    add("today-place-", &Place::ALL.map(Place::id));
    add(
        "answer-",
        &[
            "settled-yes",
            "settled-no",
            "up-yes",
            "up-no",
            "down-yes",
            "down-no",
            "leave-out-yes",
            "leave-out-no",
            "back-yes",
            "back-no",
        ],
    );
    add("report-preset-", &Preset::ALL.map(Preset::id));
    add("report-part-", &Part::ALL.map(Part::id));
    add("settings-theme-", &["auto", "light", "dark"]);
    add("settings-text-size-", &["normal", "large", "larger"]);
    keys.extend(of_asking());
    keys.extend(of_dates());
    keys
}

/// Names of months and weekdays.
fn of_dates() -> BTreeSet<String> {
    let months = (1..=12).flat_map(|n| [format!("month-{n}"), format!("month-short-{n}")]);
    let weekdays = (1..=7).flat_map(|n| [format!("weekday-{n}"), format!("weekday-{n}.short")]);
    months.chain(weekdays).collect()
}

/// Keys of when to exercise, and of what is asked, seen and answered at the computer.
fn of_asking() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut add =
        |prefix: &str, ids: &[&str]| keys.extend(ids.iter().map(|id| format!("{prefix}{id}")));
    let holds = [
        Suppression::Asleep,
        Suppression::Locked,
        Suppression::Call,
        Suppression::FullScreen,
        Suppression::DoNotDisturb,
        Suppression::OutsideHours,
    ];
    add("day-held-", &holds.map(Suppression::id));
    add("day-hold-", &holds.map(Suppression::id));
    let presences = [
        Presence::Working,
        Presence::Away,
        Presence::Locked,
        Presence::Asleep,
    ];
    add("day-doing-", &presences.map(Presence::id));
    add("day-outcome-", &Answer::ALL.map(Answer::id));
    add("prompt-", &Answer::ALL.map(Answer::id));
    add("prompt-", &["daily", "break", "daily-text", "break-text"]);
    add("day-unseen-", &Capability::ALL.map(Capability::id));
    add("slot-days-", &Days::ALL.map(Days::id));
    add("slot-alarm-", &Alarm::ALL.map(Alarm::id));
    let parts = ["morning", "midday", "afternoon", "evening"];
    add("ask-daily-", &["never", "own"]);
    add("ask-daily-", &parts);
    add("ask-breaks-", &["never", "work", "own"]);
    add(
        "asking-days-",
        &[
            "all.inside",
            "work.inside",
            "weekend.inside",
            "from.inside",
            "some.inside",
        ],
    );
    for number in ["snooze", "pause", "grace"] {
        add("asking-", &[number, &format!("{number}.unit")]);
    }
    keys
}

/// Keys that are put together from what a note can say.
fn of_notes() -> BTreeSet<String> {
    let places = Location::ALL.map(|place| format!("location-{}", place.id()));
    let changes = Change::ALL.iter().map(|change| ("change", change.id()));
    let sleeps = Sleep::ALL.iter().map(|sleep| ("sleep", sleep.id()));
    let activities = Activity::ALL.iter().map(|much| ("activity", much.id()));
    let answers = changes.chain(sleeps).chain(activities);
    let answers = answers.flat_map(|(question, answer)| {
        [
            format!("week-{question}"),
            format!("week-{question}-{answer}"),
            format!("week-said-{answer}"),
        ]
    });
    places.into_iter().chain(answers).collect()
}

/// Keys of the tests of reach.
fn of_reach() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for test in ReachTest::ALL {
        let about = ["what", "how", "question"].into_iter();
        let phone = test.is_read_by_tilt().then_some("phone");
        let texts = about.chain(phone).chain(test.landmarks().iter().copied());
        keys.extend(texts.map(|text| format!("reach-{}.{text}", test.id())));
        keys.insert(format!("reach-{}", test.id()));
    }
    keys
}

/// Every text of the app's own sources: Rust, templates, scripts.
fn sources() -> String {
    fn read(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, text);
            } else if matches!(
                path.extension().and_then(|e| e.to_str()),
                Some("rs" | "html" | "js")
            ) {
                text.push_str(&std::fs::read_to_string(&path).unwrap());
                text.push('\n');
            }
        }
    }
    let mut text = String::new();
    for folder in [
        "src",
        "templates",
        "assets",
        "../app/src",
        "../report/src",
        "../report/templates",
        "../words/src",
        "../unhunch/src",
        "../unhunch/templates",
    ] {
        read(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut text,
        );
    }
    text
}

/// Everything in quotes that could be a key.
fn quoted(sources: &str) -> BTreeSet<&str> {
    sources
        .split(['"', '\'', '`'])
        .filter(|text| {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
        .collect()
}

/// Keys of the About page, which lists them by the part after the prefix.
fn of_about(quoted: &BTreeSet<&str>, defined: &BTreeSet<String>) -> BTreeSet<String> {
    let prefixes = ["safety-scale-", "safety-source-"];
    let about = include_str!("../templates/about.html");
    defined
        .iter()
        .filter(|key| {
            prefixes
                .iter()
                .filter_map(|prefix| key.strip_prefix(prefix))
                .any(|rest| quoted.contains(rest) || about.contains(&format!("\"{rest}\"")))
        })
        .cloned()
        .collect()
}

#[test]
fn no_key_is_missing_and_none_is_unused() {
    let defined = defined();
    let sources = sources();
    let quoted = quoted(&sources);
    let mut needed = of_content();
    needed.extend(of_kinds());
    needed.extend(of_reach());
    needed.extend(of_notes());

    let missing: Vec<_> = needed.difference(&defined).collect();
    assert!(missing.is_empty(), "without words: {missing:#?}");

    // `words.get("key")` and its like in Rust and in templates.
    let mut called = BTreeSet::new();
    for opening in [".get(\"", ".with(\"", ".with(\n", ".find(\""] {
        for rest in sources.split(opening).skip(1) {
            let rest = rest.trim_start().trim_start_matches('"');
            let key: String = rest.chars().take_while(|c| *c != '"').collect();
            if !key.is_empty()
                && key.contains('-')
                && key
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
            {
                called.insert(key);
            }
        }
    }
    let not_words = ["sec-fetch-site"];
    let missing: Vec<_> = called
        .iter()
        .filter(|key| !defined.contains(*key) && !not_words.contains(&key.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "used in sources, without words: {missing:#?}"
    );

    // The player's scripts name their keys in quotes.
    let missing: Vec<_> = quoted
        .iter()
        .filter(|text| text.starts_with("player-"))
        .filter(|text| {
            sources.contains(&format!("words.text(\"{text}\"")) && !defined.contains(**text)
        })
        .collect();
    assert!(
        missing.is_empty(),
        "used by the player, without words: {missing:#?}"
    );

    needed.extend(of_about(&quoted, &defined));
    let optional = |key: &String| {
        key.ends_with(".needs-note")
            || key
                .strip_suffix(".asked")
                .is_some_and(|asked| needed.contains(asked))
    };
    let unused: Vec<_> = defined
        .iter()
        .filter(|key| !needed.contains(*key) && !quoted.contains(key.as_str()) && !optional(key))
        .collect();
    assert!(unused.is_empty(), "words that nothing uses: {unused:#?}");
}

/// The names of the arguments that a pattern uses.
fn arguments<'a>(pattern: &Pattern<&'a str>, names: &mut BTreeSet<&'a str>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    names.insert(id.name);
                }
                Expression::Select { selector, variants } => {
                    if let InlineExpression::VariableReference { id } = selector {
                        names.insert(id.name);
                    }
                    for variant in variants {
                        arguments(&variant.value, names);
                    }
                }
                Expression::Inline(_) => {}
            }
        }
    }
}

#[test]
fn words_of_exercises_take_the_side_and_nothing_else() {
    let sided = ["ready", "switch"];
    for (path, text) in FILES.iter().filter(|(path, _)| {
        path.ends_with("exercises.ftl")
            || path.ends_with("warm-up.ftl")
            || path.ends_with("vocabulary.ftl")
    }) {
        let resource = fluent_syntax::parser::parse(*text).unwrap();
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            for attribute in &message.attributes {
                let mut names = BTreeSet::new();
                arguments(&attribute.value, &mut names);
                let name = attribute.id.name;
                let allowed = sided.contains(&name)
                    || name.starts_with("phase-")
                        && ["-move", "-hold", "-return"]
                            .iter()
                            .any(|end| name.ends_with(end));
                let right = names.is_empty() || (allowed && names == BTreeSet::from(["side"]));
                assert!(right, "{path}: {}.{name} takes {names:?}", message.id.name);
            }
        }
    }
}

/// Seconds that a calm voice needs for a cue.
fn seconds(cue: &str) -> f64 {
    0.35 + 0.062 * f64::from(u32::try_from(cue.chars().count()).unwrap())
}

/// What an attribute of a play says, on each of its sides.
fn said(words: &Words, play: Playable<'_>, attribute: &str) -> Vec<String> {
    let key = format!("{}.{attribute}", play.message());
    let of = |side: &str| words.find(&key, &[("side", side.into())]);
    let sides: &[&str] = match play.sides() {
        Sides::None => &[""],
        Sides::Alternating | Sides::Each => &["left", "right"],
    };
    sides.iter().filter_map(|side| of(side)).collect()
}

/// Every exercise and every variant that can be played.
fn plays(library: &Library) -> Vec<Playable<'_>> {
    let mut plays = Vec::new();
    for exercise in library.any() {
        let variants = exercise.file.variants.iter().map(|variant| &variant.id);
        let all = std::iter::once(None).chain(variants.map(Some));
        plays.extend(all.filter_map(|variant| exercise.playable(variant)));
    }
    plays
}

#[test]
fn cues_are_short() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    let mut long = Vec::new();
    for play in plays(&library) {
        let mut limits = vec![("ready".to_owned(), 12), ("switch".to_owned(), 12)];
        for phase in play.phases() {
            let name = format!("phase-{}", phase.id);
            limits.push((name.clone(), 3));
            limits.push((format!("{name}-move"), 8));
            limits.push((format!("{name}-hold"), 8));
            limits.push((format!("{name}-return"), 6));
        }
        for (attribute, limit) in limits {
            for cue in said(&words, play, &attribute) {
                if cue.split_whitespace().count() > limit {
                    long.push(format!("{}.{attribute}: {cue}", play.message()));
                }
            }
        }
    }
    assert!(long.is_empty(), "too many words: {long:#?}");
}

#[test]
fn cues_of_variants_fit_into_their_seconds() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    let mut late = Vec::new();
    let variants = plays(&library)
        .into_iter()
        .filter(|play| play.variant.is_some());
    for play in variants {
        let mut limits = vec![("switch".to_owned(), play.switch_s().get())];
        for phase in play.phases() {
            let name = format!("phase-{}", phase.id);
            // A quick hold says nothing of its own at first, so that the way there may go on into
            // it; later its words go on into the way back. A longer one keeps its end for counting.
            let hold_s = phase.hold_s.low;
            let quick = if hold_s <= 2 { hold_s } else { 0 };
            limits.push((format!("{name}-move"), phase.move_s.get() + quick));
            limits.push((format!("{name}-return"), phase.return_s.get()));
            limits.push((
                format!("{name}-hold"),
                match hold_s {
                    0..=2 => hold_s + phase.return_s.get(),
                    3..=4 => hold_s,
                    _ => hold_s - 3,
                },
            ));
        }
        for (attribute, limit) in limits {
            for cue in said(&words, play, &attribute) {
                if seconds(&cue) + 0.3 > f64::from(limit) {
                    late.push(format!("{}.{attribute}, {limit} s: {cue}", play.message()));
                }
            }
        }
    }
    assert!(late.is_empty(), "too long for their seconds: {late:#?}");
}

#[test]
fn a_variant_has_a_name_of_its_own() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    let mut names = BTreeSet::new();
    for play in plays(&library) {
        let name = words.get(&play.message());
        assert!(names.insert(name.clone()), "{name} is there twice");
    }
}

#[test]
fn sides_are_said_where_they_differ() {
    let library = Library::shipped().unwrap();
    let words = Words::english().unwrap();
    for play in plays(&library) {
        if play.sides() == Sides::None {
            continue;
        }
        for attribute in ["ready", "switch"] {
            let [left, right] = &said(&words, play, attribute)[..] else {
                panic!("{}.{attribute}", play.message());
            };
            assert_ne!(left, right, "{}.{attribute}", play.message());
        }
        for phase in play.phases() {
            let attribute = format!("phase-{}-move", phase.id);
            let [left, right] = &said(&words, play, &attribute)[..] else {
                panic!("{}.{attribute}", play.message());
            };
            assert_ne!(left, right, "{}.{attribute}", play.message());
        }
    }
}
