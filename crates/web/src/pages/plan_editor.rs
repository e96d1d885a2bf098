//! Putting a routine together: one form that carries all of it to the server and back, with a
//! button for every step, so that it works by keyboard alone and without scripts.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::routines::{USUAL_WARM_UP, layout};
use unhunch_domain::diary::Diary;
use unhunch_domain::programme::custom::{
    CustomKind, CustomRoutine, Fault, MOST_EXERCISES, MOST_ITEMS, MOST_PHASES, Name, Prepared,
    Problem,
};
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::exercise::{Exercise, Playable};
use unhunch_domain::programme::position::{Equipment, Position};
use unhunch_domain::programme::timeline::Timeline;
use unhunch_domain::{CustomRoutineId, Level, RoutineId};
use unhunch_words::plan_faults::sentence;
use unhunch_words::{FaultWords, PlayWords, Words, lengths, names};

use crate::answer::{Answer, Fields, OrErrorPage, PathParam, QueryParams, html_with};
use crate::figures::{Figure, KeyPosition};
use crate::frame::{Frame, Framed};
use crate::pages::routines::{own_id, pictures, pictures_as};
use crate::routine_form::{EditorAction, ExerciseDraft, ItemDraft, PhaseDraft, RoutineForm};

#[derive(Template)]
#[template(path = "plan_editor.html")]
struct EditorPage<'a> {
    words: &'a Words,
    frame: Frame,
    /// What the page is called.
    title: String,
    /// Where the form goes.
    action: String,
    /// Where leaving without saving leads.
    away: String,
    draft: RoutineForm,
    warm_up: Vec<Choice>,
    rows: Vec<Row>,
    groups: Vec<Group>,
    own: Vec<OwnForm>,
    positions: Vec<Choice>,
    kinds: Vec<Choice>,
    figures: Vec<Group>,
    /// How long it takes, what it needs and where one is; none where nothing can be played.
    now: Option<Now>,
    /// What was just done.
    status: String,
    /// The field that the person goes on with.
    focus: String,
    /// What is wrong, for those that asked to save: where, and what.
    faults: Vec<Told>,
    /// What is wrong with a field, by its name.
    wrong: Wrong,
    /// Whether there is something in it that isn't kept.
    is_changed: bool,
}

/// Something to choose.
struct Choice {
    id: String,
    label: String,
    is_chosen: bool,
}

/// Things to choose among, under a heading.
struct Group {
    label: String,
    choices: Vec<(String, String)>,
}

/// An item with what helps to fill it in.
struct Row {
    /// What its fields' names begin with.
    at: String,
    item: ItemDraft,
    /// Whether it is something that can be chosen.
    is_known: bool,
    name: String,
    picture: Picture,
    /// The dose that counts where the fields are left empty.
    usual: Usual,
}

/// A small picture.
enum Picture {
    None,
    /// One that the browser fetches.
    Linked(String),
    /// One that is in the page.
    Drawn(String),
}

#[derive(Default)]
struct Usual {
    sets: String,
    reps: String,
    hold_s: String,
    rest_s: String,
}

/// An own exercise with what helps to fill it in.
struct OwnForm {
    /// What its fields' names begin with.
    at: String,
    place: usize,
    exercise: ExerciseDraft,
    phases: Vec<PhaseForm>,
    name: String,
    equipment: Vec<Choice>,
    pictures: Vec<KeyPosition>,
}

/// A phase of one.
struct PhaseForm {
    /// What its fields' names begin with.
    at: String,
    place: usize,
    phase: PhaseDraft,
}

/// What is wrong with fields, by their names.
struct Wrong(BTreeMap<String, String>);

impl Wrong {
    /// A field's name: what it begins with, if anything, and its own.
    #[allow(
        clippy::unused_self,
        reason = "templates call it where they have this at hand"
    )]
    fn field(&self, at: &str, key: &str) -> String {
        if at.is_empty() {
            key.to_owned()
        } else {
            format!("{at}.{key}")
        }
    }

    /// What is wrong with a field.
    fn of(&self, field: &str) -> Option<&String> {
        self.0.get(field)
    }
}

/// The routine as it stands.
struct Now {
    length: String,
    needs: Vec<String>,
    positions: Vec<String>,
}

/// Something wrong, with the field that it is about.
struct Told {
    field: String,
    place: String,
    sentence: String,
}

