//! The hidden command that says what there is to say of the program: its commands as they are typed, and
//! what they print as JSON. The documentation is made from it.

use std::io::Write;

use clap::{Arg, ArgAction, Command, CommandFactory};
use serde::Serialize;

use crate::Failure;
use crate::cli::Options;
use crate::commands::content::print_json;
use crate::commands::{advice, reminders, today};
use crate::described::Object;
use crate::reminder_status;

#[derive(Serialize)]
struct Described {
    commands: Vec<CommandJson>,
    json: Vec<TableJson>,
}

/// A command that does something.
#[derive(Serialize)]
struct CommandJson {
    /// The words that call it.
    words: Vec<String>,
    about: String,
    arguments: Vec<ArgumentJson>,
}

#[derive(Serialize)]
struct ArgumentJson {
    /// `--minutes`, or `-o`; none where its place says what it is.
    option: Option<String>,
    /// What is typed for it: its name.
    value: Option<String>,
    /// What can be typed for it, where that is a choice.
    choice: Vec<String>,
    is_needed: bool,
    is_repeated: bool,
}

/// The fields of an object.
#[derive(Serialize)]
struct TableJson {
    /// The command that prints it.
    of: &'static str,
    fields: Vec<FieldJson>,
}

#[derive(Serialize)]
struct FieldJson {
    name: &'static str,
    text: &'static str,
    within: Vec<FieldJson>,
}

/// Says it all as JSON.
///
/// # Errors
/// Where it can't be written.
pub fn run(out: &mut impl Write) -> Result<(), Failure> {
    print_json(out, &described())
}

fn described() -> Described {
    let mut program = Options::command();
    // So that what it adds of itself is there.
    program.build();
    let mut commands = Vec::new();
    walk(&program, &[], &mut commands);
    let objects = [
        ("today", &today::JSON),
        ("advice", &advice::JSON),
        ("reminders status", &reminder_status::JSON),
        ("reminders replay", &reminders::JSON),
    ];
    let tables = objects.map(|(of, object)| TableJson {
        of,
        fields: fields(object),
    });
    Described {
        commands,
        json: tables.into(),
    }
}

fn walk(command: &Command, before: &[String], all: &mut Vec<CommandJson>) {
    let words: Vec<_> = [before, &[command.get_name().to_owned()]].concat();
    if !command.is_subcommand_required_set() {
        all.push(CommandJson {
            about: command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
            arguments: arguments(command, before.is_empty()),
            words: words.clone(),
        });
    }
    let inner = command.get_subcommands();
    for inner in inner.filter(|inner| !inner.is_hide_set() && inner.get_name() != "help") {
        walk(inner, &words, all);
    }
}

/// Options that all commands have are told with the first one.
fn arguments(command: &Command, is_first: bool) -> Vec<ArgumentJson> {
    let told = command.get_arguments().filter(|argument| {
        let is_own = is_first || !argument.is_global_set();
        let is_usual = matches!(
            argument.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        );
        is_own && !is_usual && !argument.is_hide_set()
    });
    told.map(argument).collect()
}

fn argument(argument: &Arg) -> ArgumentJson {
    let takes_value = argument.get_action().takes_values();
    let choice = argument.get_possible_values();
    let value = argument.get_value_names().and_then(<[_]>::first);
    ArgumentJson {
        option: argument
            .get_short()
            .map(|short| format!("-{short}"))
            .or_else(|| argument.get_long().map(|long| format!("--{long}"))),
        value: value.filter(|_| takes_value).map(ToString::to_string),
        choice: choice
            .iter()
            .filter(|_| takes_value)
            .map(|value| value.get_name().to_owned())
            .collect(),
        is_needed: argument.is_required_set(),
        is_repeated: matches!(argument.get_action(), ArgAction::Append),
    }
}

fn fields(object: &Object) -> Vec<FieldJson> {
    let all = object.fields.iter();
    all.map(|field| FieldJson {
        name: field.name,
        text: field.text(),
        within: object.inner(field.name).map(fields).unwrap_or_default(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_described_and_no_hidden_one() {
        let described = described();
        let commands: Vec<_> = described
            .commands
            .iter()
            .map(|command| command.words.join(" "))
            .collect();
        for known in ["unhunch", "unhunch today", "unhunch journal check"] {
            assert!(commands.iter().any(|words| words == known), "{commands:?}");
        }
        assert!(!commands.iter().any(|words| words.contains("describe")));
        // Those that only hold others do nothing.
        assert!(!commands.iter().any(|words| words == "unhunch journal"));
        assert!(
            described
                .commands
                .iter()
                .all(|command| !command.about.is_empty())
        );
    }

    #[test]
    fn every_field_of_the_first_level_says_what_it_is() {
        for table in described().json {
            for field in table.fields {
                assert!(!field.text.is_empty(), "{}: {}", table.of, field.name);
            }
        }
    }
}
