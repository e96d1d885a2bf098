//! How far a person reaches: optional tests of movement that are read without any device, or with
//! a phone's tilt sensor.

use serde::{Deserialize, Serialize};

use crate::exercise::Side;

/// A test of movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReachTest {
    /// Chin to the chest.
    Flexion,
    /// Face to the ceiling.
    Extension,
    /// Ear to the shoulder, each side.
    SideBend,
    /// Chin to the shoulder, each side.
    Rotation,
    /// Hands climb the wall.
    WallClimb,
}

/// What a test found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Which test.
    pub test: ReachTest,
    /// The side, where it has sides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// What was read.
    pub reading: Reading,
}

/// How far, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The landmark of the test's own scale that was reached, from 0.
    Landmark(u8),
    /// Degrees, the median of three: 0 to 180.
    Degrees(u8),
}
