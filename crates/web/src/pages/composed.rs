//! What was put together for today, as Today shows it: each exercise with its reason, what could
//! be done instead, what is left out and why; and what a person wants differently today.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_domain::compose::{self, Chosen, Composed};
use unhunch_domain::day::Day;
use unhunch_domain::diary::Diary;
use unhunch_domain::exercise::{Exercise, Kind, Playable};
use unhunch_domain::profile::{Minutes, Place, Profile};
use unhunch_domain::progress::{self, Suggestion};
use unhunch_domain::review::person::Person;
use unhunch_domain::routine::Item;
use unhunch_domain::{Command, ExerciseId, Library, VariantId};

use crate::answer::{Answer, Form, OrPage};
use crate::app::App;
use crate::error::PageError;
use crate::figures::Figure;
use crate::host::Now;
use crate::pages::exercises::exercise_link;
use crate::pages::today::layout;
use crate::present;
use crate::reasons;
use crate::words::Words;

/// Today's session as it is offered.
pub struct Offer {
    /// How long it lasts.
    pub length: String,
    /// What it needs.
    pub needs: Vec<String>,
    /// The lengths that can be asked for.
    pub minutes: Vec<Wish>,
    /// The places that can be chosen.
    pub places: Vec<Wish>,
    /// The warm-up moves.
    pub warm_up: Vec<Row>,
    /// The exercises.
    pub exercises: Vec<Row>,
    /// What is left out.
    pub omitted: Vec<Omitted>,
    /// Why it is shorter than asked for, or that there is nothing; empty where neither is so.
    pub note: String,
    /// Whether something is wanted differently today.
    pub is_changed: bool,
    /// Whether there is nothing to do.
    pub is_empty: bool,
}

/// A length or a place that can be chosen.
pub struct Wish {
    /// The value that the form sends.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Whether it is as it is now.
    pub is_chosen: bool,
}

/// An exercise of the session.
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its page.
    pub link: String,
    /// A small picture.
    pub thumbnail: Option<String>,
    /// Its name.
    pub name: String,
    /// How much of it.
    pub dose: String,
    /// Why it is there.
    pub why: String,
    /// What is different about it, and what to mind.
    pub notes: Vec<String>,
    /// What can be done instead.
    pub instead: Vec<Instead>,
    /// What it stands for, where the person wanted it instead.
    pub instead_of: Option<(String, String)>,
}

/// Something that can be done instead.
pub struct Instead {
    /// What the form sends: the exercise, and its variant after a colon.
    pub value: String,
    /// Its name.
    pub name: String,
    /// A small picture.
    pub thumbnail: Option<String>,
}

/// An exercise that is left out.
pub struct Omitted {
    /// Its id.
    pub id: String,
    /// Its page.
    pub link: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
    /// Whether the person left it out today and can have it back.
    pub is_dropped: bool,
}

/// Something that a person is asked on Today.
pub struct Question {
    /// What the form says which one it is.
    pub key: String,
    /// The exercise's page; empty where it is about none.
    pub link: String,
    /// A small picture.
    pub thumbnail: Option<String>,
    /// What is asked.
    pub text: String,
    /// Whether it is about talking to a doctor.
    pub is_for_doctor: bool,
    /// The answer that agrees.
    pub yes: String,
    /// The other answer.
    pub no: String,
}

/// Today's session for a person.
pub fn compose<'a>(app: &'a App, diary: &Diary, now: &Now) -> (Person, Composed<'a>) {
    let person = Person::of(diary, now.zoned.date(), now.at);
    let composed = compose::today(app.library(), &person, layout(diary));
    (person, composed)
}

