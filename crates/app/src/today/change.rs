//! What a person wants differently today.

use unhunch_domain::person::profile::{Minutes, Place, Profile};
use unhunch_domain::person::today_overrides::TodayOverrides;
use unhunch_domain::programme::exercise::Exercise;
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::routine::Item;
use unhunch_domain::{Command, ExerciseId, Library};

use crate::app::{App, NewEntry};
use crate::error::Error;

/// What is wanted differently today; what it doesn't name stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TodayChange {
    /// First of all, everything is as usual again.
    pub usual: bool,
    /// How long it is to last.
    pub minutes: Option<Minutes>,
    /// Where the person is.
    pub place: Option<Place>,
    /// What is left out today.
    pub drop: Option<ExerciseId>,
    /// What comes back, as it was put together.
    pub keep: Option<ExerciseId>,
    /// What is replaced, and by what.
    pub swap: Option<(ExerciseId, Item)>,
}

impl TodayChange {
    /// The day's wishes with this; what the library doesn't know any more goes.
    fn of(
        self,
        library: &Library,
        profile: &Profile,
        mut day: TodayOverrides,
    ) -> Result<TodayOverrides, Error> {
        if self.usual {
            day = TodayOverrides::usual(day.date);
        }
        day.minutes = self.minutes.or(day.minutes);
        day.place = self.place.or(day.place);
        if let Some(exercise) = self.drop {
            known(library, &exercise)?;
            day.swapped.retain(|_, item| item.exercise != exercise);
            day.dropped.insert(exercise);
        }
        if let Some(exercise) = self.keep {
            day.dropped.remove(&exercise);
            day.swapped.remove(&exercise);
        }
        if let Some((exercise, with)) = self.swap {
            known(library, &exercise)?;
            let other = known(library, &with.exercise)?;
            if other.file.kind == Kind::WarmUp || other.playable(with.variant.as_ref()).is_none() {
                return Err(Error::NotInstead(with));
            }
            swap(&mut day, exercise, with);
        }
        day.dropped.retain(|id| library.exercise(id).is_some());
        day.swapped.retain(|id, item| {
            library.exercise(id).is_some() && library.exercise(&item.exercise).is_some()
        });
        day.minutes = day.minutes.filter(|minutes| *minutes != profile.minutes);
        day.place = day.place.filter(|place| *place != profile.place);
        Ok(day)
    }
}

/// Replaces something by something else; what itself came instead of something is replaced there.
fn swap(day: &mut TodayOverrides, exercise: ExerciseId, with: Item) {
    let mut swapped = day.swapped.iter();
    let origin = swapped.find(|(_, item)| item.exercise == exercise);
    let origin = origin.map(|(origin, _)| origin.clone());
    day.dropped.remove(&with.exercise);
    day.swapped.insert(origin.unwrap_or(exercise), with);
}

/// An exercise that the library has.
fn known<'l>(library: &'l Library, id: &ExerciseId) -> Result<&'l Exercise, Error> {
    library.exercise(id).ok_or(Error::NotFound)
}

impl App {
    /// Keeps what is wanted differently today, and says all that is so now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exercise that the library doesn't have, [`Error::NotInstead`] for
    /// what can't take another's place, or where the journal can't be written.
    pub async fn override_today(&self, change: TodayChange) -> Result<TodayOverrides, Error> {
        let today = self.now().zoned.date();
        self.write(|diary| {
            let day = change.of(self.library(), &diary.profile(), diary.day(today))?;
            let drafts = NewEntry::by(diary, [Command::Wish(day.clone())])?;
            Ok((drafts, day))
        })
        .await
    }
}
