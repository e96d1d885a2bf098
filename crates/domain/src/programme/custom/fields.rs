//! The single values of what somebody wrote: each is there, of its kind and within its limits,
//! or it is said what is wrong with it.

use super::fault::{Fault, Problem};
use super::limits::{Few, Name, TextError, Within};
use super::suggest::nearest;
use super::tree::{Branch, Node, Value};
use crate::programme::content::Library;

/// The names and values of a table whose names are known.
#[derive(Clone, Copy)]
pub(super) struct Fields<'n> {
    pub(super) branches: &'n [Branch],
    pub(super) line: Option<usize>,
}

impl<'n> Fields<'n> {
    pub(super) fn get(self, key: &str) -> Option<&'n Node> {
        let branch = self.branches.iter().find(|branch| branch.key == key)?;
        Some(&branch.node)
    }
}

pub(super) struct Reader<'a> {
    pub(super) library: &'a Library,
    /// The ids of the own exercises, also of those with something wrong in them.
    pub(super) own: Vec<String>,
    pub(super) faults: Vec<Fault>,
}

/// What a value is, as it was written, short enough to be repeated.
pub(super) fn found(node: &Node) -> String {
    match &node.value {
        Value::Text(text) | Value::Other(text) => shortened(text),
        Value::Whole(number) => number.to_string(),
        Value::List(_) | Value::Table(_) => String::new(),
    }
}

/// A text short enough to be repeated, without anything hidden in it.
pub(super) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if Name::try_from(short.clone()).is_err() {
        short.retain(|c| c.is_ascii_graphic() || c == ' ');
    }
    short
}

