### The welcome, the safety questions as they are asked, and what holds exercises back.

## Every step

welcome-progress = Step { $number } of { $count }
welcome-progress-again = Question { $number } of { $count }
welcome-next = Next
welcome-back = Back
welcome-later = Later
welcome-cancel = Cancel
welcome-save = Save
welcome-none = None of these
welcome-unanswered = Please tick what applies, or “None of these”. A page without a tick could mean either, so nothing was kept yet.
welcome-contradiction = You ticked “None of these” and something else as well. Please tick one or the other; nothing was kept yet.

## What brings you

welcome-heading-you = Welcome
welcome-intro-what = Unhunch leads you through a few minutes of stretching and strengthening a day, for neck, shoulders and back.
welcome-intro-asks = First, a few questions, so that the routine suits you and is safe for you. It takes about two minutes. You can stop and go on later, and change every answer.
welcome-intro-private = Your answers stay on this computer.
welcome-heading-change-you = What brings you
welcome-complaints = What brings you here?
welcome-since = For how long have you had it?
welcome-since-advice = What has been there for three months or longer is worth an assessment: a doctor or a physiotherapist can look at it and say what suits you. You can go on here meanwhile.
complaint-neck = Neck
complaint-shoulders = Shoulders
complaint-upper-back = Upper back
complaint-lower-back = Lower back
complaint-headache = Headache
since-days = Days
since-weeks = Weeks
since-months = Three months or longer

## The safety questions

welcome-heading-now = Do any of these apply right now?
welcome-intro-now = Most people can tick “None of these”. Please read them all the same: with one of them, you need help now, not exercises.
welcome-heading-before = Is any of these true for you?
welcome-intro-before = With one of these, a doctor or another clinician should see you before you start.
welcome-heading-conditions = Do you have any of these?
welcome-intro-conditions = You can exercise with them. Some exercises are then swapped, done more gently or left out, and you will see which.
welcome-fracture-included = Osteoporosis with a broken bone is included already: you ticked it on the page before.
welcome-conditions = Tick all that apply
welcome-pregnancy = Are you pregnant?
welcome-pregnancy-no = Not pregnant
pregnancy-pregnancy = Months 1 to 3
pregnancy-mid-pregnancy = Months 4 to 6
pregnancy-late-pregnancy = Months 7 to 9

## What the conditions change

changes-heading = What this changes
changes-intro =
    { $count ->
        [one] One exercise is different for you. All others stay as they are.
       *[other] { $count } exercises are different for you. All others stay as they are.
    }
changes-nothing = With these answers every exercise stays as it is. Go slowly all the same, and stop whatever hurts.
changes-none = You ticked nothing that changes an exercise, so all of them stay as they are.
changes-instead = Instead: { $form }
changes-because = Because of: { $conditions }
changes-no-form = No version of this exercise suits you with all of these, so it is left out.
changes-left-out = Left out
changes-swapped = Swapped
changes-gentler = Gentler
changes-ask-first = Ask first
changes-agreed = Agreed with a clinician
changes-agree = A clinician agreed to it
changes-disagree = Take that back
changes-to-summary = Back to your answers
changes-to-settings = Back to Settings

## What you have, and where

welcome-heading-room = What do you have, and where?
welcome-equipment = What can you use?
welcome-place = Where will you exercise?
place-desk = At a desk
    .asked = Seated, or standing beside it
place-standing = Standing only
    .asked = No chair, no floor
place-floor = The floor is fine
    .asked = Seated and standing as well

## How long, and when

welcome-heading-time = How long, and when?
welcome-minutes = How long is good for you on most days?
welcome-minutes-note = Short and often does as well as long and rarely.
welcome-day-part = When in the day?
minutes-count = { $minutes } minutes
day-part-any = Whenever it suits
day-part-morning = In the morning
day-part-midday = Around noon
day-part-afternoon = In the afternoon
day-part-evening = In the evening

## What was answered

summary-heading = That’s all
summary-heading-open = Your answers so far
summary-text = This is what you said. You can change it here, and any time later in Settings.
summary-you = What brings you
summary-since = For how long
summary-now = Urgent signs right now
summary-before = Signs to have checked first
summary-seen = A clinician has seen this.
summary-conditions = What changes the routine
summary-equipment = What you have
summary-place = Where
summary-minutes = How long
summary-day-part = When
summary-none = None of these
summary-unsaid = Not said
summary-not-answered = Not answered yet
summary-nothing = Nothing
summary-change = Change
summary-changes = See which exercises that changes
summary-today = Go to Today
summary-start = Start { $routine }

## What holds exercises back

held-title = First things first
held-unasked-heading = First, a few questions
held-unasked-text = They come before your first session, so that it is safe for you and suits you. They take about two minutes, and your answers stay on this computer.
held-unasked-button = Begin
held-begun-heading = A few questions are left
held-begun-text = Sessions can start as soon as the safety questions are answered. What you said so far is kept.
held-begun-button = Go on
held-stop-heading = Stop here, and get help now
held-stop-call = Call your local emergency number.
held-stop-said = You said that this applies to you right now:
held-stop-do = Say it in these words. If somebody is near, ask them to stay with you.
held-stop-kept = Unhunch holds its exercises back until you tell it that this is over.
held-stop-again = When it has passed, or a doctor has looked at it:
held-see-heading = See a clinician first
held-see-said = You said that this is true for you:
held-see-do = Please have it checked by a doctor or another clinician before you start, and ask which exercises suit you. That is a precaution. Your answers are kept; come back whenever you have been there.
held-see-after = When you have been there
held-seen-one = A clinician has seen this, and said that I can exercise
held-seen-all = A clinician has seen all of this, and said that I can exercise
held-seen-button = Go on
held-not-seen = Nothing was changed. Tick the box once a clinician has seen you and said that you can exercise.
held-again-wrong = Ticked by mistake, or has it changed?
held-again = Answer the safety questions again
held-session-text = Your session with { $routine } waits. It can’t go on now, but you can end it; what you did of it stays in your history.

## Today, Settings and About

today-welcome-heading = A few questions are left
today-welcome-text = They make the routine yours: what you have, where and how long you exercise.
today-welcome-link = Answer them
settings-about-you = About you
settings-about-you-text = What you said in the welcome. It is kept on this computer only.
settings-screening-again = The safety questions can be answered again at any time, above all when something has changed or got worse.
