"""What the coordinator reads in the cockpit."""

import copy
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ozg_workflow.domain.cockpit.links import Links
from ozg_workflow.domain.cockpit.overview import Overview
from ozg_workflow.domain.cockpit.status import ConfigurationStatus
from ozg_workflow.domain.desk import Link
from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.domain.survey.service_list import ListState, RoundKind
from ozg_workflow.report.cockpit.overview import overview_markdown
from ozg_workflow.report.cockpit.results import implementation_markdown, prioritisation_markdown
from ozg_workflow.report.cockpit.tables import lists_markdown, mails_markdown, missing_markdown


def words_only(_spec: dict[str, Any], alternative: str) -> str:
    return f"({alternative})"


def overview(view: Overview) -> str:
    return overview_markdown(view, words_only)


def in_status(view: Overview, **changes: Any) -> Overview:
    return replace(view, status=replace(view.status, **changes))


def section(text: str, heading: str) -> str:
    return text.split(f"## {heading}\n\n")[1].split("\n## ", maxsplit=1)[0].strip()


def test_the_day_the_rollout_and_the_figures_come_first(view: Overview) -> None:
    assert overview(view).splitlines()[:5] == [
        "# Stand am 18.05.2020",
        "",
        "**Umsetzung des OZG – Stadt Bielefeld**",
        "",
        "**3 von 4** Amtslisten zurück (75 %) · **26 von 30** Zeilen beantwortet · 1 offener Zuständigkeitsfall · 41 Mails angenommen",
    ]


def test_the_lists_of_a_progress_query_are_no_amtslisten(view: Overview) -> None:
    progress = replace(view, rounds=tuple(replace(each, kind=RoundKind.PROGRESS) for each in view.rounds))
    assert "**3 von 4** Listen zum Umsetzungsstand zurück (75 %)" in overview(progress)


def test_files_that_are_not_loaded_are_told_before_the_figures(view: Overview) -> None:
    text = overview(in_status(view, configuration=ConfigurationStatus(loaded=False))).splitlines()[4]
    assert text.startswith("**Hinweis:** Die Dateien unter config/ sind seit dem letzten Laden geändert")
    assert "Hinweis" not in overview(in_status(view, configuration=ConfigurationStatus(loaded=True)))


def test_superseded_lists_do_not_count_twice(view: Overview) -> None:
    lists = view.status.lists
    replaced = replace(lists[0], state=ListState.SUPERSEDED)
    assert "**26 von 30** Zeilen" in overview(in_status(view, lists=(*lists, replaced)))


def test_what_needs_somebody_names_the_form_and_each_case(view: Overview) -> None:
    needed = section(overview(view), "Was jetzt jemanden braucht")
    assert [line for line in needed.splitlines() if line.startswith("**")] == [
        "**2 Mails mit ungeklärter Zustellung** – Formular 19 Mail klären",
        "**1 unzustellbare Mail** – Formular 19 Mail klären",
        "**1 offener Zuständigkeitsfall** – Formular 06 Zuständigkeit entscheiden",
        "**7 Eingänge im Klärungskorb** – Formular 13 Klärungskorb bearbeiten",
        "**1 offener Meilenstein** – Formular 02 Meilenstein abhaken",
        "**1 Amtsliste über der Frist** – Formular 24 Amt jetzt erinnern",
    ]
    lines = needed.splitlines()
    assert "- Nr. 8 „Amtslisten“ – Unzustellbar: dezernat2@stadt.example" in lines
    assert "- Amt 22 Steueramt: seit 3 Tagen überfällig, 3 Erinnerungen" in lines
    assert lines.count("- … und 2 weitere") == 1, "five of the quarantine are enough"


def test_where_the_desk_is_known_each_need_leads_to_its_form_and_its_page(view: Overview) -> None:
    (case,) = [each for each in view.waiting if each.kind is NeedKind.CASE]
    link = Link(form="http://c/run?parameters=%7B%7D", page="http://r/stadt/leistungen/L1")
    text = overview_markdown(view, words_only, Links(needs={case: link}))
    assert f"→ **[Formular öffnen]({link.form})** · **[ansehen]({link.page})**" in text
    assert text.count("→ **[") == 1, "no link where the desk knows none"


