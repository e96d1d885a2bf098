//! The figures as pages and commands show them: what of the content is drawn, its words, and
//! where a page finds the picture.

use std::cell::OnceCell;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use unhunch_app::{App, Drawn, FigureCache, FigureKey};
use unhunch_domain::programme::custom::Prepared;
use unhunch_domain::programme::exercise::{Exercise, Playable};
use unhunch_domain::programme::parts::{Side, Sides};
use unhunch_domain::programme::timeline::Play;
use unhunch_domain::{CustomRoutineId, ExerciseId, PhaseId, RoutineId, SessionId, VariantId};
use unhunch_figure::{Animation, FigureError, joints, svg};
use unhunch_words::{PlayWords, Words};

use crate::answer::{Answer, OrErrorPage, PathParam, QueryParams};
use crate::assets;
use crate::error::PageError;

/// The key position that every figure has besides those of its phases.
pub const START: &str = "start";

/// What is drawn: an exercise or a variant of it, on a side.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    play: Playable<'a>,
    side: Option<Side>,
    /// Where a page finds it, without what it asks for; none for the figures of the content.
    place: Option<String>,
}

/// A key position of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPosition {
    /// Its id: [`START`], or that of a phase.
    pub id: String,
    /// Its name.
    pub caption: String,
    /// The picture, as SVG.
    pub picture: String,
}

impl<'a> Figure<'a> {
    /// The figure of an exercise or of any of its variants; `None` where none was drawn, or where
    /// there is no such variant. Without a side it shows the one that comes first; where the
    /// exercise has no sides, `side` does not count.
    pub fn of(
        exercise: &'a Exercise,
        variant: Option<&VariantId>,
        side: Option<Side>,
    ) -> Option<Self> {
        let play = exercise.any_form(variant)?;
        let variant = play.variant;
        let drawn = variant.map_or(exercise.file.figure, |variant| variant.figure);
        let side = play.first_side().map(|first| side.unwrap_or(first));
        drawn.0.then_some(Self {
            play,
            side,
            place: None,
        })
    }

    /// The figure of what a routine plays.
    pub fn of_play(play: Playable<'a>) -> Option<Self> {
        Self::of(play.exercise, play.variant.map(|variant| &variant.id), None)
    }

    /// The figure of what a routine plays; a person's own exercise has it below its routine.
    pub fn of_routine(routine: &RoutineId, play: Playable<'a>) -> Option<Self> {
        let mut figure = Self::of_play(play)?;
        let id = &play.exercise.id;
        figure.place = play
            .exercise
            .own
            .as_ref()
            .map(|_| format!("/routines/{routine}/figures/{id}.svg"));
        Some(figure)
    }

    /// The same figure, to be found elsewhere.
    #[must_use]
    pub fn at(mut self, place: String) -> Self {
        self.place = Some(place);
        self
    }

    /// The figures that a session shows of a play, by side: `left` and `right`, or `both` where
    /// one animation is enough.
    pub fn by_side(play: Playable<'a>) -> Vec<(&'static str, Self)> {
        let of = |side| Self::of(play.exercise, play.variant.map(|v| &v.id), side);
        if play.sides() == Sides::None || play.switch_through() {
            return Self::of_play(play)
                .map(|figure| ("both", figure))
                .into_iter()
                .collect();
        }
        [Side::Left, Side::Right]
            .into_iter()
            .filter_map(|side| Some((side.id(), of(Some(side))?)))
            .collect()
    }

    /// The side that it shows, where there are sides.
    pub fn side(&self) -> Option<Side> {
        self.side
    }

