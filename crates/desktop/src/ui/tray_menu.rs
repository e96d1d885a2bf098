//! The menu of the icon in the panel, as `com.canonical.dbusmenu`, which panels draw themselves.

#![allow(
    clippy::unused_self,
    reason = "the bus asks an object, also for what never changes"
)]

use std::collections::HashMap;

use tokio::sync::mpsc;
use zbus::interface;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};

use super::{TrayAction, UiEvent};

/// The top of the menu.
const ROOT: i32 = 0;

/// A menu without further menus in it.
pub struct TrayMenu {
    /// The entries; a line where there is no action. An entry's number is its place, from 1.
    pub entries: Vec<Option<(TrayAction, String)>>,
    /// Counts changes.
    pub revision: u32,
    /// Where chosen actions go.
    pub events: mpsc::UnboundedSender<UiEvent>,
}

type Properties = HashMap<String, OwnedValue>;

/// An entry as panels read it: its number, its properties, its own entries.
type Layout = (i32, Properties, Vec<OwnedValue>);

impl TrayMenu {
    /// Groups of entries with lines between them.
    pub fn entries(groups: Vec<Vec<(TrayAction, String)>>) -> Vec<Option<(TrayAction, String)>> {
        let mut entries = Vec::new();
        for group in groups.into_iter().filter(|group| !group.is_empty()) {
            if !entries.is_empty() {
                entries.push(None);
            }
            entries.extend(group.into_iter().map(Some));
        }
        entries
    }

    fn entry(&self, id: i32) -> Option<&Option<(TrayAction, String)>> {
        self.entries.get(usize::try_from(id).ok()?.checked_sub(1)?)
    }

    fn ids(&self) -> Vec<i32> {
        (1..).take(self.entries.len()).collect()
    }

    fn properties(&self, id: i32) -> Option<Properties> {
        let properties = match self.entry(id) {
            _ if id == ROOT => vec![("children-display", "submenu".to_owned())],
            Some(Some((_, label))) => {
                // A single underscore would mark a letter.
                vec![("label", label.replace('_', "__"))]
            }
            Some(None) => vec![("type", "separator".to_owned())],
            None => return None,
        };
        let properties = properties.into_iter().filter_map(|(name, value)| {
            let value = Value::from(value).try_into().ok()?;
            Some((name.to_owned(), value))
        });
        Some(properties.collect())
    }

    fn choose(&self, id: i32, event: &str) -> bool {
        match self.entry(id) {
            Some(Some((action, _))) => {
                if event == "clicked" {
                    let _ = self.events.send(UiEvent::TrayActionChosen {
                        action: *action,
                        token: None,
                    });
                }
                true
            }
            Some(None) => true,
            None => id == ROOT,
        }
    }
}

#[interface(name = "com.canonical.dbusmenu")]
impl TrayMenu {
    fn get_layout(
        &self,
        parent_id: i32,
        recursion_depth: i32,
        property_names: Vec<String>,
    ) -> zbus::fdo::Result<(u32, Layout)> {
        drop(property_names);
        let properties = self.properties(parent_id).ok_or_else(|| {
            zbus::fdo::Error::InvalidArgs(format!("there is no entry {parent_id}"))
        })?;
        let ids = if parent_id == ROOT && recursion_depth != 0 {
            self.ids()
        } else {
            Vec::new()
        };
        let children = ids.into_iter().filter_map(|id| {
            let child = (id, self.properties(id)?, Vec::<OwnedValue>::new());
            Value::from(child).try_into().ok()
        });
        Ok((self.revision, (parent_id, properties, children.collect())))
    }

    fn get_group_properties(
        &self,
        ids: Vec<i32>,
        property_names: Vec<String>,
    ) -> Vec<(i32, Properties)> {
        drop(property_names);
        let ids = if ids.is_empty() { self.ids() } else { ids };
        ids.into_iter()
            .filter_map(|id| Some((id, self.properties(id)?)))
            .collect()
    }

    fn get_property(&self, id: i32, name: &str) -> zbus::fdo::Result<OwnedValue> {
        self.properties(id)
            .and_then(|mut properties| properties.remove(name))
            .ok_or_else(|| zbus::fdo::Error::InvalidArgs(format!("{id} has no {name}")))
    }

    fn event(&self, id: i32, event_id: &str, data: Value<'_>, timestamp: u32) {
        let _ = (data, timestamp);
        self.choose(id, event_id);
    }

    fn event_group(&self, events: Vec<(i32, String, OwnedValue, u32)>) -> Vec<i32> {
        events
            .into_iter()
            .filter_map(|(id, event, _, _)| (!self.choose(id, &event)).then_some(id))
            .collect()
    }

    fn about_to_show(&self, id: i32) -> bool {
        let _ = (self, id);
        false
    }

    fn about_to_show_group(&self, ids: Vec<i32>) -> (Vec<i32>, Vec<i32>) {
        let unknown = ids
            .into_iter()
            .filter(|id| *id != ROOT && self.entry(*id).is_none());
        (Vec::new(), unknown.collect())
    }

    #[zbus(signal)]
    pub async fn layout_updated(
        emitter: &SignalEmitter<'_>,
        revision: u32,
        parent: i32,
    ) -> zbus::Result<()>;

    #[zbus(property)]
    fn version(&self) -> u32 {
        3
    }

    #[zbus(property)]
    fn text_direction(&self) -> &'static str {
        "ltr"
    }

    #[zbus(property)]
    fn status(&self) -> &'static str {
        "normal"
    }

    #[zbus(property)]
    fn icon_theme_path(&self) -> Vec<String> {
        Vec::new()
    }
}
