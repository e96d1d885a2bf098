### Being asked: what a plan means, its page, prompts in pages, and short breaks.

## What will happen, in a sentence

# $part: one of the lines below.
asking-sentence = { $part }.
# $asks, $breaks: two of the lines below.
asking-both = { $asks }, and { $breaks }.
asking-once = { $days } I ask once { $times }
asking-breaks =
    after { $work } minutes at the keyboard I suggest { $minutes ->
        [1] one minute
        [2] two minutes
        [3] three minutes
        [4] four minutes
        [5] five minutes
       *[other] { $minutes } minutes
    }
asking-only-breaks = I don’t ask for the session, but { $breaks }
asking-besides = Besides, { $breaks }
asking-hours = Breaks come only { $times }.
asking-hours-part = { $days } { $times }
asking-hours-none = But breaks have no working hours, so none comes.
asking-never = I don’t ask for anything: no time is chosen, and short breaks are off.
asking-never-hours = I don’t ask for anything: no time is chosen, and short breaks have no working hours.

# At the beginning of a sentence, and inside of one.
asking-days-all = Every day
    .inside = every day
asking-days-work = On workdays
    .inside = on workdays
asking-days-weekend = At weekends
    .inside = at weekends
asking-days-from = From { $first } to { $last }
    .inside = from { $first } to { $last }
asking-days-some = On { $days }
    .inside = on { $days }
asking-day-each = { $day }s

asking-span = between { $start } and { $end }
asking-span-midnight = between { $start } and midnight
asking-span-past-midnight = between { $start } and { $end } the next day
asking-span-day = at any hour
asking-comma = { $before }, { $next }
asking-and = { $before } and { $next }
asking-or = { $before } or { $next }

## The page of reminders

asking-title = Reminders
asking-change = Change when I ask
asking-not-here = Nothing here can ask you: this Unhunch runs in a browser alone. What you choose is kept all the same, for a computer on which Unhunch runs as a program and reads this journal.
asking-refused = Nothing was changed yet. What has to be mended stands beside its field.
asking-daily = The day’s session
asking-daily-on = Ask me once a day
asking-daily-note = One question in a window that you chose does as well as clever timing. It waits for a pause in your typing, and never comes in a call.
asking-row = Hours { $number }
asking-from = From
asking-to = to
asking-add = Add other hours
asking-remove = Remove
asking-second-chance = A second chance after
asking-second-chance-note = Where the first question led to nothing, it comes once more. After that it is quiet for the day.
asking-minutes = minutes
asking-breaks-heading = Short breaks
asking-breaks-on = Suggest a short break after a time at the keyboard
asking-breaks-note = A walk away from the desk counts as one, and so does a locked screen.
asking-work = After
asking-lasts = How long
asking-working-hours = Working hours
asking-working-hours-note = Breaks are suggested in these hours only. Hours that end before they begin end on the next day.
asking-try-break = Try a short break now
asking-how = How it is asked
asking-how-note = These are fine for most people.
asking-snooze = Put off for
    .unit = minutes
asking-pause = A natural pause: without input for
    .unit = seconds
asking-grace = Wait for such a pause for at most
    .unit = minutes
asking-login = Start at login
asking-login-is-on = Unhunch starts when you log in, without opening a page.
asking-login-is-off = Unhunch doesn’t start by itself. It can only ask while it runs.
asking-login-start = Start when I log in
asking-login-stop = Don’t start when I log in
asking-login-unavailable = On this system Unhunch knows no way to start when you log in. It can only ask while it runs.
asking-login-failed = That could not be changed: the system refused it. Everything else is as it was. “unhunch reminders status” says more.
asking-fault-hours = These hours can’t be used. Give two different times, like 12:00 and 14:00.
asking-fault-days = Tick at least one day, or remove these hours.
asking-fault-no-window = Add hours in which to ask, or untick the box above.
asking-fault-no-hours = Add working hours, or untick the box above.
asking-fault-number = Please give a whole number from { $least } to { $most }.

## Today, as it was seen

day-title = Today at the computer
day-empty = Nothing was seen yet today.
day-summary =
    { $worked } at the keyboard, { $asked ->
        [0] nothing asked
        [one] asked once
        [2] asked twice
       *[other] asked { $asked } times
    }.
