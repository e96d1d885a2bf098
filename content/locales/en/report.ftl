### The page for a doctor or physiotherapist, its files, and the daily slot for a calendar.

## Choosing what is in it

report-title = For your doctor
report-intro = One page about how it has been and what you did, to print or to take along as a file. You choose what is in it.
report-choose = What is in it
report-presets = Periods
report-preset-4-weeks = 4 weeks
report-preset-3-months = 3 months
report-preset-all = Everything
report-from = From
report-to = To
report-leave = Leave out
report-part-about = What brings you, and where
report-part-course = How it felt
report-part-training = What was done
report-part-exercises = Each exercise
report-part-safety = Safety questions
report-part-notes = Your notes
report-show = Show
report-bad-date = “{ $date }” is no date. Please write it like 2026-08-03.
report-bad-span = The first day comes after the last one. Please swap them, or choose a period above.
report-bad-period = There is no such period to choose. It can be 4-weeks, 3-months or all.
report-take = Take it with you
report-take-text = The table opens in LibreOffice or Excel. The FHIR file is for the programs of a practice. Both have everything of the period, also what has no room on paper. Nothing is sent anywhere: the files are saved on this computer.
report-print = Print
report-csv = Table (CSV)
report-fhir = For practice software (FHIR)
report-preview = How it will look
report-back = Back to choosing what is in it

## On paper

report-heading = Neck and back diary
report-period = { $first } to { $last }
report-name = Name
report-made = Made on { $date } with Unhunch.
report-chosen = The person chose which parts are here.
report-nothing = Nothing was noted or done in this period.
report-complaints = What brings them
report-since = For how long
report-locations = Where it was felt
report-times = { $what } ({ $count }×)
report-around = Around sessions
report-around-value =
    { $before } on average before and { $after } after, in { $sessions ->
        [one] one session
       *[other] { $sessions } sessions
    } with both
report-ratings = Pain ratings
report-ratings-value =
    { $ratings ->
        [one] 1 rating: { $lowest } of 10
       *[other] { $ratings } ratings on { $days ->
            [one] 1 day
           *[other] { $days } days
        }, from { $lowest } to { $highest } of 10
    }
report-done = Exercise sessions
report-done-value =
    { $sessions ->
        [0] None in { $of ->
            [one] 1 day
           *[other] { $of } days
        }
        [one] 1 session in { $of ->
            [one] 1 day
           *[other] { $of } days
        }, { $length }
       *[other] { $sessions } sessions, on { $days } of { $of } days, { $length } in all
    }
report-dizzy = Ended by dizziness
report-dizzy-value =
    { $count ->
        [one] 1 session, on { $date }
       *[other] { $count } sessions, the last on { $date }
    }
report-felt = How it felt
report-felt-about = Pain from 0 to 10 over time, with a mark below for days with a session.
report-key-answer = Own answer for a week
report-week-mean = { $mean } (the 7 days to { $date }; { $ratings } ratings)
report-trend-none = No pain ratings in this period.
report-trend-too-few = There are ratings, but not enough for a 7-day average: it takes four, on two days or more.
report-trend-one = One 7-day average: { $week }.
report-trend-course = First 7-day average: { $from }. Last: { $to }.
report-weeks = Week by week
report-months = Month by month
report-week = { $first } – { $last }
report-rows-left-out = The { $shown } latest of { $all } months. The lines at the top are about the whole period.
report-column-week = Week
report-column-month = Month
report-column-sessions = Sessions
report-column-days = Days
report-column-minutes = Minutes
report-column-mean = Mean pain
report-column-ratings = Ratings
report-column-answer = Own answer
report-column-change = Than the week before
report-exercises = Exercises
report-column-exercise = Exercise
report-column-times = Sessions
report-column-dose = Dose, first → last
report-column-felt = Fine · some · too much
report-column-hurt = Stopped: it hurt
report-hurt-value =
    { $count ->
        [one] once, { $date }
       *[other] { $count }×, last { $date }
    }
report-exercises-left-out = { $shown } of { $all } exercises: all that hurt or brought discomfort, then those done most.
report-safety = Answers to the safety questions
report-answered = Last answered on { $date }. Answers as they are now.
report-notes = Their own words
report-notes-none = No notes in this period.
report-notes-left-out = The { $shown } latest of { $all } notes; long ones are cut. All of them are in the table file.
report-notes-cut = Long notes are cut. The table file has all of them.
report-rated = { $rating } of 10
report-meaning = What this says, and what it doesn’t
report-meaning-rating = Pain is the person’s own rating from 0 (none) to 10 (the worst imaginable), given before or after a session or in between. It is no measurement.
report-meaning-mean = Means are of the ratings that were given; days without one are not in them.
report-meaning-done = Sessions and minutes are what the person played through in the app, rests included; nobody watched how.
report-meaning-felt = Discomfort in exercises: fine is 0 to 3, some 4 to 5, too much 6 to 10, where the person said so.
report-meaning-not = Nothing here is a diagnosis, and a change in the numbers does not say what caused it.
report-source = Unhunch is open-source software for neck and back exercises; it is no medical device.

## In files

report-session = Exercise session
report-seen = Seen by a clinician, as the person says
report-code-pain = Pain right now
report-code-before = Pain right now, before an exercise session
report-code-after = Pain right now, after an exercise session
report-code-felt = Where it was felt
report-code-note = Note
report-code-week-average = Pain on average over the past 7 days, 0 to 10
report-code-week-change = The past 7 days against the 7 before
report-code-week-sleep = Sleep over the past 7 days
report-code-week-activity = Movement over the past 7 days, exercises aside
report-code-activity = Exercise session
report-code-duration = Length of the exercise session
report-code-exercise = { $exercise }
report-code-discomfort = Discomfort during: { $exercise }
report-code-settled = Discomfort had settled a day later: { $exercise }
report-code-hurt = Stopped because it hurt: { $exercise }
report-code-dizzy = Session ended because of dizziness

## The daily slot

slot-title = A slot in your calendar
slot-intro = A fixed time of the day makes it easier to remember. Take the file and open it with your calendar: it adds a short slot that repeats.
slot-time = When
slot-zone = By the clock in { $zone }, also when the clocks change.
slot-no-zone = This computer doesn’t say which time zone it is in. The slot is right today; it won’t follow when the clocks change.
slot-days = On which days
slot-days-all = Every day
slot-days-weekdays = Monday to Friday
slot-alarm = Reminder by your calendar
slot-alarm-begin = When it begins
slot-alarm-five-before = Five minutes before
slot-alarm-none = None
slot-minutes = It lasts { $minutes } minutes, as long as you chose for a session.
slot-download = Take the calendar file
slot-after = To move the slot, take the file again with another time; most calendars then replace the old one. It is marked as private.
slot-bad-time = That is no time of day. Please write it like 09:30.
slot-summary = Unhunch: { $minutes } minutes for neck and back
slot-description = A few minutes of stretching and strengthening. Open Unhunch: today’s session is ready.
slot-settings = A fixed time of day in your calendar, with its own reminder.
slot-link = Put it into your calendar
