#!/usr/bin/env bash
# ical.js 2.2.1 and node-ical 0.26.1, the two usual readers of calendars for JavaScript.
#
# Guessed: both put a daily event at 02:30 in Berlin where RFC 5545 (3.3.5) puts a time that comes twice: at the first.
# Seen: on 25 October 2026, when the clocks go back from three to two, ical.js takes the second half past two (01:30
#   UTC), node-ical the first (00:30 UTC). Before and after that day they agree.
# So: two calendars show one slot an hour apart on that night, and neither the file nor we are at fault. A test that
#   holds our files against one reader must leave the repeated hour out, or say whose answer it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ical.js@2.2.1 node-ical@0.26.1 > /dev/null

cat > slot.ics <<'CALENDAR'
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
DTSTART;TZID=Europe/Berlin:20261024T023000
DURATION:PT5M
RRULE:FREQ=DAILY;COUNT=3
SUMMARY:Five minutes
END:VEVENT
END:VCALENDAR
CALENDAR
sed -i 's/$/\r/' slot.ics

cat > look.mjs <<'JAVASCRIPT'
import fs from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = fs.readFileSync("slot.ics", "utf8");
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent"));
const days = event.iterator();
for (let day = days.next(); day; day = days.next()) console.log("ical.js  ", day.toJSDate().toISOString());
const other = Object.values(nodeIcal.sync.parseICS(text)).find(({ type }) => type === "VEVENT");
for (const day of other.rrule.all()) console.log("node-ical", day.toISOString());
JAVASCRIPT
TZ=UTC node look.mjs > seen

cat seen
diff seen - <<'EXPECTED'
ical.js   2026-10-24T00:30:00.000Z
ical.js   2026-10-25T01:30:00.000Z
ical.js   2026-10-26T01:30:00.000Z
node-ical 2026-10-24T00:30:00.000Z
node-ical 2026-10-25T00:30:00.000Z
node-ical 2026-10-26T01:30:00.000Z
EXPECTED
