//! The routines that a person can play, those of the content and their own: laid out for them,
//! kept, taken out as plan files, deleted and brought back.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use unhunch_domain::diary::Diary;
use unhunch_domain::programme::custom;
use unhunch_domain::programme::custom::{Item, Name, Prepared, What};
use unhunch_domain::programme::dose::Prescription;
use unhunch_domain::programme::exercise::{Exercise, Playable};
use unhunch_domain::programme::progression::ExerciseChoice;
use unhunch_domain::programme::routine::{Plan, Planned};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::person::Person;
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::{Note, Omitted};
use unhunch_domain::{
    Command, Condition, CustomRoutine, CustomRoutineId, Level, Now, RoutineId, Timeline, VariantId,
};
use unhunch_words::names;

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::gate::{self, Blocked};
use crate::outcome::Changed;
use crate::today::person_of;

/// The moves that a new routine begins with, unless somebody takes them away.
pub const USUAL_WARM_UP: &[&str] = compose::WARM_UP_ORDER.split_at(2).0;

/// A routine laid out for a person: one of the content fitted to them, one of their own as it was
/// put together.
#[derive(Clone, Debug)]
pub struct FittedRoutine<'a> {
    /// Its id among all routines.
    pub id: RoutineId,
    /// The person's own routine; none for one of the content.
    pub own: Option<Arc<CustomRoutine>>,
    /// What it plays, in order, the warm-up first.
    pub items: Vec<FittedItem<'a>>,
    /// What is left out for the person, and why.
    pub omitted: Vec<Omitted<'a>>,
    /// How many of its places the content no longer has anything for.
    pub missing: usize,
    /// The same, laid out in time.
    pub timeline: Timeline,
    /// What the person has that asks for care.
    pub conditions: BTreeSet<Condition>,
}

/// One place in a routine that is laid out for a person.
#[derive(Clone, Debug)]
pub struct FittedItem<'a> {
    exercise: Cow<'a, Exercise>,
    variant: Option<VariantId>,
    /// How much of it.
    pub dose: Prescription,
    /// The level that the dose is of; none where somebody set the dose by hand.
    pub level: Option<Level>,
    /// Whether it belongs to the warm-up.
    pub warm_up: bool,
    /// What is different about it for the person.
    pub notes: Vec<Note>,
    /// Whether what it asks to mind was seen to: it was put together for the person, or a
    /// clinician agreed to it.
    pub agreed: bool,
    /// What somebody wrote to it; empty for nothing.
    pub written: String,
}

impl<'a> FittedItem<'a> {
    fn of_library(planned: &Planned<'a>, notes: Vec<Note>) -> Self {
        Self {
            exercise: Cow::Borrowed(planned.play.exercise),
            variant: planned.play.variant.map(|variant| variant.id.clone()),
            dose: planned.dose.clone(),
            level: planned.level,
            warm_up: planned.warm_up,
            notes,
            agreed: true,
            written: String::new(),
        }
    }

    /// What is played.
    pub fn play(&self) -> Playable<'_> {
        let play = self.exercise.playable(self.variant.as_ref());
        play.unwrap_or_else(|| self.exercise.itself())
    }

    /// What is played, and how much of it.
    pub fn planned(&self) -> Planned<'_> {
        Planned {
            play: self.play(),
            dose: self.dose.clone(),
            level: self.level,
            warm_up: self.warm_up,
        }
    }
}

impl<'a> FittedRoutine<'a> {
    /// A routine laid out for a person; none where there is no such routine, or the content has
    /// nothing of it any more.
    pub(crate) fn of(app: &'a App, diary: &Diary, person: &Person, id: &RoutineId) -> Option<Self> {
        let Some(own) = CustomRoutineId::of(id) else {
            return Self::of_content(app, diary, person, id);
        };
        let routine = diary.custom_routine(own)?;
        let fitted = Self::of_custom(app, diary, person, (own, routine), |play| {
            level_of(person, play)
        });
        fitted.exercises().next()?;
        Some(fitted)
    }

    fn of_content(app: &'a App, diary: &Diary, person: &Person, id: &RoutineId) -> Option<Self> {
        let library = app.library();
        let file = &library.routine(id)?.file;
        let layout = layout(diary);
        let composed = compose::adapt(library, person, &file.warm_up, &file.exercises, layout);
        let timeline = Timeline::new(&composed.plan(id.clone()), layout);
        let items = composed.items.into_iter();
        Some(Self {
            id: id.clone(),
            own: None,
            items: items
                .map(|chosen| FittedItem::of_library(&chosen.planned, chosen.notes))
                .collect(),
            omitted: composed.omitted,
            missing: 0,
            timeline,
            conditions: person.conditions.clone(),
        })
    }