    /// The sides that it can show; none where there are no sides.
    pub fn sides(&self) -> &'static [Side] {
        match self.side {
            None => &[],
            Some(_) => &[Side::Left, Side::Right],
        }
    }

    /// Its poses solved, ready to be drawn.
    ///
    /// # Errors
    /// What is wrong with them: a joint beyond its limits, a contact that can't be met.
    pub fn solved(&self) -> Result<Solved<'a>, FigureError> {
        let animation = self.read_by(Animation::read)?;
        Ok(Solved {
            figure: self.clone(),
            drawing: svg::Drawing::new(animation),
        })
    }

    /// A picture of it with its words, to be drawn or to be found among those that were.
    pub fn planned(&self, words: &Words, shows: Shows<'_>) -> Planned<'a> {
        let position = match shows {
            Shows::Moving => None,
            Shows::Still(position) => Some(position),
        };
        let (title, description) = match position {
            None => (self.title(words), self.description(words)),
            Some(position) => self.words_of_still(words, position),
        };
        let id = self.picture_id(position);
        let content = self.content_key();
        Planned {
            key: content.with(&[position.unwrap_or_default(), &title, &description, &id]),
            figure: self.clone(),
            content,
            position: position.map(str::to_owned),
            title,
            description,
            id,
        }
    }

    /// Draws what a page shows of it, unless it is kept. Its poses are solved once for all, and only if
    /// there is something to draw.
    ///
    /// # Errors
    /// What is wrong with its poses; a phase of the exercise that the figure doesn't have.
    pub fn shown(&self, cache: &FigureCache, words: &Words) -> Result<Shown, FigureError> {
        let solved = OnceCell::new();
        let drawn = |shows| {
            let planned = self.planned(words, shows);
            cache.get_or_draw(planned.key, || {
                if solved.get().is_none() {
                    let _ = solved.set(self.solved_by(cache, planned.content)?);
                }
                let solved = solved.get().ok_or(FigureError::NoFigure)?;
                solved.drawn(cache, &planned)
            })
        };
        let moving = drawn(Shows::Moving)?;
        let positions = self.positions().map(|position| {
            Ok(KeyPosition {
                id: position.to_owned(),
                caption: self.caption(words, position),
                picture: drawn(Shows::Still(position))?.svg.clone(),
            })
        });
        Ok(Shown {
            can_mirror: self.side.is_some() && moving.faces_viewer,
            positions: positions.collect::<Result<_, FigureError>>()?,
            moving,
        })
    }

    /// The key of all that its pictures are made of, but for words.
    fn content_key(&self) -> FigureKey {
        FigureKey::of(&[
            &self.play.exercise.text,
            self.play.variant.map_or("", |variant| variant.id.as_str()),
            self.side.map_or("", Side::id),
        ])
    }

    /// Its poses solved; what is seen of them is known where any picture of it was drawn before.
    fn solved_by(
        &self,
        cache: &FigureCache,
        content: FigureKey,
    ) -> Result<Solved<'a>, FigureError> {
        let mut solved = self.solved()?;
        if let Some(window) = cache.window(content) {
            solved.drawing = solved.drawing.with_window(window);
        }
        Ok(solved)
    }

    /// How much work it takes, see [`Animation::work`], without doing any.
    ///
    /// # Errors
    /// What is wrong with it, as far as that shows before its poses are solved.
    pub fn work(&self) -> Result<u64, FigureError> {
        self.read_by(Animation::work_of)
    }

    /// Lets the figure crate read its text.
    fn read_by<T>(
        &self,
        read: impl Fn(&str, Option<&str>, Option<unhunch_figure::Side>) -> Result<T, FigureError>,
    ) -> Result<T, FigureError> {
        let side = self.side.map(|side| match side {
            Side::Left => unhunch_figure::Side::Left,
            Side::Right => unhunch_figure::Side::Right,
        });
        let variant = self.play.variant.map(|variant| variant.id.as_str());
        read(&self.play.exercise.text, variant, side)
    }

    /// The ids of all key positions, in the order in which they come.
    pub fn positions(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let phases = self.play.phases().iter();
        std::iter::once(START).chain(phases.map(|phase| phase.id.as_str()))
    }

    /// What it is: "Knee to chest, left side".
    pub fn title(&self, words: &Words) -> String {
        let exercise = &self.play.exercise.id;
        let itself = self.play.exercise.itself();
        let mut title = PlayWords::of(words, itself).name();
        if let Some(variant) = self.play.variant {
            let name = found(
                words,
                &format!("{exercise}.variant-{}", variant.id),
                variant.id.as_str(),
            );
            title = words.with(
                "figure-variant-title",
                &[("exercise", (&title).into()), ("variant", (&name).into())],
            );
        }
        match self.side {
            None => title,
            Some(side) => words.with(
                "figure-side-title",
                &[("figure", (&title).into()), ("side", side.id().into())],
            ),
        }
    }

    /// What is to be seen, in the words that say how it is done.
    fn description(&self, words: &Words) -> String {
        if let Some(variant) = self.play.variant.filter(|variant| !variant.guided) {
            let key = format!("{}.variant-{}-do", self.play.exercise.id, variant.id);
            return found(words, &key, "");
        }
        let said = PlayWords::of(words, self.play);
        let mut description = said.setup();
        for phase in self.play.phases() {
            let _ = write!(description, " {}", said.phase_do(&phase.id));
        }
        description
    }

    /// Title and description of a key position.
    fn words_of_still(&self, words: &Words, position: &str) -> (String, String) {
        let title = words.with(
            "figure-still-title",
            &[
                ("figure", (&self.title(words)).into()),
                ("position", (&self.caption(words, position)).into()),
            ],
        );
        let said = PlayWords::of(words, self.play);
        let description = match position.parse::<PhaseId>() {
            Ok(phase) if position != START => said.phase_do(&phase),
            _ => said.setup(),
        };
        (title, description)
    }

    /// A position's name.
    fn caption(&self, words: &Words, position: &str) -> String {
        if position == START {
            return words.get("figure-start");
        }
        let said = PlayWords::of(words, self.play);
        let name = position.parse().ok().and_then(|id| said.phase_name(&id));
        name.unwrap_or_else(|| position.to_owned())
    }

    /// The position that shows best what it is, for small pictures.
    fn telling_position(&self) -> &'a str {
        self.play
            .phases()
            .first()
            .map_or(START, |phase| phase.id.as_str())
    }

    /// Where a page finds the moving picture.
    pub fn address(&self) -> String {
        self.address_of(None)
    }

    /// Where a page finds a small picture, for an SVG `use` element: it takes the page's colours.
    pub fn thumbnail(&self) -> String {
        let position = self.telling_position();
        format!(
            "{}#{}",
            self.address_of(Some(position)),
            self.picture_id(Some(position))
        )
    }

    fn address_of(&self, position: Option<&str>) -> String {
        let mut address = match &self.place {
            Some(place) => place.clone(),
            None => format!("/figures/{}.svg", self.play.exercise.id),
        };
        let asked = [
            (
                "variant",
                self.play.variant.map(|variant| variant.id.as_str()),
            ),
            ("side", self.side.map(Side::id)),
            ("still", position),
        ];
        let mut mark = '?';
        for (name, value) in asked {
            if let Some(value) = value {
                let _ = write!(address, "{mark}{name}={value}");
                mark = '&';
            }
        }
        address
    }

    /// What the ids in the picture begin with: no two pictures on a page have the same.
    fn picture_id(&self, position: Option<&str>) -> String {
        let parts = [
            self.play.variant.map(|variant| variant.id.as_str()),
            self.side.map(Side::id),
            position,
        ];
        let mut id = format!("figure-{}", self.play.exercise.id);
        for part in parts.into_iter().flatten() {
            let _ = write!(id, "-{part}");
        }
        id
    }
}

