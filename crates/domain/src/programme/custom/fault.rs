//! What can be wrong with a routine that somebody wrote, for pages to put into words.

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1, where it came from a file.
    pub line: Option<usize>,
    /// The way to it: `items.2.sets`, places counted from 0; empty for all of it.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong; pages have the words for each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what they are called")]
pub enum Problem {
    /// The file is larger than one can be.
    TooLarge { most_kb: usize },
    /// The file is not text.
    NotText,
    /// A line that can't be read.
    Unreadable { line: String },
    /// A name that has a value already.
    WrittenTwice { line: String },
    /// Tables in tables in tables.
    TooDeep,
    /// The file doesn't say that it is a plan.
    NotAPlan,
    /// The file is of a newer version.
    Newer { version: i64, known: i64 },
    /// A name that nothing is called.
    UnknownKey {
        key: String,
        meant: Option<String>,
        known: Vec<String>,
    },
    /// Something that has to be there isn't.
    Missing,
    /// A whole number is expected.
    Number { found: String, low: u32, high: u32 },
    /// A text is expected.
    Text { found: String },
    /// A list is expected.
    List { found: String },
    /// A table is expected.
    Table { found: String },
    /// A text with nothing in it.
    Empty,
    /// A text that is too long.
    TooLong { length: usize, most: usize },
    /// A character that nobody sees.
    Hidden { code: String },
    /// A text that has to be on one line.
    Lines,
    /// One of a few is expected.
    Choice {
        found: String,
        choices: Vec<String>,
        meant: Option<String>,
    },
    /// It is there twice.
    Twice { found: String },
    /// More than there can be.
    TooMany { count: usize, most: usize },
    /// Nothing to play.
    NothingToPlay,
    /// No movement in an exercise.
    NoPhases,
    /// An id that can't be one.
    BadId { found: String },
    /// An exercise that the library doesn't have.
    UnknownExercise {
        found: String,
        meant: Option<String>,
    },
    /// An exercise that is the routine's own, called as one of the library.
    OwnIsMeant { found: String },
    /// A move that is no warm-up.
    NotWarmUp { found: String, moves: Vec<String> },
    /// A variant that the exercise doesn't have.
    UnknownVariant {
        exercise: String,
        found: String,
        meant: Option<String>,
        choices: Vec<String>,
    },
    /// An own exercise that the file doesn't have.
    UnknownOwn {
        found: String,
        meant: Option<String>,
    },
    /// Both an exercise and an own one.
    BothKinds,
    /// Neither an exercise nor an own one.
    NeitherKind,
    /// A variant of an own exercise.
    VariantOfOwn,
    /// A value that only exercises with sides have.
    NoSides,
    /// A figure that is both like another and one of its own.
    TwoFigures,
    /// A library exercise without a figure.
    NoSuchFigure { exercise: String },
    /// Poses that are too many to draw.
    TooManyPoses { most_kb: usize },
    /// A figure that takes too much work: how much, in hundredths of what one may take.
    FigureTooMuch { percent: usize },
    /// Figures that take too much work together, said at the one that takes most: how much all of
    /// them take, and this one, in hundredths of what all may take.
    FiguresTooMuch { percent: usize, this: usize },
    /// Poses that can't be drawn, in the figure crate's words.
    Poses { problem: String },
    /// It would go on for longer than a session can.
    TooLongToPlay,
}
