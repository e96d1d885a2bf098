### Own routines: the list of all, the pages to make, copy, print, send and take one over, and what can be wrong with a file.

## All routines

routines-title = Routines
routines-all = All routines, your own, and new ones
routines-new = New routine
routines-import = Import a routine
routines-own = Your own
routines-own-none = None yet. Make one, copy one of those below and change it, or import a file that somebody sent you.
routines-shipped = From Unhunch
routines-deleted = “{ $name }” is deleted.
error-unknown-routine = There is no such routine here. It may belong to another computer, or everything was deleted since.

## One routine

routine-kept = Kept.
routine-missing =
    { $count ->
        [one] One exercise of this routine is no longer part of Unhunch and is left out.
       *[other] { $count } exercises of this routine are no longer part of Unhunch and are left out.
    }
routine-no-form = With what you said of yourself, no way of doing this is in today’s sessions. Ask whoever made this routine for you.
routine-brought = About its own exercises
routine-more = This routine
routine-edit = Change
routine-copy = Copy and change
routine-print = Print
routine-export = Save as a file
routine-delete = Delete
dose-rest = { $dose }, { $seconds } s of rest between sets
own-ready = Get into position: { $position }
own-switch =
    { $side ->
        [left] Now the left side
       *[right] Now the right side
    }
own-said = The voice says: “{ $cue }”
own-times =
    { $hold ->
        [0] { $return ->
                [0] { $move } s
               *[other] { $move } s there, { $return } s back
            }
       *[other] { $return ->
                [0] { $move } s there, { $hold } s hold
               *[other] { $move } s there, { $hold } s hold, { $return } s back
            }
    }

## On paper

print-heading = { $name }: to print
print-button = Print this page
print-how = Print this page with your browser. The menus and this line stay off the paper.
print-reach = Slow and easy, mild tension only, and keep breathing. Stop what hurts. If pain persists or gets worse, talk to a doctor.
print-source = From Unhunch.

## Importing a file

import-title = Import a routine
import-text = A plan file that somebody sent you, or that Unhunch saved. You will see everything in it before anything is kept.
import-file = The file
import-paste = Or paste its text here
import-look = Look at it
import-none = Nothing was chosen and nothing was pasted, so there is nothing to look at.
import-broken-title = This file can’t be taken over yet
import-broken =
    { $count ->
        [one] One thing in it needs to be put right. Nothing was kept.
       *[other] { $count } things in it need to be put right. Nothing was kept.
    }
import-broken-send = If somebody sent it to you, send them this list.
import-again = Try again
import-preview-title = Is this what you want?
import-preview-text = Nothing is kept yet. Read through it, above all what it asks of you.
import-keep = Keep this routine
import-keep-change = Keep it, then change it
import-back = Don’t keep it
import-own-note = Its own exercises were written by whoever made the file, not by Unhunch.

## Making and changing one

edit-title-new = New routine
edit-title = Change “{ $name }”
edit-name = Name
edit-note = What to know about it
edit-warm-up = Warm-up
edit-items = Exercises
edit-items-none = Nothing in it yet. Choose an exercise and add it.
edit-what-number = Exercise { $number }
edit-sets = Sets
edit-reps = Times
edit-hold = Hold (s)
edit-rest = Rest (s)
edit-item-note = Note
edit-dose-hint = Leave the numbers empty and your own level counts. What you fill in stays as it is; what you then leave empty is as at level 1.
edit-up = Move up
edit-down = Move down
edit-remove = Remove
edit-handle = Drag to another place
edit-add-label = Add an exercise
edit-add = Add
edit-group-own = Own exercises
edit-group-library = Exercises
edit-group-warm-up = Warm-up moves
edit-variant-of = { $exercise }: { $variant }
edit-own = Own exercises
edit-own-text = For what Unhunch’s library doesn’t have. A new one is added to the exercises above as well.
edit-own-add = New own exercise
edit-own-number = Own exercise { $number }
edit-own-remove = Remove this exercise
edit-kind = Kind
edit-position = Position
edit-equipment = What it needs
edit-sides = Left and right
edit-sides-none = both at once
edit-sides-alternating = in turn: right, left, right, left
edit-sides-each = first all of one side, then all of the other
edit-first-side = First side
edit-switch = Seconds to change sides
edit-setup = Getting into position
edit-breathing = Breathing
edit-felt = Where to feel it
edit-phases = What to do
edit-phase-number = Movement { $number }
edit-phase-name = Name of the movement
edit-phase-do = What to do
edit-phase-cue = What the voice says
edit-phase-move = There (s)
edit-phase-hold = Hold (s)
edit-phase-return = Back (s)
edit-phase-add = Add a movement
edit-phase-remove = Remove this movement
edit-figure = Figure
edit-figure-none = none
edit-figure-poses = poses of my own
edit-poses = Poses
edit-poses-text = Text in the format for figures, as docs/plan-file.md and content/README.md describe it.
edit-pose-file = Or a file with them
edit-draw = Draw it
edit-now = As it is now
edit-now-empty = Its length shows here as soon as there is something to play.
edit-refresh = Work it out again
edit-save = Save
edit-cancel = Leave without saving
edit-unsaved = You have changes here that are not saved.
edit-faults =
    { $count ->
        [one] Not saved yet: one thing needs to be put right. Everything that you wrote is still here.
       *[other] Not saved yet: { $count } things need to be put right. Everything that you wrote is still here.
    }
