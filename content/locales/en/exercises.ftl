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

neck-side-bend-rotation_short-hold = Neck side bend, short hold
    .setup = Sit or stand tall and look straight ahead. Let your arms hang loose and your shoulders sink.
    .ready =
        { $side ->
            [left] Sit or stand tall, shoulders low. To the left first
           *[right] Sit or stand tall, shoulders low. To the right first
        }
    .breathing = Breathe slowly in and out all the way through, also while you roll.
    .felt = Along the side of the neck that you bend away from, down to the top of that shoulder.
    .phase-side-bend = Side bend
    .phase-side-bend-do = Let your right ear sink towards your right shoulder and stay for 5 seconds. Then roll slowly through the front: lower your chin towards your chest and roll on until your left ear sinks towards your left shoulder, and stay again. To finish, lift your head back to the middle.
    .phase-side-bend-move =
        { $side ->
            [left] Left ear down to your left shoulder
           *[right] Right ear down to your right shoulder
        }
    .phase-side-bend-hold = Both shoulders sink
    .phase-side-bend-return = Lift your head to the middle
    .switch =
        { $side ->
            [left] Chin to your chest, then roll on, left ear to left shoulder
           *[right] Chin to your chest, then roll on, right ear to right shoulder
        }

neck-side-bend-rotation_hand-under-chair = Neck side bend, hand under the chair
    .setup = Sit tall on a steady chair without armrests, both feet flat on the floor. While you bend to the right, your left hand holds the edge of the seat beside you; while you bend to the left, the right hand does.
    .ready =
        { $side ->
            [left] Sit tall, right hand holds the seat’s edge. To the left first
           *[right] Sit tall, left hand holds the seat’s edge. To the right first
        }
    .breathing = Breathe slowly in and out all the way through, also while you roll.
    .felt = Along the side of the neck that you bend away from, down to the shoulder of the hand that holds on.
    .phase-side-bend = Side bend
    .phase-side-bend-do = Hold the edge of the seat lightly with your left hand, so that the left shoulder stays low, let your right ear sink towards your right shoulder and stay. Then lower your chin towards your chest, let go and take hold with the right hand, and roll on until your left ear sinks towards your left shoulder. To finish, lift your head back to the middle.
    .phase-side-bend-move =
        { $side ->
            [left] Right hand holds on, left ear sinks down
           *[right] Left hand holds on, right ear sinks down
        }
    .phase-side-bend-hold = Hold lightly, both shoulders sink
    .phase-side-bend-return = Lift your head to the middle
    .switch =
        { $side ->
            [left] Chin to your chest, right hand holds, left ear to left shoulder
           *[right] Chin to your chest, left hand holds, right ear to right shoulder
        }

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
    .precaution-osteoporosis = Keep the turn small and slow, and leave your arms out of it: cross them over your chest, or turn to the open side with hands that only rest.
    .precaution-pregnancy = Turn to the open side only, away from the back of the chair, so that nothing presses on your belly.
    .variant-arms-crossed = Arms crossed
    .variant-arms-crossed-do = Cross your arms over your chest and turn without holding on to the chair.
    .variant-standing = Standing
    .variant-standing-do = Stand with your feet hip-width apart and your arms crossed over your chest. Turn your chest to the right while your hips keep facing forward, then do the same to the left.
    .variant-open-book = Side-lying open book
    .variant-open-book-do = Lie on your side with both knees bent and both arms stretched out in front of you, palms together. Lift the upper arm and let it open towards the floor behind you, eyes following the hand and knees staying together; then lie on the other side.
    .variant-open-side = Open side only
    .variant-open-side-do = Turn only away from the chair back: with your right side against it, a little to the left. Sit the other way round to turn to the right.

chair-rotation_arms-crossed = Chair rotation, arms crossed
    .setup = Sit sideways on a steady chair without wheels or armrests, your right side against its back and both feet flat on the floor. Cross your arms over your chest. For the left, sit the other way round.
    .ready =
        { $side ->
            [left] Sit sideways, left side to the chair back, arms crossed
           *[right] Sit sideways, right side to the chair back, arms crossed
        }
    .breathing = Breathe in to sit tall, breathe out as you turn, and keep breathing while you stay.
    .felt = Round the middle and upper back and along the ribs.
    .phase-turn = Turn
    .phase-turn-do = Turn your chest slowly to the right, towards the back of the chair, as far as it goes easily without help from your arms. Legs and hips stay where they are. For the left, sit the other way round and turn to the left.
    .phase-turn-move =
        { $side ->
            [left] Turn your chest left, arms stay crossed
           *[right] Turn your chest right, arms stay crossed
        }
    .phase-turn-hold = Sit tall, legs still
    .phase-turn-return = Turn slowly back to the middle
    .switch =
        { $side ->
            [left] Sit the other way round, your left side against the chair back
           *[right] Sit the other way round, your right side against the chair back
        }

