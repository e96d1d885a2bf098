//! The welcome: what each step keeps, what follows from it, and where it leads.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use support::Person;
use unhunch_app::gate::{self, Blocked};
use unhunch_app::onboarding::{
    Agreement, Becomes, DailyChoice, NextStep, Origin, StepAnswers, are_signs_seen, begin_with,
    changed_exercises, resume,
};
use unhunch_app::sessions::{Changed, Started, WhatToPlay};
use unhunch_domain::person::onboarding::Step;
use unhunch_domain::person::profile::{Minutes, Since};
use unhunch_domain::person::reminder_plan::Week;
use unhunch_domain::person::screening::{BeforeSign, NowSign};
use unhunch_domain::programme::progression::ExerciseChoice;
use unhunch_domain::{Condition, Ending, ExerciseId, SettingsChange};

impl Person {
    async fn step(&self, answers: StepAnswers, origin: Origin) -> NextStep {
        let next = self.app.answer_onboarding(&answers, origin).await;
        next.unwrap()
    }

    async fn now(&self, signs: &[NowSign], origin: Origin) -> NextStep {
        let signs = signs.iter().copied().collect();
        self.step(StepAnswers::Now(signs), origin).await
    }

    async fn before(&self, signs: &[BeforeSign], origin: Origin) -> NextStep {
        let signs = signs.iter().copied().collect();
        self.step(StepAnswers::Before(signs), origin).await
    }

    async fn conditions(&self, conditions: &[Condition], origin: Origin) -> NextStep {
        let conditions = conditions.iter().copied().collect();
        self.step(StepAnswers::Conditions(conditions), origin).await
    }

    async fn held(&self) -> Option<Blocked> {
        let today = self.today();
        let held = self.app.read(|diary| gate::check(diary, today)).await;
        held.unwrap()
    }

    async fn resumes(&self) -> NextStep {
        let today = self.today();
        self.app.read(|diary| resume(diary, today)).await.unwrap()
    }
}

fn asking(daily: Option<DailyChoice>) -> StepAnswers {
    StepAnswers::Asking {
        daily,
        breaks: None,
    }
}

#[tokio::test]
async fn the_whole_welcome_leads_from_step_to_step_and_goes_on_where_it_was_left() {
    let person = Person::unasked().await;
    let way = Origin::Welcome;
    assert_eq!(person.resumes().await, NextStep::Step(Step::You));
    let you = StepAnswers::You {
        complaints: BTreeSet::new(),
        since: Some(Since::Weeks),
    };
    assert_eq!(person.step(you, way).await, NextStep::Step(Step::Now));
    assert_eq!(person.now(&[], way).await, NextStep::Step(Step::Before));
    let next = person.before(&[], way).await;
    assert_eq!(next, NextStep::Step(Step::Conditions));
    assert_eq!(person.resumes().await, next);
    assert_eq!(person.held().await, Some(Blocked::Unasked { begun: true }));
    let next = person.conditions(&[], way).await;
    assert_eq!(next, NextStep::Step(Step::Room));
    assert_eq!(person.held().await, None);
    let room = StepAnswers::Room {
        equipment: BTreeSet::new(),
        place: None,
    };
    assert_eq!(person.step(room, way).await, NextStep::Step(Step::Time));
    let time = StepAnswers::Time {
        minutes: Some(Minutes::try_from(10).unwrap()),
        day_part: None,
    };
    assert_eq!(person.step(time, way).await, NextStep::Step(Step::Asking));
    // Nobody is led back to choose when to be asked.
    assert_eq!(person.resumes().await, NextStep::Step(Step::Summary));
    let next = person.step(asking(None), way).await;
    assert_eq!(next, NextStep::Step(Step::Summary));
    let minutes = person.app.read(|diary| diary.profile().minutes.get()).await;
    assert_eq!(minutes.unwrap(), 10);
}

#[tokio::test]
async fn one_answer_leads_back_and_leaves_the_rest() {
    let person = Person::new().await;
    for way in [Origin::Summary, Origin::Settings] {
        assert_eq!(person.now(&[], way).await, NextStep::Done);
        assert_eq!(way.previous(Step::Before), None);
        let time = StepAnswers::Time {
            minutes: None,
            day_part: None,
        };
        assert_eq!(person.step(time, way).await, NextStep::Done);
    }
    let profile = person.app.read(unhunch_domain::Diary::profile).await;
    let profile = profile.unwrap();
    assert_eq!(profile.welcome_steps, 0, "they went through none in order");
    assert_eq!(profile.minutes, Minutes::default());
    // The signs again, since it got worse, are two steps; all safety questions are three.
    let before = NextStep::Step(Step::Before);
    assert_eq!(person.now(&[], Origin::Worse).await, before);
    assert_eq!(person.before(&[], Origin::Worse).await, NextStep::Done);
    assert_eq!(person.now(&[], Origin::Again).await, before);
    let conditions = NextStep::Step(Step::Conditions);
    assert_eq!(person.before(&[], Origin::Again).await, conditions);
    let next = person.conditions(&[], Origin::Again).await;
    assert_eq!(next, NextStep::Done);
}