    /// A routine of somebody's own, with its exercises at these levels where nobody set a dose by
    /// hand. It is played as it was put together, for somebody may have done that for them; so
    /// they are told what to mind.
    fn of_custom(
        app: &'a App,
        diary: &Diary,
        person: &Person,
        (id, routine): (CustomRoutineId, &Arc<CustomRoutine>),
        level: impl Fn(Playable<'_>) -> Level,
    ) -> Self {
        let library = app.library();
        let prepared = Prepared::new(id, routine, library);
        let plan = prepared.plan(library, level);
        let timeline = Timeline::new(&plan, layout(diary));
        let mut written = routine.items.iter();
        let items: Vec<_> = plan
            .items
            .iter()
            .map(|planned| {
                let exercise = planned.play.exercise;
                // What the content no longer has is no part of the plan.
                let item = if planned.warm_up {
                    None
                } else {
                    written.find(|item| plays(item, planned))
                };
                FittedItem {
                    exercise: match library.exercise(&exercise.id) {
                        Some(known) => Cow::Borrowed(known),
                        None => Cow::Owned(exercise.clone()),
                    },
                    variant: planned.play.variant.map(|variant| variant.id.clone()),
                    dose: planned.dose.clone(),
                    level: planned.level,
                    warm_up: planned.warm_up,
                    notes: Vec::new(),
                    agreed: person.choice(&exercise.id) == ExerciseChoice::Agreed,
                    written: item.map_or_else(String::new, |item| item.note.to_string()),
                }
            })
            .collect();
        let places = routine.items.len() + routine.warm_up.len();
        Self {
            id: id.routine(),
            own: Some(Arc::clone(routine)),
            missing: places.saturating_sub(items.len()),
            items,
            omitted: Vec::new(),
            timeline,
            conditions: person.conditions.clone(),
        }
    }

    /// What it plays after the warm-up.
    pub fn exercises(&self) -> impl Iterator<Item = &FittedItem<'a>> {
        self.items.iter().filter(|item| !item.warm_up)
    }

    /// As a plan.
    pub fn plan(&self) -> Plan<'_> {
        Plan {
            routine: self.id.clone(),
            title: self.own.as_ref().map(|own| own.name.to_string()),
            items: self.items.iter().map(FittedItem::planned).collect(),
        }
    }
}

/// Whether that is what an item plays.
fn plays(item: &Item, planned: &Planned<'_>) -> bool {
    let exercise = planned.play.exercise;
    match &item.what {
        What::Library { exercise: id, .. } => *id == exercise.id,
        What::Own(id) => exercise.own.as_ref().is_some_and(|own| own.id == *id),
    }
}

/// The level at which a person does something today.
fn level_of(person: &Person, play: Playable<'_>) -> Level {
    person.ladder(play.exercise).map_or(Level::FIRST, |ladder| {
        person
            .standing_today(&play.exercise.id, &ladder)
            .standing
            .level
    })
}

/// How the person wants routines laid out.
pub fn layout(diary: &Diary) -> Layout {
    Layout {
        get_ready_s: u32::from(diary.settings().get_ready.seconds()),
    }
}

/// All routines in the order in which they are offered, people's own first.
pub(crate) fn all_routines<'a>(
    app: &'a App,
    diary: &Diary,
    person: &Person,
) -> Vec<FittedRoutine<'a>> {
    let shipped = app.library().routines_in_order().into_iter();
    let own = diary.custom_routines().into_iter();
    own.map(|(id, _)| id.routine())
        .chain(shipped.map(|routine| routine.id.clone()))
        .filter_map(|id| FittedRoutine::of(app, diary, person, &id))
        .collect()
}

/// All routines, and what holds them back.
#[derive(Clone, Debug)]
pub struct Routines<'a> {
    /// What holds all of them back; none where they may be played, or wait for answers alone.
    pub held: Option<Blocked>,
    /// The routines in the order in which they are offered, people's own first.
    pub routines: Vec<FittedRoutine<'a>>,
    /// The deleted routine that was asked about, to bring it back.
    pub deleted: Option<(CustomRoutineId, Arc<CustomRoutine>)>,
}

