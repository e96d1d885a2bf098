//! Every word that a person reads or hears, by its key.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use unhunch_domain::programme::content::FILES;
use unic_langid::LanguageIdentifier;

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Every message with the arguments that it takes outside of choices.
    messages: BTreeMap<String, Vec<String>>,
}

/// What is wrong with a file of words.
#[derive(Debug, thiserror::Error)]
#[error("content/{file}: {problem}")]
pub struct WordsError {
    file: String,
    problem: String,
}

impl Words {
    /// Reads the English words that the program was built with.
    ///
    /// # Errors
    /// The first thing that is wrong with them; tests make sure that nothing is.
    pub fn english() -> Result<Self, WordsError> {
        Self::read(FILES, "en")
    }

    /// Reads the files of a language (path below `content/`, text); others are passed over.
    ///
    /// # Errors
    /// What can't be read, or a message that is there twice.
    pub fn read(files: &[(&str, &str)], language: &str) -> Result<Self, WordsError> {
        let wrong = |file: &str, problem: String| WordsError {
            file: file.to_owned(),
            problem,
        };
        let identifier: LanguageIdentifier = language
            .parse()
            .map_err(|error| wrong(language, format!("no language: {error}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks are for mixed directions; here they would end up in file names and
        // spoken words.
        bundle.set_use_isolating(false);
        let mut messages = BTreeMap::new();
        let folder = format!("locales/{language}/");
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with(&folder)) {
            let resource = FluentResource::try_new((*text).to_owned()).map_err(|(_, errors)| {
                let first = errors.first().map(|error| {
                    let line = text
                        .bytes()
                        .take(error.pos.start)
                        .filter(|b| *b == b'\n')
                        .count()
                        + 1;
                    format!("line {line}: {}", error.kind)
                });
                wrong(path, first.unwrap_or_default())
            })?;
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    let elements = message.value.iter().flat_map(|pattern| &pattern.elements);
                    let arguments = elements
                        .filter_map(argument_name)
                        .map(str::to_owned)
                        .collect();
                    messages.insert(message.id.name.to_owned(), arguments);
                }
            }
            bundle.add_resource(resource).map_err(|errors| {
                wrong(
                    path,
                    errors.first().map(ToString::to_string).unwrap_or_default(),
                )
            })?;
        }
        Ok(Self { bundle, messages })
    }

    /// All messages whose keys begin so, for a script to use: where one takes an argument,
    /// its place is kept open as `{name}`.
    pub fn templates(&self, prefix: &str) -> BTreeMap<&str, String> {
        self.messages
            .range(prefix.to_owned()..)
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, arguments)| {
                let places: Vec<_> = arguments
                    .iter()
                    .map(|name| (name, format!("{{{name}}}")))
                    .collect();
                let arguments: Vec<(&str, Argument<'_>)> = places
                    .iter()
                    .map(|(name, place)| (name.as_str(), Argument::from(place)))
                    .collect();
                (key.as_str(), self.with(key, &arguments))
            })
            .collect()
    }

    /// The words of a key: `message` or `message.attribute`. A key that isn't there gives
    /// itself, so that a person sees where something is missing; tests find those before.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The words of a key with its arguments filled in.
    pub fn with(&self, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.find(key, arguments).unwrap_or_else(|| {
            tracing::warn!(key, "no words for this key");
            key.to_owned()
        })
    }

    /// The words of a key, if it is there.
    pub fn find(&self, key: &str, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        let (message, attribute) = match key.split_once('.') {
            Some((message, attribute)) => (message, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            values.set(*name, value.fluent());
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&values), &mut errors);
        for error in errors {
            tracing::warn!(key, %error, "words can't be put together");
        }
        Some(text.into_owned())
    }
}

fn argument_name<'a>(element: &PatternElement<&'a str>) -> Option<&'a str> {
    match element {
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(id.name),
        _ => None,
    }
}

/// An argument of a message.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number, of which the message can make a plural.
    Number(i64),
}

impl<'a> Argument<'a> {
    fn fluent(self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::from(text),
            Self::Number(number) => FluentValue::from(number),
        }
    }
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

/// Whole numbers of every kind that pages count with; what doesn't fit counts as the largest.
macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Argument<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
numbers!(u8, i8, u16, i16, u32, i64, u64, usize);
