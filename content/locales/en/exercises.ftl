### The ten exercises: what people read on an exercise’s page and hear during a session.
### One message an exercise, named as its file in content/exercises; content/README.md lists the attributes.
###
### $side is "left" or "right": the side that the cue is about. Only .ready, the -move, -hold and
### -return cues and .switch get it.
### Cues are heard with closed eyes: .ready and .switch at most 12 words, -move and -hold at most 8,
### -return at most 6.

## Neck

neck-side-bend-rotation = Neck side bend and rotation
    .purpose = Lengthens the sides of the neck and the tops of the shoulders, which stay still for hours when you look at a screen. The slow roll from side to side turns the neck without force.
    .setup = Sit or stand tall and look straight ahead. Let your arms hang loose and your shoulders sink.
    .ready =
        { $side ->
            [left] Sit or stand tall, shoulders low. To the left first
           *[right] Sit or stand tall, shoulders low. To the right first
        }
    .breathing = Breathe slowly in and out all the way through, also while you roll.
    .felt = Along the side of the neck that you bend away from, down to the top of that shoulder.
    .phase-side-bend = Side bend
    .phase-side-bend-do = Let your right ear sink towards your right shoulder and stay there. Then comes the turn, a slow roll through the front: lower your chin towards your chest and roll on until your left ear sinks towards your left shoulder, and stay again. To finish, lift your head back to the middle.
    .phase-side-bend-move =
        { $side ->
            [left] Left ear down to your left shoulder
           *[right] Right ear down to your right shoulder
        }
    .phase-side-bend-hold = Let both shoulders sink
    .phase-side-bend-return = Lift your head to the middle
    .switch =
        { $side ->
            [left] Chin to your chest, then roll on, left ear to left shoulder
           *[right] Chin to your chest, then roll on, right ear to right shoulder
        }
    .mistake-shrugging = Shrugging: if a shoulder comes up to meet the ear, let it sink and bend a little less.
    .mistake-pulling = Pulling on the head: leave your hands off, the weight of the head is enough.
    .mistake-circling-backwards = Circling backwards: always roll through the front, with the chin towards the chest.
    .precaution-vertigo = Leave this one out if turning or tilting your head makes you dizzy.
    .variant-short-hold = Shorter hold
    .variant-short-hold-do = Stay only 5 seconds on each side.
    .variant-hand-under-chair = Hand under the chair edge
    .variant-hand-under-chair-do = Sit on a chair and hold the edge of the seat with the hand of the side that you bend away from: the left hand while you bend to the right. Change hands in the middle of the roll.

## Chair rotation

chair-rotation = Chair rotation
    .purpose = Turns the upper back, which does much of the trunk’s turning and gets little of it at a desk.
    .setup = Sit sideways on a steady chair without wheels or armrests, your right side against its back and both feet flat on the floor. For the left, sit the other way round, with your left side against the back.
    .ready =
        { $side ->
            [left] Sit sideways on a steady chair, left side against its back
           *[right] Sit sideways on a steady chair, right side against its back
        }
    .breathing = Breathe in to sit tall, breathe out as you turn, and keep breathing while you stay.
    .felt = Round the middle and upper back and along the ribs.
    .phase-turn = Turn
    .phase-turn-do = With your right side against the back of the chair, turn your chest to the right and take hold of the chair back with both hands. Legs and hips stay where they are; the arms help, they do not pull. For the left, sit the other way round and turn to the left.
    .phase-turn-move =
        { $side ->
            [left] Turn left, hands to the chair back
           *[right] Turn right, hands to the chair back
        }
    .phase-turn-hold = Sit tall, legs still
    .phase-turn-return = Turn slowly back to the middle
    .switch =
        { $side ->
            [left] Sit the other way round, your left side against the chair back
           *[right] Sit the other way round, your right side against the chair back
        }
    .mistake-levering = Levering hard with the arms: turn from the chest first, then let the hands rest where they arrive.
    .mistake-hips-moving = Hips moving along: keep both knees level, side by side, and both sitting bones on the seat.
    .precaution-osteoporosis = Keep the turn small and slow, and do not use your arms to go further.
    .precaution-pregnancy = Turn to the open side only, away from the back of the chair, so that nothing presses on your belly.
    .variant-arms-crossed = Arms crossed
    .variant-arms-crossed-do = Cross your arms over your chest and turn without holding on to the chair.
    .variant-standing = Standing
    .variant-standing-do = Stand with your feet hip-width apart and your arms crossed over your chest. Turn your chest to the right while your hips keep facing forward, then do the same to the left.
    .variant-open-book = Side-lying open book
    .variant-open-book-do = Lie on your side with both knees bent and both arms stretched out in front of you, palms together. Lift the upper arm and let it open towards the floor behind you, eyes following the hand and knees staying together; then lie on the other side.
    .variant-open-side = Open side only
    .variant-open-side-do = Turn only away from the chair back: with your right side against it, a little to the left. Sit the other way round to turn to the right.