edit-away = Unhunch can’t be reached just now. Everything that you wrote is still here; try again in a moment.
edit-moved = { $name } is now number { $place } of { $count }.
edit-removed = { $name } is removed.
edit-added = { $name } is added as number { $place }.
edit-refreshed = Worked out again.
edit-full = A routine has at most { $most } exercises.
edit-full-own = A routine has at most { $most } own exercises.
edit-full-phases = An exercise has at most { $most } movements.
edit-own-added = A new own exercise is added. Give it a name.
edit-phase-added = A movement is added.
edit-phase-removed = The movement is removed.
edit-unnamed = an exercise without a name
copy-name = Copy of { $name }

## What can be wrong

plan-line = Line { $line }
plan-place-item = exercise { $number }
plan-place-own = own exercise { $number }
plan-place-phase = movement { $number }
plan-meant = Did you mean “{ $meant }”?
plan-problem-too-large = The file is too large: a plan has at most { $most } kB.
plan-problem-not-text = This is not a text file. A plan is plain text; save it as such and try again.
plan-problem-unreadable = “{ $found }” can’t be read. Each line is a name, “=” and a value; texts stand between quotation marks, and headings between [[ and ]]. Often a quotation mark or bracket is missing here or just before.
plan-problem-written-twice = “{ $found }” says again what is there already. Leave one of the two.
plan-problem-too-deep = There is more nested in itself here than any plan has.
plan-problem-not-a-plan = This is not a plan file: its first line should be unhunch-plan = 1.
plan-problem-newer = This file was made for a newer Unhunch (plan version { $version }). Get the new one, or ask for the file in version 1.
plan-problem-unknown-key = Nothing is called “{ $found }” here. There are { $choices }.
plan-problem-missing = This is missing, and it has to be there.
plan-problem-number = A whole number from { $low } to { $high } belongs here, not “{ $found }”.
plan-problem-number-needed = A whole number from { $low } to { $high } belongs here.
plan-problem-text = A text between quotation marks belongs here.
plan-problem-list = A list between [ and ] belongs here.
plan-problem-table = A part with names and values of its own belongs here.
plan-problem-empty = At least one letter belongs here.
plan-problem-too-long = This text has { $length } letters; there is room for { $most }.
plan-problem-hidden = There is a hidden character in this text ({ $found }). Write it again without copying it.
plan-problem-lines = This has to be on a single line.
plan-problem-choice = “{ $found }” is none of the choices. There are { $choices }.
plan-problem-twice = “{ $found }” is there twice. Leave one of the two.
plan-problem-too-many = There are { $count }; at most { $most } have room.
plan-problem-nothing-to-play = There is no exercise in it yet. Add at least one.
plan-problem-no-phases = The exercise has no movement yet. Add at least one.
plan-problem-bad-id = “{ $found }” can’t be a name for the file’s own use. Use lower-case letters, digits and single hyphens, such as wall-slide.
plan-problem-unknown-exercise = Unhunch has no exercise “{ $found }”.
plan-problem-own-is-meant = “{ $found }” is an exercise of this file’s own. Write own = "{ $found }" instead of exercise.
plan-problem-not-warm-up = “{ $found }” is no warm-up move. There are { $choices }.
plan-problem-no-variants = “{ $exercise }” has no variant “{ $found }”, and no other one.
plan-problem-unknown-variant = “{ $exercise }” has no variant “{ $found }”. There are { $choices }.
plan-problem-unknown-own = No own exercise in this file has the id “{ $found }”.
plan-problem-both-kinds = Both exercise and own are given. Leave one of the two.
plan-problem-neither-kind = It isn’t said which exercise this is. Give exercise (one of Unhunch’s) or own (one of the file’s).
plan-problem-variant-of-own = Only exercises of Unhunch have variants. Leave it out.
plan-problem-no-sides = This is only for exercises with sides. Leave it out, or set sides to “each” or “alternating”.
plan-problem-two-figures = The figure is like another one and has poses, too. Leave one of the two.
plan-problem-no-such-figure = “{ $found }” has no figure.
plan-problem-too-many-poses = There is more in this figure than can be drawn: at most 30 poses, 30 in all on the ways through them, 16 contacts or marks each, and { $most } kB of text.
plan-problem-figure-too-much = This figure takes too much to work out: { $percent } % of what one figure may take. Give its poses fewer contacts and fewer free joints, or the exercise fewer or shorter movements.
plan-problem-figures-too-much = The figures of this plan take too much to work out: { $percent } % of what all of them together may take, and this one alone { $this } %. Leave out some figures, or give their poses fewer contacts and fewer free joints, or the exercises fewer or shorter movements.
plan-problem-poses = The figure can’t be drawn like this: { $found }
plan-problem-too-long-to-play = This is longer than one session can be. Take out exercises, sets or repetitions.
