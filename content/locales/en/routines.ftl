### The routines. One message a routine, `routine-` and the name of its file in content/routines.
### .summary is the line under its name; .needs-note, where there is one, follows the list of what it needs.

routine-desk = Desk
    .summary = Six exercises for neck, shoulders and upper back, on a chair and at a wall.

routine-floor = Floor
    .summary = Five exercises for the whole back, all on a mat.
    .needs-note = A rolled towel does instead of the roller.

routine-full = Full
    .summary = All ten exercises, from the chair to the mat.

routine-two-minutes = Two minutes
    .summary = A short strengthening break at any desk: about two minutes of exercise after a warm-up.