/// What a new routine can begin with.
#[derive(Deserialize)]
pub struct NewQuery {
    copy: Option<RoutineId>,
}

/// A new routine: empty, or a copy of another.
pub async fn new(State(app): State<Arc<App>>, QueryParams(query): QueryParams<NewQuery>) -> Answer {
    let draft = match &query.copy {
        // One warms up first, unless somebody takes that away.
        None => RoutineForm {
            warm_up: USUAL_WARM_UP.iter().map(|id| (*id).to_owned()).collect(),
            ..RoutineForm::default()
        },
        Some(id) => {
            let routine = app.routine_as_written(id).await.or_page(&app)?;
            let name = app
                .words()
                .with("copy-name", &[("name", routine.name.as_str().into())]);
            // A name that is as long as one can be stays as it is.
            let name = Name::try_from(name).unwrap_or_else(|_| routine.name.clone());
            RoutineForm::of(&routine.called(name))
        }
    };
    let editor = Editor::open(None, draft);
    show(&app, StatusCode::OK, editor).await
}

/// An own routine, to be changed.
pub async fn edit(State(app): State<Arc<App>>, PathParam(id): PathParam<RoutineId>) -> Answer {
    let own = own_id(&id).or_page(&app)?;
    let routine = app.routine_as_written(&id).await.or_page(&app)?;
    show(
        &app,
        StatusCode::OK,
        Editor::open(Some(own), RoutineForm::of(&routine)),
    )
    .await
}

/// Does what a button of a new routine's form says.
pub async fn work_on_new(State(app): State<Arc<App>>, fields: Fields) -> Answer {
    work(&app, None, &fields).await
}

/// Does what a button of an own routine's form says.
pub async fn work_on(
    State(app): State<Arc<App>>,
    PathParam(id): PathParam<RoutineId>,
    fields: Fields,
) -> Answer {
    let own = own_id(&id).or_page(&app)?;
    work(&app, Some(own), &fields).await
}

/// A form that is being worked on.
struct Editor {
    /// The routine that is changed; none for a new one.
    id: Option<CustomRoutineId>,
    draft: RoutineForm,
    status: String,
    focus: String,
    /// Whether faults are to be told: not before somebody wants to save.
    tell: bool,
    is_changed: bool,
}

impl Editor {
    fn open(id: Option<CustomRoutineId>, draft: RoutineForm) -> Self {
        Self {
            id,
            draft,
            status: String::new(),
            focus: String::new(),
            tell: false,
            is_changed: false,
        }
    }
}

async fn work(app: &Arc<App>, id: Option<CustomRoutineId>, fields: &Fields) -> Answer {
    let mut editor = Editor::open(id, RoutineForm::of_form(fields));
    editor.is_changed = true;
    let deed = EditorAction::parse(fields.text("do").unwrap_or_default());
    if deed != EditorAction::Save {
        editor.execute(app, &deed, fields);
        return show(app, StatusCode::OK, editor).await;
    }
    editor.draft.settle_ids();
    let (routine, faults) = read_draft(app, &editor.draft);
    let Some(routine) = routine.filter(|_| faults.is_empty()) else {
        editor.tell = true;
        return show(app, StatusCode::UNPROCESSABLE_ENTITY, editor).await;
    };
    let id = app.save_routine(id, routine).await.or_page(app)?;
    Ok(Redirect::to(&format!("/routines/{}?kept=yes", id.routine())).into_response())
}

/// The routine that a draft makes, as far as it does, and all that is wrong with it.
fn read_draft(app: &App, draft: &RoutineForm) -> (Option<CustomRoutine>, Vec<Fault>) {
    let exercises = draft.exercises.iter();
    let ids: Vec<_> = exercises.map(|exercise| exercise.id.as_str()).collect();
    let (routine, mut faults) = app.check_plan_tree(&draft.tree(), &ids);
    for (place, exercise) in draft.exercises.iter().enumerate() {
        if exercise.figure == "poses"
            && let Err(wrong) = exercise.poses_tree()
        {
            faults.extend(wrong.into_iter().map(|fault| Fault {
                path: format!("exercises.{place}.figure"),
                ..fault
            }));
        }
    }
    (routine, faults)
}