/// Today's session as it is offered.
pub fn offer(app: &App, person: &Person, composed: &Composed<'_>) -> Offer {
    let words = app.words();
    let row = |item| row(app, person, composed, item);
    let (warm_up, exercises): (Vec<_>, Vec<_>) =
        composed.items.iter().partition(|item| item.planned.warm_up);
    let asked = composed.asked.unwrap_or_default();
    let needs = composed
        .items
        .iter()
        .flat_map(|item| item.planned.play.equipment());
    let mut needs: Vec<_> = needs.copied().collect();
    needs.sort_unstable();
    needs.dedup();
    Offer {
        length: present::length(words, composed.total_ms),
        needs: present::equipment(words, needs),
        minutes: minutes(words, person, asked),
        places: Place::ALL
            .into_iter()
            .map(|place| Wish {
                value: place.id().to_owned(),
                label: words.get(&format!("today-place-{}", place.id())),
                is_chosen: place == person.place(),
            })
            .collect(),
        warm_up: warm_up.into_iter().map(row).collect(),
        exercises: exercises.into_iter().map(row).collect(),
        omitted: composed
            .omitted
            .iter()
            .map(|omitted| Omitted {
                id: omitted.exercise.id.to_string(),
                link: exercise_link(&omitted.exercise.id, None),
                name: words.get(omitted.exercise.id.as_str()),
                why: reasons::omission(words, &omitted.why),
                is_dropped: omitted.why == compose::Omission::Dropped,
            })
            .collect(),
        note: if composed.is_empty() {
            words.get("today-nothing")
        } else if composed.is_short() {
            words.with("today-short", &[("minutes", asked.get().into())])
        } else {
            String::new()
        },
        is_changed: !person.day.is_usual(),
        is_empty: composed.is_empty(),
    }
}

/// What is offered, and what is wanted now if it is something else.
fn minutes(words: &Words, person: &Person, asked: Minutes) -> Vec<Wish> {
    let mut offered = Minutes::OFFERED.to_vec();
    offered.push(asked.get());
    offered.push(person.profile.minutes.get());
    offered.sort_unstable();
    offered.dedup();
    offered
        .into_iter()
        .map(|minutes| Wish {
            value: minutes.to_string(),
            label: words.with("length-minutes", &[("minutes", minutes.into())]),
            is_chosen: minutes == asked.get(),
        })
        .collect()
}

fn row(app: &App, person: &Person, composed: &Composed<'_>, item: &Chosen<'_>) -> Row {
    let words = app.words();
    let play = item.planned.play;
    let id = &play.exercise.id;
    let mut notes: Vec<_> = item
        .notes
        .iter()
        .map(|note| reasons::note(words, *note, composed.asked))
        .collect();
    notes.extend(reasons::mind(words, &person.conditions, play, true));
    let instead = if item.planned.warm_up {
        Vec::new()
    } else {
        compose::alternatives(app.library(), person, composed, id)
    };
    Row {
        id: id.to_string(),
        link: exercise_link(id, play.variant.map(|variant| &variant.id)),
        thumbnail: Figure::of_play(play).map(|figure| figure.thumbnail()),
        name: words.get(&play.message()),
        dose: present::dose(words, play, &item.planned.dose),
        why: reasons::why(words, item),
        notes,
        instead: instead
            .into_iter()
            .map(|play| Instead {
                value: value_of(play),
                name: words.get(&play.message()),
                thumbnail: Figure::of_play(play).map(|figure| figure.thumbnail()),
            })
            .collect(),
        instead_of: item
            .instead_of
            .as_ref()
            .map(|id| (id.to_string(), words.get(id.as_str()))),
    }
}

/// What a form sends for something that can be done instead.
fn value_of(play: Playable<'_>) -> String {
    match play.variant {
        None => play.exercise.id.to_string(),
        Some(variant) => format!("{}:{}", play.exercise.id, variant.id),
    }
}

fn item_of(value: &str) -> Result<Item, PageError> {
    let (exercise, variant) = match value.split_once(':') {
        None => (value, None),
        Some((exercise, variant)) => (exercise, Some(variant)),
    };
    let wrong = |_| PageError::BadRequest(format!("`{value}` is no exercise"));
    Ok(Item {
        exercise: exercise.parse::<ExerciseId>().map_err(wrong)?,
        variant: variant
            .map(str::parse::<VariantId>)
            .transpose()
            .map_err(wrong)?,
    })
}

/// What is wanted differently today: one of these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishForm {
    minutes: Option<Minutes>,
    place: Option<Place>,
    /// Left out today.
    drop: Option<ExerciseId>,
    /// Back in.
    keep: Option<ExerciseId>,
    /// To be replaced, by what is in `with`.
    swap: Option<ExerciseId>,
    with: Option<String>,
    /// Everything as usual.
    usual: Option<String>,
}

