//! A figure in time: which pose it has at every moment of one repetition.

use std::collections::BTreeMap;

use crate::body::Body;
use crate::contact::{
    ContactError, HIP, ROUNDS_OF_POSE, ROUNDS_ON_WAY, SHOULDER, Touch, ball_frame, check, place,
    set_ball, settle, work,
};
use crate::math::{Rotation, Vector, vector};
use crate::pose::{BeyondLimit, Joint, Pose, Side, SidedJoint, joint};
use crate::script::{ExerciseScript, FigureScript, PhaseTimes, SideName};

/// Why a figure cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum FigureError {
    #[error("{0}")]
    Text(String),
    #[error("there is no [figure] in this file")]
    NoFigure,
    #[error("there is no variant `{0}` with a figure of its own")]
    UnknownVariant(String),
    #[error("there is no pose `{0}` in [figure.poses]")]
    UnknownPose(String),
    #[error("the pose `{pose}` names `{joint}`, which no joint is called")]
    UnknownJoint { pose: String, joint: String },
    #[error("the phase `{0}` has no [figure.phases.{0}]")]
    NoCourse(String),
    #[error("{at}: {error}")]
    Limit {
        at: Box<At>,
        error: Box<BeyondLimit>,
    },
    #[error("{at}: {error}")]
    Contact { at: Box<At>, error: ContactError },
    #[error("there is no phase `{0}`")]
    UnknownPhase(String),
    #[error(
        "this figure would take up to {work} steps to work out, and {} are the most: give its poses \
         fewer contacts and fewer free joints, or its phases fewer poses on the way",
        Animation::MOST_WORK
    )]
    TooMuch { work: u64 },
}

/// Where in a file or animation something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// In a pose.
    Pose(String),
    /// On the way between two poses.
    Between {
        /// The phase.
        phase: String,
        /// The pose before.
        from: String,
        /// The pose after.
        to: String,
        /// When, in milliseconds from the animation's begin.
        t_ms: u32,
    },
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pose(pose) => write!(f, "pose `{pose}`"),
            Self::Between {
                phase,
                from,
                to,
                t_ms,
            } => {
                let seconds = f64::from(*t_ms) / 1000.0;
                write!(
                    f,
                    "phase `{phase}`, between the poses `{from}` and `{to}` ({seconds:.1} s)"
                )
            }
        }
    }
}

/// What happens during a stretch of an animation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Getting there.
    Move,
    /// Staying, breathing.
    Hold,
    /// Getting back.
    Return,
    /// Getting to the other side without coming back.
    Switch,
    /// Going round and round.
    Cycle,
    /// Waiting at the start.
    Rest,
}

impl Action {
    /// Its name for JSON and attributes.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Hold => "hold",
            Self::Return => "return",
            Self::Switch => "switch",
            Self::Cycle => "cycle",
            Self::Rest => "rest",
        }
    }
}

/// A stretch of an animation, for the player to steer by.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The phase; none while resting.
    pub phase: Option<String>,
    /// What happens.
    pub action: Action,
    /// On which side.
    pub side: Option<Side>,
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// How long it is, in milliseconds.
    pub duration_ms: u32,
    keys: Vec<usize>,
}

impl Span {
    /// Where it ends, in milliseconds.
    pub const fn end_ms(&self) -> u32 {
        self.start_ms + self.duration_ms
    }

    /// How many ways from key pose to key pose it has; 0 where it stays.
    fn legs(&self) -> usize {
        self.keys.len() - 1
    }

    /// How it is cut.
    pub(crate) fn beats(&self) -> Beats {
        let (count, steps, eased) = match self.action {
            Action::Hold => ((2 * self.duration_ms / BREATH_MS).max(1), 1, true),
            Action::Rest => (1, 1, false),
            Action::Cycle => (1, steps(self.legs()), false),
            Action::Move | Action::Return | Action::Switch => (1, steps(self.legs()), true),
        };
        Beats {
            count,
            steps,
            eased,
        }
    }

    /// At how many moments it is looked at.
    fn looks(&self) -> u64 {
        let Beats { count, steps, .. } = self.beats();
        u64::from(count) * steps as u64
    }
}

