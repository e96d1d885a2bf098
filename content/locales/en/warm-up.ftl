### The warm-up moves that open every routine. Built like the messages in exercises.ftl.

shoulder-rolls = Shoulder rolls
    .purpose = Warms the shoulders and the base of the neck before they are stretched.
    .setup = Sit or stand tall and let your arms hang loose.
    .ready = Let your arms hang loose, sitting or standing
    .breathing = Breathe in as the shoulders rise and out as they sink.
    .felt = Warmth around the shoulders and between the shoulder blades.
    .phase-backwards = Backwards
    .phase-backwards-do = Roll both shoulders slowly up, back and down, in large circles. The arms just hang along.
    .phase-backwards-move = Roll your shoulders up, back and down
    .phase-forwards = Forwards
    .phase-forwards-do = Now the other way: up, forward and down, as slowly as before.
    .phase-forwards-move = Other way: up, forward and down
    .mistake-rushing = Rushing: one circle takes about three seconds.
    .mistake-poking-chin = Poking the chin forward: keep your head over your shoulders while they move.

arm-circles = Arm circles
    .purpose = Warms the shoulders and the chest and gets the arms moving.
    .setup = Stand with your feet hip-width apart and an arm’s length of free space all round. Stretch both arms out to the sides, a little below shoulder height.
    .ready = Stand tall, with space all around you
    .breathing = Breathe evenly, in and out.
    .felt = Warmth in the shoulders and upper arms.
    .phase-forwards = Forwards
    .phase-forwards-do = Draw small circles forwards with both hands and let them slowly grow.
    .phase-forwards-move = Arms out, circle forwards, small then larger
    .phase-backwards = Backwards
    .phase-backwards-do = Now circle backwards, again small at first and then larger.
    .phase-backwards-move = Now backwards, small then larger
    .mistake-shrugging = Shrugging: keep the shoulders low; make the circles smaller if they creep up.
    .mistake-swinging = Swinging: guide the arms slowly, do not fling them.
    .precaution-shoulder = Keep the circles small and low, or let the arms hang and swing gently.

marching = Marching on the spot
    .purpose = Gets the blood moving and the whole body warm.
    .setup = Stand tall with room in front of your knees. Have a wall or a chair within reach if you like something to hold.
    .ready = Stand tall, with room in front of your knees
    .breathing = Breathe in the rhythm of your steps.
    .felt = Warmth in the legs and hips, and a slightly quicker breath.
    .phase-march = March
    .phase-march-do = Walk on the spot, lifting one knee after the other as high as is comfortable. Let the opposite arm swing with each step.
    .phase-march-move = March on the spot and swing your arms
    .mistake-leaning-back = Leaning back: stay tall, and lift the knees less high.
    .mistake-stamping = Stamping: set each foot down softly.

gentle-nods = Gentle nods
    .purpose = Warms the neck with a very small movement.
    .setup = Sit or stand tall, look straight ahead and let your shoulders sink.
    .ready = Shoulders low, eyes straight ahead
    .breathing = Breathe out as the chin lowers and in as it comes back.
    .felt = A light pull at the back of the neck.
    .phase-nod = Nod
    .phase-nod-do = Lower your chin a little way towards your chest, then bring it back to level. Small and slow, as if saying yes to somebody.
    .phase-nod-move = Nod slowly: chin down, then back to level
    .mistake-tipping-back = Tipping the head back: level is as far up as it goes.
    .mistake-hurrying = Hurrying: one nod takes about three seconds.
    .precaution-vertigo = Leave these out if nodding makes you dizzy.