chair-rotation_standing = Standing rotation
    .setup = Stand tall with your feet hip-width apart and your knees soft. Cross your arms over your chest.
    .ready =
        { $side ->
            [left] Stand, feet hip-width apart, arms crossed over your chest. Left first
           *[right] Stand, feet hip-width apart, arms crossed over your chest. Right first
        }
    .breathing = Breathe in to stand tall, breathe out as you turn, and keep breathing while you stay.
    .felt = Round the middle and upper back and along the ribs.
    .phase-turn = Turn
    .phase-turn-do = Turn your chest slowly to the right and let your eyes go along, while your hips and feet keep facing forward. Stay, then turn back to the middle. After all repetitions, do the same to the left.
    .phase-turn-move =
        { $side ->
            [left] Turn your chest left, hips face forward
           *[right] Turn your chest right, hips face forward
        }
    .phase-turn-hold = Stand tall, knees soft
    .phase-turn-return = Turn slowly back to the middle
    .switch =
        { $side ->
            [left] Now turn to the left
           *[right] Now turn to the right
        }

chair-rotation_open-book = Open book
    .setup = Lie on your left side on the mat with your head on a cushion, both knees bent in front of you and one on the other. Stretch both arms out ahead of you at the height of your shoulders, palms together. For the other side, lie on your right.
    .ready =
        { $side ->
            [left] On your right side, head on cushion, knees bent, arms straight ahead
           *[right] On your left side, head on cushion, knees bent, arms straight ahead
        }
    .breathing = Breathe out as the arm opens and keep breathing slowly while you stay.
    .felt = Across the front of the chest and round the upper back.
    .phase-turn = Open
    .phase-turn-do = Lift your right arm and let it open over you towards the floor behind, as far as its own weight takes it; your eyes follow the hand. The knees stay together on the mat. Bring the arm back until the palms meet; after all repetitions, lie on your right side and open the left arm.
    .phase-turn-move =
        { $side ->
            [left] Knees together, open your left arm behind you
           *[right] Knees together, open your right arm behind you
        }
    .phase-turn-hold = Eyes to your hand, arm heavy
    .phase-turn-return = Bring the arm back, palms meet
    .switch =
        { $side ->
            [left] Roll onto your right side, cushion under your head, knees bent
           *[right] Roll onto your left side, cushion under your head, knees bent
        }

chair-rotation_open-side = Chair rotation, open side
    .setup = Sit sideways on a steady chair without wheels or armrests, your right side against its back and both feet flat on the floor, as far apart as is comfortable. Your left is now the open side. To turn the other way, sit with your left side against the back.
    .ready =
        { $side ->
            [left] Sit sideways on a steady chair, left side against its back
           *[right] Sit sideways on a steady chair, right side against its back
        }
    .breathing = Breathe in to sit tall, breathe out as you turn, and keep breathing while you stay.
    .felt = Mildly round the upper back and along the ribs.
    .phase-turn = Turn
    .phase-turn-do = With your right side against the back of the chair, turn your chest a little to the left, where nothing is in your way. Your right hand rests on your left thigh and your left hand on the seat; neither pulls. After all repetitions, sit the other way round and turn a little to the right.
    .phase-turn-move =
        { $side ->
            [left] Turn a little right, to the open side
           *[right] Turn a little left, to the open side
        }
    .phase-turn-hold = Sit tall, hands only rest
    .phase-turn-return = Turn slowly back to the middle
    .switch =
        { $side ->
            [left] Sit the other way round, your left side against the chair back
           *[right] Sit the other way round, your right side against the chair back
        }

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
    .precaution-knee = Take the seated version, or stand with your hands on a desk, so that no weight rests on your knees.
    .precaution-osteoporosis = Take a version without rounding: start from a flat back, let it sink a little, and come back to flat and no further.
    .precaution-glaucoma = Take the seated version or one without rounding, so that your head does not hang low.
    .precaution-vertigo = Take the seated version without rounding and keep your eyes level, so that your head hardly moves.
    .precaution-sensitive-back = Keep both shapes small, only as far as your back likes them.
    .variant-hands-on-desk = Hands on a desk
    .variant-hands-on-desk-do = Stand with both hands on a desk, walk your feet back and lean forward from the hips. Round and hollow your back slowly from there.
    .variant-seated = Seated
    .variant-seated-do = Sit towards the front of a chair with your hands on your thighs. Roll your hips back and round your back, then roll them forward and lift your breastbone.
    .variant-slower = Slower
    .variant-slower-do = Take twice as long for every way there and back, and feel one part of the back move after the other.
    .variant-no-rounding = Without rounding
    .variant-no-rounding-do = From a flat back, only let it sink a little and lift your breastbone. Come back to flat and no further.
    .variant-seated-no-rounding = Seated, without rounding
    .variant-seated-no-rounding-do = Sit tall on a chair, roll your hips a little forward and lift your breastbone, eyes level. Come back to sitting tall and no further.

cat-cow_hands-on-desk = Cat–cow at a desk
    .setup = Stand facing a steady desk and put both hands on it, shoulder-width apart. Walk your feet back and lean forward from the hips until your back is long and flat, knees soft.
    .ready = Hands on a desk, walk back, lean forward, back flat, knees soft
    .breathing = Breathe in as you move into each shape, keep breathing while you stay, and breathe out on the way back to flat.
    .felt = Along the whole back, most of all between the shoulder blades; then across the front of the trunk.
    .phase-cat = Cat
    .phase-cat-do = Breathe in, tuck your tailbone under and round the middle of your back up towards the ceiling. Draw your belly in, let your head hang and stay. Then breathe out and come back to a flat back.
    .phase-cat-move = Breathe in, round your back
    .phase-cat-hold = Tailbone under, head hanging
    .phase-cat-return = Breathe out, back to flat
    .phase-cow = Cow
    .phase-cow-do = Breathe in, let your back sink and lift your breastbone and your face. Stay, hands pressing lightly into the desk and shoulders away from your ears. Then breathe out and come back to a flat back.
    .phase-cow-move = Breathe in, back sinks, face up
    .phase-cow-hold = Back hollow, shoulders down
    .phase-cow-return = Breathe out, back to flat

