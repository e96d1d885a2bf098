### Words of all pages but the player's and About and safety.

## Every page

nav-skip = Skip to the content
nav-label = Pages
nav-today = Today
nav-exercises = Exercises
nav-progress = Progress
nav-settings = Settings
nav-about = Safety
notice-understood = Understood
notice-set-aside = The damaged file is kept at { $file }.
notice-nothing-left = The file itself is gone.
notice-restored =
    { $salvaged ->
        [0] Your journal’s file was damaged. The backup of { $date } has taken its place. Sessions after it may be missing. { $kept }
        [one] Your journal’s file was damaged. The backup of { $date } has taken its place, with one newer entry that could still be read. { $kept }
       *[other] Your journal’s file was damaged. The backup of { $date } has taken its place, with { $salvaged } newer entries that could still be read. { $kept }
    }
notice-begun-anew =
    { $salvaged ->
        [0] Your journal’s file was damaged or removed, and there was no backup: the journal begins anew. { $kept }
        [one] Your journal’s file was damaged or removed, and there was no backup. One entry could still be read and is kept. { $kept }
       *[other] Your journal’s file was damaged or removed, and there was no backup. { $salvaged } entries could still be read and are kept. { $kept }
    }

## Numbers and dates

weekday-1 = Monday
    .short = M
weekday-2 = Tuesday
    .short = T
weekday-3 = Wednesday
    .short = W
weekday-4 = Thursday
    .short = T
weekday-5 = Friday
    .short = F
weekday-6 = Saturday
    .short = S
