//! What a person can set, and how changes made on two devices come together.

use serde::{Deserialize, Serialize};

use crate::person::reminder_plan::{Breaks, Daily, Plan, PromptSettings};

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Size of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextSize {
    /// As the browser has it.
    #[default]
    Normal,
    /// A quarter larger.
    Large,
    /// Half as large again.
    Larger,
}

/// Seconds to get ready before each exercise: 3 to 30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct GetReady(u8);

impl GetReady {
    /// The fewest seconds.
    pub const LEAST: u8 = 3;
    /// The most seconds.
    pub const MOST: u8 = 30;

    /// The seconds.
    pub const fn seconds(self) -> u8 {
        self.0
    }
}

impl Default for GetReady {
    fn default() -> Self {
        Self(8)
    }
}

impl From<GetReady> for u8 {
    fn from(value: GetReady) -> Self {
        value.0
    }
}

impl TryFrom<u8> for GetReady {
    type Error = String;

    fn try_from(seconds: u8) -> Result<Self, Self::Error> {
        if (Self::LEAST..=Self::MOST).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(format!(
                "{seconds} seconds to get ready; expected {} to {}",
                Self::LEAST,
                Self::MOST
            ))
        }
    }
}

/// The name of a voice as the browser gives it; empty for the browser's own choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VoiceName(String);

impl VoiceName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<VoiceName> for String {
    fn from(name: VoiceName) -> Self {
        name.0
    }
}

impl TryFrom<String> for VoiceName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        if name.chars().count() <= 200 && !name.chars().any(char::is_control) {
            Ok(Self(name))
        } else {
            Err(
                "expected a voice's name of at most 200 letters, without control characters"
                    .to_owned(),
            )
        }
    }
}

crate::basics::registers::registers! {
    /// Everything that can be set.
    Settings,
    /// A change of some settings; what it doesn't name stays.
    SettingsChange,
    SettingsRegisters;
    /// Whether a voice leads through a session.
    voice: bool = true,
    /// Which one.
    voice_name: VoiceName = VoiceName::default(),
    /// Whether tones mark the beginning and end of each hold.
    sounds: bool = true,
    /// Whether a phone vibrates with them.
    vibration: bool = true,
    /// Time to get ready before each exercise.
    get_ready: GetReady = GetReady::default(),
    /// Whether figures that face the person move as in a mirror: their right is on the right.
    mirror: bool = true,
    /// Colours.
    theme: Theme = Theme::Auto,
    /// Size of text.
    text_size: TextSize = TextSize::Normal,
    /// When to be asked for the daily session; never, until the person chooses a window.
    daily: Daily = Daily { on: false, ..Daily::default() },
    /// Short breaks from work at the computer.
    breaks: Breaks = Breaks::default(),
    /// How it is asked.
    asking: PromptSettings = PromptSettings::default(),
}

impl Settings {
    /// What reminders keep to.
    pub fn reminder_plan(&self) -> Plan {
        Plan {
            zone: None,
            daily: self.daily.clone(),
            breaks: self.breaks.clone(),
            asking: self.asking.clone(),
        }
    }
}
