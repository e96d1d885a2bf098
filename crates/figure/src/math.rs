//! The little geometry that a body needs: vectors and rotations in metres and degrees.
//!
//! x points to the left of somebody who looks along z; y points up.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or direction in space.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vector {
    /// To the left.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Forward.
    pub z: f64,
}

/// A vector from its three parts.
pub const fn vector(x: f64, y: f64, z: f64) -> Vector {
    Vector { x, y, z }
}

/// Up.
pub const UP: Vector = vector(0.0, 1.0, 0.0);

impl Vector {
    /// The inner product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// The outer product.
    #[must_use]
    pub fn cross(self, other: Self) -> Self {
        vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    /// Its length.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The same direction with length 1; forward, where there is no direction.
    #[must_use]
    pub fn unit(self) -> Self {
        let length = self.length();
        if length < 1e-9 {
            vector(0.0, 0.0, 1.0)
        } else {
            self * (1.0 / length)
        }
    }

    /// The point a share of the way towards another.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        self + (other - self) * share
    }

    /// What is left of it beside a direction of length 1.
    #[must_use]
    pub fn beside(self, direction: Self) -> Self {
        self - direction * self.dot(direction)
    }

    /// Its mirror image, left for right.
    #[must_use]
    pub fn mirrored(self) -> Self {
        vector(-self.x, self.y, self.z)
    }
}

impl Add for Vector {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        vector(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vector {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        vector(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for Vector {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        vector(self.x * factor, self.y * factor, self.z * factor)
    }
}

impl Neg for Vector {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// A rotation: where it takes left, up and forward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rotation {
    /// Where left goes.
    pub left: Vector,
    /// Where up goes.
    pub up: Vector,
    /// Where forward goes.
    pub forward: Vector,
}

impl Rotation {
    /// No rotation.
    pub const NONE: Self = Self {
        left: vector(1.0, 0.0, 0.0),
        up: vector(0.0, 1.0, 0.0),
        forward: vector(0.0, 0.0, 1.0),
    };

    /// About the axis that points left: up goes forward.
    pub fn pitch(degrees: f64) -> Self {
        let (s, c) = degrees.to_radians().sin_cos();
        Self {
            left: vector(1.0, 0.0, 0.0),
            up: vector(0.0, c, s),
            forward: vector(0.0, -s, c),
        }
    }

    /// About the axis that points up: forward goes left.
    pub fn yaw(degrees: f64) -> Self {
        let (s, c) = degrees.to_radians().sin_cos();
        Self {
            left: vector(c, 0.0, -s),
            up: vector(0.0, 1.0, 0.0),
            forward: vector(s, 0.0, c),
        }
    }

    /// About the axis that points forward: left goes up.
    pub fn roll(degrees: f64) -> Self {
        let (s, c) = degrees.to_radians().sin_cos();
        Self {
            left: vector(c, s, 0.0),
            up: vector(-s, c, 0.0),
            forward: vector(0.0, 0.0, 1.0),
        }
    }

    /// Where a vector goes.
    pub fn turn(self, v: Vector) -> Vector {
        self.left * v.x + self.up * v.y + self.forward * v.z
    }

    /// Where a vector came from.
    pub fn back(self, v: Vector) -> Vector {
        vector(self.left.dot(v), self.up.dot(v), self.forward.dot(v))
    }

    /// First the other rotation, then this one.
    #[must_use]
    pub fn then(self, inner: Self) -> Self {
        Self {
            left: self.turn(inner.left),
            up: self.turn(inner.up),
            forward: self.turn(inner.forward),
        }
    }

    /// First a pitch, then this one: what [`Self::then`] gives, with a third of the work.
    #[must_use]
    pub fn then_pitch(self, degrees: f64) -> Self {
        if degrees == 0.0 {
            return self;
        }
        let (s, c) = degrees.to_radians().sin_cos();
        Self {
            left: self.left,
            up: self.up * c + self.forward * s,
            forward: self.up * -s + self.forward * c,
        }
    }

    /// First a yaw, then this one.
    #[must_use]
    pub fn then_yaw(self, degrees: f64) -> Self {
        if degrees == 0.0 {
            return self;
        }
        let (s, c) = degrees.to_radians().sin_cos();
        Self {
            left: self.left * c + self.forward * -s,
            up: self.up,
            forward: self.left * s + self.forward * c,
        }
    }

    /// First a roll, then this one.
    #[must_use]
    pub fn then_roll(self, degrees: f64) -> Self {
        if degrees == 0.0 {
            return self;
        }
        let (s, c) = degrees.to_radians().sin_cos();
        Self {
            left: self.left * c + self.up * s,
            up: self.left * -s + self.up * c,
            forward: self.forward,
        }
    }

    /// The rotation that leads from this one to another.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            left: self.back(other.left),
            up: self.back(other.up),
            forward: self.back(other.forward),
        }
    }

    /// The rotation whose up and forward are given; forward is squared up.
    pub fn from_up_forward(up: Vector, forward: Vector) -> Self {
        let up = up.unit();
        let forward = forward.beside(up).unit();
        Self {
            left: up.cross(forward),
            up,
            forward,
        }
    }

    /// Pitch, roll and yaw in degrees, so that this is pitch · roll · yaw.
    pub fn pitch_roll_yaw(self) -> (f64, f64, f64) {
        let roll = (-self.up.x).clamp(-1.0, 1.0).asin();
        let pitch = self.up.z.atan2(self.up.y);
        let yaw = self.forward.x.atan2(self.left.x);
        (pitch.to_degrees(), roll.to_degrees(), yaw.to_degrees())
    }

    /// Yaw, roll and pitch in degrees, so that this is yaw · roll · pitch.
    pub fn yaw_roll_pitch(self) -> (f64, f64, f64) {
        let roll = self.left.y.clamp(-1.0, 1.0).asin();
        let yaw = (-self.left.z).atan2(self.left.x);
        let pitch = (-self.forward.y).atan2(self.up.y);
        (yaw.to_degrees(), roll.to_degrees(), pitch.to_degrees())
    }
}