/// How a stretch is cut: a movement, half a breath and a rest are one beat each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beats {
    /// How many there are.
    pub count: u32,
    /// At how many moments each is looked at.
    pub steps: usize,
    /// Whether they start and stop softly.
    pub eased: bool,
}

/// How many moments a beat has that leads over a number of ways from one key pose to the next.
const fn steps(legs: usize) -> usize {
    if legs == 1 { 6 } else { 4 * legs }
}

/// A pose, with its contacts met once the animation is solved.
#[derive(Clone, Debug)]
struct Key {
    name: String,
    pose: Pose,
    touches: Vec<Touch>,
    free: Vec<Joint>,
    pressed: Vec<Joint>,
}

impl Key {
    fn mirrored(&self) -> Self {
        Self {
            name: self.name.clone(),
            pose: self.pose.mirrored(),
            touches: self.touches.iter().map(Touch::mirrored).collect(),
            free: self.free.iter().map(|joint| joint.mirrored()).collect(),
            pressed: self.pressed.iter().map(|joint| joint.mirrored()).collect(),
        }
    }
}

/// A pose in time, with what it touches and what presses it.
struct Moment {
    pose: Pose,
    /// The body in that pose.
    body: Body,
    touches: Vec<Touch>,
    pressed: Vec<Joint>,
}

impl Key {
    /// Meets the contacts; whether limits are kept, too.
    fn solve(&mut self) -> Result<(), FigureError> {
        let at = || Box::new(At::Pose(self.name.clone()));
        let body = settle(
            &mut self.pose,
            &self.touches,
            &self.free,
            &self.pressed,
            ROUNDS_OF_POSE,
        );
        check(&body, &self.touches).map_err(|error| FigureError::Contact { at: at(), error })?;
        self.pose
            .check(&self.pressed)
            .map_err(|error| FigureError::Limit {
                at: at(),
                error: Box::new(error),
            })
    }

    /// The most steps of work that a moment on the way to another pose takes.
    fn work_towards(&self, other: &Self) -> u64 {
        let compared = (self.touches.len() * other.touches.len()) as u64;
        let touches = self
            .touches
            .iter()
            .filter(|touch| other.touches.iter().any(|theirs| theirs.matches(touch)));
        let free = self.free.iter().filter(|joint| other.free.contains(joint));
        MOMENT + compared / 6 + work(touches, free.count(), ROUNDS_ON_WAY)
    }

    fn moment(&self, pose: Pose, body: &Body) -> Moment {
        Moment {
            pose,
            body: *body,
            touches: self.touches.clone(),
            pressed: self.pressed.clone(),
        }
    }
}

/// One repetition of an exercise, as poses in time.
#[derive(Clone, Debug)]
pub struct Animation {
    /// What it was made from.
    pub script: FigureScript,
    /// The side that it shows, where there are sides.
    pub side: Option<Side>,
    /// Whether everything is the mirror image of what the file says.
    pub mirrored: bool,
    /// What happens when.
    pub spans: Vec<Span>,
    keys: Vec<Key>,
    /// Which of the keys are mirror images of what the file says.
    turned: Vec<bool>,
}

/// One breath, in milliseconds.
pub(crate) const BREATH_MS: u32 = 4000;
/// The hold that an animation shows: two breaths.
const HOLD_MS: u32 = 2 * BREATH_MS;
/// The longest way that an animation shows, in seconds; a session steers it as slowly as it needs.
const LONGEST_S: f64 = 30.0;
/// The most phases that an animation shows, so that it stays a few minutes long.
const MOST_PHASES: usize = 12;
const REST_MS: u32 = 800;
/// At least so many milliseconds lie between two moments at which an animation is checked.
const CHECK_MS: u32 = 100;
/// At most so many moments of a way from one pose to the next are checked: slower, it is the same
/// way.
const MOST_CHECKED: u32 = 30;
/// Steps of work that any moment takes, whatever touches.
const MOMENT: u64 = 60;
const SWITCH_MS: u32 = 5000;

/// Where the poses that were met already stand among the keys; true: for the other side.
type Known = BTreeMap<(String, bool), usize>;
type Stretch = (Action, Option<Side>, u32, Vec<usize>);

