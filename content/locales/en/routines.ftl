### The routines. One message a routine, `routine-` and the name of its file in content/routines.
### .summary is the line under its name; .needs-note, where there is one, follows the list of what it needs.

routine-today = Today’s session

routine-desk = Desk
    .summary = Six exercises for neck, shoulders and upper back, on a chair and at a wall.
    .needs-note = Take a steady chair without wheels or armrests, its back no higher than your shoulder blades.

routine-floor = Floor
    .summary = Five exercises for the whole back, all on a mat.
    .needs-note = A firmly rolled towel works instead of the roller.

routine-full = Full
    .summary = All ten exercises, from the chair to the mat.
    .needs-note = Take a steady chair without wheels or armrests, its back no higher than your shoulder blades.

routine-two-minutes = Two minutes
    .summary = A good two minutes of exercise after a short warm-up, beside a desk with a free wall nearby.
