//! A person's own routines and exercises: what they are made of, so that one that somebody put
//! together plays, draws and counts like those of the programme.

mod exercise;
mod fault;
mod fields;
mod limits;
mod prepare;
mod read;
mod routine;
mod suggest;
mod tree;
mod write;

pub use exercise::{
    CustomDose, CustomExercise, CustomFigure, CustomKind, CustomPhase, CustomSides, Turns,
};
pub use fault::{Fault, Problem};
pub use limits::{
    Cue, Few, Lasting, Name, Pause, Poses, PosesError, Reps, Sets, Text, TextError, Within,
};
pub use prepare::Prepared;
pub use read::{Reading, id_for, latin_of, line_of, read, read_tree};
pub use routine::{CustomRoutine, Item, Parts, PartsError, What};
pub use tree::{Branch, Node, Value};
pub use write::write;

/// The version of the file format that is written and read: the number after `unhunch-plan`.
pub const FORMAT: i64 = 1;

/// The most bytes that a file can have.
pub const FILE_LIMIT: usize = 256 * 1024;

/// The most warm-up moves in a routine.
pub const MOST_WARM_UPS: usize = 10;

/// The most places in a routine.
pub const MOST_ITEMS: usize = 40;

/// The most exercises that a routine brings along.
pub const MOST_EXERCISES: usize = 20;

/// The most phases of an own exercise.
pub const MOST_PHASES: usize = 12;
