//! What somebody said of themselves and chose: values and changes. Knows no journal.

pub mod onboarding;
pub mod precautions;
pub mod profile;
pub mod reminder_plan;
pub mod screening;
pub mod settings;
pub mod today_overrides;
