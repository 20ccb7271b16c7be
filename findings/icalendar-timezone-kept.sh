#!/usr/bin/env bash
# icalendar 7.3.0 reads a calendar with the time zone of another calendar that was read before it.
#
# Two calendars define a zone of their own under the same name, one an hour, the other two hours ahead of UTC. In one process the
# definition that comes first holds for both, and the event of the second calendar is an hour off. Read alone, each is right.
# RFC 5545 has a VTIMEZONE speak for the calendar object it stands in (3.6.5); only a name that begins with a solidus is one of a
# registry for all (3.8.3.1). "Customized Time Zone", the name used here, is what calendars of Exchange say for zones of their own.
# It hurts in anything that reads the mail of several senders: nobody's file is wrong, the answer depends on who wrote first.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check icalendar==7.3.0
cd "$folder"

cat > read.py <<'PYTHON'
"""Print for each offset given the moment of 9 o'clock in a calendar whose zone has that offset, in UTC."""

import datetime
import sys

from icalendar import Calendar

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@office.example
DTSTAMP:20260601T000000Z
DTSTART;TZID=Customized Time Zone:20260701T090000
SUMMARY:Meeting
END:VEVENT
END:VCALENDAR
"""

for offset in sys.argv[1:]:
    calendar = Calendar.from_ical(CALENDAR.format(offset=offset).replace("\n", "\r\n"))
    start = calendar.walk("VEVENT")[0]["DTSTART"].dt
    print(offset, start.astimezone(datetime.timezone.utc).strftime("%H:%M"))
PYTHON

venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep '^icalendar '
first=$(venv/bin/python read.py +0100)
second=$(venv/bin/python read.py +0200)
both=$(venv/bin/python read.py +0100 +0200)
reversed=$(venv/bin/python read.py +0200 +0100)
printf 'alone:\n%s\n%s\nin one process:\n%s\nin one process, the other way round:\n%s\n' "$first" "$second" "$both" "$reversed"
test "$first" = "+0100 08:00"
test "$second" = "+0200 07:00"
test "$both" = $'+0100 08:00\n+0200 08:00'
test "$reversed" = $'+0200 07:00\n+0100 07:00'