impl Editor {
    /// Does what a button says, and says what was done.
    fn execute(&mut self, app: &App, deed: &EditorAction, fields: &Fields) {
        let words = app.words();
        match deed {
            EditorAction::Save | EditorAction::Refresh => {
                self.status = words.get("edit-refreshed");
                fields
                    .text("focus")
                    .unwrap_or_default()
                    .clone_into(&mut self.focus);
            }
            EditorAction::Add => self.add(app, fields.text("add.what").unwrap_or_default()),
            EditorAction::Move { from, to } => self.move_item(app, *from, *to),
            EditorAction::Remove(place) => {
                if *place < self.draft.items.len() {
                    let name = self.name_of_item(app, *place);
                    self.draft.items.remove(*place);
                    self.status = words.with("edit-removed", &[("name", (&name).into())]);
                }
                self.focus = match self.draft.items.len() {
                    0 => "add.what".to_owned(),
                    count => format!("items.{}.remove", (*place).min(count - 1)),
                };
            }
            EditorAction::AddOwn => match self.draft.add_own() {
                Some(place) => {
                    self.status = words.get("edit-own-added");
                    self.focus = format!("exercises.{place}.name");
                }
                None if self.draft.has_room() => self.full(words, "edit-full-own", MOST_EXERCISES),
                None => self.full(words, "edit-full", MOST_ITEMS),
            },
            EditorAction::RemoveOwn(place) => {
                if let Some(exercise) = self.draft.remove_own(*place) {
                    let name = shown_name(words, &exercise);
                    self.status = words.with("edit-removed", &[("name", (&name).into())]);
                }
                "own-add".clone_into(&mut self.focus);
            }
            EditorAction::AddPhase(place) => {
                let Some(exercise) = self.draft.exercises.get_mut(*place) else {
                    return;
                };
                if exercise.phases.len() >= MOST_PHASES {
                    self.full(words, "edit-full-phases", MOST_PHASES);
                    return;
                }
                exercise.phases.push(PhaseDraft::usual());
                self.focus = format!(
                    "exercises.{place}.phases.{}.name",
                    exercise.phases.len() - 1
                );
                self.status = words.get("edit-phase-added");
            }
            EditorAction::RemovePhase { exercise, phase } => {
                if let Some(own) = self.draft.exercises.get_mut(*exercise)
                    && *phase < own.phases.len()
                {
                    own.phases.remove(*phase);
                    self.status = words.get("edit-phase-removed");
                }
                self.focus = format!("exercises.{exercise}.phase-add");
            }
            EditorAction::ReadPoses(place) => {
                if let Some(own) = self.draft.exercises.get_mut(*place) {
                    let file = fields.file(&format!("exercises.{place}.pose_file"));
                    if let Some(file) = file.filter(|file| !file.is_empty()) {
                        own.poses = String::from_utf8_lossy(file).replace("\r\n", "\n");
                    }
                    "poses".clone_into(&mut own.figure);
                }
                self.focus = format!("exercises.{place}.poses");
                self.status = words.get("edit-refreshed");
            }
        }
    }

    fn full(&mut self, words: &Words, key: &str, most: usize) {
        self.status = words.with(key, &[("most", most.into())]);
    }

    fn add(&mut self, app: &App, what: &str) {
        let words = app.words();
        "add.what".clone_into(&mut self.focus);
        if !self.draft.has_room() {
            self.full(words, "edit-full", MOST_ITEMS);
        } else if !what.is_empty() {
            self.draft.items.push(ItemDraft {
                what: what.to_owned(),
                ..ItemDraft::default()
            });
            let place = self.draft.items.len();
            let name = self.name_of_item(app, place - 1);
            self.status = words.with(
                "edit-added",
                &[("name", (&name).into()), ("place", place.into())],
            );
        }
    }

    fn move_item(&mut self, app: &App, from: usize, to: usize) {
        let Some(place) = self.draft.move_item(from, to) else {
            return;
        };
        let name = self.name_of_item(app, place);
        let count = self.draft.items.len();
        self.status = app.words().with(
            "edit-moved",
            &[
                ("name", (&name).into()),
                ("place", (place + 1).into()),
                ("count", count.into()),
            ],
        );
        // The button that was pressed, unless there is no further to go.
        let button = match (to < from, place) {
            (true, 0) => "down",
            (true, _) => "up",
            (false, place) if place + 1 == count => "up",
            (false, _) => "down",
        };
        self.focus = format!("items.{place}.{button}");
    }

    fn name_of_item(&self, app: &App, place: usize) -> String {
        let what = self
            .draft
            .items
            .get(place)
            .map_or("", |item| item.what.as_str());
        name_of(app, &self.draft, what)
    }
}