weekday-7 = Sunday
    .short = S
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $weekday }, { $day } { $month }
date-full = { $day } { $month } { $year }
date-month = { $month } { $year }
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours =
    { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
dose-holds = { $reps } × { $hold } s
dose-sets = { $sets } sets of { $reps }, { $hold } s at the top
dose-rounds = { $reps } rounds, { $hold } s each way
dose-moving = { $seconds } s
dose-each-side = { $dose }, each side
tally =
    { $part ->
        [0] { $whole } of { $all } exercises
        [one] { $whole } of { $all } exercises, and part of another
       *[other] { $whole } of { $all } exercises, and part of { $part } more
    }
tally-warm-up = The warm-up
level-number = Level { $number }
level-gentler =
    { $steps ->
        [one] Gentler
       *[other] Gentlest
    }
extent-whole = done
extent-part = partly done
extent-none = not done
felt-fine = felt fine
felt-some = some discomfort
felt-too-much = too much discomfort
felt-rated = { $felt }, { $rating } of 10
felt-hurt = stopped because it hurt
discomfort-fine = Fine
discomfort-some = Some discomfort
discomfort-too-much = Too much
discomfort-number = 0 to 10
dizzy-heading = Sit or lie down
dizzy-text = Stay like that until it has passed, and get up slowly. Do not go on today.
dizzy-again = If it does not pass, or comes back another time, talk to a doctor before you go on.

## Steps that no exercise has words of its own for

cue-hold = Hold
cue-return = Come back slowly
cue-rest = Rest
cue-rate = How does it feel now?

## Today

today-greeting-morning = Good morning
today-greeting-afternoon = Good afternoon
today-greeting-evening = Good evening
today-greeting-night = Hello
today-first = A good place to start
today-again = Ready when you are
today-start = Start
today-facts = About this routine
today-others = Other routines
today-instead = Something else instead
today-instead-text = Starting another session ends the open one here. What you did of it stays in your history.
today-open-heading = Your session is still open
today-open-old-heading = A session from before is still open
today-open-started = Started on { $day } at { $time }
today-open-progress = { $percent } % of it is done
today-open-continue = Continue
today-open-close = End it here
today-week = This week
today-week-done = { $day }: routine done
today-week-part = { $day }: partly done
today-week-none = { $day }: no session
today-week-future = { $day }: still to come
today-week-empty = No session yet this week. Any day is a good day to begin.
today-week-summary =
    { $sessions ->
        [one] One session
       *[other] { $sessions } sessions
    } this week, { $length } in all.

today-plan = What you will do
today-minutes = How long?
today-place = Where?
today-place-desk = At a desk
today-place-standing = Standing only
today-place-floor = The floor is fine
today-changed = You changed something for today.
today-usual = As usual
today-change = Change
today-instead-of = Do this instead, today:
today-drop = Leave out today
today-keep = Bring it back
today-back-to = Back to { $name }
today-omitted = What is left out today, and why
today-nothing = There is nothing left for today. Change the place or the time, or bring something back from the list below.
today-short = This is all there is for you here, so it is shorter than { $minutes } minutes. Another place, a chair or a mat would add to it.
today-rules = Put together from your answers, your levels and what you did in recent days. The same answers always give the same session.
today-summary =
    { $exercises ->
        [one] One exercise
       *[other] { $exercises } exercises
    } after a warm-up
today-questions = A question for you
today-look = Look at it
today-dizzy-heading = Rest for today
today-dizzy-text = You were dizzy in a session today. Do not go on today; tomorrow your session is here again.
today-comeback = Good to see you again. What you built is still here; today everything is a step gentler.
today-as-before = Go on as before instead

## Answers to what is suggested

answer-settled-yes = Yes, it has settled
answer-settled-no = No, I still felt it
answer-up-yes = Yes
answer-up-no = Not yet
answer-down-yes = Yes, easier
answer-down-no = Keep it as it is
answer-leave-out-yes = Leave it out
answer-leave-out-no = Keep it
answer-back-yes = As before
answer-back-no = Stay a step gentler

## A routine

routine-exercises =
    { $count ->
        [one] one exercise
       *[other] { $count } exercises
    }
# $exercises: the line above.
routine-exercises-left =
    { $left ->
        [one] { $exercises }, one left out
       *[other] { $exercises }, { $left } left out
    }
routine-exercises-none = nothing left for you
routine-left = Left out for you
routine-nothing = There is nothing left to do in this routine for you just now. Below is why.
routine-level = Level
routine-warm-up = Warm-up
routine-exercises-heading = Exercises

## After a session

after-heading-completed = Well done
after-heading-dizzy = Rest now
after-heading-stopped = That counts, too
after-heading-nothing = Nothing kept this time
after-heading-open = Not over yet
after-summary = { $tally }, { $length }.
after-question = How much pain do you feel in your neck or upper back right now?
after-nothing = No exercise was done, so there is nothing to remember. Whenever you like, start again.
# $felt: a number and places, such as “3 of 10 · neck”.
after-rated = Kept: { $felt }. You can change it.
after-high = That sounds uncomfortable. Take an easier level next time. If it stays that way, or gets worse with the exercises, talk to a doctor.
after-high-link = When to see a doctor
after-felt = How was each exercise?
after-felt-text = Your own answer, if you like to give one.
after-felt-of = How was { $exercise }?
after-felt-change = Change
after-done = What you did
after-home = Back to Today
after-history = See it in the calendar

## Exercises

exercises-intro = Ten exercises for neck, shoulders and back, and the moves that warm up for them.
exercise-setup = Getting into position
exercise-do = What to do
exercise-breathing = Breathing
exercise-felt = Where you should feel it
exercise-mistakes = Common mistakes
exercise-dose = How much
exercise-dose-always = At every level
exercise-precautions = Take care
exercise-safety = When to stop, and when to see a doctor
exercise-variants = Other ways to do it
# $conditions: names from vocabulary.ftl, with commas between them.
exercise-variant-avoid = Not with: { $conditions }
exercise-muscles = Muscles
exercise-routines = Part of
exercise-itself = Back to the exercise itself
exercise-mirror = As in a mirror: your right is on the right
exercise-pause = Stop the movement
exercise-play = Show the movement

## Figures

figure-start = Start
figure-variant-title = { $exercise }: { $variant }
figure-side-title =
    { $side ->
        [left] { $figure }, left side
       *[right] { $figure }, right side
    }
figure-still-title = { $figure } – { $position }

## The live preview for those who write poses

preview-title = Preview
preview-exercise = The exercise
preview-problem = This cannot be drawn yet
preview-no-exercise = There is no exercise in this file.
preview-no-figure = There is no [figure] here yet.
preview-broken = Something in this file is more than the program can draw.
preview-away = The preview has ended. Start it again to go on.

## History

history-bad-month = This month can’t be shown. Months are written like 2026-08.
history-deleted = The session is deleted.
history-is-deleted = This session is deleted and doesn’t count any more.
history-undo = Undo
history-empty = Nothing here yet
history-empty-text = Each session that you do is kept here, on this computer only.
history-empty-link = Choose a routine
history-empty-month = No session in this month.
history-earlier = Earlier month
history-later = Later month
history-this-month = Back to this month
history-legend-done = whole routine
history-legend-part = part of one
history-day =
    { $sessions ->
        [one] { $day }, one session
       *[other] { $day }, { $sessions } sessions
    }
history-summary =
    { $sessions ->
        [0] No sessions this month.
        [one] One session, { $length }.
       *[other] { $sessions } sessions, { $length } in all.
    }
history-rating = pain { $rating } of 10 afterwards
ending-open = not finished yet
ending-completed = finished
ending-stopped = ended early
ending-closed = left open, closed later
ending-dizzy = ended because of dizziness
session-ending = How it ended
session-length = Time
session-after = Afterwards
session-not-rated = not rated
session-rate = Rate it
session-rate-again = Change the rating
session-delete = Delete this session

## Settings

settings-saved = Saved.
settings-sound = Voice and sounds
settings-voice = A voice guides you
settings-voice-name = Which voice
settings-voice-any = Automatic
settings-voice-away = { "(not on this device)" }
settings-voice-none = This browser offers no voices. Tones and the screen still lead you.
settings-voice-try = Listen
settings-voice-sample = Let your right ear sink to your right shoulder, and hold.
settings-mirror = Figures that face you move as in a mirror: what is on your right is on the right
settings-sounds = Tones at the beginning and end of each hold
settings-vibration = Vibration, where the device has it
settings-pace = Pace
settings-get-ready = Seconds to get ready
settings-get-ready-note = Before each exercise, on top of the time to change position. 3 to 30.
settings-bad-get-ready = Nothing was changed: the time to get ready is { $least } to { $most } seconds.
settings-bad-voice = Nothing was changed: this is no name of a voice.
settings-look = Look
settings-theme = Colours
settings-theme-auto = Same as the device
settings-theme-light = Light
settings-theme-dark = Dark
settings-text-size = Text size
settings-text-size-normal = Normal
settings-text-size-large = Large
settings-text-size-larger = Larger
settings-save = Save
settings-data = Your data
settings-data-text = Everything is kept on this computer and nowhere else.
settings-data-sessions =
    { $sessions ->
        [0] There are no sessions yet.
        [one] There is one session.
       *[other] There are { $sessions } sessions.
    }
settings-export = Export
settings-export-text = A text file with every entry, to keep or to take to another computer.
settings-export-button = Export everything
settings-import = Import
settings-import-text = A file that Unhunch exported. What is here already stays; what is missing is added.
settings-import-button = Import
settings-imported =
    { $new ->
        [0] Nothing new in that file: everything in it was here already.
        [one] One entry was added. { $known } were here already.
       *[other] { $new } entries were added. { $known } were here already.
    }
settings-import-none = No file was chosen, so nothing was changed.
settings-import-broken = Nothing was imported, and nothing was changed: this is no file from Unhunch, or it was changed on the way. { $problem }
settings-erase = Delete everything
settings-erase-text = Sessions, ratings, settings and all backups, for good.
settings-erase-button = Delete everything …
settings-erased = Everything is deleted.
erase-heading = Delete everything?
erase-text = This removes every session, every rating, your settings and all backups from this computer. It can’t be undone.
erase-sure = I want to delete everything for good
erase-not-sure = Nothing was deleted: tick the box first.
erase-button = Delete everything
erase-back = Keep it
erase-export-first = Export everything first

## About

about-heading = About and safety
about-version = Unhunch { $version }.
about-licence = Open source: the program under MIT or Apache-2.0, the texts under CC BY 4.0.

## When something can’t be done

error-title = That didn’t work
error-home = Back to Today
error-not-found = There is no such page.
error-not-allowed = This address only takes what a page of Unhunch sends. Nothing was changed.
error-bad-request = The browser sent something that can’t be understood, so it was not taken. Go back and try again.
error-not-for-exercise = This can’t be set for this exercise as things are now. Nothing was changed. Open its page again.
error-nothing-to-do = There is nothing left in this routine that is for you, so nothing was started. Its page says why.
error-too-large = That was too much at once, so it was not taken.
error-unknown-session = There is no such session here. It may belong to another computer, or everything was deleted since.
error-unknown-note = There is no such note here. It may belong to another computer, or everything was deleted since.
error-deleted-session = This session is deleted. You find it in the history and can bring it back there.
error-unknown-step = This session has no such step, so it was not kept.
error-unknown-play = This session has no such exercise, so it was not kept.
error-other-journal = This belongs to another Unhunch than the one that answers now. It waits in the browser until that one is back.
error-bad-rating = A rating goes from 0 to 10. Nothing was changed.
error-conflict = This was kept before and said something else. What was kept first stays.
error-disk-full = The disk is full. This was not kept; everything from before still is. Make room, then try again.
error-journal = The journal can’t be used just now, and this was not kept. Try again, or start Unhunch again.
guard-other-host = This is not an address of Unhunch. Open it by the address that the program prints.
guard-other-page = This request comes from another page than Unhunch’s own. Nothing was changed.
guard-other-person = This is somebody else’s Unhunch: it lets in programs of the person who started it, and nobody else.
guard-cookies = Your browser sends so many cookies to this address that Unhunch can’t read them. Delete the cookies of { $address } in your browser’s settings, then start Unhunch again: it lets this browser in once more, and nothing that you noted is lost.
guard-moved = Unhunch has moved to { $address } and keeps nothing that is sent to its former address. Open it there, then try again.
error-busy = Unhunch is drawing so much at once that this has to wait. Nothing is lost: try again in a moment.
guard-slow = This took too long to arrive, so nothing of it was kept. Try again.
guard-unknown = This browser isn’t let in: start Unhunch once more (it may keep running), which opens your browser, or type a code here that a browser which is in gives you under Settings, Browsers, “Let another browser in”.
guard-code = Code from another browser
guard-wrong-code = That isn’t the code. Look at it once more, or have a new one shown.
guard-code-used-up = No code is good now: it was used, is over ten minutes old, or was typed wrongly too often. Have a new one shown in the other browser.
guard-key-used-up = This address was used already, or is too old.
guard-let-in = Let this browser in
guard-leading = One moment: Unhunch is opening. If nothing happens, press “Go on”.
guard-go-on = Go on
error-page = The page can’t be put together. Nothing was changed or lost.

## Browsers that are let in

erase-browsers-kept = Everything that you noted is deleted. But the other browsers could not be removed for good: they are let in again after the next start. Is the disk full? Remove them below then.
browsers-heading = Browsers
browsers-text = These browsers on this computer can open Unhunch. One that isn’t used for 90 days has to be let in again.
browsers-this = This browser
browsers-unnamed = A browser
browsers-used = last used { $date }, about { $time }
browsers-end = Remove
browsers-end-this = Remove this browser
browsers-end-this-text = Then it can’t open Unhunch until you start Unhunch once more, or type a code from another browser. Nothing that you noted is lost.
browsers-end-this-sure = Remove it now
browsers-another = Let another browser in
browsers-another-text = To use Unhunch in another browser, have a code shown here and type it there. It is good for { $minutes } minutes.
browsers-ended = That browser is removed: it can’t open Unhunch until it is let in again.
browsers-not-kept = That counts for now, but it could not be kept: after the next start of Unhunch it may be as before. Is the disk full?
browsers-code-title = Let another browser in
browsers-code-open = Open this address in the other browser, on this computer:
browsers-code-type = Then type this code there:
browsers-code-note = It lets one browser in, and is good for { $minutes } minutes. Each time that this page is loaded, a new code takes its place.
browsers-back = Back to Settings
address-shared-asked = Unhunch is served at 127.0.0.1, as you asked. Browsers send its cookie to whatever else they open there.
address-shared-windows = Unhunch is served at 127.0.0.1, where alone Windows reaches it. Browsers send its cookie to whatever else they open there.
address-shared-none = Unhunch is served at 127.0.0.1, since this system has no other address for it. Browsers send its cookie to whatever else they open there.
address-fresh = Other people use this computer. So that nobody can wait for your browser at the address of Unhunch while it isn’t running, it has another address at each start: start Unhunch to open it.
