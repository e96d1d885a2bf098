### Why something is in a session or isn’t, what is different about it, and what is suggested.
### Sentences without a full stop stand beside an exercise’s name.

## How long ago: in the middle of a sentence

ago =
    { $days ->
        [0] today
        [1] yesterday
       *[other] { $days } days ago
    }

## Why an exercise is in a session

why-warm-up = To warm up
why-strengthening = Strengthening: last done { $ago }
why-strengthening-first = Strengthening, which comes every other day
why-region-hips = For your hips
why-region-lower-back = For your lower back
why-region-neck = For your neck
why-region-shoulder-front = For the front of your shoulders
why-region-side = For your sides
why-region-upper-back = For your upper back
# $region: one of the lines above, also below.
why-named = { $region }, high on your list
why-last = { $region }: last done { $ago }
why-wanted = You chose it
why-wanted-instead = You chose it instead of { $exercise }
why-wanted-form = You chose this version
why-routine = It belongs to this routine

## For which condition: the end of a sentence

because-glaucoma = to go easy on your eyes
because-high-blood-pressure = to go easy on your blood pressure
because-hip = to spare your hips
because-hip-replacement = to spare your replaced hip
because-knee = to spare your knees
because-knee-replacement = to spare your replaced knee
because-late-pregnancy = since you are pregnant
because-mid-pregnancy = since you are pregnant
because-osteoporosis = to spare your bones
because-osteoporosis-with-fracture = to spare your bones
because-pregnancy = since you are pregnant
because-sensitive-back = to spare your back
because-shoulder = to spare your shoulders
because-vertigo = since moving your head can make you dizzy
because-wrist = to spare your wrists

## What is different about an exercise

# $because: one of the lines above, also further below.
note-instead = In this version, { $because }
note-gently = Gently, { $because }
note-stands-in = In this version, for the place and the things that you have
note-easier = The easier version: that is where you are now
note-harder = The harder version: that is where you are now
note-back =
    { $days ->
        [one] A step gentler, after a day away
       *[other] A step gentler, after { $days } days away
    }
note-too-much = A step gentler: it was too much { $ago }
note-less = Less than usual, to fit { $minutes } minutes
note-less-to-fit = Less than usual, to fit the time
note-more = More than usual, to fill { $minutes } minutes
note-more-to-fill = More than usual, to fill the time

## Why an exercise is not in a session

omission-condition = Left out, { $because }
omission-ask-first = Only after a clinician has agreed, { $because }
# $conditions: names from vocabulary.ftl, with commas between them.
omission-no-form = No version of it goes with: { $conditions }
omission-place-desk = Not at a desk: it needs room on the floor
omission-place-floor = There is no room for it here
omission-place-standing = Not here: there is only room to stand
omission-equipment = Not here: it needs { $things }
omission-thing-band = an elastic band
omission-thing-chair = a chair
omission-thing-cushion = a cushion
omission-thing-foam-roller = a foam roller
omission-thing-mat = a mat
omission-thing-rolled-towel = a rolled towel
omission-thing-table = a desk or table
omission-thing-wall = a wall
omission-things-and = { $things } and { $last }
omission-left-out = You left it out
omission-dropped = You left it out today
omission-swapped = You chose something else instead today
omission-rest =
    { $days ->
        [0] Its muscles have worked today, so they rest now
        [1] Its muscles worked yesterday, so they rest today
       *[other] Its muscles worked { $days } days ago, so they rest today
    }
omission-hurt = It hurt today, so it rests; next time you get its easier version
omission-time = No time for it today

## How one step differs from another: “Would you like to …”

suggest-hold = hold it for { $to } s instead of { $from } s
suggest-times =
    { $to ->
        [1] do it once instead of { $from } times
        [2] do it twice instead of { $from ->
            [1] once
           *[other] { $from } times
        }
       *[other] do it { $to } times instead of { $from ->
            [1] once
            [2] twice
           *[other] { $from } times
        }
    }
