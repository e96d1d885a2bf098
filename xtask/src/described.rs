//! What the program says of itself, as tables of Markdown: its commands as they are typed, and the fields
//! of its JSON.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// Where the text beside a command begins, in letters.
const TEXT_AT: usize = 53;

/// How long a line may be, in letters.
const WIDTH: usize = 120;

/// The longest choice that is told as a whole; a longer one is told by its name.
const LONGEST_CHOICE: usize = 40;

/// The block of that name, as the program has it: `commands`, or `json of` and a command.
///
/// # Errors
/// Where the program knows no such block, or describes itself in another way.
pub fn block(described: &Value, name: &str) -> Result<String> {
    if name == "commands" {
        let commands = list(described, "commands")?;
        let lines: Vec<_> = commands.iter().map(command).collect::<Result<_>>()?;
        return Ok(format!("```\n{}```\n", lines.concat()));
    }
    let of = name
        .strip_prefix("json of ")
        .with_context(|| format!("there is no block `{name}`"))?;
    let tables = list(described, "json")?;
    let table = tables
        .iter()
        .find(|table| table["of"] == of)
        .with_context(|| format!("the program describes no JSON of `{of}`"))?;
    let mut rows = String::from("| field | |\n|---|---|\n");
    for field in list(table, "fields")? {
        let mut says = text(field, "text")?.to_owned();
        let within = list(field, "within")?;
        if !within.is_empty() {
            let _ = write!(says, ": {}", inner(within)?);
        }
        let _ = writeln!(rows, "| `{}` | {} |", text(field, "name")?, cell(&says));
    }
    Ok(rows)
}

/// Fields within one, in a sentence.
fn inner(fields: &[Value]) -> Result<String> {
    let fields: Vec<_> = fields
        .iter()
        .map(|field| {
            let name = text(field, "name")?;
            let mut says = text(field, "text")?.to_owned();
            let within = list(field, "within")?;
            if !within.is_empty() {
                let gap = if says.is_empty() { "" } else { ": " };
                let _ = write!(says, "{gap}{}", inner(within)?);
            }
            Ok(if says.is_empty() {
                format!("`{name}`")
            } else {
                format!("`{name}` ({says})")
            })
        })
        .collect::<Result<_>>()?;
    Ok(fields.join(", "))
}

/// What stands in a cell of a table: a bar would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A command as it is typed, and what it does.
fn command(command: &Value) -> Result<String> {
    let words = list(command, "words")?.iter().filter_map(Value::as_str);
    let mut parts: Vec<_> = words.map(str::to_owned).collect();
    // What is needed comes first, whatever its place among the options.
    let arguments = list(command, "arguments")?;
    let (placed, options): (Vec<_>, Vec<_>) = arguments
        .iter()
        .partition(|argument| argument["option"].is_null());
    for argument in placed.into_iter().chain(options) {
        parts.push(typed(argument)?);
    }
    let typed = filled(&parts, WIDTH, 8);
    let about: Vec<_> = text(command, "about")?
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut about = filled(&about, WIDTH - TEXT_AT, 0).into_iter();
    let mut lines = typed;
    let last = lines.pop().unwrap_or_default();
    let length = last.chars().count();
    if lines.is_empty() && length + 1 < TEXT_AT {
        let gap = TEXT_AT - length;
        let first = about.next().unwrap_or_default();
        lines.push(format!("{last}{}{first}", " ".repeat(gap)));
    } else {
        lines.push(last);
    }
    lines.extend(about.map(|line| format!("{}{line}", " ".repeat(TEXT_AT))));
    Ok(lines.join("\n") + "\n")
}

/// An argument as it is typed.
fn typed(argument: &Value) -> Result<String> {
    let choice: Vec<_> = list(argument, "choice")?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let choice = choice.join("|");
    let name = argument["value"].as_str();
    let value = if choice.is_empty() || choice.chars().count() > LONGEST_CHOICE {
        name
    } else {
        Some(choice.as_str())
    };
    let typed = match (argument["option"].as_str(), value) {
        (Some(option), Some(value)) => format!("{option} {value}"),
        (Some(option), None) => option.to_owned(),
        (None, Some(value)) => value.to_owned(),
        (None, None) => bail!("an argument has no name: {argument}"),
    };
    let more = if argument["is_repeated"] == true {
        "…"
    } else {
        ""
    };
    Ok(if argument["is_needed"] == true {
        format!("{typed}{more}")
    } else {
        format!("[{typed}]{more}")
    })
}

