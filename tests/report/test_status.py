"""The status as Markdown and as table rows."""

import copy
import re
import subprocess
import sys
from typing import Any

import pytest

from ozg_workflow.report.gantt import plain
from ozg_workflow.report.markdown import bar, escape, table
from ozg_workflow.report.status import status_markdown, status_rows

Status = dict[str, Any]


def _section(text: str, heading: str) -> str:
    return text.split(f"## {heading}\n\n")[1].split("\n## ", maxsplit=1)[0]


def test_heading_and_figures_come_first(status: Status) -> None:
    lines = status_markdown(status, titles={"bielefeld-2020": "Umsetzung des OZG"}).splitlines()
    assert lines[0] == "# Umsetzung des OZG – Stand 18.05.2020"
    assert lines[2].split(" · ") == [
        "**4 von 5** Amtslisten zurück (80 %)",
        "**26 von 30** Zeilen beantwortet",
        "1 offener Zuständigkeitsfall",
        "41 Mails angenommen",
    ]


def test_superseded_lists_do_not_count_twice(status: Status) -> None:
    status["lists"].append(status["lists"][0] | {"state": "superseded"})
    assert "**26 von 30** Zeilen" in status_markdown(status)


def test_the_gantt_marks_done_active_late_and_planned(status: Status) -> None:
    chart = _section(status_markdown(status), "Zeitplan").split("```")[1].splitlines()
    assert chart[0] == "mermaid"
    assert chart[1].startswith("%%{init: ")
    assert chart[2] == "gantt"
    tasks = [line.strip() for line in chart if re.match(r" +\d+\. ", line)]
    assert tasks == [
        "1. Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung :done, milestone, 2020-03-17, 0d",
        "2. Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer :done, milestone, 2020-03-25, 0d",
        "3. Datenerhebung mit den Organisationseinheiten :active, 2020-04-01, 47d",
        "4. Rücklauf bei fehlerhafter Zuständigkeit :crit, milestone, 2020-04-30, 0d",
        "5. Rücksendung der Amtslisten an das OZG-Postfach :active, milestone, 2020-05-15, 0d",
        "6. Auswertung und Priorisierung :milestone, 2020-06-01, 0d",
        "7. Vorstellung der Priorisierung und Planung im Verwaltungsvorstand :2020-07-01, 31d",
        "8. Abschluss der Umsetzung gem. § 1 OZG :milestone, 2022-12-31, 0d",
    ]


