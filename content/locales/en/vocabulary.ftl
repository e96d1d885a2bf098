### Words that several exercises share. The part after the first hyphen is the id in the TOML files.

## Muscles

muscle-abdominals = Abdominals
muscle-anterior-deltoid = Anterior deltoid
muscle-erector-spinae = Erector spinae
muscle-gluteals = Gluteals
muscle-gluteus-maximus = Gluteus maximus
muscle-hamstrings = Hamstrings
muscle-hip-flexors = Hip flexors
muscle-intercostals = Intercostals
muscle-latissimus-dorsi = Latissimus dorsi
muscle-levator-scapulae = Levator scapulae
muscle-lower-trapezius = Lower trapezius
muscle-lumbar-extensors = Lumbar extensors
muscle-middle-trapezius = Middle trapezius
muscle-multifidus = Multifidus
muscle-obliques = Obliques
muscle-pectoralis-major = Pectoralis major
muscle-pectoralis-minor = Pectoralis minor
muscle-pectorals = Pectorals
muscle-quadratus-lumborum = Quadratus lumborum
muscle-rhomboids = Rhomboids
muscle-scalenes = Scalenes
muscle-splenius = Splenius
muscle-sternocleidomastoid = Sternocleidomastoid
muscle-thoracic-extensors = Thoracic extensors
muscle-thoracic-rotators = Thoracic rotators
muscle-trapezius = Trapezius
muscle-upper-trapezius = Upper trapezius

## Equipment

equipment-band = Elastic band
equipment-chair = Chair
    .asked = Steady, with a back
equipment-cushion = Cushion
equipment-foam-roller = Foam roller
equipment-mat = Mat
    .asked = Or a carpet
equipment-rolled-towel = Rolled towel
equipment-table = Desk or table
    .asked = Steady
equipment-wall = Wall
    .asked = A free stretch of it

## Conditions that precautions are about

condition-glaucoma = Glaucoma
condition-high-blood-pressure = High blood pressure
condition-hip = Hip problems
condition-hip-replacement = Hip replacement
condition-knee = Knee problems
condition-knee-replacement = Knee replacement
condition-late-pregnancy = Pregnancy from month 7
condition-mid-pregnancy = Pregnancy from month 4
condition-osteoporosis = Osteoporosis
condition-osteoporosis-with-fracture = Osteoporosis with a fracture
condition-pregnancy = Pregnancy
condition-sensitive-back = Sensitive back
    .asked = It easily hurts when it arches or bends
condition-shoulder = Shoulder problems
    .asked = Also a dislocation in the past, or a very stiff shoulder
condition-vertigo = Vertigo
    .asked = Dizziness from turning, tilting or lowering the head
condition-wrist = Wrist problems
    .asked = Or a hand that can’t bear weight

## Positions

position-all-fours = On hands and knees
position-any = Any position
position-kneeling = Kneeling
position-over-roller = Lying back over a roller
position-prone = Lying on your front
position-seated = Seated
position-seated-or-standing = Seated or standing
position-seated-sideways = Seated sideways on a chair
position-side-lying = Lying on your side
position-standing = Standing
position-standing-at-wall = Standing at a wall
position-supine = Lying on your back

## What an exercise is for

region-hips = Hips
region-lower-back = Lower back
region-neck = Neck
region-shoulder-front = Front of the shoulders
region-side = Sides of the body
region-upper-back = Upper back

## What an exercise is

kind-strengthening = Strengthening
kind-stretch = Stretch
kind-warm-up = Warm-up

## In which way a variant differs

change-easier = Easier
change-harder = Harder
change-seated = Seated
change-standing = Standing
change-swap = Instead

## What a precaution asks for

advice-ask-first = Ask a clinician first
advice-gentler = Go gently
advice-leave-out = Leave it out
advice-swap = Swap it

## Sides

side-left = Left side
side-right = Right side

## Where a dose comes from: whole sentences of an exercise’s page

source-given = Level 1 follows the original programme.
source-ours = Level 1 is our choice; the original programme leaves it open.