cat-cow_seated = Seated cat–cow
    .setup = Sit towards the front of a steady chair, both feet flat on the floor and your hands on your thighs. Sit tall and look straight ahead.
    .ready = Sit towards the front of a chair, hands on your thighs
    .breathing = Breathe in as you move into each shape, keep breathing while you stay, and breathe out as you sit tall again.
    .felt = Along the whole back, most of all between the shoulder blades; then across the front of the trunk.
    .phase-cat = Cat
    .phase-cat-do = Breathe in, roll your hips back and round your back, belly drawn in and chin towards your chest. Stay, your hands still on your thighs. Then breathe out and sit tall again.
    .phase-cat-move = Breathe in, round your back
    .phase-cat-hold = Hips rolled back, chin to chest
    .phase-cat-return = Breathe out, sit tall again
    .phase-cow = Cow
    .phase-cow-do = Breathe in, roll your hips forward and lift your breastbone; your face tips up a little. Stay, with your shoulders away from your ears. Then breathe out and sit tall again.
    .phase-cow-move = Breathe in, lift your breastbone
    .phase-cow-hold = Back hollow, shoulders down
    .phase-cow-return = Breathe out, sit tall again

cat-cow_slower = Slow cat–cow
    .setup = Come onto your hands and knees on the mat, palms under your shoulders and knees under your hips. Let your back be flat and look down at the mat.
    .ready = Come down to hands and knees, palms under shoulders, back flat
    .breathing = Breathe in as a shape begins and out as it ends. When a breath is over before the movement is, take another one.
    .felt = Along the whole back, one part after the other; then across the front of the trunk.
    .phase-cat = Cat
    .phase-cat-do = Begin at the tailbone: tuck it under, then round the low back, the middle and the upper back, and let your head hang last. Draw your belly in and stay. Come back just as slowly, from the tailbone up, until your back is flat.
    .phase-cat-move = Breathe in, tailbone under, round up slowly
    .phase-cat-hold = Belly in, head hanging
    .phase-cat-return = Breathe out, slowly back to flat
    .phase-cow = Cow
    .phase-cow-do = Begin at the tailbone again: let it tip up, then let the low back and the middle sink, lift your breastbone and your face last. Stay, with your shoulders away from your ears. Come back just as slowly until your back is flat.
    .phase-cow-move = Breathe in, back sinks slowly, face up last
    .phase-cow-hold = Back hollow, shoulders down
    .phase-cow-return = Breathe out, slowly back to flat

cat-cow_no-rounding = Cat–cow without rounding
    .setup = Come onto your hands and knees on the mat, palms under your shoulders and knees under your hips. Let your back be flat and look down at the mat.
    .ready = Come down to hands and knees, palms under shoulders, back flat
    .breathing = Breathe in as your back sinks, keep breathing while you stay, and breathe out on the way back to flat.
    .felt = Lightly along the back and across the front of the trunk.
    .phase-cow = Cow
    .phase-cow-do = Breathe in, let your back sink a little towards the mat and lift your breastbone; your face comes up as far as it likes. Stay, with your shoulders away from your ears. Then breathe out and come back to a flat back, and no further.
    .phase-cow-move = Breathe in, back sinks a little
    .phase-cow-hold = Breastbone forward, shoulders down
    .phase-cow-return = Breathe out, back to flat only

cat-cow_seated-no-rounding = Seated cat–cow without rounding
    .setup = Sit towards the front of a steady chair, both feet flat on the floor and your hands on your thighs. Sit tall and look straight ahead.
    .ready = Sit towards the front of a chair, hands on your thighs
    .breathing = Breathe in as you lift your breastbone, keep breathing while you stay, and breathe out as you sit tall again.
    .felt = Across the front of the trunk, and lightly along the back.
    .phase-cow = Cow
    .phase-cow-do = Breathe in, roll your hips a little forward and lift your breastbone; your eyes stay level. Stay, with your shoulders away from your ears. Then breathe out and come back to sitting tall, and no further.
    .phase-cow-move = Breastbone up, eyes stay level
    .phase-cow-hold = Eyes level, shoulders down
    .phase-cow-return = Breathe out, sit tall again

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
    .precaution-knee = Take the seated desk-lean instead, so that your knees need not bend so far. This counts for a replaced knee, too.
    .precaution-late-pregnancy = Leave it out, and rest in a position that leaves your belly room.
    .precaution-glaucoma = Leave it out: in this pose the head is low, and yours should stay above your heart.
    .precaution-vertigo = Leave it out: the head goes far down and comes up again.
    .precaution-osteoporosis = Take the seated desk-lean instead, and lean from the hips with a long back.
    .precaution-shoulder = Take the seated desk-lean instead, and slide your hands only as far as your shoulders like it.
    .precaution-hip = Take the seated desk-lean, or sit back on a cushion, and go only as far as your hips bend with ease.
    .precaution-hip-replacement = Ask your surgeon or physiotherapist first how far your hip may bend.
    .variant-cushion = With a cushion
    .variant-cushion-do = Put a cushion between your buttocks and your heels, and another under your forehead if the floor is far away.
    .variant-seated-desk-lean = Seated desk-lean
    .variant-seated-desk-lean-do = Sit facing a desk with your hands on it. Slide your hands forward and lean from the hips until your forehead rests on your arms or you feel a mild stretch.
    .variant-hands-aside = Hands to the side
    .variant-hands-aside-do = From the pose, walk both hands to the right, stay, then walk them to the left and stay. You feel it along the side that gets longer.

