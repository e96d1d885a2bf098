### Noting how it feels: the pages about notes, the questions about a week, and the pieces that other pages share.

## The row of pages about how it went

diary-nav-label = Your diary
diary-nav-progress = Progress
diary-nav-calendar = Calendar
diary-nav-notes = Notes
diary-nav-reach = Reach
diary-nav-report = For your doctor

## From 0 to 10, and where

scale-least = 0 – nothing
scale-most = 10 – the worst you can imagine
scale-untick = Leave this unanswered
rating-of-ten = { $rating } of 10
where-question = Where do you feel it?
where-note = Seen from behind: your left is on the left. Tap as many places as you like.
# Places stand in the middle of a line, and with a capital letter where they begin one.
location-head = head
location-neck = neck
location-left-shoulder = left shoulder
location-right-shoulder = right shoulder
location-upper-back = upper back
location-lower-back = lower back

## Before and after a session

before-question = How much pain do you feel right now?
before-optional = if you like
after-where = Say where
after-where-change = Change the places
after-where-save = Keep the places
after-note = Add a note
session-before = Beforehand

## On Today

note-link = Note how it feels
# $felt: a number and places, such as “3 of 10 · neck”.
note-today = Latest today: { $felt }
week-card-text = A week has gone by. Four short questions, a tap each; leave out what you like.
week-card-link = Answer

## The list of notes

notes-empty = Nothing noted yet
notes-empty-text = How it feels, where, or a few words about your day: what you note is kept here, on this computer only.
note-add = Add a note
note-kept = Kept. You can change it whenever you like.
note-deleted = The note is deleted.
note-is-deleted = This note is deleted and doesn’t count any more.
note-open = Change
note-of-week = The past week
note-of-reach = Reach
# Beside a note: when it was written and corrected.
note-written = written on { $day }
note-corrected = corrected on { $day } at { $time }
notes-pages = Pages of notes
notes-page = Page { $number } of { $count }
notes-newer = Newer
notes-older = Older

## A note

note-heading = A note
note-new-heading = How does it feel?
note-change-heading = Change a note
note-intro = Say as much or as little as you like.
note-question = How much pain do you feel in your neck or upper back?
note-text = In your own words
note-text-note = Up to { $most } letters.
note-date = Which day
note-save = Keep it
note-leave = Leave it
note-past = This note
note-past-written = Written on { $day } at { $time }
note-past-corrected = What it said before stays in your journal.
note-delete = Delete this note
note-nothing-said = There is nothing in this note yet. A number, a place or a few words are enough.
note-too-long = The text has { $letters } letters, and a note holds { $most }. Nothing is kept yet, and your text is still here: shorten it, or put a part of it into another note.
note-control = There were characters in the text that no page can show. They are left out here. Nothing is kept yet: look at it and keep it.
note-bad-date = This is no day that can be kept. Days are written like 2026-08-03. Nothing is kept yet.
note-future = This day is still to come. Nothing is kept yet: choose today or an earlier day.

## How the week was

week-heading = How was your week?
week-link = Your past week
week-intro = The past 7 days, today included. Answer what you like and leave out the rest.
week-intro-of = The 7 days up to { $day }. Answer what you like and leave out the rest.
week-average = How much pain was it on average?
week-change = Against the week before, it was
week-change-better = Better
week-change-same = About the same
week-change-worse = Worse
week-sleep = You slept
week-sleep-well = Well
week-sleep-fair = So-so
week-sleep-badly = Badly
week-activity = Exercises aside, you moved
week-activity-less = Less than usual
week-activity-usual = As usual
week-activity-more = More than usual
week-leave = Not now
week-nothing-said = Nothing is answered yet. One answer is enough, and “Not now” is fine, too.
# Answers in a line, such as “4 of 10 on average · better · slept well”.
week-said-average = { $rating } of 10 on average
week-said-better = better than the week before
week-said-same = about the same as the week before
week-said-worse = worse than the week before
week-said-well = slept well
week-said-fair = slept so-so
week-said-badly = slept badly
week-said-less = moved less than usual
week-said-usual = moved as usual
week-said-more = moved more than usual
