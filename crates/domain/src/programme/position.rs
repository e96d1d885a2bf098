//! Where the body is during an exercise, and how long it takes to get there.

use serde::{Deserialize, Serialize};

/// A starting position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// On both feet.
    Standing,
    /// On a chair, facing forward.
    Seated,
    /// Whichever of the two the person is in.
    SeatedOrStanding,
    /// On a chair, one side against its back.
    SeatedSideways,
    /// Whatever the person is in.
    Any,
    /// On both feet, facing a wall.
    StandingAtWall,
    /// Palms and knees on the floor.
    AllFours,
    /// On the knees.
    Kneeling,
    /// On the belly.
    Prone,
    /// On the back.
    Supine,
    /// On one side, knees bent.
    SideLying,
    /// On the back, a foam roller or a rolled towel under the thoracic spine.
    OverRoller,
}

/// How far a position is from another, as a person moves between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Height {
    Feet,
    Chair,
    Wall,
    Floor,
}

impl Position {
    /// All of them, from the feet down.
    pub const ALL: [Self; 12] = [
        Self::Standing,
        Self::StandingAtWall,
        Self::SeatedOrStanding,
        Self::Any,
        Self::Seated,
        Self::SeatedSideways,
        Self::AllFours,
        Self::Kneeling,
        Self::Prone,
        Self::Supine,
        Self::SideLying,
        Self::OverRoller,
    ];

    /// The position's name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Seated => "seated",
            Self::SeatedOrStanding => "seated-or-standing",
            Self::SeatedSideways => "seated-sideways",
            Self::Any => "any",
            Self::StandingAtWall => "standing-at-wall",
            Self::AllFours => "all-fours",
            Self::Kneeling => "kneeling",
            Self::Prone => "prone",
            Self::Supine => "supine",
            Self::SideLying => "side-lying",
            Self::OverRoller => "over-roller",
        }
    }

    const fn place(self) -> Height {
        match self {
            Self::Standing | Self::SeatedOrStanding | Self::Any => Height::Feet,
            Self::Seated | Self::SeatedSideways => Height::Chair,
            Self::StandingAtWall => Height::Wall,
            Self::AllFours
            | Self::Kneeling
            | Self::Prone
            | Self::Supine
            | Self::SideLying
            | Self::OverRoller => Height::Floor,
        }
    }

    /// The position that a person is in when asked for `wanted` while in `self`: one that
    /// leaves the choice keeps them where they are.
    #[must_use]
    pub const fn then(self, wanted: Self) -> Self {
        match (wanted, self) {
            (Self::Any, _) | (Self::SeatedOrStanding, Self::Standing | Self::Seated) => self,
            _ => wanted,
        }
    }

    /// How long it takes to get from `self` to `wanted`, in seconds (ours: unhurried times
    /// for an adult with a stiff back; getting down to the floor or up from it takes longest).
    pub fn seconds_to(self, wanted: Self) -> u32 {
        let wanted = self.then(wanted);
        if wanted == self {
            return 0;
        }
        let seconds = match (self.place(), wanted.place()) {
            (Height::Floor, Height::Floor) => 6,
            (Height::Floor, _) | (_, Height::Floor) => 12,
            (Height::Wall, _) | (_, Height::Wall) => 7,
            (Height::Feet, Height::Chair) | (Height::Chair, Height::Feet) => 4,
            (Height::Chair, Height::Chair) => 3,
            (Height::Feet, Height::Feet) => 0,
        };
        // The roller or towel has to be fetched and laid in the right place.
        if wanted == Self::OverRoller {
            seconds + 6
        } else {
            seconds
        }
    }
}

/// What an exercise needs besides a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Equipment {
    /// A steady chair with a back.
    Chair,
    /// A steady desk or table, about as high as a desk.
    Table,
    /// A mat or carpet.
    Mat,
    /// A free stretch of wall.
    Wall,
    /// A foam roller.
    FoamRoller,
    /// A towel, rolled up.
    RolledTowel,
    /// A cushion.
    Cushion,
    /// An elastic band.
    Band,
}

impl Equipment {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Chair,
        Self::Table,
        Self::Mat,
        Self::Wall,
        Self::FoamRoller,
        Self::RolledTowel,
        Self::Cushion,
        Self::Band,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Table => "table",
            Self::Mat => "mat",
            Self::Wall => "wall",
            Self::FoamRoller => "foam-roller",
            Self::RolledTowel => "rolled-towel",
            Self::Cushion => "cushion",
            Self::Band => "band",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lying_down_takes_longer_than_staying_seated() {
        let lying = Position::Seated.seconds_to(Position::Supine);
        assert!(lying > Position::Seated.seconds_to(Position::Seated));
        assert!(lying > Position::Seated.seconds_to(Position::SeatedSideways));
        assert_eq!(Position::Seated.seconds_to(Position::Any), 0);
        assert_eq!(Position::Prone.seconds_to(Position::Any), 0);
        assert_eq!(Position::Seated.seconds_to(Position::SideLying), lying);
    }

    #[test]
    fn a_choice_keeps_a_person_where_they_are() {
        assert_eq!(
            Position::Seated.then(Position::SeatedOrStanding),
            Position::Seated
        );
        assert_eq!(
            Position::Supine.then(Position::SeatedOrStanding),
            Position::SeatedOrStanding
        );
        assert_eq!(Position::Supine.then(Position::Any), Position::Supine);
    }
}