impl Animation {
    /// The most work that a figure may take, see [`Animation::work`]: more than three times as much as
    /// any of the content takes.
    pub const MOST_WORK: u64 = 4_000_000;

    /// Reads the figure of an exercise's file, or of a variant, and solves its poses.
    ///
    /// # Errors
    /// What is wrong with the file, or the joint or contact that cannot be; or that it would take
    /// too much work, before any is done.
    pub fn read(
        text: &str,
        variant: Option<&str>,
        side: Option<Side>,
    ) -> Result<Self, FigureError> {
        let mut animation = Self::unsolved(text, variant, side)?;
        let work = animation.work();
        if work > Self::MOST_WORK {
            return Err(FigureError::TooMuch { work });
        }
        animation.solve()?;
        Ok(animation)
    }

    /// How much work a figure would take, see [`Animation::work`], without doing it.
    ///
    /// # Errors
    /// What is wrong with the file, as far as that shows without solving its poses.
    pub fn work_of(
        text: &str,
        variant: Option<&str>,
        side: Option<Side>,
    ) -> Result<u64, FigureError> {
        Ok(Self::unsolved(text, variant, side)?.work())
    }

    /// An animation whose poses don't meet their contacts yet.
    fn unsolved(
        text: &str,
        variant: Option<&str>,
        side: Option<Side>,
    ) -> Result<Self, FigureError> {
        let file: ExerciseScript =
            toml::from_str(text).map_err(|error| FigureError::Text(error.to_string()))?;
        let base = file.figure.ok_or(FigureError::NoFigure)?;
        let mut times = file.phases;
        let script = match variant {
            None => base,
            Some(id) => {
                let variant = file
                    .variants
                    .into_iter()
                    .find(|v| v.id == id)
                    .ok_or_else(|| FigureError::UnknownVariant(id.to_owned()))?;
                let change = variant
                    .figure
                    .ok_or_else(|| FigureError::UnknownVariant(id.to_owned()))?;
                times = variant.phases.unwrap_or(times);
                base.changed_by(&change)
            }
        };
        Self::new(script, &times, side)
    }

    fn new(
        script: FigureScript,
        times: &[PhaseTimes],
        side: Option<Side>,
    ) -> Result<Self, FigureError> {
        script.check().map_err(FigureError::Text)?;
        if times.len() > MOST_PHASES {
            return Err(FigureError::Text(format!(
                "there are {} phases; a figure has at most {MOST_PHASES}",
                times.len()
            )));
        }
        let own = script.side.map(|side| match side {
            SideName::Left => Side::Left,
            SideName::Right => Side::Right,
        });
        let side = own.map(|own| side.unwrap_or(own));
        let mirrored = side != own;
        let mut animation = Self {
            script,
            side,
            mirrored,
            spans: Vec::new(),
            keys: Vec::new(),
            turned: Vec::new(),
        };
        animation.lay_out(times)?;
        Ok(animation)
    }

    /// Meets the contacts of all poses. They are met as the file has them: what is mirrored is so
    /// to the last digit.
    fn solve(&mut self) -> Result<(), FigureError> {
        for (key, turned) in self.keys.iter_mut().zip(&self.turned) {
            if *turned {
                let mut own = key.mirrored();
                own.solve()?;
                *key = own.mirrored();
            } else {
                key.solve()?;
            }
        }
        Ok(())
    }

    /// The most steps of work that it takes to meet the contacts of this animation where it is solved,
    /// checked and drawn; ten million are about a second. It is counted from what is written, not
    /// while it is done, so that a figure is good or bad everywhere.
    pub fn work(&self) -> u64 {
        let poses = self.keys.iter();
        let poses = poses.map(|key| MOMENT + work(&key.touches, key.free.len(), ROUNDS_OF_POSE));
        let spans = self.spans.iter().map(|span| {
            let moments = u64::from(span.duration_ms / check_step(span)) + 1 + span.looks();
            let still = || MOMENT + work(&self.keys[span.keys[0]].touches, 0, 0);
            let ways = span.keys.windows(2);
            let ways = ways.map(|way| self.keys[way[0]].work_towards(&self.keys[way[1]]));
            moments * ways.max().unwrap_or_else(still)
        });
        poses.chain(spans).sum()
    }