/// A figure with its poses solved.
pub struct Solved<'a> {
    figure: Figure<'a>,
    drawing: svg::Drawing,
}

impl Solved<'_> {
    /// Whether every moment of it is one that a body can do, not only its poses.
    ///
    /// # Errors
    /// The first that isn't: where it is, the joint or contact, and its limits.
    pub fn check(&self) -> Result<(), FigureError> {
        self.drawing.animation().check()
    }

    /// Whether it has sides and faces the person who looks at it, so that they follow it as a
    /// mirror.
    pub fn can_mirror(&self) -> bool {
        self.figure.side.is_some() && self.drawing.faces_viewer()
    }

    /// The moving picture, as SVG.
    pub fn moving(&self, words: &Words) -> String {
        self.drawing.animated(svg::Words {
            title: &self.figure.title(words),
            description: &self.figure.description(words),
            id: &self.figure.picture_id(None),
        })
    }

    /// The picture of a key position, as SVG.
    ///
    /// # Errors
    /// A position that there isn't.
    pub fn still(&self, words: &Words, position: &str) -> Result<String, FigureError> {
        let (title, description) = self.figure.words_of_still(words, position);
        let words = svg::Words {
            title: &title,
            description: &description,
            id: &self.figure.picture_id(Some(position)),
        };
        let moment = self.drawing.animation().moment_of(position)?;
        Ok(self.drawing.still(moment, words))
    }

    /// Draws a picture, and keeps what is seen of the animation for others of it.
    fn drawn(&self, cache: &FigureCache, planned: &Planned<'_>) -> Result<Drawn, FigureError> {
        let words = svg::Words {
            title: &planned.title,
            description: &planned.description,
            id: &planned.id,
        };
        let svg = match &planned.position {
            None => self.drawing.animated(words),
            Some(position) => {
                let moment = self.drawing.animation().moment_of(position)?;
                self.drawing.still(moment, words)
            }
        };
        cache.keep_window(planned.content, self.drawing.window());
        Ok(Drawn {
            svg,
            faces_viewer: self.drawing.faces_viewer(),
        })
    }

    /// Every key position, in the order in which they come.
    ///
    /// # Errors
    /// A phase of the exercise that the figure doesn't have.
    pub fn key_positions(&self, words: &Words) -> Result<Vec<KeyPosition>, FigureError> {
        self.figure
            .positions()
            .map(|position| {
                Ok(KeyPosition {
                    id: position.to_owned(),
                    caption: self.figure.caption(words, position),
                    picture: self.still(words, position)?,
                })
            })
            .collect()
    }

    /// Where every joint is, frame by frame, as JSON.
    pub fn joints(&self) -> String {
        joints::json(self.drawing.animation())
    }
}

