### What is advised by how it went: cards on Today, the page Advice, and `unhunch advice`. It says what was noted and
### what to do, never what it is.

## It got worse

advised-worse-heading = It has got worse
advised-worse-do = Please show it to a physiotherapist or a doctor. Until then, do only what feels easy, and leave out what makes it worse.

## It lasts

advised-assessment-heading = Worth an assessment
advised-assessment-do = What has been there for twelve weeks or longer is worth an assessment: a physiotherapist or a doctor can look at it and say what suits you.

## It doesn’t get better

advised-persisting-heading = Not better yet
advised-persisting-do = That is four weeks without getting better. Please ask a physiotherapist or a doctor to look at it, and to say what else could help.
advised-firm-heading = Still not better
advised-firm-do = That is six weeks or more without getting better. Please make an appointment with a physiotherapist or a doctor now.
# Unless it has got worse
advised-go-on = { $advice } You can go on here meanwhile.

## It got better

advised-better-heading = It has got better
advised-better-do = Good to see. Go on as it suits you; nothing else is to be done.

## What it follows from. $number: 0 to 10, as in “5.1”.

# $week: one of the two lines below.
advised-now = Lately: { $week }.
advised-lowest = At its lowest in the twelve weeks before: { $week }.
advised-first = At first: { $week }.
advised-week-rated = { $number } of 10 on average, in the seven days to { $date }
advised-week-answered = { $number } of 10, as you answered for the week to { $date }
advised-answers =
    { $count ->
        [2] Two answers in a row that the week was worse, the last on { $date }.
       *[other] { $count } answers in a row that the week was worse, the last on { $date }.
    }
advised-said-days = On { $date } you said that you had had it for days.
advised-said-weeks = On { $date } you said that you had had it for weeks.
advised-said-months = On { $date } you said that you had had it for three months or longer.
advised-lasting = Noted here since { $date }.

## Cards

# Also where an exercise is suggested to be left out.
advised-report = A page for your doctor
advised-signs = When to get help at once
advised-why = Why this is advised
advised-read = I’ve read it
advised-read-label = I’ve read it: { $advice }
advised-before = Advised, and read:
advised-all = What follows from what you noted

## The page Advice

advised-title = Advice
advised-intro = What you note is compared, week by week. Where that says something, it stands here.
advised-none = There is nothing to advise today.
advised-none-how = Advice comes from how you rate it: from four ratings in seven days on, or from an answer about the week.
advised-since = Since { $date }
# $id: the rule’s name in files. $source: names and years.
advised-rule = Rule: { $id }. Source: { $source }.
advised-is-read = You have read this. It stays here as long as it holds.
advised-rules-heading = The rules
advised-rules-intro = They describe what is noted, and cannot tell what is behind it. Two points of ten is what people call a change.
advised-rule-worse = Worse: a week that is 2 points or more above the lowest of the twelve weeks before it; or two answers in a row that the week was worse. The safety questions then come again.
advised-rule-assessment = Assessment: it has been there for twelve weeks or longer. Said again every twelve weeks.
advised-rule-persisting = Not better: four weeks at 2 or above without getting better. Said again, and firmly, after six.
advised-rule-better = Better: a week that is 2 points and 30 per cent or more below your first.
advised-rules-more = Where the rules come from

## The safety questions, when it got worse

again-heading = The safety questions, once more
again-text = What you noted says that it has got worse. Before you go on, please go through the signs again. It takes a minute.
again-button = Go through them
again-intro = You are asked again because what you noted says that it has got worse.
today-command-again = What you noted says that it has got worse, so the safety questions come again: start Unhunch and answer them there. Until then this is only a preview.

## On the command line

advised-command-go = Your answers to the safety questions hold nothing back.
advised-command-unasked = The safety questions aren’t answered yet: start Unhunch and answer them there.
advised-command-again = What you noted says that it has got worse, so the safety questions come again: start Unhunch and answer them there.
advised-command-none = Nothing else is advised today.