## Cat–cow

cat-cow = Cat–cow
    .purpose = Moves the whole spine slowly from round to hollow and back. A good first exercise on the mat.
    .setup = Come onto your hands and knees on the mat, palms under your shoulders and knees under your hips. Let your back be flat and look down at the mat.
    .ready = Come down to hands and knees, palms under shoulders, back flat
    .breathing = Breathe in as you move into each shape, keep breathing while you stay, and breathe out on the way back to flat.
    .felt = Along the whole back, most of all between the shoulder blades; then across the front of the trunk.
    .phase-cat = Cat
    .phase-cat-do = Breathe in, tuck your tailbone under and round the middle of your back up towards the ceiling. Draw your belly in, let your head hang and stay. Then breathe out and come back to a flat back.
    .phase-cat-move = Breathe in, round your back
    .phase-cat-hold = Tailbone under, head hanging
    .phase-cat-return = Breathe out, back to flat
    .phase-cow = Cow
    .phase-cow-do = Breathe in, let your back sink towards the mat and lift your breastbone and your face. Stay, with your shoulders away from your ears. Then breathe out and come back to a flat back.
    .phase-cow-move = Breathe in, back sinks, face up
    .phase-cow-hold = Back hollow, shoulders down
    .phase-cow-return = Breathe out, back to flat
    .mistake-shoulders-to-ears = Shoulders up to the ears: press the floor away and keep the neck long.
    .mistake-rushing = Rushing: let one slow breath carry each movement.
    .precaution-wrist = Take the seated version, so that no weight rests on your wrists.
    .precaution-knee = Take the seated version, so that no weight rests on your knees.
    .precaution-osteoporosis = Leave out the rounding: start from a flat back, only do the cow, and come back to flat.
    .variant-hands-on-desk = Hands on a desk
    .variant-hands-on-desk-do = Stand with both hands on a desk, walk your feet back and lean forward from the hips. Round and hollow your back slowly from there.
    .variant-seated = Seated
    .variant-seated-do = Sit towards the front of a chair with your hands on your thighs. Roll your hips back and round your back, then roll them forward and lift your breastbone.
    .variant-slower = Slower
    .variant-slower-do = Take twice as long for every way there and back, and feel one part of the back move after the other.

## Child’s pose

childs-pose = Child’s pose
    .purpose = A resting stretch for the back and the sides under the arms.
    .setup = Kneel on the mat with your big toes together and your knees wide apart. Sit back on your heels.
    .ready = Kneel, big toes together, knees wide, and sit on your heels
    .breathing = Breathe slowly and let each breath spread into your back.
    .felt = Along the back, under the armpits and in the hips.
    .phase-fold = Fold
    .phase-fold-do = Stretch both arms tall overhead, then hinge forward from the hips until your forehead comes to the floor and your hands lie far in front of you. Stay on your heels and let your shoulders spread wide. To come up, walk your hands back towards your knees.
    .phase-fold-move = Reach both arms up, then fold forward slowly
    .phase-fold-hold = Forehead down, shoulders wide
    .phase-fold-return = Walk your hands back, sit up
    .mistake-forcing-knees = Forcing the knees: go back only as far as they bend comfortably, and fill the gap with a cushion.
    .precaution-knee = Take the seated desk-lean instead, so that your knees need not bend so far.
    .precaution-knee-replacement = Take the seated desk-lean instead, so that your knee need not bend so far.
    .precaution-late-pregnancy = Leave it out, and rest in a position that leaves your belly room.
    .precaution-glaucoma = Leave it out: in this pose the head is low, and yours should stay above your heart.
    .variant-cushion = With a cushion
    .variant-cushion-do = Put a cushion between your buttocks and your heels, and another under your forehead if the floor is far away.
    .variant-seated-desk-lean = Seated desk-lean
    .variant-seated-desk-lean-do = Sit facing a desk with your hands on it. Slide your hands forward and lean from the hips until your forehead rests on your arms or you feel a mild stretch.
    .variant-hands-aside = Hands to the side
    .variant-hands-aside-do = From the pose, walk both hands to the right, stay, then walk them to the left and stay. You feel it along the side that gets longer.