#[tokio::test]
async fn a_sign_leads_to_what_holds_the_exercises_back_from_every_origin() {
    for way in Origin::ALL {
        let person = Person::new().await;
        let stop = NowSign::ALL[0];
        assert_eq!(person.now(&[stop], way).await, NextStep::Held, "{way:?}");
        assert_eq!(person.held().await, Some(Blocked::Stop([stop].into())));
        assert_eq!(person.resumes().await, NextStep::Held);
        assert_eq!(
            person.before(&[], way).await,
            NextStep::Held,
            "it counts on"
        );
        // Other answers are taken and lead on.
        let next = person.step(asking(None), way).await;
        assert_ne!(next, NextStep::Held);

        let person = Person::new().await;
        let first = BeforeSign::ALL[0];
        let next = person.before(&[first], way).await;
        assert_eq!(next, NextStep::Held, "{way:?}");
        // Who answers anew goes on to the question that the sign belongs to.
        assert_ne!(person.now(&[], way).await, NextStep::Held);
    }
}

#[tokio::test]
async fn signs_that_were_seen_let_somebody_go_on_and_others_don_t() {
    let person = Person::new().await;
    let [first, second] = [BeforeSign::ALL[0], BeforeSign::ALL[1]];
    person.before(&[first, second], Origin::Settings).await;
    let seen = async |signs: &[BeforeSign]| {
        let signs = signs.iter().copied().collect();
        person.app.mark_signs_seen(&signs).await.unwrap()
    };
    let are_seen = async || {
        let read = |diary: &unhunch_domain::Diary| are_signs_seen(&diary.screening());
        person.app.read(read).await.unwrap()
    };
    // Of a sign that they don't have nothing is kept.
    let entries = person.count().await;
    seen(&[BeforeSign::ALL[2]]).await;
    assert_eq!(person.count().await, entries);
    seen(&[first]).await;
    assert_eq!(
        person.held().await,
        Some(Blocked::SeeFirst([second].into()))
    );
    assert!(!are_seen().await);
    seen(&[first, second]).await;
    assert_eq!(person.held().await, None);
    assert!(are_seen().await);
    let entries = person.count().await;
    seen(&[second]).await;
    assert_eq!(person.count().await, entries, "sent twice, it is known");
    // A sign that went and comes back is to be seen anew.
    person.before(&[], Origin::Settings).await;
    assert!(!are_seen().await, "there is none");
    person.before(&[first], Origin::Settings).await;
    assert_eq!(person.held().await, Some(Blocked::SeeFirst([first].into())));
}

/// What was told stays, so that nobody loses a condition by adding one; a no is said anew, and so is
/// what is “right now”.
#[tokio::test]
async fn the_safety_questions_begin_anew_without_losing_what_was_told() {
    let person = Person::unasked().await;
    let begins = async |step, way| {
        let read = person.app.read(|diary| begin_with(step, way, diary)).await;
        read.unwrap()
    };
    for way in Origin::ALL {
        for step in Step::SAFETY {
            assert_eq!(
                begins(step, way).await,
                None,
                "an unasked question is no no"
            );
        }
    }
    person.now(&[], Origin::Welcome).await;
    person.before(&[], Origin::Welcome).await;
    person.conditions(&[], Origin::Welcome).await;
    let no = Some(StepAnswers::Conditions(BTreeSet::new()));
    for way in [Origin::Welcome, Origin::Summary, Origin::Settings] {
        assert_eq!(begins(Step::Conditions, way).await, no);
    }
    let wrist = [Condition::Wrist];
    let told = Some(StepAnswers::Conditions(wrist.into()));
    for way in [Origin::Again, Origin::Worse] {
        person.conditions(&[], way).await;
        for step in Step::SAFETY {
            assert_eq!(begins(step, way).await, None, "{way:?} {step:?}");
        }
        person.conditions(&wrist, way).await;
        assert_eq!(begins(Step::Conditions, way).await, told);
        person.now(&[NowSign::ALL[0]], way).await;
        assert_eq!(begins(Step::Now, way).await, None, "is it so right now?");
    }
    let signs = Some(StepAnswers::Now([NowSign::ALL[0]].into()));
    assert_eq!(begins(Step::Now, Origin::Settings).await, signs);
    assert_eq!(begins(Step::Summary, Origin::Welcome).await, None);
}