/// Keeps what is wanted differently today, and shows Today again.
pub async fn wish(State(app): State<Arc<App>>, Form(form): Form<WishForm>) -> Answer {
    let now = app.now();
    let is_of_plan = form.drop.is_some() || form.keep.is_some() || form.swap.is_some();
    let target = if is_of_plan { "plan" } else { "today" };
    app.write::<(), PageError>(|diary| {
        let day = wished(&app, &form, diary.day(now.zoned.date()), &diary.profile())?;
        let draft = Command::Wish(day)
            .accept(diary)?
            .map(crate::app::Draft::from);
        Ok((draft.into_iter().collect(), ()))
    })
    .await
    .or_page(&app)?;
    Ok(Redirect::to(&format!("/#{target}")).into_response())
}

/// The day's wishes with what a form asks for; what the library doesn't know any more goes.
fn wished(app: &App, form: &WishForm, mut day: Day, profile: &Profile) -> Result<Day, PageError> {
    if form.usual.is_some() {
        day = Day::usual(day.date);
    }
    day.minutes = form.minutes.or(day.minutes);
    day.place = form.place.or(day.place);
    if let Some(exercise) = &form.drop {
        known(app, exercise)?;
        day.swapped.retain(|_, item| item.exercise != *exercise);
        day.dropped.insert(exercise.clone());
    }
    if let Some(exercise) = &form.keep {
        day.dropped.remove(exercise);
        day.swapped.remove(exercise);
    }
    match (&form.swap, &form.with) {
        (Some(exercise), Some(with)) => {
            known(app, exercise)?;
            let item = item_of(with)?;
            let other = known(app, &item.exercise)?;
            if other.file.kind == Kind::WarmUp || other.playable(item.variant.as_ref()).is_none() {
                let reason = format!("`{with}` can’t take the place of an exercise");
                return Err(PageError::BadRequest(reason));
            }
            swap(&mut day, exercise.clone(), item);
        }
        (None, None) => {}
        _ => {
            let reason = "what is swapped and what comes instead go together".to_owned();
            return Err(PageError::BadRequest(reason));
        }
    }
    let library = app.library();
    day.dropped.retain(|id| library.exercise(id).is_some());
    day.swapped.retain(|id, item| {
        library.exercise(id).is_some() && library.exercise(&item.exercise).is_some()
    });
    day.minutes = day.minutes.filter(|minutes| *minutes != profile.minutes);
    day.place = day.place.filter(|place| *place != profile.place);
    Ok(day)
}

/// Replaces something by something else; what itself came instead of something is replaced there.
fn swap(day: &mut Day, exercise: ExerciseId, with: Item) {
    let origin = day
        .swapped
        .iter()
        .find(|(_, item)| item.exercise == exercise)
        .map(|(origin, _)| origin.clone());
    day.dropped.remove(&with.exercise);
    day.swapped.insert(origin.unwrap_or(exercise), with);
}

/// An exercise that the library has.
fn known<'a>(app: &'a App, id: &ExerciseId) -> Result<&'a Exercise, PageError> {
    app.library().exercise(id).ok_or(PageError::NotFound)
}

/// The most that Today asks at a time: what is left comes when these are answered.
const MOST_QUESTIONS: usize = 3;

/// What a person is asked today, what concerns their safety first.
pub fn questions(app: &App, person: &Person) -> Vec<Question> {
    let words = app.words();
    progress::suggestions(app.library(), person)
        .iter()
        .take(MOST_QUESTIONS)
        .map(|suggestion| question(words, person, suggestion))
        .collect()
}

fn question(words: &Words, person: &Person, suggestion: &Suggestion<'_>) -> Question {
    let about = match suggestion {
        Suggestion::Settled { exercise, .. } | Suggestion::LeaveOut { exercise, .. } => {
            exercise.playable(None)
        }
        Suggestion::Up { to, .. } | Suggestion::Down { to, .. } => Some(to.play),
        Suggestion::Back(_) => None,
    };
    let id = id_of(suggestion);
    Question {
        key: key_of(suggestion),
        link: about.map_or_else(String::new, |play| {
            exercise_link(&play.exercise.id, play.variant.map(|variant| &variant.id))
        }),
        thumbnail: about
            .and_then(Figure::of_play)
            .map(|figure| figure.thumbnail()),
        text: reasons::suggestion(words, suggestion, person.past.today),
        is_for_doctor: matches!(suggestion, Suggestion::LeaveOut { .. }),
        yes: words.get(&format!("answer-{id}-yes")),
        no: words.get(&format!("answer-{id}-no")),
    }
}

