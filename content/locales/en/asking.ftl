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
