### Prompts and why they come, as `unhunch reminders replay` prints them. In one line each, without a full stop.

## What is asked

reminder-daily-first = Today’s session
reminder-daily-second = Today’s session, once more
reminder-break = A short break

## Why at all

reminder-cause-window = the window is open
reminder-cause-second-chance = the first time led to nothing
reminder-cause-work =
    { $minutes ->
        [one] one minute of work without a break
       *[other] { $minutes } minutes of work without a break
    }
reminder-cause-snoozed = put off before

## Why now

reminder-opening-pause =
    { $seconds ->
        [one] a pause: one second without input
       *[other] a pause: { $seconds } seconds without input
    }
reminder-opening-grace-over =
    { $seconds ->
        [one] no longer pause came: one second without input
       *[other] no longer pause came: { $seconds } seconds without input
    }
reminder-opening-unwatched = whether anybody types can’t be told

## What it waited for

reminder-waited = waited for: { $holds }
reminder-hold-asleep = the computer to wake up
reminder-hold-locked = the screen to be unlocked
reminder-hold-call = the end of a call
reminder-hold-full-screen = the end of a full screen
reminder-hold-do-not-disturb = the end of do-not-disturb
reminder-hold-outside-hours = working hours

## What else happens

# $prompt: one of the lines above, under “What is asked”.
reminder-withdrawn = { $prompt }: taken back, { $why }
reminder-back-asleep = the computer goes to sleep
reminder-back-locked = the screen is locked
reminder-back-call = a call
reminder-back-full-screen = something fills the screen
reminder-back-do-not-disturb = do-not-disturb
reminder-back-outside-hours = working hours are over
reminder-back-done = the session is done
reminder-back-break-taken = a break was taken
reminder-back-not-today = nothing more today
reminder-back-unanswered = nobody answered
reminder-back-restarted = the program was started anew
reminder-suggest-hour = Another hour than { $skipped } might suit better
reminder-suggest-instead = Another hour than { $skipped } might suit better, perhaps { $instead }