childs-pose_cushion = Child’s pose with a cushion
    .setup = Kneel on the mat with your big toes together and your knees wide apart. Put a cushion between your buttocks and your heels and sit back on it. If the floor is far away, lay another in front of you for your forehead.
    .ready = Kneel, big toes together, knees wide, sit back on the cushion
    .breathing = Breathe slowly and let each breath spread into your back.
    .felt = Along the back, under the armpits and in the hips.
    .phase-fold = Fold
    .phase-fold-do = Stretch both arms tall overhead, then hinge forward from the hips until your forehead comes to the floor or to its cushion and your hands lie far in front of you. Stay on the cushion and let your shoulders spread wide. To come up, walk your hands back towards your knees.
    .phase-fold-move = Reach both arms up, then fold forward slowly
    .phase-fold-hold = Forehead rests, seat heavy on the cushion
    .phase-fold-return = Walk your hands back, sit up

childs-pose_seated-desk-lean = Seated desk-lean
    .setup = Sit on a steady chair facing a desk, both feet flat on the floor. Lay both hands on the desk, shoulder-width apart.
    .ready = Sit facing a desk, feet flat, both hands on the desk
    .breathing = Breathe slowly and let each breath spread into your back.
    .felt = Along the back, under the armpits and in the buttocks.
    .phase-fold = Lean
    .phase-fold-do = Slide your hands forward over the desk and lean from the hips, until your forehead rests on your arms or you feel a mild stretch. Stay on the seat and let your shoulders spread wide. To come up, slide your hands back and sit tall.
    .phase-fold-move = Slide your hands forward, lean from the hips
    .phase-fold-hold = Let your head rest, shoulders wide
    .phase-fold-return = Slide your hands back, sit up

childs-pose_hands-aside = Child’s pose, hands to the side
    .setup = Kneel on the mat with your big toes together and your knees wide apart. Sit back on your heels.
    .ready =
        { $side ->
            [left] Kneel, toes together, knees wide, sit on your heels. Left first
           *[right] Kneel, toes together, knees wide, sit on your heels. Right first
        }
    .breathing = Breathe slowly and let each breath spread into the side that is long.
    .felt = Along the side from the hip to the armpit: the left while your hands are on the right, and the other way round.
    .phase-fold = Fold aside
    .phase-fold-do = Stretch both arms tall overhead, hinge forward until your forehead comes to the floor, then walk both hands over to the right and stay. Walk them through the middle to the left and stay again; your seat stays on your heels all the while. To come up, walk your hands back towards your knees.
    .phase-fold-move =
        { $side ->
            [left] Reach up, fold forward, walk your hands left
           *[right] Reach up, fold forward, walk your hands right
        }
    .phase-fold-hold = Seat heavy, breathe into your long side
    .phase-fold-return = Walk your hands back, sit up
    .switch =
        { $side ->
            [left] Walk your hands over to the left, forehead stays low
           *[right] Walk your hands over to the right, forehead stays low
        }

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
    .precaution-osteoporosis = Use no roller or towel. Take the version over a chair back and keep the bend small.
    .precaution-mid-pregnancy = Take the version over a chair back instead of lying on your back.
    .precaution-vertigo = Take the version over a chair back, lean only a little, and keep your face turned forward.
    .precaution-shoulder = Take the version over a chair back. If raising your arms hurts, cross them over your chest and lean only as far as your head stays easy to hold.
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

thoracic-extension_rolled-towel = Thoracic extension over a towel
    .setup = Roll a bath towel up firmly, lay it across the mat and lie back so that it is under your shoulder blades, knees bent and feet flat. Lift your arms overhead, bend your elbows and rest your head in both hands. Your hips stay on the mat.
    .ready = Lie back, towel across your upper back, knees bent, hands behind head
    .breathing = Breathe out as you lean back and breathe slowly into your chest while you stay.
    .felt = In the upper back around the towel and across the front of the chest.
    .phase-lean-back = Lean back
    .phase-lean-back-do = Let your upper back sink slowly over the towel, your head in your hands: only the upper back bends, the ribs stay soft and the low back quiet. Come up by curling your head and shoulders forward.
    .phase-lean-back-move = Lean your upper back over the towel
    .phase-lean-back-hold = Hips down, head heavy in your hands
    .phase-lean-back-return = Curl slowly up, head in hands

