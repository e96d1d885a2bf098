//! The steps at which exercises were done over time.

use jiff::civil::Date;
use unhunch_domain::Level;
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::progression::{ExerciseLevel, Progression};
use unhunch_domain::review::training::{Exercised, LevelChange};
use unhunch_report::chart;
use unhunch_words::doses;

use super::{Card, ExerciseRow, Grain, Table, View};
use crate::pages::exercises::exercise_link;

impl View<'_> {
    /// The steps of each exercise.
    pub(super) fn exercises(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-exercises");
        let climbs: Vec<LevelChanges<'_>> = self
            .training
            .exercises
            .iter()
            .filter_map(|one| self.climb(one))
            .collect();
        let Some(_) = climbs.first() else {
            return Card {
                id: "exercises",
                title,
                says: vec![words.get("progress-exercises-empty")],
                ..Card::default()
            };
        };
        let how_many = |direction| {
            let climbs = climbs.iter();
            climbs.filter(|one| one.direction() == direction).count()
        };
        let said = words.with(
            "progress-exercises-say",
            &[
                ("harder", how_many(Direction::Harder).into()),
                ("easier", how_many(Direction::Easier).into()),
                ("same", how_many(Direction::Same).into()),
            ],
        );
        let mut says = vec![said];
        if climbs.iter().any(|climb| climb.steps.len() > 1) {
            says.push(words.get(match self.grain {
                Grain::Day => "progress-exercises-week",
                Grain::Week => "progress-exercises-month",
                Grain::Month | Grain::Year => "progress-exercises-year",
            }));
        }
        let rows = climbs.iter().enumerate();
        let exercises = rows.map(|(number, climb)| self.exercise_row(number, climb));
        let table = climbs.iter().flat_map(|climb| self.step_rows(climb));
        Card {
            id: "exercises",
            exercises: exercises.collect(),
            table: Some(Table {
                heads: [
                    "progress-column-exercise",
                    "progress-column-from",
                    "progress-column-step",
                    "progress-column-change",
                ]
                .map(|key| words.get(key))
                .into(),
                rows: table.collect(),
            }),
            title,
            says,
            ..Card::default()
        }
    }

    /// The steps of an exercise, the first and then the last of each week, month or year, those
    /// left out that changed nothing; none where it has none.
    fn climb<'b>(&self, one: &'b Exercised) -> Option<LevelChanges<'b>> {
        let exercise = self.app.library().exercise(&one.exercise)?;
        let ladder = Progression::whole(exercise)?;
        // Who goes up and down from day to day is told by the week, month or year, and only what
        // is told is put into words.
        let grain = self.grain.longer();
        let mut told: Vec<&LevelChange> = Vec::new();
        for rung in &one.rungs {
            let period = grain.begin(rung.date);
            if told.len() > 1 && told.last().is_some_and(|last| last.date >= period) {
                told.pop();
            }
            told.push(rung);
        }
        let mut steps: Vec<(Date, ExerciseLevel, String)> = Vec::new();
        for rung in told {
            let said = self.step_words(ladder.play(rung.standing.form), rung.standing.level);
            if steps.last().is_none_or(|(_, _, last)| *last != said) {
                steps.push((rung.date, ladder.clamp(rung.standing), said));
            }
        }
        let (_, last) = one.span?;
        (!steps.is_empty()).then_some(LevelChanges { one, steps, last })
    }

    /// A step in words: the dose, with the name where it is another version.
    fn step_words(&self, play: Playable<'_>, level: Level) -> String {
        let amount = doses::dose(self.words, play, &dosing::prescription(play, level));
        match play.variant {
            None => amount,
            Some(_) => self.words.with(
                "standing-version",
                &[
                    ("name", (&self.words.get(&play.message())).into()),
                    ("dose", (&amount).into()),
                ],
            ),
        }
    }

    fn exercise_row(&self, number: usize, climb: &LevelChanges<'_>) -> ExerciseRow {
        let words = self.words;
        let name = words.get(climb.one.exercise.as_str());
        let times = words.with("progress-times", &[("times", climb.one.times.into())]);
        let (from, to) = climb.ends();
        let key = match climb.direction() {
            Direction::Harder => "progress-step-harder",
            Direction::Easier => "progress-step-easier",
            Direction::Same if climb.steps.len() > 1 => "progress-step-back",
            Direction::Same => "progress-step-same",
        };
        let steps = words.with(key, &[("from", from.into()), ("to", to.into())]);
        let about = words.with("progress-exercises-about", &[("name", (&name).into())]);
        let mut ranks: Vec<ExerciseLevel> = climb.steps.iter().map(|(_, step, _)| *step).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let places: Vec<(u32, u32)> = climb
            .steps
            .iter()
            .map(|(date, step, _)| {
                let rank = ranks.binary_search(step).unwrap_or(0);
                (self.index(*date), u32::try_from(rank).unwrap_or(u32::MAX))
            })
            .collect();
        let id = format!("exercise-{number}");
        let description = format!("{steps}.");
        let chart = chart::Steps {
            base: self.base(&id, &about, &description),
            rungs: &places,
            until: self.index(climb.last),
        };
        ExerciseRow {
            link: Some(exercise_link(&climb.one.exercise, None)),
            text: format!("{steps}; {times}"),
            drawing: chart::steps(&chart),
            name,
        }
    }

    fn step_rows(&self, climb: &LevelChanges<'_>) -> Vec<Vec<String>> {
        let words = self.words;
        let name = words.get(climb.one.exercise.as_str());
        let befores = std::iter::once(None).chain(climb.steps.iter().map(Some));
        let pairs = befores.zip(&climb.steps);
        pairs
            .map(|(before, (date, step, said))| {
                let change = match before {
                    None => "progress-change-first",
                    Some((_, before, _)) if before < step => "progress-change-harder",
                    Some(_) => "progress-change-easier",
                };
                vec![
                    name.clone(),
                    format!("{} {}", self.short_date(*date), date.year()),
                    said.clone(),
                    words.get(change),
                ]
            })
            .collect()
    }
}

/// The steps of an exercise.
struct LevelChanges<'a> {
    one: &'a Exercised,
    /// Since when, which, and in words.
    steps: Vec<(Date, ExerciseLevel, String)>,
    /// When it was last done.
    last: Date,
}

/// Where the steps of an exercise led.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Harder,
    Easier,
    Same,
}

impl LevelChanges<'_> {
    fn direction(&self) -> Direction {
        match (self.steps.first(), self.steps.last()) {
            (Some((_, first, _)), Some((_, last, _))) if first < last => Direction::Harder,
            (Some((_, first, _)), Some((_, last, _))) if first > last => Direction::Easier,
            _ => Direction::Same,
        }
    }

    /// The first and the last step in words.
    fn ends(&self) -> (&str, &str) {
        match (self.steps.first(), self.steps.last()) {
            (Some((_, _, first)), Some((_, _, last))) => (first, last),
            _ => ("", ""),
        }
    }
}