/// The name of what an item plays.
fn name_of(app: &App, draft: &RoutineForm, what: &str) -> String {
    let words = app.words();
    if let Some(id) = what.strip_prefix("own/") {
        let own = draft.exercises.iter().find(|exercise| exercise.id == id);
        return own.map_or_else(|| words.get("edit-unnamed"), |own| shown_name(words, own));
    }
    played(app, what).map_or_else(|| what.to_owned(), |play| PlayWords::of(words, play).name())
}

/// An own exercise's name, or that it has none.
fn shown_name(words: &Words, exercise: &ExerciseDraft) -> String {
    let name = exercise.name.trim();
    if name.is_empty() {
        words.get("edit-unnamed")
    } else {
        name.to_owned()
    }
}

/// What of the library an item plays.
fn played<'a>(app: &'a App, what: &str) -> Option<Playable<'a>> {
    let (exercise, variant) = match what.split_once('/') {
        None => (what, None),
        Some((exercise, variant)) => (exercise, Some(variant.parse().ok()?)),
    };
    let exercise = app.library().exercise(&exercise.parse().ok()?)?;
    exercise.playable(variant.as_ref())
}

async fn show(app: &Arc<App>, status: StatusCode, editor: Editor) -> Answer {
    let frame = app.frame("today").await.or_page(app)?;
    let page = app
        .read(|diary| page(app, diary, frame, editor))
        .await
        .or_page(app)?;
    html_with(app, status, &page)
}

fn page<'a>(app: &'a App, diary: &Diary, frame: Frame, editor: Editor) -> EditorPage<'a> {
    let words = app.words();
    let Editor {
        id,
        draft,
        status,
        focus,
        tell,
        is_changed,
    } = editor;
    let (routine, faults) = read_draft(app, &draft);
    let prepared = routine
        .as_ref()
        .map(|routine| Prepared::new(id.unwrap_or(CustomRoutineId::NIL), routine, app.library()));
    let saved = id.and_then(|id| diary.custom_routine(id));
    EditorPage {
        words,
        frame,
        title: match saved {
            Some(saved) => words.with("edit-title", &[("name", saved.name.as_str().into())]),
            None => words.get("edit-title-new"),
        },
        action: match id {
            Some(id) => format!("/routines/{}/edit", id.routine()),
            None => "/routines/new".to_owned(),
        },
        away: match id {
            Some(id) => format!("/routines/{}", id.routine()),
            None => "/routines".to_owned(),
        },
        warm_up: warm_up(app, &draft),
        rows: draft
            .items
            .iter()
            .enumerate()
            .map(|(place, item)| row(app, &draft, prepared.as_ref(), place, item))
            .collect(),
        groups: groups(app, &draft),
        own: draft
            .exercises
            .iter()
            .enumerate()
            .map(|(place, exercise)| own_form(words, prepared.as_ref(), place, exercise))
            .collect(),
        positions: Position::ALL
            .map(|position| choice(words, "position-", position.id(), false))
            .into(),
        kinds: CustomKind::ALL
            .map(|kind| choice(words, "kind-", kind.kind().id(), false))
            .into(),
        figures: if draft.exercises.is_empty() {
            Vec::new()
        } else {
            figure_groups(app)
        },
        now: prepared.as_ref().map(|prepared| now(app, diary, prepared)),
        faults: if tell {
            told(words, &faults)
        } else {
            Vec::new()
        },
        wrong: wrong(words, &faults, tell),
        draft,
        status,
        focus,
        is_changed,
    }
}

/// What is wrong with fields. Poses that can't be drawn are told at once, the rest when somebody
/// wants to save.
fn wrong(words: &Words, faults: &[Fault], tell: bool) -> Wrong {
    let is_told_at_once = |problem: &Problem| {
        matches!(
            problem,
            Problem::Poses { .. }
                | Problem::FigureTooMuch { .. }
                | Problem::FiguresTooMuch { .. }
                | Problem::Unreadable { .. }
        )
    };
    let shown = faults.iter();
    let shown = shown.filter(|fault| tell || is_told_at_once(&fault.problem));
    let sentences = shown.map(|fault| {
        let line = fault.line.map_or_else(String::new, |line| {
            format!("{}: ", words.with("plan-line", &[("line", line.into())]))
        });
        (
            field_of(&fault.path),
            format!("{line}{}", sentence(words, &fault.problem)),
        )
    });
    // Where there is more than one thing wrong with a field, the first is told there.
    Wrong(sentences.rev().collect())
}