/// A routine, and what holds it back.
#[derive(Clone, Debug)]
pub struct RoutineView<'a> {
    /// What holds it back; none where it may be played, or waits for answers alone.
    pub held: Option<Blocked>,
    /// The routine.
    pub routine: FittedRoutine<'a>,
}

/// A routine as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFile {
    /// A name for it, of letters that are safe in every file system and header.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl PlanFile {
    /// A routine as a file.
    pub fn of(routine: &CustomRoutine) -> Self {
        let name = custom::latin_of(routine.name.as_str());
        let name = name.unwrap_or_else(|| "routine".to_owned());
        Self {
            name: format!("{name}.toml"),
            text: custom::write(routine),
        }
    }
}

impl App {
    /// All routines in the order in which they are offered, each fitted to the person; and one that
    /// was deleted, where that is asked about.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn routines(&self, deleted: Option<CustomRoutineId>) -> Result<Routines<'_>, Error> {
        let now = self.now();
        let routines = self.read(|diary| Routines {
            held: stopped(diary, &now),
            routines: all_routines(self, diary, &person_of(diary, &now)),
            deleted: deleted.and_then(|id| {
                let is_deleted = diary.is_routine_deleted(id)?;
                let routine = diary.last_custom_routine(id).filter(|_| is_deleted)?;
                Some((id, Arc::clone(routine)))
            }),
        });
        Ok(routines.await?)
    }

    /// One of the routines, with what is left out and why.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or the content has nothing of it any more; or where
    /// the journal can't be read.
    pub async fn routine(&self, id: &RoutineId) -> Result<RoutineView<'_>, Error> {
        let now = self.now();
        let view = self.read(|diary| {
            let person = person_of(diary, &now);
            Some(RoutineView {
                held: stopped(diary, &now),
                routine: FittedRoutine::of(self, diary, &person, id)?,
            })
        });
        view.await?.ok_or(Error::NotFound)
    }

    /// A routine that isn't kept, as somebody wrote it, with what the person should mind.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn preview_routine(
        &self,
        routine: &Arc<CustomRoutine>,
    ) -> Result<FittedRoutine<'_>, Error> {
        let now = self.now();
        let fitted = self.read(|diary| {
            let person = person_of(diary, &now);
            let routine = (CustomRoutineId::NIL, routine);
            FittedRoutine::of_custom(self, diary, &person, routine, |_| Level::FIRST)
        });
        Ok(fitted.await?)
    }

    /// A routine as one that can be changed and sent: an own one as it is, one of the content under
    /// its name.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or where the journal can't be read.
    pub async fn routine_as_written(&self, id: &RoutineId) -> Result<Arc<CustomRoutine>, Error> {
        if let Some(own) = CustomRoutineId::of(id) {
            let found = self
                .read(|diary| diary.custom_routine(own).cloned())
                .await?;
            return found.ok_or(Error::NotFound);
        }
        let name = names::routine(self.words(), id);
        self.library()
            .routine(id)
            .and_then(|routine| CustomRoutine::of(routine, Name::try_from(name).ok()?))
            .map(Arc::new)
            .ok_or(Error::NotFound)
    }

    /// A routine as a plan file.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or where the journal can't be read.
    pub async fn export_routine(&self, id: &RoutineId) -> Result<PlanFile, Error> {
        Ok(PlanFile::of(self.routine_as_written(id).await?.as_ref()))
    }

    /// Keeps a person's own routine: a new one, or in the place of the one with that id. Says under
    /// which id.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn save_routine(
        &self,
        id: Option<CustomRoutineId>,
        routine: CustomRoutine,
    ) -> Result<CustomRoutineId, Error> {
        let id = id.unwrap_or_else(|| CustomRoutineId(self.host().uuid(&self.now())));
        self.execute(Command::KeepRoutine {
            routine: id,
            plan: Arc::new(routine),
        })
        .await?;
        Ok(id)
    }

    /// Does away with a person's own routine, or brings it back.
    ///
    /// # Errors
    /// Where there never was such a routine, or the journal can't be written.
    pub async fn set_routine_deleted(
        &self,
        id: CustomRoutineId,
        deleted: bool,
    ) -> Result<Changed, Error> {
        let command = if deleted {
            Command::DeleteRoutine(id)
        } else {
            Command::RestoreRoutine(id)
        };
        self.write(|diary| {
            let drafts = NewEntry::by(diary, [command])?;
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }
}

/// What holds routines back today, but for questions that are only to be answered.
fn stopped(diary: &Diary, now: &Now) -> Option<Blocked> {
    gate::check(diary, now.zoned.date()).filter(Blocked::is_stop)
}