## Thoracic extension

thoracic-extension = Thoracic extension
    .purpose = Opens the upper back and the chest: the opposite of bending over a screen.
    .setup = Lay the foam roller across the mat and lie back so that it is under your shoulder blades, knees bent and feet flat. Lift your arms overhead, bend your elbows and rest your head in both hands. Your hips stay on the mat.
    .ready = Lie back, roller across your upper back, knees bent, hands behind head
    .breathing = Breathe out as you lean back and breathe slowly into your chest while you stay.
    .felt = In the upper back around the roller and across the front of the chest.
    .phase-lean-back = Lean back
    .phase-lean-back-do = Your arms are overhead with the elbows bent, so that your hands support your head; straight arms are the harder version. Let your upper back sink slowly over the roller: only the upper back bends, the ribs stay soft and the low back quiet. Come up by curling your head and shoulders forward.
    .phase-lean-back-move = Lean your upper back over the roller
    .phase-lean-back-hold = Hips down, head heavy in your hands
    .phase-lean-back-return = Curl slowly up, head in hands
    .mistake-arching-low-back = Arching the low back: keep the roller under the shoulder blades and the belly lightly firm.
    .mistake-dropping-head = Letting the head drop: carry its weight in your hands all the time.
    .precaution-osteoporosis-with-fracture = Leave this one out.
    .precaution-osteoporosis = Do not use the roller. Take the version over a chair back and keep the bend small.
    .variant-rolled-towel = Rolled towel
    .variant-rolled-towel-do = Roll a bath towel up firmly and lie over that instead of the foam roller. It is lower and bends your back less.
    .variant-chair-back = Over a chair back
    .variant-chair-back-do = Sit facing forward and lean your upper back over the top edge of a steady chair’s back, your head in your hands.
    .variant-arms-overhead = Arms long overhead
    .variant-arms-overhead-do = Let go of your head and stretch both arms long past your ears, upper arms close to the head. Do this only once your neck rests easily there.

thoracic-extension_chair-back = Thoracic extension over a chair
    .setup = Sit facing forward on a steady chair without wheels, well back on the seat, both feet flat on the floor. The top of the chair’s back should meet you at the shoulder blades; sit on a cushion if it is too high. Lift your arms overhead, bend your elbows and rest your head in both hands.
    .ready = Sit well back on a steady chair, hands behind head, elbows up
    .breathing = Breathe out as you lean back and breathe slowly into your chest while you stay.
    .felt = In the upper back where it meets the chair, and across the front of the chest.
    .phase-lean-back = Lean back
    .phase-lean-back-do = Your arms are overhead with the elbows bent, so that your hands support your head; straight arms are the harder version. Lean your upper back slowly over the top edge of the chair’s back: only the upper back bends, the ribs stay soft, hips and feet stay where they are. Come up slowly until you sit tall.
    .phase-lean-back-move = Lean your upper back over the chair
    .phase-lean-back-hold = Feet down, head heavy in your hands
    .phase-lean-back-return = Slowly up until you sit tall

## Superman

superman = Superman
    .purpose = Strengthens the back, the buttocks and the muscles between the shoulder blades, which hold you upright.
    .setup = Lie on your front on the mat, arms stretched out overhead and legs long. Rest your forehead on the mat and look straight down at it, so that your neck is relaxed.
    .ready = Lie on your front, arms overhead, forehead on the mat
    .breathing = Breathe out as you lift and in as you lower; do not hold your breath at the top.
    .felt = In the muscles along the back and in the buttocks.
    .phase-lift = Lift
    .phase-lift-do = Lift your arms and legs together a little off the mat, using your back and buttocks, and stay long for a moment. Keep looking down at the mat, so that the neck stays relaxed. Lower slowly.
    .phase-lift-move = Eyes down, arms and legs up
    .phase-lift-hold = Stay long, look down
    .phase-lift-return = Lower slowly
    .mistake-lifting-too-high = Lifting too high: a hand’s width is plenty; think long, not high.
    .mistake-jerking = Jerking: lift and lower at the same quiet speed.
    .mistake-looking-up = Looking up: keep your eyes on the mat and the back of your neck long.
    .precaution-pregnancy = Take bird-dog instead of lying on your front.
    .precaution-sensitive-back = Lift only the opposite arm and leg, and keep them low.
    .variant-arms-or-legs = Arms or legs only
    .variant-arms-or-legs-do = Lift only your arms while your legs rest, or only your legs while your arms rest.
    .variant-wall-arm-lift = Wall arm-lift
    .variant-wall-arm-lift-do = Stand close to a wall with your arms overhead against it, and lift both arms a little way off it.
    .variant-longer-hold = Longer hold
    .variant-longer-hold-do = Stay at the top of each lift for up to 5 seconds, and keep breathing.
    .variant-bird-dog = Bird-dog
    .variant-bird-dog-do = On hands and knees, stretch one arm forward and the opposite leg back, no higher than your back. Lower them and change over, keeping your hips level.
    .variant-opposite-arm-and-leg = Opposite arm and leg
    .variant-opposite-arm-and-leg-do = Lying on your front, lift your right arm and left leg a little off the mat and lower them. Then lift your left arm and right leg.