pub(super) fn within(path: &str, key: impl std::fmt::Display) -> String {
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    }
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, line: Option<usize>, path: &str, problem: Problem) {
        self.faults.push(Fault {
            line,
            path: path.to_owned(),
            problem,
        });
    }

    /// A table whose names are these; others are said.
    pub(super) fn table<'n>(
        &mut self,
        node: &'n Node,
        path: &str,
        known: &[&str],
    ) -> Option<Fields<'n>> {
        let Value::Table(branches) = &node.value else {
            self.fault(node.line, path, Problem::Table { found: found(node) });
            return None;
        };
        for branch in branches {
            let key = branch.key.as_str();
            if !known.contains(&key) {
                let meant = nearest(key, known.iter().copied()).map(str::to_owned);
                self.fault(
                    branch.node.line,
                    path,
                    Problem::UnknownKey {
                        key: shortened(key),
                        meant,
                        known: strings(known),
                    },
                );
            }
        }
        Some(Fields {
            branches,
            line: node.line,
        })
    }

    /// A list; none where it is left out.
    pub(super) fn list<'n>(&mut self, fields: Fields<'n>, path: &str, key: &str) -> &'n [Node] {
        match fields.get(key) {
            None => &[],
            Some(Node {
                value: Value::List(list),
                ..
            }) => list,
            Some(node) => {
                self.fault(
                    node.line,
                    &within(path, key),
                    Problem::List { found: found(node) },
                );
                &[]
            }
        }
    }

    /// A list of texts, with the path and line of each.
    pub(super) fn texts<'n>(
        &mut self,
        fields: Fields<'n>,
        path: &str,
        key: &str,
    ) -> Vec<(&'n str, String, Option<usize>)> {
        let path = within(path, key);
        let parent = path
            .strip_suffix(key)
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_owned();
        let mut texts = Vec::new();
        for (place, node) in self.list(fields, &parent, key).iter().enumerate() {
            let path = within(&path, place);
            match &node.value {
                Value::Text(text) => texts.push((text.as_str(), path, node.line)),
                _ => self.fault(node.line, &path, Problem::Text { found: found(node) }),
            }
        }
        texts
    }

    pub(super) fn few<T, const LOW: usize, const HIGH: usize>(
        &mut self,
        mut list: Vec<T>,
        line: Option<usize>,
        path: &str,
    ) -> Option<Few<T, LOW, HIGH>> {
        if list.len() > HIGH {
            let count = list.len();
            self.fault(line, path, Problem::TooMany { count, most: HIGH });
            list.truncate(HIGH);
        }
        Few::try_from(list).ok()
    }

    pub(super) fn raw_text<'n>(
        &mut self,
        fields: Fields<'n>,
        path: &str,
        key: &str,
    ) -> Option<&'n str> {
        let node = fields.get(key)?;
        if let Value::Text(text) = &node.value {
            Some(text)
        } else {
            self.fault(
                node.line,
                &within(path, key),
                Problem::Text { found: found(node) },
            );
            None
        }
    }

    /// A text of a kind; where it can be left out, nothing else is wrong with an empty one.
    pub(super) fn text<T: TryFrom<String, Error = TextError>>(
        &mut self,
        fields: Fields<'_>,
        path: &str,
        key: &str,
    ) -> Option<T> {
        let text = self.raw_text(fields, path, key)?;
        match T::try_from(text.to_owned()) {
            Ok(text) => Some(text),
            Err(error) => {
                let line = fields.get(key).and_then(|node| node.line);
                self.fault(line, &within(path, key), text_problem(&error));
                None
            }
        }
    }

    pub(super) fn missing(&mut self, fields: Fields<'_>, path: &str, key: &str) {
        if fields.get(key).is_none() {
            self.fault(fields.line, &within(path, key), Problem::Missing);
        }
    }

    pub(super) fn name(&mut self, fields: Fields<'_>, path: &str) -> Option<Name> {
        self.missing(fields, path, "name");
        self.text(fields, path, "name")
    }

    pub(super) fn number<const LOW: u32, const HIGH: u32>(
        &mut self,
        fields: Fields<'_>,
        path: &str,
        key: &str,
    ) -> Option<Within<LOW, HIGH>> {
        let node = fields.get(key)?;
        let number = match node.value {
            Value::Whole(number) => u32::try_from(number).ok().and_then(|n| n.try_into().ok()),
            _ => None,
        };
        if number.is_none() {
            let problem = Problem::Number {
                found: found(node),
                low: LOW,
                high: HIGH,
            };
            self.fault(node.line, &within(path, key), problem);
        }
        number
    }

    pub(super) fn needed<const LOW: u32, const HIGH: u32>(
        &mut self,
        fields: Fields<'_>,
        path: &str,
        key: &str,
    ) -> Option<Within<LOW, HIGH>> {
        self.missing(fields, path, key);
        self.number(fields, path, key)
    }

    /// One of a few, by its name.
    pub(super) fn choice<T: Copy>(
        &mut self,
        fields: Fields<'_>,
        path: &str,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.raw_text(fields, path, key)?;
        let line = fields.get(key).and_then(|node| node.line);
        self.chosen(text, line, &within(path, key), choices)
    }

    pub(super) fn chosen<T: Copy>(
        &mut self,
        text: &str,
        line: Option<usize>,
        path: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let chosen = choices.iter().find(|(name, _)| *name == text);
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let problem = Problem::Choice {
                found: shortened(text),
                meant: nearest(text, names.iter().copied()).map(str::to_owned),
                choices: strings(&names),
            };
            self.fault(line, path, problem);
        }
        chosen.map(|(_, value)| *value)
    }

    pub(super) fn id<T: std::str::FromStr>(&mut self, fields: Fields<'_>, path: &str) -> Option<T> {
        let text = self.raw_text(fields, path, "id")?;
        let id = text.parse().ok();
        if id.is_none() {
            let line = fields.get("id").and_then(|node| node.line);
            let found = shortened(text);
            self.fault(line, &within(path, "id"), Problem::BadId { found });
        }
        id
    }
}

fn text_problem(error: &TextError) -> Problem {
    match *error {
        TextError::Empty => Problem::Empty,
        TextError::TooLong { length, most } => Problem::TooLong { length, most },
        TextError::Hidden(code) => Problem::Hidden {
            code: format!("U+{code:04X}"),
        },
        TextError::Lines => Problem::Lines,
    }
}