#[tokio::test]
async fn a_session_that_was_put_together_for_other_conditions_is_closed() {
    let person = Person::new().await;
    let started = person.app.start_session(&WhatToPlay::Today, None).await;
    let Started::New(session) = started.unwrap() else {
        panic!("a session begins");
    };
    let Started::New(short) = person.app.start_break().await.unwrap() else {
        panic!("a break begins");
    };
    let endings = async || {
        let ending = |id| {
            person
                .app
                .read(move |diary| diary.session(id).unwrap().ending())
        };
        [session, short].map(ending)
    };
    person.conditions(&[], Origin::Again).await;
    for ending in endings().await {
        assert_eq!(ending.await.unwrap(), None, "they are the same");
    }
    let next = person.conditions(&[Condition::Wrist], Origin::Again).await;
    assert_eq!(next, NextStep::Changes);
    for ending in endings().await {
        assert_eq!(ending.await.unwrap(), Some(Ending::Closed));
    }
}

#[tokio::test]
async fn what_is_set_in_detail_stays_unless_something_else_is_chosen() {
    let person = Person::new().await;
    let settings = async || person.app.read(unhunch_domain::Diary::settings).await;
    person
        .step(asking(Some(DailyChoice::Midday)), Origin::Welcome)
        .await;
    let midday = settings().await.unwrap();
    assert!(midday.daily.on);
    let entries = person.count().await;
    for answers in [asking(None), asking(Some(DailyChoice::Midday))] {
        person.step(answers, Origin::Settings).await;
    }
    assert_eq!(person.count().await, entries);
    person
        .step(asking(Some(DailyChoice::Never)), Origin::Settings)
        .await;
    let never = settings().await.unwrap();
    assert!(!never.daily.on);
    assert_eq!(
        never.daily.windows, midday.daily.windows,
        "for another time"
    );
    // Nobody is asked on no day: that is never, too.
    let mut daily = midday.daily;
    daily.windows = Week::default();
    let change = SettingsChange {
        daily: Some(daily),
        ..SettingsChange::default()
    };
    person.app.change_settings(change).await.unwrap();
    let entries = person.count().await;
    person
        .step(asking(Some(DailyChoice::Never)), Origin::Settings)
        .await;
    assert_eq!(person.count().await, entries);
}

#[tokio::test]
async fn a_clinician_s_word_is_kept_only_where_one_is_asked() {
    let person = Person::new().await;
    let exercise: ExerciseId = "knee-to-chest".parse().unwrap();
    let agree = async |id: &ExerciseId, agreed| {
        let agreement = person.app.agree_to_exercise(id, agreed).await;
        agreement.unwrap()
    };
    let becomes = async |id: &ExerciseId| {
        let becomes = person.app.read(|diary| {
            let changed = changed_exercises(person.app.library(), diary);
            let changed = changed
                .into_iter()
                .find(|changed| changed.exercise.id == *id);
            changed.map(|changed| (changed.becomes, changed.agreed))
        });
        becomes.await.unwrap()
    };
    assert_eq!(agree(&exercise, true).await, Agreement::NotAsked);
    assert_eq!(becomes(&exercise).await, None);
    person
        .conditions(&[Condition::HipReplacement], Origin::Settings)
        .await;
    let ask = Some((Becomes::AskFirst, Some(false)));
    assert_eq!(becomes(&exercise).await, ask);
    assert_eq!(agree(&exercise, true).await, Agreement::Kept(Changed::Yes));
    assert_eq!(agree(&exercise, true).await, Agreement::Kept(Changed::No));
    // What the milder condition asks for counts all the same.
    let swapped = Some((Becomes::Swapped, Some(true)));
    assert_eq!(becomes(&exercise).await, swapped);
    assert_eq!(agree(&exercise, false).await, Agreement::Kept(Changed::Yes));
    let choice = person.app.read(|diary| diary.choice(&exercise)).await;
    assert_eq!(choice.unwrap(), ExerciseChoice::Usual);
    let nothing: ExerciseId = "dance".parse().unwrap();
    assert_eq!(agree(&nothing, true).await, Agreement::UnknownExercise);
}