superman_wall-arm-lift = Wall arm-lift
    .setup = Stand facing a wall, about a foot’s length away, feet hip-width apart. Stretch both arms overhead in a wide V and lay your hands against the wall.
    .ready = Face the wall, arms overhead in a V, hands on it
    .breathing = Breathe out as you lift and in as you lower; do not hold your breath at the top.
    .felt = Between and below the shoulder blades.
    .phase-lift = Lift
    .phase-lift-do = Lift both straight arms a little way off the wall, from the shoulder blades, and stay for a moment. Keep your chin level and your belly lightly firm, so that the low back does not arch. Bring your hands slowly back to the wall.
    .phase-lift-move = Shoulders low, lift arms
    .phase-lift-hold = Belly firm, chin level
    .phase-lift-return = Back to the wall

## Scapular squeeze

scapular-squeeze = Scapular squeeze
    .purpose = Strengthens the muscles that draw the shoulder blades back. You can do it anywhere, and nobody sees it.
    .setup = Sit, stand or lie, whatever suits you. Let your arms rest by your sides, shoulders low and chin level.
    .ready = Arms by your sides, shoulders low, chin level
    .breathing = Breathe evenly in and out while you squeeze.
    .felt = Between the shoulder blades and just below.
    .phase-squeeze = Squeeze
    .phase-squeeze-do = Draw your shoulder blades together and slightly down, as if to hold a pencil between them. Stay, with your arms relaxed. Then let go slowly.
    .phase-squeeze-move = Shoulder blades together
    .phase-squeeze-hold = Arms relaxed, keep breathing
    .phase-squeeze-return = Let go slowly
    .mistake-shrugging = Shrugging: draw the shoulder blades back and down, not up.
    .mistake-chin-poking = Chin poking forward: keep it level and your head over your shoulders.
    .mistake-holding-breath = Holding the breath: if you could not say a sentence, squeeze less.
    .precaution-high-blood-pressure = Squeeze for 5 seconds only and count aloud, so that your breath keeps flowing.
    .variant-short-hold = Shorter hold
    .variant-short-hold-do = Squeeze for 5 seconds only.
    .variant-anywhere = Anywhere
    .variant-anywhere-do = Sit or stand tall at a desk, in a queue or on a train, and squeeze as usual.
    .variant-band-row = Band row
    .variant-band-row-do = Loop a band round something that cannot move, at the height of your elbows, and hold one end in each hand. Draw your elbows back along your sides, squeeze, and let the band pull you back slowly.

## Knee to chest

knee-to-chest = Knee to chest
    .purpose = Lengthens the buttocks and the low back after hours of sitting.
    .setup = Lie on your back on the mat, knees bent and feet flat. Rest your head on the mat and let your shoulders be heavy.
    .ready =
        { $side ->
            [left] Lie flat on your back, knees bent, feet down. Left leg first
           *[right] Lie flat on your back, knees bent, feet down. Right leg first
        }
    .breathing = Breathe out as the knee comes closer and keep breathing slowly while you stay.
    .felt = In the buttock and the low back, on the side of the lifted leg.
    .phase-draw-in = Draw in
    .phase-draw-in-do = Lift your left foot, take hold behind the left thigh with both hands and draw the knee towards your chest. The right foot and your head stay down. Let go slowly, set the foot down, and do the same with the right leg.
    .phase-draw-in-move =
        { $side ->
            [left] Left knee to chest, hands behind the thigh
           *[right] Right knee to chest, hands behind the thigh
        }
    .phase-draw-in-hold = Head and other foot stay down
    .phase-draw-in-return = Let go, foot down slowly
    .switch =
        { $side ->
            [left] Now the left leg
           *[right] Now the right leg
        }
    .mistake-yanking-shin = Yanking on the shin: hold behind the thigh, and let the knee come only as close as it likes.
    .precaution-osteoporosis = Leave this one out.
    .precaution-pregnancy = After the first three months, take the seated hug instead of lying on your back.
    .precaution-hip-replacement = Ask your surgeon or physiotherapist first how far your hip may bend.
    .variant-foot-on-chair = Foot on a chair
    .variant-foot-on-chair-do = Lie with both lower legs resting on the seat of a chair. Draw one knee in from there, while the other foot stays up.
    .variant-seated-hug = Seated hug
    .variant-seated-hug-do = Sit tall on a chair, hold behind one thigh with both hands and lift that knee towards your chest. With a pregnant belly, let the knee go to its side.
    .variant-other-leg-straight = Other leg straight
    .variant-other-leg-straight-do = Stretch the resting leg out long on the mat while you draw the other knee in.

