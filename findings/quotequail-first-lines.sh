#!/usr/bin/env bash
# quotequail 0.5.4 loses the first lines of a forwarded mail, and names a wrong addressee.
#
# unwrap() takes a mail apart that was passed on below its headings (From, Sent, To, Subject). An empty line ends the headings of a
# mail (RFC 5322, 2.1), and programs put one there when they pass a mail on. quotequail reads across it: lines of the text that look
# like "word: something" count as headings, too. Those whose word it does not know are in no part of the answer, neither in the
# text nor as a heading; those whose word it knows overwrite the true one. A mail that has nothing but such lines has no text left.
# It hurts because people begin with just these lines ("Deadline: Friday"), and who reads only what unwrap() gives never sees them.
# The headings in German (Von, Gesendet, An, Betreff) do the same.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check quotequail==0.5.4
cd "$folder"

venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import quotequail

ENGLISH = """Please see below.

From: Office 10 <office10@city.example>
Sent: Monday, 5 January 2026 09:00
To: Office 33 <office33@city.example>
Subject: Survey

Deadline: 31 January
Contact: room 12

Please fill in the list.
"""
GERMAN = """Zur Kenntnis.

Von: Amt 10 <amt10@stadt.example>
Gesendet: Montag, 5. Januar 2026 09:00
An: Amt 33 <amt33@stadt.example>
Betreff: Umfrage

An: alle Sachgebiete
Frist: 31. Januar
"""

print("quotequail", version("quotequail"))
english, german = quotequail.unwrap(ENGLISH), quotequail.unwrap(GERMAN)
print(english)
print(german)
assert english["text_top"] == "Please see below." and english["to"] == "Office 33 <office33@city.example>"
assert english["text"] == "Please fill in the list." and "31 January" not in str(english), "the first lines are kept now"
assert german["to"] == "alle Sachgebiete" and not german.get("text") and "31. Januar" not in str(german), "headings end now"
PYTHON
