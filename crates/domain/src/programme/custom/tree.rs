//! What somebody wrote, in a file or a form, before anybody knows whether it makes sense.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Problem};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The line, counted from 1, where it came from a file.
    pub line: Option<usize>,
    /// The value.
    pub value: Value,
}

/// Something that can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with decimals, `true`, a date: nothing that a plan uses, as it was written.
    Other(String),
    /// A list.
    List(Vec<Node>),
    /// Names with values.
    Table(Vec<Branch>),
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The name.
    pub key: String,
    /// The value, on the line of its name.
    pub node: Node,
}

impl Node {
    /// A value that stands in no file.
    pub const fn of(value: Value) -> Self {
        Self { line: None, value }
    }

    /// A text that stands in no file.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Value::Text(text.into()))
    }

    /// Names with values that stand in no file.
    pub fn table<'a>(branches: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let branches = branches.into_iter().map(|(key, node)| Branch {
            key: key.to_owned(),
            node,
        });
        Self::of(Value::Table(branches.collect()))
    }

    /// What a file in TOML says.
    ///
    /// # Errors
    /// Every line that can't be read, up to a few.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let lines = Lines::of(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(lines.node(0, &DeValue::Table(table.into_inner())));
        }
        let mut faults: Vec<Fault> = Vec::new();
        for error in errors {
            let place = error.span().map_or(0, |span| span.start);
            let line = lines.at(place);
            let said = text.lines().nth(line - 1).unwrap_or_default().trim();
            let said: String = said.chars().take(80).collect();
            // One mistake is one line: what follows from it is no news.
            if faults.iter().any(|fault| fault.line == Some(line)) {
                continue;
            }
            let problem = if error.message().contains("duplicate") {
                Problem::WrittenTwice { line: said }
            } else if error.message().contains("recursion") {
                Problem::TooDeep
            } else {
                Problem::Unreadable { line: said }
            };
            faults.push(Fault {
                line: Some(line),
                path: String::new(),
                problem,
            });
        }
        faults.sort_by_key(|fault| fault.line);
        faults.truncate(5);
        Err(faults)
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(
            std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect(),
        )
    }

    /// The line of a place in the text, counted from 1.
    fn at(&self, place: usize) -> usize {
        self.0.partition_point(|begin| *begin <= place).max(1)
    }

    fn node(&self, place: usize, value: &DeValue<'_>) -> Node {
        let value = match value {
            DeValue::String(text) => Value::Text(text.clone().into_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| Value::Other(number.to_string()), Value::Whole),
            DeValue::Float(number) => Value::Other(number.to_string()),
            DeValue::Boolean(truth) => Value::Other(truth.to_string()),
            DeValue::Datetime(time) => Value::Other(time.to_string()),
            DeValue::Array(list) => Value::List(
                list.iter()
                    .map(|item| self.node(item.span().start, item.get_ref()))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.branches(table)),
        };
        Node {
            line: Some(self.at(place)),
            value,
        }
    }

    fn branches(&self, table: &DeTable<'_>) -> Vec<Branch> {
        let mut branches: Vec<Branch> = table
            .iter()
            .map(|(key, value): (&Spanned<_>, _)| Branch {
                key: key.get_ref().to_string(),
                node: self.node(key.span().start, value.get_ref()),
            })
            .collect();
        branches.sort_by_key(|branch| branch.node.line);
        branches
    }
}