thoracic-extension_arms-overhead = Thoracic extension, arms long
    .setup = Lay the foam roller across the mat and lie back so that it is under your shoulder blades, knees bent and feet flat, hips on the mat. Stretch both arms up towards the ceiling and draw your chin lightly in.
    .ready = Lie back, roller across your upper back, knees bent, arms to ceiling
    .breathing = Breathe out as you lean back and breathe slowly into your chest while you stay.
    .felt = In the upper back around the roller and across the front of the chest and shoulders.
    .phase-lean-back = Lean back
    .phase-lean-back-do = Let your upper back sink slowly over the roller while both arms go long past your ears. Your head goes along between your upper arms with the chin lightly in; if your neck gets tired, take your head in your hands. Come up arms first, then curl your head and shoulders forward.
    .phase-lean-back-move = Chin gently in, arms long, lean back
    .phase-lean-back-hold = Arms close to your head, ribs soft
    .phase-lean-back-return = Arms to the ceiling, curl up

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
    .precaution-pregnancy = Take bird-dog, or the wall arm-lift, instead of lying on your front.
    .precaution-sensitive-back = Lift only the opposite arm and leg, and keep them low; bird-dog or the wall arm-lift will do as well.
    .precaution-osteoporosis-with-fracture = Take the wall arm-lift or bird-dog, and keep the movement small.
    .precaution-shoulder = Lift only your legs, your arms at rest under your forehead.
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
    .variant-legs-only = Legs only
    .variant-legs-only-do = Lying on your front, your forehead on the backs of your hands, lift both legs a little off the mat and lower them slowly.

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

superman_arms-or-legs = Superman, arms or legs only
    .setup = Lie on your front on the mat, arms stretched out overhead and legs long. Rest your forehead on the mat and look straight down at it, so that your neck is relaxed.
    .ready = Lie on your front, arms overhead, forehead down, legs at rest
    .breathing = Breathe out as you lift and in as you lower; do not hold your breath at the top.
    .felt = Between the shoulder blades and along the back; with the legs, in the buttocks.
    .phase-lift = Lift
    .phase-lift-do = Lift both arms a little off the mat while your legs rest, and stay long for a moment. Keep looking down at the mat, then lower slowly. If your legs suit you better, leave the arms down and lift both legs instead.
    .phase-lift-move = Eyes down, lift only your arms
    .phase-lift-hold = Look down, legs heavy
    .phase-lift-return = Lower slowly

superman_longer-hold = Superman, longer hold
    .setup = Lie on your front on the mat, arms stretched out overhead and legs long. Rest your forehead on the mat and look straight down at it, so that your neck is relaxed.
    .ready = Lie on your front, arms overhead, forehead on the mat
    .breathing = Breathe out as you lift, keep breathing at the top, and breathe in as you lower.
    .felt = In the muscles along the back and in the buttocks.
    .phase-lift = Lift
    .phase-lift-do = Lift your arms and legs together a little off the mat, using your back and buttocks, and stay long for a breath or two. Keep looking down at the mat, so that the neck stays relaxed. Lower slowly.
    .phase-lift-move = Eyes down, arms and legs up
    .phase-lift-hold = Keep breathing, look down
    .phase-lift-return = Lower slowly

superman_bird-dog = Bird-dog
    .setup = Come onto your hands and knees on the mat, palms under your shoulders and knees under your hips. Let your back be flat, your belly lightly firm, and look down at the mat.
    .ready =
        { $side ->
            [left] Hands and knees, back flat, look down. Left arm, right leg first
           *[right] Hands and knees, back flat, look down. Right arm, left leg first
        }
    .breathing = Breathe out as you reach and in as you lower; do not hold your breath.
    .felt = Along the back, in the buttock of the lifted leg and around the shoulder of the lifted arm.
    .phase-lift = Reach
    .phase-lift-do = Stretch your right arm forward and your left leg back, no higher than your back, and stay long for a moment. Your hips stay level and your eyes on the mat. Lower hand and knee slowly, then do the same with the left arm and the right leg.
    .phase-lift-move =
        { $side ->
            [left] Left arm, right leg out, hips level
           *[right] Right arm, left leg out, hips level
        }
    .phase-lift-hold = Look down, belly firm
    .phase-lift-return = Lower slowly
    .switch =
        { $side ->
            [left] Left arm, right leg
           *[right] Right arm, left leg
        }

superman_opposite-arm-and-leg = Opposite arm and leg
    .setup = Lie on your front on the mat, arms stretched out overhead and legs long. Rest your forehead on the mat and look straight down at it, so that your neck is relaxed.
    .ready =
        { $side ->
            [left] On your front, arms overhead, forehead down. Left arm, right leg first
           *[right] On your front, arms overhead, forehead down. Right arm, left leg first
        }
    .breathing = Breathe out as you lift and in as you lower; do not hold your breath at the top.
    .felt = In the muscles along the back and in the buttock of the lifted leg.
    .phase-lift = Lift
    .phase-lift-do = Lift your right arm and your left leg a little off the mat, stay long for a moment, and lower them slowly. The other arm and leg rest, and you keep looking down. Then do the same with the left arm and the right leg.
    .phase-lift-move =
        { $side ->
            [left] Left arm, right leg up, eyes down
           *[right] Right arm, left leg up, eyes down
        }
    .phase-lift-hold = Low and long, look down
    .phase-lift-return = Lower slowly
    .switch =
        { $side ->
            [left] Left arm, right leg
           *[right] Right arm, left leg
        }

