//! Values that a person sets one by one and that come together from several devices: for each,
//! the latest wins.

/// Declares such values once: the values themselves, a change of any of them, and the registers
/// that changes fold into.
macro_rules! registers {
    (
        $(#[$values_doc:meta])* $values:ident,
        $(#[$change_doc:meta])* $change:ident,
        $registers:ident;
        $($(#[$doc:meta])* $name:ident: $kind:ty = $default:expr,)*
    ) => {
        $(#[$values_doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $values {
            $($(#[$doc])* pub $name: $kind,)*
        }

        impl Default for $values {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl $values {
            /// The values after a change; what it doesn't name stays.
            #[must_use]
            pub fn with(self, change: $change) -> Self {
                Self {
                    $($name: change.$name.unwrap_or(self.$name),)*
                }
            }
        }

        $(#[$change_doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $change {
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $name: Option<$kind>,
            )*
        }

        impl $change {
            /// What leads from one to the other; `None` where they are equal.
            pub fn between(old: &$values, new: &$values) -> Option<Self> {
                let change = Self {
                    $($name: (old.$name != new.$name).then(|| new.$name.clone()),)*
                };
                (change != Self::default()).then_some(change)
            }
        }

        /// The values as a fold of changes: for each, the latest one wins.
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub(crate) struct $registers {
            $(
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $name: Option<crate::basics::stamp::Stamped<$kind>>,
            )*
        }

        impl $registers {
            pub(crate) fn fold(&mut self, change: &$change, stamp: crate::basics::stamp::Stamp) {
                $(if let Some(value) = &change.$name {
                    crate::basics::stamp::Stamped::latest(&mut self.$name, stamp, value.clone());
                })*
            }

            /// When the latest of the values came that the change sets anew.
            pub(crate) fn latest(&self, change: &$change) -> Option<crate::basics::time::At> {
                let mut latest = None;
                $(if change.$name.is_some() {
                    latest = latest.max(crate::basics::stamp::Stamped::at(self.$name.as_ref()));
                })*
                latest
            }

            pub(crate) fn values(&self) -> $values {
                let default = $values::default();
                $values {
                    $($name: self.$name.as_ref().map_or(default.$name, |r| r.value.clone()),)*
                }
            }
        }
    };
}

pub(crate) use registers;