/// Everything that is wrong, each with the field that it is about.
fn told(words: &Words, faults: &[Fault]) -> Vec<Told> {
    faults
        .iter()
        .map(|fault| {
            let said = FaultWords::of(words, fault);
            Told {
                field: field_of(&fault.path),
                place: said.place,
                sentence: said.sentence,
            }
        })
        .collect()
}

fn choice(words: &Words, prefix: &str, id: &str, is_chosen: bool) -> Choice {
    Choice {
        id: id.to_owned(),
        label: words.get(&format!("{prefix}{id}")),
        is_chosen,
    }
}

/// The field of the form that something wrong is about.
fn field_of(path: &str) -> String {
    for (end, field) in [
        (".exercise", ".what"),
        (".variant", ".what"),
        (".own", ".what"),
        (".id", ".name"),
        (".figure.like", ".figure"),
        (".figure.variant", ".figure"),
    ] {
        if let Some(begin) = path.strip_suffix(end)
            && (begin.starts_with("items.") || begin.starts_with("exercises."))
        {
            return format!("{begin}{field}");
        }
    }
    match path {
        "items" => "add.what".to_owned(),
        "" => "name".to_owned(),
        _ if path.starts_with("warm_up") => "warm_up".to_owned(),
        _ if path.ends_with(".phases") => path.replace(".phases", ".phase-add"),
        _ => match path.split_once(".equipment") {
            Some((begin, _)) => format!("{begin}.equipment"),
            None => path.to_owned(),
        },
    }
}

/// The warm-up moves, those that are chosen first and in their order.
fn warm_up(app: &App, draft: &RoutineForm) -> Vec<Choice> {
    let words = app.words();
    let place = |exercise: &&Exercise| {
        let mut chosen = draft.warm_up.iter();
        chosen
            .position(|id| id == exercise.id.as_str())
            .unwrap_or(usize::MAX)
    };
    let mut moves: Vec<_> = app.library().warm_ups().collect();
    moves.sort_by_key(place);
    moves
        .iter()
        .map(|exercise| Choice {
            id: exercise.id.to_string(),
            label: words.get(exercise.id.as_str()),
            is_chosen: place(exercise) != usize::MAX,
        })
        .collect()
}

/// Everything that can be chosen for an item.
fn groups(app: &App, draft: &RoutineForm) -> Vec<Group> {
    let words = app.words();
    let own = draft.exercises.iter().map(|exercise| {
        let value = format!("own/{}", exercise.id);
        (value, shown_name(words, exercise))
    });
    let mut groups = vec![Group {
        label: words.get("edit-group-own"),
        choices: own.collect(),
    }];
    let of = |exercises: Vec<&Exercise>| {
        let all = exercises.into_iter().flat_map(|exercise| {
            let variants = exercise
                .file
                .variants
                .iter()
                .filter(|variant| variant.guided);
            let variants = variants.map(|variant| Some(&variant.id));
            std::iter::once(None).chain(variants).map(move |variant| {
                let value = variant.map_or_else(
                    || exercise.id.to_string(),
                    |variant| format!("{}/{variant}", exercise.id),
                );
                (value, name_in_list(words, exercise, variant))
            })
        });
        all.collect::<Vec<_>>()
    };
    groups.push(Group {
        label: words.get("edit-group-library"),
        choices: of(app.library().exercises().collect()),
    });
    groups.push(Group {
        label: words.get("edit-group-warm-up"),
        choices: of(app.library().warm_ups().collect()),
    });
    groups.retain(|group| !group.choices.is_empty());
    groups
}

/// The name of an exercise or variant among all of them.
fn name_in_list(
    words: &Words,
    exercise: &Exercise,
    variant: Option<&unhunch_domain::VariantId>,
) -> String {
    let name = words.get(exercise.id.as_str());
    match variant {
        None => name,
        Some(variant) => {
            let variant = words.get(&format!("{}.variant-{variant}", exercise.id));
            words.with(
                "edit-variant-of",
                &[("exercise", (&name).into()), ("variant", (&variant).into())],
            )
        }
    }
}