suggest-in-a-set = do it { $to } times in each set instead of { $from }
suggest-sets =
    { $to ->
        [1] do one set instead of { $from }
       *[other] do { $to } sets instead of { $from ->
            [1] one
           *[other] { $from }
        }
    }
suggest-easier = take the easier version, “{ $name }” ({ $dose })
suggest-harder = take the harder version, “{ $name }” ({ $dose })
suggest-usual = take “{ $name }” ({ $dose })
suggest-dose = do { $to } instead of { $from }

## What is suggested

suggest-up =
    { $exercise }, after { $days ->
        [5] five
        [6] six
        [7] seven
       *[other] { $days }
    } good days: would you like to { $change } from today?
suggest-down = { $exercise }: { $trouble }. Would you like to { $change } from today?
suggest-leave-out = { $exercise }: { $trouble }. Would you like to leave it out for now? If it stays uncomfortable, talk to a doctor.
suggest-settled = { $exercise }: you felt some discomfort { $ago }. Has it settled within a day?
suggest-back =
    You were away for { $days ->
        [one] a day
       *[other] { $days } days
    }, and everything has been a step gentler since. Would you like to go on where you were before?
suggest-trouble-hurt = it hurt { $ago }
suggest-trouble-too-much = it was too much { $ago }
suggest-trouble-unsettled = some discomfort, { $ago }, had not settled a day later

## On the command line

today-command-unasked = The safety questions come first: start Unhunch and answer them there. Until then this is only a preview, for somebody to whom nothing in them applies.
today-command-see-first = No exercises until then. When a clinician has seen it, say so in Unhunch.
today-command-stop = No exercises now. If this was a mistake, or it is over and was checked, change your answers in Unhunch.
today-command-empty = There is nothing left to put together: everything is left out for one reason or another.
today-command-total = { $length } min in all
today-command-omitted = Not today:

## How regularly somebody exercises: never a loss

adherence-away = Good to see you again. What you built is still here.
adherence-days =
    { $days ->
        [one] One day this week.
       *[other] { $days } days this week.
    }
# A week counts with three days or more.
adherence-weeks =
    { $weeks ->
        [one] Your first week with three days or more.
       *[other] { $good } of the last { $weeks } weeks had three days or more.
    }
adherence-all-weeks = All of the last { $weeks } weeks had three days or more.
adherence-run =
    { $weeks ->
        [52] A year of weeks like that, and more. A week off now and then is no end of it.
       *[other] { $weeks } weeks like that so far. A week off now and then is no end of it.
    }

## Where somebody stands with an exercise: on its page

standing-heading = Where you stand
standing-version = “{ $name }”, { $dose }
standing-first = Everybody begins here.
standing-first-version = You begin here.
# $dose: how much of it, with the version’s name in front where it is another version.
standing-otherwise = Otherwise it is { $dose }.
standing-next = Next: { $dose }. It is suggested after a week with five good days.
standing-top = This is as far as it goes for you.
standing-last = Last done { $ago }.
standing-last-never = Not done yet.
standing-last-long = Not done in the last three months.
standing-easier = A step easier
# $change: what it would be to do, as in “hold it for 10 s instead of 15 s”.
standing-easier-text = That would be to { $change }.
standing-harder = A step harder
standing-harder-text = That would be to { $change }.
standing-stay = Go on as before
standing-stay-text = That would be { $dose } again from today.
standing-leave-out = Leave this one out
standing-leave-out-text = Your sessions come without it until you take it back here.
standing-take-back = Take it back
standing-agree = Include it
standing-agree-sure = A clinician knows of this and agreed that I do this exercise
standing-agreed = You said that a clinician agreed to it.
standing-withdraw = Take that back
standing-not-sure = Nothing was changed: tick the box first, if a clinician has agreed.
standing-kept-step = Kept. From now on it is { $dose }.
standing-kept-left-out = Kept. From now on your sessions come without it.
standing-kept-back = Kept. It is back.
standing-kept-agreed = Kept. It can be in your sessions now.
standing-kept-withdrawn = Kept. It stays out of your sessions until a clinician agrees.
standing-mark = where you are
standing-mark-today = today