/// Words in lines of at most that length; all but the first are indented.
fn filled(words: &[String], width: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.clone()),
            Some(_) => lines.push(format!("{}{word}", " ".repeat(indent))),
        }
    }
    lines
}

/// A page with its blocks made anew: what stands between `<!-- NAME: written by cargo xtask docs -->` and
/// `<!-- end of NAME -->`.
///
/// # Errors
/// Where a block has no end, or is none that there is.
pub fn page(text: &str, described: &Value) -> Result<String> {
    const BEGIN: &str = "<!-- ";
    const WRITTEN: &str = ": written by cargo xtask docs -->";
    let mut made = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(made, "{line}");
        let name = line
            .strip_prefix(BEGIN)
            .and_then(|line| line.strip_suffix(WRITTEN));
        let Some(name) = name else { continue };
        let end = format!("<!-- end of {name} -->");
        if !lines.any(|line| line == end) {
            bail!("the block `{name}` has no line {end}");
        }
        // A table needs an empty line before it.
        let _ = write!(made, "\n{}\n{end}\n", block(described, name)?);
    }
    Ok(made)
}

fn list<'a>(value: &'a Value, name: &str) -> Result<&'a [Value]> {
    let list = value[name].as_array();
    Ok(list.with_context(|| format!("there is no list `{name}` in {value}"))?)
}

fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    let text = value[name].as_str();
    text.with_context(|| format!("there is no text `{name}` in {value}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn described() -> Value {
        let option = |option, value, choice: &[&str]| {
            json!({ "option": option, "value": value, "choice": choice,
                    "is_needed": false, "is_repeated": false })
        };
        json!({
            "commands": [
                { "words": ["unhunch", "a"], "about": "Do it", "arguments": [
                    option(Some("--place"), Some("PLACE"), &["desk", "floor"]),
                    { "option": null, "value": "FILE", "choice": [],
                      "is_needed": true, "is_repeated": false },
                ] },
                { "words": ["unhunch", "b"], "about": "Do the other thing", "arguments": [
                    option(Some("--region"), Some("REGION"), &["a-very-long-name", "another-very-long-name", "c"]),
                    option(Some("--json"), None, &[]),
                    option(Some("--and-more"), Some("N"), &[]),
                ] },
            ],
            "json": [{ "of": "a", "fields": [
                { "name": "on", "text": "`x|y`", "within": [] },
                { "name": "items", "text": "all", "within": [
                    { "name": "id", "text": "", "within": [] },
                    { "name": "name", "text": "or `null`", "within": [] },
                ] },
            ] }],
        })
    }

    #[test]
    fn commands_are_told_as_they_are_typed() {
        assert_eq!(
            block(&described(), "commands").expect("is good"),
            "```\n\
             unhunch a FILE [--place desk|floor]                  Do it\n\
             unhunch b [--region REGION] [--json] [--and-more N]  Do the other thing\n\
             ```\n"
        );
    }

    #[test]
    fn fields_are_a_table_with_those_within() {
        assert_eq!(
            block(&described(), "json of a").expect("is good"),
            "| field | |\n|---|---|\n| `on` | `x\\|y` |\n| `items` | all: `id`, `name` (or `null`) |\n"
        );
    }

    #[test]
    fn only_what_stands_between_the_marks_is_made_anew() {
        let page_of = |within: &str| {
            format!(
                "# A\n\n<!-- json of a: written by cargo xtask docs -->\n{within}<!-- end of json of a -->\n\nB\n"
            )
        };
        let made = page(&page_of("old\n"), &described()).expect("is good");
        let table = block(&described(), "json of a").expect("is good");
        assert_eq!(made, page_of(&format!("\n{table}\n")));
        assert_eq!(page(&made, &described()).expect("is good"), made);
    }

    #[test]
    fn a_block_without_an_end_and_one_that_is_none_are_refused() {
        let open = "<!-- commands: written by cargo xtask docs -->\n";
        let error = page(open, &described()).expect_err("has no end");
        assert!(
            error.to_string().contains("<!-- end of commands -->"),
            "{error}"
        );
        let unknown = "<!-- tea: written by cargo xtask docs -->\n<!-- end of tea -->\n";
        let error = page(unknown, &described()).expect_err("is none");
        assert!(error.to_string().contains("no block `tea`"), "{error}");
    }
}