    fn lay_out(&mut self, times: &[PhaseTimes]) -> Result<(), FigureError> {
        let mut known = BTreeMap::new();
        let named = self.script.start.clone();
        let start = self.key(
            &named.unwrap_or_else(|| "start".to_owned()),
            false,
            &mut known,
        )?;
        let mut at = 0;
        for phase in times {
            for (action, side, duration_ms, keys) in self.stretches(phase, start, &mut known)? {
                self.spans.push(Span {
                    phase: Some(phase.id.clone()),
                    action,
                    side,
                    start_ms: at,
                    duration_ms,
                    keys,
                });
                at += duration_ms;
            }
        }
        if self.spans.iter().any(|span| span.action != Action::Cycle) {
            self.spans.push(Span {
                phase: None,
                action: Action::Rest,
                side: self.side,
                start_ms: at,
                duration_ms: REST_MS,
                keys: vec![start],
            });
        }
        Ok(())
    }

    /// What happens in a phase: action, side, milliseconds and the keys on the way.
    fn stretches(
        &mut self,
        phase: &PhaseTimes,
        start: usize,
        known: &mut Known,
    ) -> Result<Vec<Stretch>, FigureError> {
        let missing = || FigureError::NoCourse(phase.id.clone());
        let course = self
            .script
            .phases
            .get(&phase.id)
            .cloned()
            .ok_or_else(missing)?;
        let side = self.side;
        if !course.cycle.is_empty() {
            let mut keys = self.keys_of(&course.cycle, false, known)?;
            keys.push(keys[0]);
            let once = milliseconds(course.cycle_s.unwrap_or(4.0));
            return Ok(vec![(Action::Cycle, side, once, keys)]);
        }
        let hold_name = course.hold.ok_or_else(missing)?;
        let hold = self.key(&hold_name, false, known)?;
        let mut there = vec![start];
        there.extend(self.keys_of(&course.through, false, known)?);
        there.push(hold);
        let back = match &course.back {
            None => there.iter().rev().copied().collect(),
            Some(names) => {
                let mut back = vec![hold];
                back.extend(self.keys_of(names, false, known)?);
                back.push(start);
                back
            }
        };
        // A short hold is shown as one breath, any other as two.
        let short = phase.hold_s[0] > 0.0 && phase.hold_s[0] < 4.0;
        let hold_ms = if short { BREATH_MS } else { HOLD_MS };
        let return_ms = milliseconds(phase.return_s.max(1.0));
        let mut stretches = vec![
            (Action::Move, side, milliseconds(phase.move_s), there),
            (Action::Hold, side, hold_ms, vec![hold]),
        ];
        let Some(names) = &course.switch else {
            stretches.push((Action::Return, side, return_ms, back));
            return Ok(stretches);
        };
        let across = side.map(Side::other);
        let other = self.key(&hold_name, true, known)?;
        let mut way = vec![hold];
        way.extend(self.keys_of(names, false, known)?);
        way.push(other);
        let names: Vec<String> = back
            .iter()
            .map(|&key| self.keys[key].name.clone())
            .collect();
        let home = self.keys_of(&names, true, known)?;
        stretches.extend([
            (Action::Switch, across, SWITCH_MS, way),
            (Action::Hold, across, hold_ms, vec![other]),
            (Action::Return, across, return_ms, home),
        ]);
        Ok(stretches)
    }

    fn keys_of(
        &mut self,
        names: &[String],
        across: bool,
        known: &mut Known,
    ) -> Result<Vec<usize>, FigureError> {
        names
            .iter()
            .map(|name| self.key(name, across, known))
            .collect()
    }

    /// The place of a pose among the keys; puts it there, if it isn't yet.
    fn key(&mut self, name: &str, across: bool, known: &mut Known) -> Result<usize, FigureError> {
        if let Some(&place) = known.get(&(name.to_owned(), across)) {
            return Ok(place);
        }
        let mut key = self.written(name)?;
        let turned = self.mirrored != across;
        if turned {
            key = key.mirrored();
        }
        self.keys.push(key);
        self.turned.push(turned);
        let place = self.keys.len() - 1;
        known.insert((name.to_owned(), across), place);
        Ok(place)
    }

