//! The content: exercises, doses, levels, routines, custom routines, and a routine laid out in
//! time. Knows no person.

pub mod condition;
pub mod content;
pub mod custom;
pub mod dose;
pub mod dosing;
pub mod exercise;
pub mod level;
pub mod parts;
pub mod position;
pub mod progression;
pub mod routine;
pub mod timeline;
