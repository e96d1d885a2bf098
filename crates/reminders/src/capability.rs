//! What reminders want of the computer that they run on: what it can tell, and ways to ask.

/// Something that reminders want of the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// Whether somebody types or moves the pointer.
    Input,
    /// Whether the screen is locked.
    Lock,
    /// Whether the computer sleeps.
    Sleep,
    /// Whether camera or microphone are in use.
    Call,
    /// Whether something fills the screen.
    FullScreen,
    /// Whether notifications are silenced.
    DoNotDisturb,
    /// What prompts are shown with.
    Notifications,
    /// The icon in the panel.
    Tray,
}

impl Capability {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::Input,
        Self::Lock,
        Self::Sleep,
        Self::Call,
        Self::FullScreen,
        Self::DoNotDisturb,
        Self::Notifications,
        Self::Tray,
    ];

    /// Its name in keys and files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Lock => "lock",
            Self::Sleep => "sleep",
            Self::Call => "call",
            Self::FullScreen => "full-screen",
            Self::DoNotDisturb => "do-not-disturb",
            Self::Notifications => "notifications",
            Self::Tray => "tray",
        }
    }
}