superman_legs-only = Superman, legs only
    .setup = Lie on your front on the mat, legs long. Bend your arms, lay your hands one on the other and rest your forehead on them, elbows out to the sides; lay your arms beside you if that suits your shoulders better.
    .ready = Lie on your front, forehead on your hands, legs long
    .breathing = Breathe out as you lift and in as you lower; do not hold your breath at the top.
    .felt = In the buttocks and the low back.
    .phase-lift = Lift
    .phase-lift-do = Lift both legs a little off the mat, from the buttocks, knees straight, and stay long for a moment. Head and arms stay where they rest. Lower slowly.
    .phase-lift-move = Lift both legs
    .phase-lift-hold = Long, not high
    .phase-lift-return = Lower slowly

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

scapular-squeeze_short-hold = Scapular squeeze, short hold
    .setup = Sit, stand or lie, whatever suits you. Let your arms rest by your sides, shoulders low and chin level.
    .ready = Arms by your sides, shoulders low, chin level
    .breathing = Breathe evenly in and out while you squeeze, or count aloud to keep your breath flowing.
    .felt = Between the shoulder blades and just below.
    .phase-squeeze = Squeeze
    .phase-squeeze-do = Draw your shoulder blades together and slightly down, as if to hold a pencil between them. Stay for 5 seconds, with your arms relaxed. Then let go slowly.
    .phase-squeeze-move = Shoulder blades together
    .phase-squeeze-hold = Breathe, arms relaxed
    .phase-squeeze-return = Let go slowly

scapular-squeeze_anywhere = Scapular squeeze anywhere
    .setup = Sit or stand tall where you are: at a desk, in a queue, on a train. Let your arms rest by your sides or in your lap, shoulders low and chin level.
    .ready = Sit or stand tall, arms at rest, shoulders low, chin level
    .breathing = Breathe evenly in and out while you squeeze.
    .felt = Between the shoulder blades and just below.
    .phase-squeeze = Squeeze
    .phase-squeeze-do = Draw your shoulder blades together and slightly down, as if to hold a pencil between them. Stay, with your arms relaxed. Then let go slowly.
    .phase-squeeze-move = Shoulder blades together
    .phase-squeeze-hold = Arms relaxed, keep breathing
    .phase-squeeze-return = Let go slowly

scapular-squeeze_band-row = Band row
    .setup = Loop a band round something that cannot move, at the height of your elbows. Face it, sitting or standing, one end in each hand, and move back until your arms are straight and the band is just taut.
    .ready = Face the band, an end in each hand, arms straight, shoulders low
    .breathing = Breathe out as you pull and in as you let go.
    .felt = Between the shoulder blades and just below, and at the backs of the shoulders.
    .phase-squeeze = Row
    .phase-squeeze-do = Draw both elbows back along your sides and squeeze your shoulder blades together for a moment. Stay tall, chin level and shoulders low. Then let the band draw your arms slowly forward again.
    .phase-squeeze-move = Draw your elbows back, stay tall
    .phase-squeeze-hold = Squeeze, shoulders low
    .phase-squeeze-return = Slowly let your arms go forward

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
    .precaution-mid-pregnancy = Take the seated hug instead of lying on your back.
    .precaution-hip-replacement = Ask your surgeon or physiotherapist first how far your hip may bend.
    .precaution-hip = Take the version with a foot on a chair, or the seated hug, and let the knee come only as close as is easy.
    .variant-foot-on-chair = Foot on a chair
    .variant-foot-on-chair-do = Lie with both lower legs resting on the seat of a chair. Draw one knee in from there, while the other foot stays up.
    .variant-seated-hug = Seated hug
    .variant-seated-hug-do = Sit tall on a chair, hold behind one thigh with both hands and lift that knee towards your chest. With a pregnant belly, let the knee go to its side.
    .variant-other-leg-straight = Other leg straight
    .variant-other-leg-straight-do = Stretch the resting leg out long on the mat while you draw the other knee in.

knee-to-chest_foot-on-chair = Knee to chest, feet on a chair
    .setup = Lie on your back on the mat in front of a steady chair, both lower legs resting on its seat. Rest your head on the mat and let your shoulders be heavy.
    .ready =
        { $side ->
            [left] Lie on your back, lower legs on the chair. Left leg first
           *[right] Lie on your back, lower legs on the chair. Right leg first
        }
    .breathing = Breathe out as the knee comes closer and keep breathing slowly while you stay.
    .felt = In the buttock and the low back, on the side of the lifted leg.
    .phase-draw-in = Draw in
    .phase-draw-in-do = Lift your left leg off the seat, take hold behind the left thigh with both hands and draw the knee towards your chest. The right leg stays on the chair and your head on the mat. Let go slowly, lay the leg back on the seat, and do the same with the right leg.
    .phase-draw-in-move =
        { $side ->
            [left] Left knee to chest, hands behind the thigh
           *[right] Right knee to chest, hands behind the thigh
        }
    .phase-draw-in-hold = Head down, other leg at rest
    .phase-draw-in-return = Let go, leg onto the chair
    .switch =
        { $side ->
            [left] Now the left leg
           *[right] Now the right leg
        }

