### The session player: what is shown and said while a session runs.
### Messages with arguments are filled in by the page: no plurals or selectors in them.

player-title = Session
player-loading = Getting your session ready …
player-broken = This session could not be shown here.
player-home = Back to Today

## Kinds of steps

player-kind-ready = Get ready
player-kind-move = Move
player-kind-hold = Hold
player-kind-return = Release
player-kind-rest = Rest
player-kind-switch = Switch sides
player-kind-end = Done

## Controls

player-controls = Session controls
player-pause = Pause
player-continue = Continue
player-back = Step back
player-forward = Step forward
player-next-exercise = Next exercise
player-previous-exercise = Previous exercise
player-caption-step = Step
player-caption-exercise = Exercise
player-mirror = As in a mirror
player-mute = Mute
player-unmute = Sound on
player-end = End
player-keys = Space pauses and continues. Left and right arrows step. Shift and an arrow go to another exercise. M mutes. Escape ends. 1, 2 and 3 say how an exercise was. H stops one that hurts. D is for dizziness.

## Where we are

player-paused = Paused
player-count-in = Starting again
player-clock = Time left in this step
player-clock-repetition = Repetition
player-progress = Session progress
player-time-left = { $time } left
player-exercise-of = Exercise { $number } of { $count }
player-warm-up-of = Warm-up { $number } of { $count }
player-rep-of = { $number } of { $count }
player-set-of = Set { $number } of { $count }
player-next = Next: { $what }
player-next-end = Last step
player-gap = Paused: the computer was away. Continue when you are ready.

## Going on after a reload

player-resume-title = Welcome back
player-resume-text = You continue with
player-im-ready = I’m ready

## Ending

player-end-title = End here?
player-end-text = What you did is kept.
player-keep-going = Keep going
player-end-session = End session
player-over-completed = Well done
player-over-stopped = Session ended
player-over-saving = Saving what you did …
player-over-away = Unhunch is not answering right now. Leave this page open: it goes on as soon as Unhunch is back.
player-over-go-on = Go on

## How an exercise was, right after it

player-felt-question = How was { $exercise }?
player-felt-too-much = Next time you get a gentler one, if you like.
player-felt-kept = Kept: { $answer }
player-felt-words = Words

## When something is wrong: these stand in every step

player-stops = Stop
player-hurts = This hurts
player-dizzy = I’m dizzy
player-hurt-title = Stopped
player-hurt-text = { $exercise } is over for today. Next time you get its easier version, if you like.
player-hurt-sharp = If the pain was sharp, or does not settle soon, leave the rest for today and ask a doctor or a physiotherapist before you do this again.
player-hurt-go-on = Go on with { $exercise }
player-hurt-finish = Finish
player-hurt-slip = It was a slip: continue this exercise
player-dizzy-slip = I’m fine, it was a slip

## Saving

player-unsaved = { $count } not saved yet
player-unsaved-memory = This browser does not keep anything for Unhunch. Please leave this page open until all is saved.
player-saved = Saved
player-locked = This browser is not connected to Unhunch any more. Please open Unhunch again. What you did stays here until then.
player-refused = Part of this session could not be saved.
player-dismiss = Close

## Sound

player-sound-blocked = Tap for sound

## What the voice says besides the exercises’ own cues

player-say-hold = Hold
player-say-hold-seconds = Hold for { $seconds } seconds
player-say-seconds = { $seconds } seconds
player-say-release = And release
player-say-rest = Rest for { $seconds } seconds
player-say-next = Next: { $what }
player-say-last = Last one
player-say-breathe-1 = Breathe out slowly
player-say-breathe-2 = Let your breath flow
player-say-breathe-3 = Keep breathing
player-say-paused = Paused
player-say-finished = That’s it. Well done.

## Without scripts

player-noscript-title = Your session
player-noscript-text = The guided session needs scripts, which are switched off in this browser. Here is the plan to follow at your own pace. Tick what you did.
player-noscript-did = I did this
player-noscript-felt = How was it?
player-noscript-hurt = It hurt, I stopped
player-noscript-button = Save what I did