    /// A pose as the file has it.
    fn written(&self, name: &str) -> Result<Key, FigureError> {
        let mut chain = vec![name.to_owned()];
        while let Some(from) = self
            .script
            .poses
            .get(&chain[chain.len() - 1])
            .ok_or_else(|| FigureError::UnknownPose(chain[chain.len() - 1].clone()))?
            .from
            .clone()
        {
            if chain.contains(&from) {
                return Err(FigureError::Text(format!(
                    "the pose `{from}` changes itself: {} → {from}",
                    chain.join(" → ")
                )));
            }
            chain.push(from);
        }
        let mut pose = Pose::default();
        let (mut contacts, mut free, mut pressed) = (Vec::new(), Vec::new(), Vec::new());
        for name in chain.iter().rev() {
            let script = &self.script.poses[name];
            pose.apply(&script.angles)
                .map_err(|joint| FigureError::UnknownJoint {
                    pose: name.clone(),
                    joint,
                })?;
            if let Some(own) = &script.contacts {
                contacts.clone_from(own);
            }
            if let Some(own) = &script.free {
                free.clone_from(own);
            }
            if let Some(own) = &script.pressed {
                pressed.clone_from(own);
            }
        }
        let of_contact = |error| FigureError::Contact {
            at: Box::new(At::Pose(name.to_owned())),
            error,
        };
        let mut touches = Vec::new();
        for contact in &contacts {
            touches.extend(contact.touches().map_err(of_contact)?);
        }
        let joints = |names: &[String]| -> Result<Vec<Joint>, FigureError> {
            let mut joints = Vec::new();
            for joint in names {
                let named = Joint::named(joint);
                if named.is_empty() {
                    return Err(FigureError::UnknownJoint {
                        pose: name.to_owned(),
                        joint: joint.clone(),
                    });
                }
                joints.extend(named);
            }
            Ok(joints)
        };
        let (free, pressed) = (joints(&free)?, joints(&pressed)?);
        Ok(Key {
            name: name.to_owned(),
            pose,
            touches,
            free,
            pressed,
        })
    }

    /// Whether limits and contacts are kept on every way between two poses, too.
    ///
    /// # Errors
    /// The first joint or contact that is not, with its phase, its poses and its moment.
    pub fn check(&self) -> Result<(), FigureError> {
        let moments = self
            .spans
            .iter()
            .flat_map(|span| (span.start_ms..span.end_ms()).step_by(check_step(span) as usize));
        for t_ms in moments.chain([self.duration_ms()]) {
            let moment = self.moment(t_ms);
            let at = || Box::new(self.at(t_ms));
            moment
                .pose
                .check(&moment.pressed)
                .map_err(|error| FigureError::Limit {
                    at: at(),
                    error: Box::new(error),
                })?;
            check(&moment.body, &moment.touches)
                .map_err(|error| FigureError::Contact { at: at(), error })?;
        }
        Ok(())
    }

    /// A moment in the words of the file.
    fn at(&self, t_ms: u32) -> At {
        let span = self.span_at(t_ms);
        let name = |key: usize| self.keys[key].name.clone();
        let share = f64::from(t_ms - span.start_ms) / f64::from(span.duration_ms.max(1));
        match (&span.phase, span.action) {
            (Some(phase), Action::Move | Action::Return | Action::Switch | Action::Cycle) => {
                let share = if span.action == Action::Cycle {
                    share
                } else {
                    ease(share)
                };
                let (leg, _) = leg_of(span.keys.len(), share);
                At::Between {
                    phase: phase.clone(),
                    from: name(span.keys[leg]),
                    to: name(span.keys[leg + 1]),
                    t_ms,
                }
            }
            _ => At::Pose(name(span.keys[0])),
        }
    }

    /// How long one repetition takes, in milliseconds.
    pub fn duration_ms(&self) -> u32 {
        self.spans.last().map_or(0, Span::end_ms)
    }

    /// Whether it goes on to the other side.
    pub fn shows_both_sides(&self) -> bool {
        self.spans.iter().any(|span| span.action == Action::Switch)
    }