day-work = Work and breaks
day-holds = Calls, full screen, do-not-disturb
day-asked = Asked
day-hatched = Locked, asleep, or held back
day-doing-working = Work
day-doing-away = Away
day-doing-locked = Screen locked
day-doing-asleep = Asleep
day-hold-call = A call
day-hold-full-screen = Full screen
day-hold-do-not-disturb = Do-not-disturb
day-hold-asleep = Asleep
day-hold-locked = Screen locked
day-hold-outside-hours = Outside working hours
day-when = When
day-what = What
day-span = { $from }–{ $to }
day-since = Since { $from }
# $what: today’s session or a short break; $outcome: one of the lines below.
day-asked-for = Asked: { $what }. { $outcome }
# $outcome: why, as in reminders.ftl.
day-asked-withdrawn = Asked: { $what }. Taken back: { $outcome }
day-outcome-open = It waits for your answer
day-outcome-start = Started
day-outcome-snooze = Put off
day-outcome-skip = Skipped
day-outcome-not-today = Not today
day-held-asleep = I don’t ask now: the computer sleeps.
day-held-locked = I don’t ask now: the screen is locked.
day-held-call = I don’t ask now: you are in a call.
day-held-full-screen = I don’t ask now: something fills the screen.
day-held-do-not-disturb = I don’t ask now: do-not-disturb is on.
day-held-outside-hours = I don’t suggest breaks now: these are no working hours.
day-next = The next window opens at { $time }.
day-next-on = The next window opens on { $day } at { $time }.
day-next-now = A window is open: I ask at the next good moment.
day-next-again = I ask again at { $time }, as you wished.
day-next-open = A question waits for your answer.
day-next-safety = I don’t ask for the session while your answers to the safety questions hold it back.
day-next-breaks = The next thing is a short break, when it is due.
day-next-none = Nothing is planned.
day-suggestion-heading = Another hour?
day-suggestion = Around { $skipped } you often skipped it.
day-suggestion-take = Ask at { $instead } instead
day-suggestion-leave = Leave it as it is
day-unseen = What I can’t see on this computer
day-unseen-input = Whether somebody types. Breaks can’t be counted, and the session is asked when its window opens.
day-unseen-lock = Whether the screen is locked.
day-unseen-sleep = Whether the computer sleeps.
day-unseen-call = Whether camera or microphone are in use: a question could come in a call.
day-unseen-full-screen = Whether something fills the screen.
day-unseen-do-not-disturb = Whether notifications are silenced.
day-unseen-notifications = There is no way to show notifications: questions come in a page.
day-unseen-tray = There is no panel for the small picture.
day-unseen-hint = What was tried, and what helps, is printed by

## A prompt in a page

prompt-daily = Time for your session?
prompt-daily-text = This is the window that you chose.
prompt-break = Time for a short break?
prompt-break-text = You wanted to be asked again.
prompt-work =
    { $minutes ->
        [one] You have been at the keyboard for a minute.
       *[other] You have been at the keyboard for { $minutes } minutes.
    }
prompt-start = Start
prompt-snooze = In { $minutes } minutes
prompt-skip = Skip
prompt-not-today = Not today
prompt-settings = Change when I ask

## A short break

routine-break = Short break
today-break = A short break
break-heading = A short break
break-text = Easy moves beside your desk. Nothing is needed.
break-begin = Start
break-leave = Not now
break-keys = Space or Enter starts, Escape leaves.
break-away-heading = Away from the screen
break-away-text = Stand up and walk about, and look at something far away.
break-rest-text = Sit or lie as it suits you, look at something far away, and breathe.
break-why-unasked = There are no exercises before the safety questions are answered.
break-why-again = There are no exercises before the safety questions are answered again.
break-why-rest = You were dizzy today, so there are no exercises until tomorrow.
break-why-see = There are no exercises until a clinician has seen what you ticked.
break-why-link = What to do about that
break-taken = I took a break
break-over = That was your break
break-over-early = A part of a break counts, too
break-over-nothing = No break this time
break-over-text = Back to work, or go on with today’s session.
break-summary = { $length } of easy movement.
break-to-session = Today’s session
break-details = What was in it
history-breaks = Short breaks:

## In the welcome

welcome-heading-asking = When shall I ask?
welcome-intro-asking = Unhunch can ask you at a good moment, never in a call. It asks for nothing that you don’t choose here. Settings have other days and hours, and everything can be changed there at any time.
welcome-ask-daily = For the day’s session
welcome-ask-daily-note = One question, in a pause from typing. Where you skip it, it comes once more.
ask-daily-never = Don’t ask
ask-daily-morning = Workdays, 09:00 to 11:00
ask-daily-midday = Workdays, 12:00 to 14:00
ask-daily-afternoon = Workdays, 15:00 to 17:00
ask-daily-evening = Workdays, 18:00 to 20:00
ask-daily-own = As it is set now
welcome-ask-breaks = For short breaks from the screen
ask-breaks-never = Don’t ask
ask-breaks-work = Two minutes after 50 minutes at the keyboard
ask-breaks-own = As it is set now
summary-asking = When I ask
