### The page About and safety. Keys stand in the order in which the page shows them.

## What this is

safety-heading-about = What Unhunch is, and what it is not
safety-what-is = Unhunch leads you through a short daily routine of stretches and strengthening exercises for neck, shoulders and back. It talks you through each movement, counts for you and remembers what you have done. It is about comfort, mobility, strength and a good habit.
safety-what-is-not = Unhunch is not medical advice and no replacement for a doctor or a physiotherapist. It does not examine you, it does not say what is behind an ache, and it cannot promise that an ache goes away. If you are unsure whether an exercise is right for you, ask somebody who can examine you.
safety-privacy = Everything stays on this computer: what you do and how you rate it is kept here and sent nowhere. There is no account.

## Stop, get help now

safety-heading-now = Stop, get help now
safety-intro-now = If any of these happens, stop. Get help now: call your local emergency number.
safety-now-chest = Pressure in the chest, or pain that spreads to an arm, the jaw or the back, with sweating or shortness of breath.
safety-now-injury = Neck pain after a serious fall, a crash or a blow.
safety-now-worst = The worst headache or neck pain you have ever had, or one unlike any before.
safety-now-dizzy = Dizziness with double vision, trouble speaking or swallowing, a sudden fall, a numb face or unsteady walking.
safety-now-hands = Clumsy hands or heavy legs with numbness, or a change in how your bladder or bowel works.
safety-now-fever = A stiff neck with fever and a severe headache.

## See a clinician before starting

safety-heading-before = See a clinician before you start
safety-intro-before = If any of these is true for you, get this checked by a doctor or another clinician first, and ask which exercises suit you.
safety-before-arm = Weakness, numbness or tingling in an arm or a hand.
safety-before-shocks = A feeling like electric shocks when you bend your neck.
safety-before-unwell = Losing weight without knowing why, a fever, or feeling unwell.
safety-before-history = Cancer, now or in the past, or a weakened immune system.
safety-before-night = Constant pain that keeps growing, or that wakes you every night.
safety-before-surgery = An operation on your neck, recently or long ago.
safety-before-fracture = Osteoporosis with a broken bone.
safety-before-joints = Rheumatoid arthritis, or Down syndrome: the neck then needs particular care.

## Change the routine

safety-heading-change = Change the routine
safety-intro-change = With these you can exercise, but not every exercise as it stands. Each exercise’s page says what to leave out, what to swap and what to do more gently.

## While you exercise

safety-heading-exercising = While you exercise
safety-everywhere = Move slowly and without bouncing, go only as far as a mild tension, and never hold your breath. Warm up before you stretch.
safety-dizziness = Dizziness ends the session: stop, sit or lie down, and do not go on today. If it comes with any of the signs under “Stop, get help now”, call your local emergency number.
safety-intro-scale = Some discomfort is normal when a stiff body moves. Rate it from 0 (none) to 10 (the worst you can imagine):
safety-scale-0-3 = 0 to 3: fine, carry on.
safety-scale-4-5 = 4 to 5: acceptable if it has settled within 24 hours. If it has not, make the exercise easier next time.
safety-scale-6-10 = 6 to 10: stop this exercise. Take an easier version next time.

## When it does not get better

safety-heading-persist = If the pain stays
safety-persist = If pain persists, or gets worse with the exercises, talk to a doctor. There may be a reason for it that needs a professional.

## Sources

safety-heading-sources = Where the rules come from
safety-intro-sources = The exercises and their doses come from a programme that was given to us; where it is silent we have chosen, and each exercise’s page says so. The rules around them lean on these studies and guidelines. They describe groups of people and cannot tell how it will go for you.
safety-source-andersen-2011 = Andersen 2011 and follow-ups: two minutes of strengthening a day, five days a week for ten weeks, went with about 1.4 points less pain on a scale to 10 among 198 office workers. Our smallest routine borrows its length and its strengthening from it, not its exercises.
safety-source-tunwattanapong-2016 = Tunwattanapong 2016: regular neck and shoulder stretches for office workers with neck pain.
safety-source-sihawong-2014 = Sihawong 2014: daily stretching together with regular strengthening among office workers.
safety-source-chen-2018 = Chen 2018: exercise at the workplace for office workers with neck pain.
safety-source-louw-2017 = Louw 2017: exercise for office workers with neck pain.
safety-source-price-2020 = Price 2020: kinds and amounts of exercise for neck pain that lasts.
safety-source-gross-2015 = Gross 2015 (Cochrane): exercises for the neck.
safety-source-luger-2019 = Luger 2019 (Cochrane): breaks during desk work.
safety-source-waongenngarm-2021 = Waongenngarm 2021: breaks and movement during desk work.
safety-source-acsm = ACSM stretching guidance: holds of 10 to 30 seconds, about 60 seconds in all for each stretch.
safety-source-ingram-2024 = Ingram 2024: the benefit levels off near 4 minutes a session and 10 minutes a week for each stretch.
safety-source-optima-2016 = OPTIMa neck guideline 2016: the care of neck pain.
safety-source-nice-cks = NICE CKS, neck pain: which signs to have checked.
safety-source-blanpied-2017 = Blanpied 2017 (JOSPT/APTA): exercise as a part of the care of neck pain.
safety-source-farrar-2001 = Farrar 2001: a change in pain counts from about 2 points or 30 per cent.
safety-source-immpact = IMMPACT: asking about pain and about its change.
safety-source-phone-posture-2025 = A cohort of 396 adults, 2025 (Brazilian Journal of Physical Therapy): the angle of the neck at the phone did not predict neck pain a year later, while sleep and activity mattered more. So we do not score posture.