/// Which picture of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Shows<'p> {
    /// The moving one.
    Moving,
    /// That of a key position.
    Still(&'p str),
}

/// What a page shows of a figure.
#[derive(Debug)]
pub struct Shown {
    /// The moving picture.
    pub moving: Arc<Drawn>,
    /// Its key positions.
    pub positions: Vec<KeyPosition>,
    /// See [`Solved::can_mirror`].
    pub can_mirror: bool,
}

/// A picture that isn't drawn yet: all that it is made of, and so its key.
#[derive(Clone, Debug)]
pub struct Planned<'a> {
    figure: Figure<'a>,
    key: FigureKey,
    content: FigureKey,
    position: Option<String>,
    title: String,
    description: String,
    id: String,
}

impl Planned<'_> {
    /// What changes with what it would look like, and never otherwise.
    pub fn key(&self) -> FigureKey {
        self.key
    }

    /// The picture, drawn unless it is kept.
    ///
    /// # Errors
    /// What is wrong with its poses; a position that there isn't.
    pub fn drawn(&self, cache: &FigureCache) -> Result<Arc<Drawn>, FigureError> {
        cache.get_or_draw(self.key, || {
            let solved = self.figure.solved_by(cache, self.content)?;
            solved.drawn(cache, self)
        })
    }
}

fn found(words: &Words, key: &str, otherwise: &str) -> String {
    words.find(key, &[]).unwrap_or_else(|| otherwise.to_owned())
}

/// What an address of a figure asks for.
#[derive(Deserialize)]
pub struct Wanted {
    variant: Option<VariantId>,
    side: Option<Side>,
    still: Option<String>,
}

/// Serves a figure as a file, moving or as a still.
pub async fn serve(
    State(app): State<Arc<App>>,
    PathParam(file): PathParam<String>,
    QueryParams(wanted): QueryParams<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let figure = file
        .strip_suffix(".svg")
        .and_then(|id| id.parse::<ExerciseId>().ok())
        .and_then(|id| app.library().exercise(&id))
        .and_then(|exercise| Figure::of(exercise, wanted.variant.as_ref(), wanted.side))
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    draw(&app, &figure, &wanted, &headers)
}

/// Serves the figure of a routine's own exercise, by the exercise's id among all exercises.
pub async fn serve_of_routine(
    State(app): State<Arc<App>>,
    PathParam((routine, file)): PathParam<(RoutineId, String)>,
    QueryParams(wanted): QueryParams<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let routine = app
        .read(|diary| {
            let id = CustomRoutineId::of(&routine)?;
            Some((id, Arc::clone(diary.custom_routine(id)?)))
        })
        .await
        .or_page(&app)?
        .ok_or(PageError::NotFound);
    let (id, routine) = routine.or_page(&app)?;
    let prepared = Prepared::new(id, &routine, app.library());
    let figure = file
        .strip_suffix(".svg")
        .and_then(|id| {
            let mut exercises = prepared.exercises().iter();
            exercises.find(|exercise| exercise.id.as_str() == id)
        })
        .and_then(|exercise| Figure::of(exercise, None, wanted.side))
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    draw(&app, &figure, &wanted, &headers)
}

/// Serves the figure of an own exercise that a session plays, as it was when the session began.
pub async fn serve_of_session(
    State(app): State<Arc<App>>,
    PathParam((session, file)): PathParam<(SessionId, String)>,
    QueryParams(wanted): QueryParams<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let timeline = app
        .read(|diary| {
            let session = diary.session(session)?;
            Some(Arc::clone(session.timeline()))
        })
        .await
        .or_page(&app)?;
    let exercise = timeline
        .as_ref()
        .zip(file.strip_suffix(".svg").and_then(|play| play.parse().ok()))
        .and_then(|(timeline, play): (_, usize)| timeline.plays().get(play))
        .and_then(|play| own_exercise(&app, play));
    let figure = exercise
        .as_ref()
        .and_then(|exercise| Figure::of(exercise, None, wanted.side))
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    draw(&app, &figure, &wanted, &headers)
}

/// The own exercise that a timeline plays, as an exercise; none where it is one of the content.
pub fn own_exercise(app: &App, play: &Play) -> Option<Exercise> {
    let own = play.own.as_ref()?;
    Some(own.exercise(play.exercise.clone(), app.library()))
}

fn draw(app: &Arc<App>, figure: &Figure<'_>, wanted: &Wanted, headers: &HeaderMap) -> Answer {
    let shows = wanted.still.as_deref().map_or(Shows::Moving, Shows::Still);
    let planned = figure.planned(app.words(), shows);
    assets::tagged("image/svg+xml", &planned.key().tag(), headers, || {
        let drawn = planned.drawn(app.figures()).or_page(app)?;
        Ok(drawn.svg.clone())
    })
}