knee-to-chest_seated-hug = Seated knee hug
    .setup = Sit tall on a steady chair without wheels, well back on the seat, both feet flat on the floor.
    .ready =
        { $side ->
            [left] Sit tall on a steady chair, both feet flat. Left leg first
           *[right] Sit tall on a steady chair, both feet flat. Right leg first
        }
    .breathing = Breathe out as the knee comes closer and keep breathing slowly while you stay.
    .felt = In the buttock and the low back, on the side of the lifted leg.
    .phase-draw-in = Draw in
    .phase-draw-in-do = Hold behind your left thigh with both hands and lift that knee towards your chest, sitting tall; with a pregnant belly, let the knee go to its side. The right foot stays on the floor. Let go slowly, set the foot down, and do the same with the right leg.
    .phase-draw-in-move =
        { $side ->
            [left] Left knee up, both hands behind the thigh
           *[right] Right knee up, both hands behind the thigh
        }
    .phase-draw-in-hold = Sit tall, leave your belly room
    .phase-draw-in-return = Let go, foot down slowly
    .switch =
        { $side ->
            [left] Now the left leg
           *[right] Now the right leg
        }

knee-to-chest_other-leg-straight = Knee to chest, other leg straight
    .setup = Lie on your back on the mat with both legs stretched out long. Rest your head on the mat and let your shoulders be heavy.
    .ready =
        { $side ->
            [left] Lie flat on your back, both legs long. Left leg first
           *[right] Lie flat on your back, both legs long. Right leg first
        }
    .breathing = Breathe out as the knee comes closer and keep breathing slowly while you stay.
    .felt = In the buttock and the low back on the side of the lifted leg, and at the front of the hip of the long one.
    .phase-draw-in = Draw in
    .phase-draw-in-do = Bend your left leg, take hold behind the left thigh with both hands and draw the knee towards your chest. The right leg stays long and heavy on the mat, and your head stays down. Let go slowly, stretch the leg out again, and do the same with the right leg.
    .phase-draw-in-move =
        { $side ->
            [left] Left knee to chest, hands behind the thigh
           *[right] Right knee to chest, hands behind the thigh
        }
    .phase-draw-in-hold = Head down, other leg long and heavy
    .phase-draw-in-return = Let go, stretch the leg out
    .switch =
        { $side ->
            [left] Now the left leg
           *[right] Now the right leg
        }

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

pec-stretch_one-arm = Pec stretch, one arm
    .setup = Stand facing a wall, a short step away, one foot a little in front of the other. Lay your right forearm upright on it, elbow bent at a right angle, level with your shoulder and well out to the side. The left hand rests on your hip; for the other side, change arms.
    .ready =
        { $side ->
            [left] Left forearm upright on the wall, elbow shoulder-high, feet a step back
           *[right] Right forearm upright on the wall, elbow shoulder-high, feet a step back
        }
    .breathing = Breathe slowly into your chest and let it sink a little with each breath out.
    .felt = Across the front of the chest and shoulder, on the side of the arm on the wall.
    .phase-sink = Sink forward
    .phase-sink-do = Let your weight sink forward and turn your chest a little to the left, away from the arm on the wall. The elbow stays where it is and your belly lightly firm. Then push yourself gently back; after all repetitions, change arms and turn a little to the right.
    .phase-sink-move =
        { $side ->
            [left] Sink forward, chest turns a little right
           *[right] Sink forward, chest turns a little left
        }
    .phase-sink-hold = Belly firm, shoulder low
    .phase-sink-return = Push gently back
    .switch =
        { $side ->
            [left] Change arms: left forearm on the wall, elbow shoulder-high
           *[right] Change arms: right forearm on the wall, elbow shoulder-high
        }

pec-stretch_lower-elbows = Pec stretch, lower elbows
    .setup = Stand facing a wall, a short step away, one foot a little in front of the other. Lay both forearms on it, a little out to the sides, elbows clearly lower than your shoulders.
    .ready = Forearms on the wall, elbows below your shoulders, feet a step back
    .breathing = Breathe slowly into your chest and let it sink a little with each breath out.
    .felt = Mildly across the front of the chest; where a shoulder hurts, come back until it does not.
    .phase-sink = Sink forward
    .phase-sink-do = Let your weight sink forward a little, only until you feel a mild stretch in your chest. Elbows stay where they are, and your body stays in one line. Then push yourself gently back.
    .phase-sink-move = Sink forward a little, mild stretch only
    .phase-sink-hold = Belly firm, shoulders low
    .phase-sink-return = Push gently back

