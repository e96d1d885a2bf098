### How it went over months and years: the page with charts, and the sentence about the course of the ratings.

## What the course of the ratings says

trend-none = Nothing was noted about how it feels in this time.
trend-too-few = Too few notes yet to say: four in a week, on two days or more, make an average.
trend-one = The one 7-day average that there is yet: { $mean }. To compare takes two weeks with notes.
trend-went = Your 7-day average went from { $from } to { $to } since { $date }.
trend-little = Your 7-day average went from { $from } to { $to } since { $date }. Differences as small as this often come and go.
trend-same = Your 7-day average was { $from } at first ({ $date }) and { $to } last: about the same.
trend-old = { $said } Since { $date } there are too few notes to say how it is now.

## The page

progress-title = Progress
progress-spans = Time shown
progress-span-4-weeks = 4 weeks
progress-span-3-months = 3 months
progress-span-year = Year
progress-span-all = All
progress-bad-span = There is no such time to show. It can be four weeks, three months, a year, or all.
progress-range = { $first } to { $last }
progress-days =
    { $days ->
        [one] one day
       *[other] { $days } days
    }
progress-done =
    { $sessions ->
        [0] No session in this time.
        [one] One session, { $length }.
       *[other] { $sessions } sessions on { $days }, { $length } in all.
    }
progress-rated =
    { $ratings ->
        [0] How it felt was not noted.
        [one] How it felt was noted once.
       *[other] How it felt was noted { $ratings } times, on { $days }.
    }
progress-empty = Nothing to show yet
progress-empty-text = After your first sessions and notes, this page shows how it went: how it felt, what you did, and how the exercises grew.
progress-empty-link = To today’s session
progress-none = Nothing in this time
progress-none-text = There is nothing in the diary from { $first } to { $last }.
progress-none-link = Show all
progress-table = The numbers as a table
progress-described = { $about }. { $said } The table below has all numbers.

## How it felt

progress-felt = How it felt
progress-felt-about = Pain from 0 to 10 over time, with a mark below for days with a session
progress-felt-empty = No ratings in this time. One tap before and after a session is enough, or a note in between.
progress-felt-link = Note how it feels
progress-key-day = Average of a day
progress-key-week = Average of a week
progress-key-month = Average of a month
progress-key-year = Average of a year
progress-key-line = Average of the 7 days until then, where there are four notes or more
progress-key-line-week = Weeks with four notes or more
progress-key-line-month = Months with four notes or more
progress-key-line-year = Years with four notes or more
progress-key-answer = Your own answer for a week
progress-key-answer-few = Your own answer for a week, where there are fewer notes
progress-key-session = Day with a session
progress-key-sessions = Days with a session
progress-column-day = Day
progress-column-week = Week of
progress-column-month = Month
progress-column-year = Year
progress-column-average = Average
progress-column-line = 7 days
progress-column-answer = Answer
progress-column-sessions = Sessions

## Sessions

progress-sessions = Sessions
progress-sessions-week = Sessions a week
progress-sessions-month = Sessions a month
progress-sessions-year = Sessions a year
progress-sessions-empty = No sessions in this time, so there is nothing to show of them.
progress-most-week = { $sessions } in all. The most in one week: { $most }.
progress-most-month = { $sessions } in all. The most in one month: { $most }.
progress-most-year = { $sessions } in all. The most in one year: { $most }.

## Minutes

progress-minutes = Minutes by kind
progress-minutes-week = Minutes a week
progress-minutes-month = Minutes a month
progress-minutes-year = Minutes a year
progress-minutes-say = Stretching { $mobility }, strength { $strength }, warm-up { $warm-up }; with getting ready and rests.
progress-kind-mobility = Stretching
progress-kind-strength = Strength
progress-kind-warm-up = Warm-up
progress-kind-other = Other
progress-kind-all = All

## Days a week

progress-regular = Days a week
progress-regular-about = Days with a session in each week, up to 7
progress-regular-about-months = Days with a session, as days a week on average
progress-key-good = Week with { $days } days or more
progress-key-average-good = { $days } days a week or more
progress-key-other = Fewer
progress-good-weeks =
    { $weeks ->
        [0] The first week has only begun.
       *[other] { $good } of { $weeks } weeks had { $days } days or more. A week off now and then takes nothing away.
    }
progress-average-days = { $average } days a week on average. A week off now and then takes nothing away.
progress-column-days = Days
progress-column-good = { $days } or more
progress-yes = yes
progress-no = no

## Exercises

progress-exercises = Exercises over time
progress-exercises-about = The steps at which { $name } was done.
progress-exercises-say = Harder than at first: { $harder }. Easier: { $easier }. As at first: { $same }.
progress-exercises-week = Where the steps changed within a week, its last one is shown.
progress-exercises-month = Where the steps changed within a month, its last one is shown.
progress-exercises-year = Where the steps changed within a year, its last one is shown.
progress-exercises-empty = No exercise was done at a step of its own in this time.
progress-step-harder = ↑ harder: from { $from } to { $to }
progress-step-easier = ↓ easier: from { $from } to { $to }
progress-step-back = as at first, with steps in between: { $to }
progress-step-same = as at first: { $to }
progress-times =
    { $times ->
        [one] done once
       *[other] done { $times } times
    }
progress-column-exercise = Exercise
progress-column-from = From
progress-column-step = Step
progress-column-change = Change
progress-change-harder = ↑ harder
progress-change-easier = ↓ easier
progress-change-first = first

## Months where there is little room

month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
progress-date = { $day } { $month }
