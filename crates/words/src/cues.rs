//! What a session says, step by step.

use std::collections::BTreeMap;

use unhunch_domain::programme::parts::Side;
use unhunch_domain::programme::timeline::{Play, Step, StepKind, Timeline};

use crate::exercise::PlayWords;
use crate::fluent::Words;

/// What is shown and said with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// What is shown.
    pub shown: String,
    /// What is said.
    pub said: String,
}

/// What is shown and said with a step of a play that has that name.
pub fn cued(words: &Words, step: &Step, play: Option<&Play>, name: &str) -> Cue {
    let said = play.map(|play| PlayWords::of_play(words, play));
    let phase = said.zip(step.phase.as_ref());
    let shown = match step.kind {
        StepKind::Ready => said.and_then(|said| said.ready(step.side)),
        StepKind::Move => phase.and_then(|(said, phase)| said.phase_move(phase, step.side)),
        StepKind::Hold => phase
            .and_then(|(said, phase)| said.phase_hold(phase, step.side))
            .or_else(|| Some(words.get("cue-hold"))),
        StepKind::Return => phase
            .and_then(|(said, phase)| said.phase_return(phase, step.side))
            .or_else(|| Some(words.get("cue-return"))),
        StepKind::Rest => Some(words.get("cue-rest")),
        StepKind::SwitchSides => said.and_then(|said| said.switch(step.side)),
        StepKind::Rate => Some(words.get("cue-rate")),
    }
    .unwrap_or_else(|| name.to_owned());
    let said = match step.kind {
        StepKind::Ready => format!("{name}. {shown}"),
        _ => shown.clone(),
    };
    Cue { shown, said }
}

/// How to get into position for each side that a play works.
pub fn ready_by_side(
    words: &Words,
    timeline: &Timeline,
    play: usize,
) -> BTreeMap<&'static str, String> {
    let said = PlayWords::of_play(words, &timeline.plays()[play]);
    timeline
        .steps_of(play)
        .filter_map(|step| step.side)
        .filter_map(|side| Some((side.id(), said.ready(Some(side))?)))
        .collect()
}

/// The name of a side.
pub fn side_name(words: &Words, side: Side) -> String {
    words.get(&format!("side-{side}"))
}