    /// The stretch at a moment.
    pub fn span_at(&self, t_ms: u32) -> &Span {
        let span = self.spans.iter().find(|span| t_ms < span.end_ms());
        span.unwrap_or(&self.spans[self.spans.len() - 1])
    }

    /// The pose at a moment.
    pub fn pose_at(&self, t_ms: u32) -> Pose {
        self.moment(t_ms).pose
    }

    /// The body at a moment.
    pub fn body_at(&self, t_ms: u32) -> Body {
        self.moment(t_ms).body
    }

    /// The moment that shows a phase best: amid its hold, or a quarter round its cycle.
    ///
    /// # Errors
    /// A phase that there isn't.
    pub fn moment_of(&self, phase: &str) -> Result<u32, FigureError> {
        if phase == "start" {
            return Ok(0);
        }
        let span = self
            .spans
            .iter()
            .find(|s| {
                s.phase.as_deref() == Some(phase)
                    && matches!(s.action, Action::Hold | Action::Cycle)
            })
            .ok_or_else(|| FigureError::UnknownPhase(phase.to_owned()))?;
        Ok(span.start_ms
            + match span.action {
                Action::Hold => 0,
                _ => span.duration_ms / 4,
            })
    }

    fn moment(&self, t_ms: u32) -> Moment {
        let span = self.span_at(t_ms);
        let share = if span.duration_ms == 0 {
            1.0
        } else {
            f64::from(t_ms.min(span.end_ms()) - span.start_ms) / f64::from(span.duration_ms)
        };
        match span.action {
            Action::Hold => {
                let key = &self.keys[span.keys[0]];
                let mut pose = key.pose.clone();
                let breaths = f64::from(span.duration_ms / BREATH_MS) * share;
                let breath = 0.5 - 0.5 * (breaths * std::f64::consts::TAU).cos();
                pose.set(joint::BREATH, breath);
                for side in Side::BOTH {
                    let shoulder = joint::SCAPULA_ELEVATION.on(side);
                    pose.set(shoulder, pose.get(shoulder) + 1.2 * breath);
                }
                let body = place(&mut pose, &key.touches);
                key.moment(pose, &body)
            }
            Action::Rest => {
                let key = &self.keys[span.keys[0]];
                key.moment(key.pose.clone(), &Body::new(&key.pose))
            }
            Action::Cycle => self.between(&span.keys, share, true),
            _ => self.between(&span.keys, ease(share), false),
        }
    }

    /// The pose a share of the way along keys; hands and feet that rest stay where they rest.
    fn between(&self, keys: &[usize], share: f64, round: bool) -> Moment {
        let legs = keys.len() - 1;
        let (leg, part) = leg_of(keys.len(), share);
        let key = |place: usize| &self.keys[keys[place]];
        let (a, b) = (key(leg), key(leg + 1));
        let before = match leg {
            0 if round => Some(key(legs - 1)),
            0 => None,
            _ => Some(key(leg - 1)),
        };
        let after = match leg + 2 {
            n if n <= legs => Some(key(n)),
            _ if round => Some(key(1)),
            _ => None,
        };
        let mut pose = a.pose.clone();
        for joint in Joint::all() {
            let (p1, p2) = (a.pose.get(joint), b.pose.get(joint));
            let near = |value: f64, to: f64| {
                // Mostly they are near: no turn is to be taken off then.
                if joint.is_angle() && (value - to).abs() > 179.0 {
                    value - 360.0 * ((value - to) / 360.0).round()
                } else {
                    value
                }
            };
            let p2 = if joint.is_angle() && (p2 - p1).abs() > 300.0 {
                near(p2, p1)
            } else {
                p2
            };
            let p0 = before.map_or(2.0 * p1 - p2, |k| near(k.pose.get(joint), p1));
            let p3 = after.map_or(2.0 * p2 - p1, |k| near(k.pose.get(joint), p2));
            pose.set(joint, through([p0, p1, p2, p3], part));
        }
        for side in Side::BOTH {
            for joints in [SHOULDER, HIP] {
                swing(
                    &mut pose,
                    side,
                    joints,
                    [before, Some(a), Some(b), after].map(|k| k.map(|k| &k.pose)),
                    part,
                );
            }
        }
        let touches: Vec<Touch> = a
            .touches
            .iter()
            .filter_map(|touch| {
                let same = |key: &Key| key.touches.iter().find(|t| t.matches(touch)).copied();
                let other = same(b)?;
                let way = touch.towards(&other, part);
                // The place itself goes on a smooth curve, as the joints do.
                let (p1, p2) = (touch.at(), other.at());
                // Where it has only just come to rest there, it sets off slowly.
                let p0 = before.map_or(p1 * 2.0 - p2, |key| same(key).map_or(p2, |t| t.at()));
                let p3 = after.map_or(p2 * 2.0 - p1, |key| same(key).map_or(p1, |t| t.at()));
                Some(way.placed(vector(
                    through([p0.x, p1.x, p2.x, p3.x], part),
                    through([p0.y, p1.y, p2.y, p3.y], part),
                    through([p0.z, p1.z, p2.z, p3.z], part),
                )))
            })
            .collect();
        let mut free = a.free.clone();
        free.retain(|joint| b.free.contains(joint));
        // A contact that cannot be met halfway shows in `check`.
        let mut pressed = a.pressed.clone();
        pressed.extend(&b.pressed);
        let body = settle(&mut pose, &touches, &free, &pressed, ROUNDS_ON_WAY);
        Moment {
            pose,
            body,
            touches,
            pressed,
        }
    }
}

