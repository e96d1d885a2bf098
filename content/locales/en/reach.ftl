### The tests of reach: how each is done, what is read, and what was found.

reach-title = Reach
reach-intro = How far do your head and arms go? These tests are for your own comparison, one time with another. Everybody is built differently, so no answer is right or wrong.
reach-when = Do them whenever you like, or never. It compares best on the same chair, at about the same time of day, before your exercises.
reach-safety = Slowly, and only as far as is comfortable. Stop if it hurts, and leave the tests for another day when you feel dizzy or unwell.
reach-tests = The tests
reach-none = Nothing found yet
# $because: “because-…” in today.ftl, such as “to spare your shoulders”.
reach-left-out = Left out for you { $because }.
reach-sides = Which side
reach-do = How to do it
reach-figure-start = At the start
reach-figure-end = At the end
reach-save = Keep it
reach-unanswered = Choose the answer that comes closest. Nothing is kept yet.
# $result: a line such as “Ear to shoulder, right side: one hand”.
reach-kept = Kept. { $result }.
reach-other-left = The left side
reach-other-right = The right side
reach-next = Next: { $test }
reach-all = All tests
reach-changing = You are changing what you found on { $date }. Until you keep something else, it stays as it is.
reach-changing-end = Leave it as it is
reach-delete = Delete this result

## The tests. Landmarks are answers, from the least far to the furthest; lists show them alone.

reach-flexion = Chin to chest
    .what = Lower the chin towards the breastbone.
    .how = Sit tall against the back of your chair, mouth closed, shoulders loose. Lower your chin slowly towards your breastbone. Then put the fingers of one hand in between, side by side.
    .question = How many fingers fit between chin and breastbone?
    .four-fingers = Four fingers or more
    .three-fingers = Three fingers
    .two-fingers = Two fingers
    .one-finger = One finger
    .touching = None: the chin touches
    .phone = Hold the phone flat against the side of your head, above the ear, with its screen outwards. Either hand will do; take the same one each time.
reach-extension = Face to ceiling
    .what = Lift the chin and turn the face up.
    .how = Sit tall against the back of your chair, and put the chair in the same place each time. Lift your chin slowly and let your face turn up; your back stays where it is.
    .question = Where does your nose point?
    .wall = At the wall in front
    .edge = Where wall and ceiling meet
    .ceiling-ahead = At the ceiling, well in front of you
    .ceiling-near = At the ceiling, a little in front of you
    .straight-up = Straight up
    .phone = Hold the phone flat against the side of your head, above the ear, with its screen outwards. Either hand will do; take the same one each time.
reach-side-bend = Ear to shoulder
    .what = Tilt the head towards a shoulder.
    .how = Sit tall and look straight ahead. Tilt your head slowly to the side, as if the ear wanted to get to the shoulder; both shoulders stay down. Then put your free hand in between, edge on: its four fingers side by side are one hand.
    .question = How many hands fit between ear and shoulder?
    .two-hands = Two hands or more
    .more-than-one = More than one hand, but not two
    .one-hand = One hand
    .less-than-one = Less than one hand
    .touching = None: the ear touches
    .phone = Hold the phone flat against the side of your head, above the ear, with its screen outwards, on the side that goes up: there it is out of the way.
reach-rotation = Chin to shoulder
    .what = Turn the head towards a shoulder.
    .how = Sit tall, chest to the front. Turn your head slowly to the side, with the chin level. Then lay a finger of the other hand on the place straight below your chin.
    .question = What is straight below your chin?
    .collarbone-inner = The collarbone, next to the breastbone
    .collarbone-middle = The middle of the collarbone
    .collarbone-outer = The outer end of the collarbone
    .shoulder-tip = The tip of the shoulder
    .behind-shoulder = Behind the tip of the shoulder
reach-wall-climb = Hands up the wall
    .what = Let both hands climb a wall.
    .how = Stand in front of a wall with both palms on it at the height of your chest. Let your hands climb slowly and step closer as they rise; your low back stays as it is.
    .question = How high do your elbows get?
    .below-shoulders = Below the shoulders
    .shoulders = As high as the shoulders
    .chin = As high as the chin
    .eyes = As high as the eyes
    .crown = As high as the top of the head

## What was found

reach-found = What you found
reach-day = Day
reach-result = Result
reach-change-heading = Compared with the time before
reach-change = Change
reach-degrees = { $degrees }°
# A test, its side if it has sides, and what was read.
reach-line = { $test }: { $reading }
reach-first = The first time
reach-on-day = on { $date }
reach-same-day = earlier that day
# $when: one of the two above.
reach-same-landmark = The same as { $when }
reach-same-degrees = No change: less than 5° from { $degrees }° { $when }
reach-further-landmark =
    { $count ->
        [one] One step further than { $when }
       *[other] { $count } steps further than { $when }
    }
reach-less-landmark =
    { $count ->
        [one] One step less far than { $when }
       *[other] { $count } steps less far than { $when }
    }
reach-further-degrees = { $count }° further than { $when }
reach-less-degrees = { $count }° less far than { $when }
reach-since-beginning = Since the first time:
reach-older = Older ones are among your notes.

## With a phone

tilt-title = With a phone
tilt-text = A phone feels how far it is tilted. Held to your head, it reads this test in degrees: three times, and the middle one counts.
tilt-how = Press the button and get ready. After the first sound, move slowly as far as is comfortable and stay there until the second sound; then come back and stay. Do that three times, and look at the phone.
tilt-how-silent = Press the button and get ready: you have five seconds. Move slowly as far as is comfortable and stay for two seconds; then come back and stay for two. Do that three times, and look at the phone.
tilt-needs = It takes a phone with a tilt sensor, and a browser that passes on what the sensor feels.
tilt-none = No tilt sensor shows itself here. Choose an answer above instead; the two ways are kept apart.
tilt-insecure = Browsers pass on the sensor only where the address begins with https, or on the very device on which Unhunch runs. Choose an answer above instead; the two ways are kept apart.
tilt-denied = The browser was not allowed to pass on the sensor. Choose an answer above, or load the page again and allow it.
tilt-start = Start
tilt-again = Start again
tilt-stop = Stop
tilt-placing = Hold the phone to your head and keep still.
tilt-moving = Now move slowly, and stay at the end.
tilt-returning = Come back slowly, and stay.
tilt-done = Done. The middle one counts: { $degrees }°
tilt-lost = Nothing could be read: the phone did not come to rest, moved too little or slipped. Start again when you like.
tilt-stopped = Stopped. Nothing is kept.
tilt-try = { $number }: { $degrees }°
tilt-try-open = { $number }: not yet
tilt-tries = Three times
tilt-save = Keep { $degrees }°