## Pec stretch

pec-stretch = Pec stretch
    .purpose = Opens the front of the chest and shoulders after hours with your arms in front of you.
    .setup = Stand facing a wall, a short step away, one foot a little in front of the other. Lay both forearms upright on it, elbows bent at a right angle, level with your shoulders and well out to the sides.
    .ready = Forearms upright on the wall, elbows wide, shoulder-high, feet a step back
    .breathing = Breathe slowly into your chest and let it sink a little with each breath out.
    .felt = Across the front of the chest and shoulders.
    .phase-sink = Sink forward
    .phase-sink-do = Let your weight sink forward, so that your chest comes towards the wall between your elbows. Elbows stay where they are, and your body stays in one line. Then push yourself gently back.
    .phase-sink-move = Let your chest sink towards the wall
    .phase-sink-hold = Belly firm, shoulders low
    .phase-sink-return = Push gently back
    .mistake-flaring-ribs = Flaring ribs: keep the belly lightly firm, so that the chest moves and the low back does not arch.
    .mistake-front-of-shoulder-pain = Pain at the front of the shoulder: lower your elbows or lean in less; you should feel a stretch in the chest.
    .precaution-shoulder = After a dislocation, or when the shoulder has become very stiff, keep your elbows below shoulder height. If that hurts too, leave it out.
    .variant-one-arm = One arm
    .variant-one-arm-do = Lay only one forearm on the wall and turn your chest a little away from it. Then change arms.
    .variant-lower-elbows = Lower elbows
    .variant-lower-elbows-do = Place your elbows below shoulder height and lean in only until you feel a mild stretch.
    .variant-longer = Longer
    .variant-longer-do = Stay for up to 30 seconds each time.

## Overhead arm reach

overhead-arm-reach = Overhead arm reach
    .purpose = Lengthens the side of the body from the hip to the armpit and gives the ribs room to breathe.
    .setup = Sit tall on a steady chair with both feet flat on the ground. Let your arms hang by your sides.
    .ready =
        { $side ->
            [left] Sit tall on a chair, both feet flat. Left arm first
           *[right] Sit tall on a chair, both feet flat. Right arm first
        }
    .breathing = Breathe in as you reach up, breathe out as you bend, and keep breathing while you stay.
    .felt = Along the side of the raised arm: shoulder, armpit and ribs.
    .phase-reach = Reach
    .phase-reach-do = Stretch your right arm overhead and bend to the left, until you feel it along your right side; then come back up. Both hips stay on the seat and your chest faces forward. After all repetitions, do the same with the left arm, bending to the right.
    .phase-reach-move =
        { $side ->
            [left] Left arm up, then bend right
           *[right] Right arm up, then bend left
        }
    .phase-reach-hold = Both hips down, chest facing forward
    .phase-reach-return = Come up and lower the arm
    .switch =
        { $side ->
            [left] Other side: now the left arm
           *[right] Other side: now the right arm
        }
    .mistake-twisting = Twisting: keep your chest facing forward and bend straight to the side.
    .mistake-lifting-hip = Lifting a hip: keep both sitting bones heavy and bend a little less.
    .precaution-shoulder = If the arm hurts overhead, leave that hand on your hip and bend from there.
    .precaution-osteoporosis = Keep the bend small and slow.
    .variant-hand-on-head = Hand on the head
    .variant-hand-on-head-do = Rest the hand of the raised arm lightly on the top of your head instead of stretching it up, and do not pull.
    .variant-hand-on-hip = Hand on the hip
    .variant-hand-on-hip-do = Leave the hand on your hip instead of raising the arm, and bend to the other side.
    .variant-standing = Standing
    .variant-standing-do = Stand with your feet hip-width apart and do the same from there, weight on both feet.
    .variant-both-arms = Both arms
    .variant-both-arms-do = Raise both arms overhead and bend with them, first to the left, then to the right.