def test_the_table_below_says_the_same_as_the_chart(status: Status) -> None:
    rows = [line for line in _section(status_markdown(status), "Zeitplan").splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(status["milestones"])
    assert (
        rows[3] == "| 25.03.2020 | Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer | erledigt | 25.03.2020 |"
    )
    assert rows[8] == "| Juli 2020 | Vorstellung der Priorisierung und Planung im Verwaltungsvorstand | geplant | – |"


def test_a_milestone_title_can_be_shortened_by_its_key(status: Status) -> None:
    text = status_markdown(status, titles={"versand": "Versand"})
    assert "2. Versand :done" in text
    assert "| 25.03.2020 | Versand | erledigt" in text


def test_what_needs_somebody_is_listed_with_the_command_that_helps(status: Status) -> None:
    assert _section(status_markdown(status), "Was jetzt jemanden braucht").strip().splitlines() == [
        "- Meilenstein überfällig: Rücklauf bei fehlerhafter Zuständigkeit",
        "- 1 Zuständigkeitsfall zu entscheiden – `ozg case list`",
        "- 2 Eingänge im Klärungskorb – `ozg inbox list`",
        "- 2 Mails mit ungeklärter Zustellung – `ozg mail settle`",
        "- 1 unzustellbare Mail – `ozg mail list`",
        "- 1 angehaltene Mail – `ozg mail release`",
        "- 1 Amtsliste über der Frist – `ozg remind`",
    ]


def test_the_deadline_day_itself_is_not_overdue(status: Status) -> None:
    status["today"] = "2020-05-15"
    assert "über der Frist" not in status_markdown(status)


def test_when_nobody_is_needed_the_status_says_so(status: Status) -> None:
    for key in ("mail", "inbox", "cases"):
        status[key] = dict.fromkeys(status[key], 0)
    status["lists"], status["milestones"] = [], []
    text = status_markdown(status)
    assert _section(text, "Was jetzt jemanden braucht").strip() == "Zurzeit nichts."
    assert "- **Ausgang:** noch keine Mail" in text


def test_return_rates_have_a_bar_and_an_empty_department_none(status: Status) -> None:
    text = _section(status_markdown(status), "Rücklauf nach Dezernaten")
    assert "| OB – Oberbürgermeister | 0 | 0 | – |" in text
    assert "| 1 – Finanzen, Personal und Digitalisierung | 3 | 2 | ██████░░░░ 67 % |" in text


def test_special_characters_in_names_stay_characters(status: Status) -> None:
    assert r"| 2 – Schule \| Bürger \& \*Kultur\* | 2 | 2 |" in status_markdown(status)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("[x](http://y.example)", r"\[x\](http://y.example)"),
        ("<script>", r"\<script\>"),
        ("# kein Titel", r"\# kein Titel"),
        ("- kein Punkt", r"\- kein Punkt"),
        ("1. kein Punkt", r"1\. kein Punkt"),
        ("`code` _a_ *b* ~c~", r"\`code\` \_a\_ \*b\* \~c\~"),
        ("zwei\nZeilen | \r\n hier", r"zwei Zeilen \| hier"),
        (r"C:\Pfad", r"C:\\Pfad"),
        ("![bild](x)", r"\!\[bild\](x)"),
        ("Bürger- und Standesamt (33)", "Bürger- und Standesamt (33)"),
    ],
)
def test_markdown_is_escaped_and_kept_on_one_line(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_a_title_cannot_break_out_of_the_chart(status: Status) -> None:
    evil = "x :done, 2020-01-01, 1d\n    section Böse ```\n%% ; # {}"
    status["milestones"][0]["title"] = evil
    chart = status_markdown(status).split("```mermaid")[1].split("\n```")[0].splitlines()
    tasks = [line for line in chart if re.match(r" +\d+\. ", line)]
    assert tasks[0] == "    1. x done, 2020-01-01, 1d section Böse :done, milestone, 2020-03-17, 0d"
    assert len(tasks) == len(status["milestones"])


def test_a_long_title_is_cut_at_a_word() -> None:
    short = plain("Wort " * 40)
    assert len(short) <= 78
    assert short.endswith("Wort …")


@pytest.mark.parametrize(("percent", "cells"), [(0, 0), (9, 0), (67, 6), (99, 9), (100, 10)])
def test_a_bar_is_full_only_at_hundred_per_cent(percent: int, cells: int) -> None:
    assert bar(percent) == "█" * cells + "░" * (10 - cells)


def test_a_table_aligns_the_columns_that_hold_numbers() -> None:
    assert table(("A", "B"), [("x", "1")], right=frozenset({1})) == ["| A | B |", "| --- | ---: |", "| x | 1 |"]


def test_prioritisation_and_implementation_are_one_line_each(status: Status) -> None:
    text = status_markdown(status)
    assert "Ausgewertet am 02.06.2020: 135 gereiht, 18 unvollständig, 8 rechtlich gesperrt." in text
    assert "148 Maßnahmen, 12 begonnen, 37 am Ziel (Ziel Stufe 4 bis 31.12.2022) ██░░░░░░░░ 25 %" in text
    status["prioritisation"] = status["implementation"] = None
    text = status_markdown(status)
    assert "Noch keine Auswertung." in text
    assert "Noch keine Maßnahmen." in text


def test_every_list_is_one_row_with_german_titles_and_berlin_days(status: Status) -> None:
    rows = status_rows(status)
    assert [row["Stand"] for row in rows] == ["zurück", "Fehlanzeige", "teilweise zurück", "zurück"]
    assert rows[0] == {
        "Amt": "10",
        "Name": "Hauptamt",
        "Dezernat": "1",
        "Stand": "zurück",
        "Frist": "15.05.2020",
        "Zurück": "15.05.2020",  # 22:30 UTC is already the next day in Berlin
        "Beantwortet": 10,
        "Zeilen": 10,
        "Fehlerhaft": 0,
        "Strittig": 0,
        "Erinnerungen": 1,
        "Versandt": "25.03.2020",
        "Runde": "Erhebung",
        "Version": 1,
    }


def test_the_status_itself_is_not_changed(status: Status) -> None:
    before = copy.deepcopy(status)
    status_markdown(status)
    status_rows(status)
    assert status == before


def test_the_status_needs_no_heavy_library() -> None:
    code = "import sys, ozg_workflow.report.status; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "ozg_workflow" in loaded
    assert not loaded & {
        "xlsxwriter",
        "openpyxl",
        "typst",
        "pptx",
        "pendulum",
        "prefect",
        "sqlalchemy",
        "pydantic",
        "yaml",
        "holidays",
    }
