#!/usr/bin/env bash
# ics 0.7.2 (Python), a library with which calendar files are read and written.
#
# Guessed: read and written again, a daily event at 07:30 in Berlin is the same event.
# Seen: its start is written in UTC, without the zone, while the rule stays daily. So the slot comes at 06:30 from the
#   end of summer time on. The alarm “at the start” (TRIGGER:PT0S) becomes TRIGGER:P, which is no duration, and a
#   scale that nobody asked for is added as GEORGIAN.
# So: a daily slot that went through such a tool is not ours to trust. Whoever checks our calendar files with ics checks
#   the first day only, and from its copy nothing can be read again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check ics==0.7.2 arrow==1.4.0 TatSu==5.15.1

cat > "$folder/slot.ics" <<'CALENDAR'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Slot//EN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:slot@example.org
DTSTAMP:20261001T080000Z
DTSTART;TZID=Europe/Berlin:20261023T073000
DURATION:PT5M
RRULE:FREQ=DAILY
SUMMARY:Five minutes
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Five minutes
TRIGGER:PT0S
END:VALARM
END:VEVENT
END:VCALENDAR
CALENDAR
sed -i 's/$/\r/' "$folder/slot.ics"

"$folder/python/bin/python" - "$folder/slot.ics" 2> /dev/null > "$folder/seen" <<'PYTHON'
import sys
from ics import Calendar

calendar = Calendar(open(sys.argv[1], newline="").read())
for line in calendar.serialize().splitlines():
    if line.startswith(("CALSCALE", "BEGIN:VTIMEZONE", "DTSTART", "RRULE", "TRIGGER")):
        print(line)
PYTHON

cat "$folder/seen"
sort "$folder/seen" | diff - <(sort <<'EXPECTED'
CALSCALE:GEORGIAN
DTSTART:20261023T053000Z
RRULE:FREQ=DAILY
TRIGGER:P
EXPECTED
)