/// The kind of a suggestion, in forms and words.
fn id_of(suggestion: &Suggestion<'_>) -> &'static str {
    match suggestion {
        Suggestion::Settled { .. } => "settled",
        Suggestion::Up { .. } => "up",
        Suggestion::Down { .. } => "down",
        Suggestion::LeaveOut { .. } => "leave-out",
        Suggestion::Back(_) => "back",
    }
}

/// What tells a suggestion from all others, so that an answer is to what was asked.
fn key_of(suggestion: &Suggestion<'_>) -> String {
    let id = id_of(suggestion);
    match suggestion {
        Suggestion::Settled {
            exercise,
            session,
            play,
            ..
        } => format!("{id}:{}:{session}:{play}", exercise.id),
        Suggestion::Up { exercise, to, .. } | Suggestion::Down { exercise, to, .. } => format!(
            "{id}:{}:{}:{}",
            exercise.id,
            to.standing.form.id(),
            to.standing.level
        ),
        Suggestion::LeaveOut { exercise, because } => {
            format!("{id}:{}:{}", exercise.id, because.date())
        }
        Suggestion::Back(comeback) => format!("{id}:{}", comeback.since),
    }
}

/// An answer to what was asked.
#[derive(Deserialize)]
pub struct AnswerForm {
    key: String,
    answer: Reply,
}

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reply {
    Yes,
    No,
}

/// Keeps an answer, and shows Today again. What isn't asked any more, or was asked otherwise,
/// changes nothing.
pub async fn reply(State(app): State<Arc<App>>, Form(form): Form<AnswerForm>) -> Answer {
    let now = app.now();
    app.write::<(), PageError>(|diary| {
        let person = Person::of(diary, now.zoned.date(), now.at);
        let suggestions = progress::suggestions(app.library(), &person);
        let asked = suggestions
            .iter()
            .find(|suggestion| key_of(suggestion) == form.key);
        let commands = asked.map_or_else(Vec::new, |asked| {
            commands_of(app.library(), &person, asked, form.answer)
        });
        let mut drafts = Vec::new();
        for command in commands {
            drafts.extend(command.accept(diary)?.map(crate::app::Draft::from));
        }
        Ok((drafts, ()))
    })
    .await
    .or_page(&app)?;
    Ok(Redirect::to("/").into_response())
}

/// What an answer to a suggestion asks for.
fn commands_of(
    library: &Library,
    person: &Person,
    suggestion: &Suggestion<'_>,
    answer: Reply,
) -> Vec<Command> {
    use unhunch_domain::standing::Choice;
    let yes = answer == Reply::Yes;
    match suggestion {
        Suggestion::Settled { session, play, .. } => {
            let play = u64::try_from(*play).unwrap_or(u64::MAX);
            vec![Command::FollowUp {
                session: *session,
                play,
                settled: yes,
            }]
        }
        Suggestion::Up {
            exercise, from, to, ..
        }
        | Suggestion::Down {
            exercise, from, to, ..
        } => vec![Command::Stand {
            exercise: exercise.id.clone(),
            standing: if yes { to.standing } else { from.standing },
        }],
        Suggestion::LeaveOut { exercise, .. } => vec![Command::Choose {
            exercise: exercise.id.clone(),
            // Keeping it leaves standing what a clinician agreed to.
            choice: if yes {
                Choice::LeftOut
            } else {
                person.choice(&exercise.id)
            },
        }],
        Suggestion::Back(_) if yes => vec![Command::EndComeback],
        Suggestion::Back(_) => progress::stay(library, person)
            .into_iter()
            .map(|(exercise, standing)| Command::Stand { exercise, standing })
            .chain([Command::EndComeback])
            .collect(),
    }
}

/// Ends a time of coming back before it was suggested: the person wants to go on as before.
pub async fn end_comeback(State(app): State<Arc<App>>) -> Answer {
    app.carry_out(Command::EndComeback).await.or_page(&app)?;
    Ok(Redirect::to("/").into_response())
}
