### Noting how it feels: the pages about notes, the questions about a week, and the pieces that other pages share.

## The row of pages about how it went

diary-nav-label = Your diary
diary-nav-progress = Progress
diary-nav-calendar = Calendar
diary-nav-notes = Notes
diary-nav-reach = Reach
diary-nav-report = For your doctor