/// Every figure of the library.
fn figure_groups(app: &App) -> Vec<Group> {
    let words = app.words();
    let of = |exercises: Vec<&Exercise>| {
        let all = exercises.into_iter().flat_map(|exercise| {
            let variants = exercise
                .file
                .variants
                .iter()
                .map(|variant| Some(&variant.id));
            std::iter::once(None)
                .chain(variants)
                .filter(|variant| Figure::of(exercise, *variant, None).is_some())
                .map(move |variant| {
                    let value = variant.map_or_else(
                        || format!("like/{}", exercise.id),
                        |variant| format!("like/{}/{variant}", exercise.id),
                    );
                    (value, name_in_list(words, exercise, variant))
                })
        });
        all.collect::<Vec<_>>()
    };
    vec![
        Group {
            label: words.get("edit-group-library"),
            choices: of(app.library().exercises().collect()),
        },
        Group {
            label: words.get("edit-group-warm-up"),
            choices: of(app.library().warm_ups().collect()),
        },
    ]
}

fn row(
    app: &App,
    draft: &RoutineForm,
    prepared: Option<&Prepared<'_>>,
    place: usize,
    item: &ItemDraft,
) -> Row {
    let own = item
        .what
        .strip_prefix("own/")
        .and_then(|id| own_exercise(prepared?, id));
    let play = own
        .and_then(|exercise| exercise.playable(None))
        .or_else(|| played(app, &item.what));
    let usual = play.map_or_else(Usual::default, |play| {
        let dose = dosing::prescription(play, Level::FIRST);
        let hold = dose.holds_s.iter().copied().max().filter(|hold| *hold > 0);
        Usual {
            sets: dose.sets.to_string(),
            reps: dose.reps.to_string(),
            hold_s: hold.map_or_else(String::new, |hold| hold.to_string()),
            rest_s: dose.rest_s.to_string(),
        }
    });
    let is_own = draft
        .exercises
        .iter()
        .any(|own| item.what == format!("own/{}", own.id));
    Row {
        at: format!("items.{place}"),
        is_known: is_own || play.is_some(),
        name: name_of(app, draft, &item.what),
        picture: match play {
            Some(play) if play.exercise.own.is_some() => {
                let pictures = pictures_as(app.words(), play, &format!("item-{place}"));
                let telling = pictures.into_iter().nth(1);
                telling.map_or(Picture::None, |position| Picture::Drawn(position.picture))
            }
            Some(play) => Figure::of_play(play)
                .map_or(Picture::None, |figure| Picture::Linked(figure.thumbnail())),
            None => Picture::None,
        },
        item: item.clone(),
        usual,
    }
}

fn own_exercise<'p>(prepared: &'p Prepared<'_>, id: &str) -> Option<&'p Exercise> {
    let mut exercises = prepared.exercises().iter();
    exercises.find(|exercise| {
        exercise
            .own
            .as_ref()
            .is_some_and(|own| own.id.as_str() == id)
    })
}

fn own_form(
    words: &Words,
    prepared: Option<&Prepared<'_>>,
    place: usize,
    exercise: &ExerciseDraft,
) -> OwnForm {
    let play = prepared
        .and_then(|prepared| own_exercise(prepared, &exercise.id))
        .and_then(|exercise| exercise.playable(None));
    let at = format!("exercises.{place}");
    let phases = exercise.phases.iter().enumerate();
    OwnForm {
        phases: phases
            .map(|(place, phase)| PhaseForm {
                at: format!("{at}.phases.{place}"),
                place,
                phase: phase.clone(),
            })
            .collect(),
        at,
        place,
        name: shown_name(words, exercise),
        equipment: Equipment::ALL
            .map(|thing| {
                let is_chosen = exercise.equipment.iter().any(|id| id == thing.id());
                choice(words, "equipment-", thing.id(), is_chosen)
            })
            .into(),
        pictures: play.map_or_else(Vec::new, |play| pictures(words, play)),
        exercise: exercise.clone(),
    }
}

fn now(app: &App, diary: &Diary, prepared: &Prepared<'_>) -> Now {
    let words = app.words();
    let plan = prepared.plan(app.library(), |_| Level::FIRST);
    let timeline = Timeline::new(&plan, layout(diary));
    let mut positions: Vec<String> = Vec::new();
    for planned in &plan.items {
        let name = words.get(&format!("position-{}", planned.play.position().id()));
        if !positions.contains(&name) {
            positions.push(name);
        }
    }
    Now {
        length: lengths::length(words, timeline.total_ms()),
        needs: names::equipment(words, plan.equipment()),
        positions,
    }
}
