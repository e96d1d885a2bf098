//! The routines that a person put together or was given, as they are now.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Diary;
use crate::basics::ids::CustomRoutineId;
use crate::basics::stamp::Stamped;
use crate::basics::time::At;
use crate::programme::custom::CustomRoutine;

/// What is known of an own routine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RoutineRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kept: Option<Stamped<Arc<CustomRoutine>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deleted: Option<Stamped<bool>>,
}

impl RoutineRecord {
    /// Whether it is deleted; to keep it again is to want it back.
    pub(super) fn is_deleted(&self) -> bool {
        let kept = self.kept.as_ref().map(|kept| kept.stamp);
        self.deleted
            .as_ref()
            .is_some_and(|deleted| deleted.value && Some(deleted.stamp) > kept)
    }

    /// When something was last decided about it.
    pub(super) fn latest(&self) -> Option<At> {
        Stamped::at(self.kept.as_ref()).max(Stamped::at(self.deleted.as_ref()))
    }
}

impl Diary {
    /// The own routine of that id as it is now; none where it is deleted.
    pub fn custom_routine(&self, id: CustomRoutineId) -> Option<&Arc<CustomRoutine>> {
        let known = self.own.routines.get(&id)?;
        let kept = known.kept.as_ref().filter(|_| !known.is_deleted())?;
        Some(&kept.value)
    }

    /// The own routine of that id as it was last, whether it is deleted or not.
    pub fn last_custom_routine(&self, id: CustomRoutineId) -> Option<&Arc<CustomRoutine>> {
        let known = self.own.routines.get(&id)?;
        known.kept.as_ref().map(|kept| &kept.value)
    }

    /// The own routines that show, by their names.
    pub fn custom_routines(&self) -> Vec<(CustomRoutineId, &Arc<CustomRoutine>)> {
        let ids = self.own.routines.keys();
        let mut routines: Vec<_> = ids
            .filter_map(|id| Some((*id, self.custom_routine(*id)?)))
            .collect();
        routines.sort_by_key(|(id, routine)| (routine.name.clone(), *id));
        routines
    }

    /// Whether an own routine is deleted; `None` where there never was one.
    pub fn is_routine_deleted(&self, id: CustomRoutineId) -> Option<bool> {
        let known = self.own.routines.get(&id)?;
        known.kept.as_ref().map(|_| known.is_deleted())
    }
}