/// Milliseconds between two moments of a stretch that are checked.
fn check_step(span: &Span) -> u32 {
    let legs = u32::try_from(span.legs().max(1)).unwrap_or(u32::MAX);
    let most = MOST_CHECKED.saturating_mul(legs);
    span.duration_ms.div_ceil(most).max(CHECK_MS)
}

/// Between which of so many keys a share of the way lies: the first's place, and how far from it.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful of keys"
)]
fn leg_of(keys: usize, share: f64) -> (usize, f64) {
    let legs = keys - 1;
    let along = share.clamp(0.0, 1.0) * legs as f64;
    let leg = (along.floor() as usize).min(legs - 1);
    (leg, along - leg as f64)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds of content files"
)]
fn milliseconds(seconds: f64) -> u32 {
    (seconds.clamp(0.0, LONGEST_S) * 1000.0).round() as u32
}

/// Slow, fast, slow: the way of least effort. It is a cubic, as is what an animation can say.
pub(crate) fn ease(t: f64) -> f64 {
    t * t * (3.0 - 2.0 * t)
}

/// A smooth curve through four values, between the second and the third.
fn through([p0, p1, p2, p3]: [f64; 4], t: f64) -> f64 {
    let (m1, m2) = ((p2 - p0) / 2.0, (p3 - p1) / 2.0);
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * p1
        + (t3 - 2.0 * t2 + t) * m1
        + (3.0 * t2 - 2.0 * t3) * p2
        + (t3 - t2) * m2
}

/// Moves a ball joint on the direct way, where its three angles one by one would make a detour.
fn swing(
    pose: &mut Pose,
    side: Side,
    joints: [SidedJoint; 3],
    keys: [Option<&Pose>; 4],
    part: f64,
) {
    let (Some(a), Some(b)) = (keys[1], keys[2]) else {
        return;
    };
    let apart = |place: usize| {
        let joint = joints[place].on(side);
        (a.get(joint) - b.get(joint)).abs()
    };
    if apart(1) + apart(2) < 35.0 {
        return;
    }
    let frame = |pose: &Pose| ball_frame(pose, side, joints);
    let (fa, fb) = (frame(a), frame(b));
    let before = keys[0].map_or(fa, frame);
    let after = keys[3].map_or(fb, frame);
    let blend = |of: fn(&Rotation) -> Vector| {
        let [p0, p1, p2, p3] = [of(&before), of(&fa), of(&fb), of(&after)];
        vector(
            through([p0.x, p1.x, p2.x, p3.x], part),
            through([p0.y, p1.y, p2.y, p3.y], part),
            through([p0.z, p1.z, p2.z, p3.z], part),
        )
    };
    let up = blend(|f| f.up);
    let forward = blend(|f| f.forward);
    set_ball(pose, side, joints, Rotation::from_up_forward(up, forward));
}