def test_when_nobody_is_needed_the_overview_says_so(view: Overview) -> None:
    assert section(overview(replace(view, needs=(), missing=())), "Was jetzt jemanden braucht") == "Zurzeit nichts. ✓"


def test_the_pictures_have_words_that_say_the_same(view: Overview) -> None:
    text = overview(view)
    assert (
        "(Zeitplan: 3 geplant, 1 fällig, 1 läuft, 1 überfällig, 2 erledigt · als Nächstes 01.06.2020: Auswertung und Priorisierung)"
        in text
    )
    assert "(Rücklauf nach Dezernaten: 3 von 4 Listen zurück (75 %) · Frist 15.05.2020, vorüber)" in text
    assert "(Rücklauf über die Zeit: 25 % am 02.04.2020, 50 % am 04.05.2020, 75 % am 15.05.2020;" in text


def test_the_table_says_the_same_as_the_timeline(view: Overview) -> None:
    rows = [line for line in section(overview(view), "Zeitplan als Tabelle").splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(view.status.milestones)
    assert (
        rows[3] == "| 25.03.2020 | Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer | erledigt | 25.03.2020 |"
    )
    assert rows[8] == "| Juli 2020 | Vorstellung der Priorisierung und Planung im Verwaltungsvorstand | geplant | – |"


def test_special_characters_in_names_stay_characters(view: Overview) -> None:
    assert r"| 2 – Schule \| Bürger \& \*Kultur\* | 1 | 1 | 0 | 100 % |" in overview(view).replace("\u00a0", " ")


def test_before_the_lists_are_out_there_is_no_return(view: Overview) -> None:
    before = in_status(replace(view, rounds=(), missing=()), lists=())
    assert "Rücklauf" not in overview(before).split("## Post")[0].split("## Zeitplan")[1]


def test_earlier_rounds_are_told_in_a_line_each(view: Overview) -> None:
    (current,) = view.rounds
    earlier = replace(current, title="Erhebung ab 01.03.2019", returned=4)
    text = overview(replace(view, rounds=(earlier, current)))
    assert "- Erhebung ab 01.03.2019: 4 von 4 Listen zurück, Frist 15.05.2020" in text


def test_the_answers_of_calendars_are_counted(view: Overview) -> None:
    assert "- Infoveranstaltung: 5 zugesagt, 1 abgesagt, 0 mit Vorbehalt" in overview(view)


def test_prioritisation_and_implementation_are_a_line_each(view: Overview) -> None:
    text = overview(view).replace("\u00a0", " ")
    assert "- Ausgewertet am 02.06.2020: 135 gereiht, 18 unvollständig, 8 rechtlich gesperrt." in text
    assert "- 148 Maßnahmen, 12 begonnen, 37 am Ziel (25 %, Ziel Stufe 4 bis 31.12.2022)" in text
    before = overview(in_status(view, prioritisation=None, implementation=None))
    assert "Noch keine Auswertung." in before
    assert "Noch keine Maßnahmen." in before


def cells(text: str) -> list[list[str]]:
    """The rows of all tables of a text, without their headings."""
    lines = text.splitlines()
    headings = [number - 1 for number, line in enumerate(lines) if line.startswith("| ---")]
    rows = [n for n, line in enumerate(lines) if line.startswith("| ") and n not in headings and n - 1 not in headings]
    return [lines[n][2:-2].split(" | ") for n in rows]


def test_every_list_is_one_row_with_german_words(view: Overview) -> None:
    text = lists_markdown(view)
    assert "## Erhebung ab 25.03.2020" in text
    assert cells(text)[0] == ["10 Hauptamt", "zurück", "10 von 10", "15.05.2020", "1×"]
    assert len(cells(text)) == len(view.status.lists)


def test_a_missing_list_tells_its_deadline_and_its_reminders_and_leads_to_the_form_that_reminds(view: Overview) -> None:
    told = (
        "- **22 Steueramt**: seit 3 Tagen überfällig (Frist 15.05.2020), teilweise zurück (6 von 10), 3-mal erinnert, "
        "zuletzt am 13.05.2020; Dezernat 1, dezernat1@stadt.example"
    )
    assert missing_markdown(view).splitlines()[-1] == told
    line = missing_markdown(view, Links(offices={"22": Link(form="http://c/f", page="http://r/p")})).splitlines()[-1]
    assert line == f"{told} → **[Amt erinnern](http://c/f)** · **[ansehen](http://r/p)**"
    assert "Alle Listen sind zurück." in missing_markdown(replace(view, missing=()))


def test_the_mail_log_tells_state_and_reason(view: Overview) -> None:
    text = mails_markdown(view)
    (row,) = cells(text)
    assert (row[0], row[1], row[4]) == ("8", "unzustellbar", "25.03.2020")
    assert ": Unzustellbar: dezernat2@stadt.example" in section(text, "Gründe")


def test_no_cell_of_a_table_is_wider_than_the_page_bears(view: Overview) -> None:
    name = "Amt für Wirtschaftsförderung, Stadtmarketing und Europaangelegenheiten"
    wide = in_status(view, lists=tuple(replace(item, name=name) for item in view.status.lists))
    assert max(len(cell) for row in cells(lists_markdown(wide)) for cell in row) <= 28


def test_the_first_twenty_are_a_table(view: Overview) -> None:
    text = prioritisation_markdown(view, words_only)
    rows = section(text, "Die ersten 20").splitlines()
    assert len([r for r in rows if r.startswith("| ")]) == 22
    assert rows[2].startswith("| 1 ")
    assert any(re.match(r"\| \d+ \(\d+–\d+\) \| ", row) for row in rows), "ranks that depend on the weights say so"
    assert "(Vier Felder: Sofort umsetzen" in text


def test_the_burn_up_is_told_against_the_plan(view: Overview) -> None:
    text = implementation_markdown(in_status(view, today=date(2020, 10, 31)), words_only).replace("\u00a0", " ")
    assert "37 von 148 Maßnahmen am Ziel (25 %), nach Plan wären es 23" in text
    assert "| Welle 1 | 01.09.2020 – 31.12.2020 | 48 | 12 | 37 | 77 % |" in text
    assert section(text, "Verlauf").splitlines()[2:] == ["| September 2020 | 12 | 9 | 7 |", "| Oktober 2020 | 12 | 37 | 13 |"]


def test_before_the_evaluation_and_the_implementation_the_texts_say_so(view: Overview) -> None:
    before = replace(view, scores=None, progress=None)
    assert "Noch keine Auswertung." in prioritisation_markdown(before, words_only)
    assert "Die Umsetzung hat noch nicht begonnen." in implementation_markdown(before, words_only)


@pytest.mark.parametrize("make", [overview, lists_markdown, missing_markdown, mails_markdown])
def test_the_view_itself_is_not_changed(view: Overview, make: Any) -> None:
    before = copy.deepcopy(view)
    make(view)
    assert view == before


def test_no_chart_is_drawn_before_it_is_wanted() -> None:
    code = "import sys, ozg_workflow.report.cockpit.overview; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "ozg_workflow" in loaded
    assert not loaded & {
        "vl_convert",
        "xlsxwriter",
        "openpyxl",
        "typst",
        "pptx",
        "pendulum",
        "prefect",
        "sqlalchemy",
        "yaml",
        "holidays",
    }


def test_the_figures_of_the_charts_stand_beside_them_as_text(view: Overview) -> None:
    """Who sees no picture finds the same figures: the course of the returns, each Dezernat, each milestone."""
    words = overview_markdown(view, lambda _spec, _alternative: "")
    assert view.round is not None
    assert re.search(r"Über die Zeit zurück: 25 % am \d", words)
    for department in view.round.departments:
        assert re.search(rf"{department.name}.*\| {department.lists} \| {department.returned} \| {department.partly} \|", words)
    assert all(milestone.title in words for milestone in view.status.milestones)