pec-stretch_longer = Pec stretch, longer
    .setup = Stand facing a wall, a short step away, one foot a little in front of the other. Lay both forearms upright on it, elbows bent at a right angle, level with your shoulders and well out to the sides.
    .ready = Forearms upright on the wall, elbows wide, shoulder-high, feet a step back
    .breathing = Breathe slowly into your chest and let it sink a little with each breath out.
    .felt = Across the front of the chest and shoulders.
    .phase-sink = Sink forward
    .phase-sink-do = Let your weight sink forward, so that your chest comes towards the wall between your elbows, no further than you can stay with ease. Elbows stay where they are, and your body stays in one line. Then push yourself gently back.
    .phase-sink-move = Let your chest sink towards the wall
    .phase-sink-hold = Belly firm, shoulders low
    .phase-sink-return = Push gently back

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
    .precaution-osteoporosis = Rest the hand on your head or your hip, and keep the bend small and slow.
    .variant-hand-on-head = Hand on the head
    .variant-hand-on-head-do = Rest the hand of the raised arm lightly on the top of your head instead of stretching it up, and do not pull.
    .variant-hand-on-hip = Hand on the hip
    .variant-hand-on-hip-do = Leave the hand on your hip instead of raising the arm, and bend to the other side.
    .variant-standing = Standing
    .variant-standing-do = Stand with your feet hip-width apart and do the same from there, weight on both feet.
    .variant-both-arms = Both arms
    .variant-both-arms-do = Raise both arms overhead and bend with them, first to the left, then to the right.

overhead-arm-reach_hand-on-head = Side bend, hand on the head
    .setup = Sit tall on a steady chair with both feet flat on the ground. Let your arms hang by your sides.
    .ready =
        { $side ->
            [left] Sit tall on a chair, both feet flat. Left hand first
           *[right] Sit tall on a chair, both feet flat. Right hand first
        }
    .breathing = Breathe in to sit tall, breathe out as you bend, and keep breathing while you stay.
    .felt = Along the side of the raised elbow: armpit, ribs and waist.
    .phase-reach = Bend
    .phase-reach-do = Lay your right hand lightly on the top of your head, elbow out to the side, and bend to the left, until you feel it along your right side; then come back up and lower the arm. The hand only rests there, and both hips stay on the seat. After all repetitions, do the same with the left hand, bending to the right.
    .phase-reach-move =
        { $side ->
            [left] Left hand on your head, then bend right
           *[right] Right hand on your head, then bend left
        }
    .phase-reach-hold = Hand light, both hips down
    .phase-reach-return = Come up and lower the arm
    .switch =
        { $side ->
            [left] Other side: now the left hand
           *[right] Other side: now the right hand
        }

overhead-arm-reach_hand-on-hip = Side bend, hand on the hip
    .setup = Sit tall on a steady chair with both feet flat on the ground. Let your arms hang by your sides.
    .ready =
        { $side ->
            [left] Sit tall on a chair, both feet flat. Left hand first
           *[right] Sit tall on a chair, both feet flat. Right hand first
        }
    .breathing = Breathe in to sit tall, breathe out as you bend, and keep breathing while you stay.
    .felt = Along the side of the hand on the hip: ribs and waist.
    .phase-reach = Bend
    .phase-reach-do = Put your right hand on your right hip and bend to the left, until you feel it along your right side; then come back up. The shoulder stays low and both hips stay on the seat. After all repetitions, do the same with the left hand, bending to the right.
    .phase-reach-move =
        { $side ->
            [left] Left hand on your hip, then bend right
           *[right] Right hand on your hip, then bend left
        }
    .phase-reach-hold = Shoulders low, both hips down
    .phase-reach-return = Come slowly back up
    .switch =
        { $side ->
            [left] Other side: left hand on your hip
           *[right] Other side: right hand on your hip
        }

overhead-arm-reach_standing = Standing arm reach
    .setup = Stand tall with your feet hip-width apart and your weight on both. Let your arms hang by your sides.
    .ready =
        { $side ->
            [left] Stand tall, feet hip-width apart. Left arm first
           *[right] Stand tall, feet hip-width apart. Right arm first
        }
    .breathing = Breathe in as you reach up, breathe out as you bend, and keep breathing while you stay.
    .felt = Along the side of the raised arm: shoulder, armpit and ribs.
    .phase-reach = Reach
    .phase-reach-do = Stretch your right arm overhead and bend to the left, until you feel it along your right side; then come back up. Your weight stays on both feet and your chest faces forward. After all repetitions, do the same with the left arm, bending to the right.
    .phase-reach-move =
        { $side ->
            [left] Left arm up, then bend right
           *[right] Right arm up, then bend left
        }
    .phase-reach-hold = Weight on both feet, chest facing forward
    .phase-reach-return = Come up and lower the arm
    .switch =
        { $side ->
            [left] Other side: now the left arm
           *[right] Other side: now the right arm
        }

overhead-arm-reach_both-arms = Overhead reach with both arms
    .setup = Sit tall on a steady chair with both feet flat on the ground. Let your arms hang by your sides.
    .ready =
        { $side ->
            [left] Sit tall on a chair, both feet flat. To the right first
           *[right] Sit tall on a chair, both feet flat. To the left first
        }
    .breathing = Breathe in as you reach up, breathe out as you bend, and keep breathing while you stay.
    .felt = Along the side that you bend away from: shoulder, armpit and ribs.
    .phase-reach = Reach
    .phase-reach-do = Stretch both arms overhead and bend to the left, until you feel it along your right side; then come back up and lower your arms. Both hips stay on the seat and your chest faces forward. After all repetitions, do the same to the right.
    .phase-reach-move =
        { $side ->
            [left] Both arms up, then bend right
           *[right] Both arms up, then bend left
        }
    .phase-reach-hold = Both hips down, chest facing forward
    .phase-reach-return = Come up and lower your arms
    .switch =
        { $side ->
            [left] Other side: now bend to the right
           *[right] Other side: now bend to the left
        }
