//! What is printed as JSON is described where it is defined: `--help` and the README's tables are made
//! of the comments on its fields.

/// A field of an object that is printed as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is called in the JSON.
    pub name: &'static str,
    /// The comment on it, in Markdown; empty where its name says it all.
    comment: &'static str,
}

impl Field {
    /// One with the comment as the compiler has it.
    pub const fn new(name: &'static str, comment: &'static str) -> Self {
        Self { name, comment }
    }

    /// The comment as one line.
    pub fn text(self) -> &'static str {
        self.comment.trim()
    }
}

/// Defines a struct that is printed as JSON, with `FIELDS`: its fields in their order, each with its
/// comment.
macro_rules! described {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident $(<$life:lifetime>)? {
            $(
                $(#[doc = $line:literal])*
                $(#[serde $serde:tt])*
                $field:ident: $kind:ty,
            )*
        }
    ) => {
        $(#[$about])*
        $vis struct $name $(<$life>)? {
            $(
                $(#[doc = $line])*
                $(#[serde $serde])*
                $field: $kind,
            )*
        }

        impl $(<$life>)? $name $(<$life>)? {
            /// The fields of its JSON.
            pub const FIELDS: &'static [$crate::described::Field] = &[$(
                $crate::described::Field::new(
                    described!(@name $field $($serde)*),
                    concat!($($line),*),
                ),
            )*];
        }
    };
    (@name $field:ident) => {
        stringify!($field)
    };
    (@name $field:ident (rename = $name:literal) $($more:tt)*) => {
        $name
    };
    (@name $field:ident $other:tt $($more:tt)*) => {
        described!(@name $field $($more)*)
    };
}

/// An object that is printed as JSON, and those within it.
#[derive(Clone, Copy)]
pub struct Object {
    /// Its fields.
    pub fields: &'static [Field],
    /// What some of the fields hold: their names, and the objects.
    pub within: &'static [(&'static str, Object)],
}

impl Object {
    /// One that holds no others.
    pub const fn flat(fields: &'static [Field]) -> Self {
        Self {
            fields,
            within: &[],
        }
    }

    /// What the field of that name holds.
    pub fn inner(&self, name: &str) -> Option<&Self> {
        let mut within = self.within.iter();
        within
            .find(|(holder, _)| *holder == name)
            .map(|(_, object)| object)
    }

    /// The names of the fields, for `--help`.
    fn names(&self) -> String {
        let names: Vec<_> = self
            .fields
            .iter()
            .map(|field| match self.inner(field.name) {
                Some(inner) => format!("{} ({})", field.name, inner.names()),
                None => field.name.to_owned(),
            })
            .collect();
        names.join(", ")
    }

    /// What `--help` says after all else: what comes first, then the fields of the JSON.
    pub fn help(&self, first: &str) -> String {
        let gap = if first.is_empty() { "" } else { "\n\n" };
        format!(
            "{first}{gap}The fields of the JSON: {}. The README says what they are.",
            self.names()
        )
    }
}

#[cfg(test)]
pub mod tests {
    use serde::Serialize;

    use super::*;

    /// Holds what is described against what is printed: a value with all of its fields.
    pub fn assert_described(fields: &[Field], value: &impl Serialize) {
        let json = serde_json::to_string(value).expect("is printed");
        let printed: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
        let printed = printed.as_object().expect("is an object");
        let mut described: Vec<_> = fields.iter().map(|field| field.name).collect();
        described.sort_unstable();
        let mut printed: Vec<_> = printed.keys().map(String::as_str).collect();
        printed.sort_unstable();
        assert_eq!(described, printed);
    }

    described! {
        #[derive(Serialize)]
        struct Example {
            /// A number
            /// on two lines
            number: u8,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[serde(rename = "called")]
            name: Option<u8>,
        }
    }

    #[test]
    fn fields_are_described_by_their_comments_and_called_as_they_are_printed() {
        const OUTER: Object = Object {
            fields: Example::FIELDS,
            within: &[("number", Object::flat(Example::FIELDS))],
        };
        let fields = Example::FIELDS;
        let texts: Vec<_> = fields
            .iter()
            .map(|field| (field.name, field.text()))
            .collect();
        assert_eq!(texts, [("number", "A number on two lines"), ("called", "")]);
        let example = Example {
            number: 1,
            name: Some(2),
        };
        assert_described(fields, &example);
        assert_eq!(OUTER.names(), "number (number, called), called");
    }
}
