"""The table of the answers as a workbook, read with openpyxl."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.domain.survey.service_list import ListState, RowState
from ozg_workflow.report.answers.sheet import sheet_names
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.answers.workbook import answers_xlsx
from tests.report.answers.lines import GOOD, OUTSIDE, contradicted, corrected, line, open_line, person, table

HEADINGS = 4


def opened(made: AnswerTable) -> Any:
    return load_workbook(io.BytesIO(answers_xlsx(made)))


def rows(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[HEADINGS]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=HEADINGS + 1, values_only=True)]


def cells(book: Any) -> Iterator[Any]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from row


def test_a_line_shows_numbers_as_numbers_choices_by_label_and_days_as_days() -> None:
    answers = {**GOOD, "planned_offer": "ja", "planned_on": "2020-10-01", "staff_effort": "unknown", "remark": "bald"}
    book = opened(table(line(answers=answers)))
    assert book.sheetnames[0] == "Angaben"
    assert rows(book["Angaben"]) == [
        {
            "Leistung": "Leistung 1",
            "Amt": "33 Einwohner- und Meldeamt",
            "Dezernat": "2 Bürger und Soziales",
            "Online?": "nein",
            "Stufe heute": "Formular-Assistent (2)",
            "Fallzahl pro Jahr": 1200,
            "OZG-ID": "10260",
            "OZG-Leistung": "Meldebestätigung",
            "Themenfeld": "Familie & Kind",
            "LeiKa-Schlüssel": "99115001012000",
            "Zuständig?": "ja",
            "Zuständiges Amt": None,
            "Internetadresse": None,
            "Online-Angebot fest geplant?": "ja",
            "Geplant zum": datetime(2020, 10, 1),  # noqa: DTZ001 - a day as openpyxl reads it
            "Personaleinsatz (VZÄ)": "unbekannt",
            "Nutzen für Bürger/Unternehmen": "hoch (3)",
            "Technikunterstützung heute": "Fachverfahren (2)",
            "Komplexität aus Bürgersicht": "niedrig (1)",
            "Rechtliches Hemmnis": "keines",
            "Rechtsgrundlage des Hemmnisses": None,
            "Bemerkung": "bald",
            "Stand": "beantwortet",
            "Widerspruch": None,
            "Quelle": "Mail 12 vom 22.04.2020, OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx, H5–U5",
        }
    ]


@pytest.mark.parametrize(
    ("level", "words"), [(0, "nein"), (2, "nein"), (3, "ja"), (5, "ja"), ("unknown", "unbekannt"), (None, "offen")]
)
def test_online_is_what_counts_as_compliant_and_unknown_is_not_no(level: Any, words: str) -> None:
    answers = {k: v for k, v in {**GOOD, "maturity_level": level}.items() if v is not None}
    assert rows(opened(table(line(answers=answers)))["Angaben"])[0]["Online?"] == words


def test_an_answer_that_stood_in_the_list_already_is_shown_and_counts_for_nothing() -> None:
    old = person("Erhebung 2019")._replace(kind=SourceKind.PREFILL)
    known = replace(open_line(), answers={"maturity_level": 4}, sources={"maturity_level": old})
    book = opened(table(known))
    (row,) = rows(book["Angaben"])
    assert (row["Stufe heute"], row["Online?"], row["Stand"]) == (
        "Online-Transaktion (4)",
        "offen",
        "offen, Vorjahr unbestätigt",
    )
    assert row["Quelle"] == "Vorjahr, unbestätigt (Erhebung 2019)"
    assert rows(book["Nach OZG-Leistung"])[0]["online (ab Stufe 3)"] == 0


def test_a_corrected_answer_names_who_told_it_and_the_rest_keeps_its_mail() -> None:
    told = line()
    told = replace(told, answers={**told.answers, "case_volume": 1500}, sources={**told.sources, "case_volume": person()})
    book = opened(table(told, corrections=(corrected(told),)))
    assert rows(book["Angaben"])[0]["Quelle"].splitlines() == [
        "Mail 12 vom 22.04.2020, OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx, H5–S5",
        "Fallzahl pro Jahr: Frau Lindner, 06.05.2020: Telefon, Frau Krüger",
    ]
    (row,) = rows(book["Berichtigungen"])
    assert (row["Vorher"], row["Berichtigt auf"], row["Von"]) == (1200, 1500, "Frau Lindner")


def test_a_contradiction_shows_both_values_and_sources_and_marks_the_cell() -> None:
    book = opened(table(line(1), contradicted(2)))
    first, second = rows(book["Angaben"])
    assert (first["Widerspruch"], second["Widerspruch"]) == (None, "Fallzahl pro Jahr: 1.200 ↔ 900")
    column = [cell.value for cell in book["Angaben"][HEADINGS]].index("Fallzahl pro Jahr")
    plain, marked = (book["Angaben"][row][column] for row in (HEADINGS + 1, HEADINGS + 2))
    assert (plain.fill.fgColor.rgb, marked.fill.fgColor.rgb) == ("00000000", "FFFBE3B5")
    (row,) = rows(book["Widersprüche"])
    assert (row["Gilt: Wert"], row["Dagegen: Wert"]) == ("1.200", "900")
    assert row["Dagegen: Quelle"].startswith("Mail 9 vom")


def test_every_dezernat_has_its_sheet_with_its_lines_only() -> None:
    book = opened(table(line(1), line(2, office="20")))
    assert book.sheetnames[:3] == ["Angaben", "Dez. 1 Zentrale Dienste", "Dez. 2 Bürger und Soziales"]
    assert [row["Leistung"] for row in rows(book["Dez. 1 Zentrale Dienste"])] == ["Leistung 2"]
    assert "Dezernat" not in rows(book["Dez. 1 Zentrale Dienste"])[0]


def test_lines_given_away_count_nowhere_and_stand_on_a_sheet_of_their_own() -> None:
    gone = [line(2, state=RowState.MOVED), line(3, state=RowState.WITHDRAWN)]
    book = opened(table(line(1), *gone))
    assert [row["Leistung"] for row in rows(book["Angaben"])] == ["Leistung 1"]
    assert [row["Stand"] for row in rows(book["Abgegebene Leistungen"])] == ["an anderes Amt gegeben", "hier entfallen"]
    assert rows(book["Nach OZG-Leistung"])[0]["Leistungen"] == 1


def test_open_lines_tell_who_owes_what_until_when() -> None:
    half = line(2, answers={k: v for k, v in GOOD.items() if k != "case_volume"}, state=RowState.INVALID)
    refused = line(3, answers={"responsible": "nein"}, state=RowState.DISPUTED)
    nil = open_line(4, office="20", list_state=ListState.NIL_RETURN)
    due = datetime(2020, 5, 29)  # noqa: DTZ001 - a day as openpyxl reads it
    found = rows(opened(table(open_line(1), half, refused, nil, dues={("33", 1): due.date()}))["Offene Zeilen"])
    assert [(row["Wer ist am Zug?"], row["Es fehlt"], row["Frist"]) for row in found] == [
        ("Amt 33 Einwohner- und Meldeamt", "Zuständig?", due),
        ("Amt 33 Einwohner- und Meldeamt", "Fallzahl pro Jahr", due),
        ("OZG-Koordination", "Entscheidung, welches Amt zuständig ist", due),
    ]


def test_planned_offers_stand_in_the_order_of_their_days() -> None:
    days = {1: "2021-04-01", 2: None, 3: "2020-10-01"}
    made = [line(n, answers={**GOOD, "planned_offer": "ja", **({"planned_on": day} if day else {})}) for n, day in days.items()]
    found = rows(opened(table(*made, line(4)))["Geplante Angebote"])
    assert [row["Leistung"] for row in found] == ["Leistung 3", "Leistung 1", "Leistung 2"]
    assert found[-1]["Termin"] == "ohne Termin"


HOSTILE = (
    "=1+1",
    "+49 521 51-0",
    "-",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=HYPERLINK(\"https://boese.example\";\"x\")",
    "https://boese.example/anfrage",
    "mailto:x@boese.example",
    "internal:Methode!A1",
    "\x00\x0b\ud800",
    "_x0041_",
    "{=1}",
    "<b>fett</b>",
    "\u202eabc",
    "x" * 40_000,
    "😀" * 20_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_no_text_is_ever_a_formula_or_a_link(text: str) -> None:
    hostile = {
        "name": text,
        "ozg_name": text,
        "theme": text,
        "key": text,
    }
    made = line(answers={**GOOD, "remark": text, "online_url": text, "legal_basis": text}, service=hostile)
    content = answers_xlsx(table(replace(made, office_name=text, department_name=text), round_title="Erhebung"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) or b"<hyperlink" in package.read(name) for name in package.namelist())
        assert not any("externalLink" in name or "_rels/sheet" in name for name in package.namelist())
    book = load_workbook(io.BytesIO(content))
    assert {cell.data_type for cell in cells(book)} <= {"s", "n", "d", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells(book))
    remark = rows(book["Angaben"])[0]["Bemerkung"]
    if text.isprintable() and len(text) < 100:
        assert unescape(remark) == text
    assert len(remark.encode("utf-16-le")) // 2 <= 32_767


def test_a_text_like_a_formula_stays_one_when_somebody_edits_the_cell() -> None:
    sheet = opened(table(line(answers={**GOOD, "remark": "=1+1"})))["Angaben"]
    column = [cell.value for cell in sheet[HEADINGS]].index("Bemerkung")
    assert sheet[HEADINGS + 1][column].quotePrefix
    assert not sheet[HEADINGS + 1][0].quotePrefix


def test_what_is_cut_says_so() -> None:
    (row,) = rows(opened(table(line(answers={**GOOD, "remark": "x" * 40_000})))["Angaben"])
    assert row["Bemerkung"].endswith("… (gekürzt)")


def test_the_names_of_sheets_are_allowed_and_different() -> None:
    wanted = {
        "a": "2 Schule/Kultur [neu]: *Test?*",
        "b": "'",
        "c": "Methode",
        "d": "METHODE",
        "e": "x" * 40,
        "f": "x" * 41,
        "g": "History",
        "h": "😀" * 20,
    }
    assert sheet_names(wanted, ["Methode"]) == {
        "a": "2 Schule Kultur  neu    Test",
        "b": "Ohne Namen",
        "c": "Methode (2)",
        "d": "METHODE (3)",
        "e": "x" * 31,
        "f": "x" * 27 + " (2)",
        "g": "History (2)",
        "h": "😀" * 15,
    }


def test_an_empty_sheet_says_so_and_an_empty_round_has_all_its_sheets() -> None:
    book = opened(table())
    assert book.sheetnames == [
        "Angaben",
        "Nach OZG-Leistung",
        "Reifegrad",
        "Widersprüche",
        "Offene Zeilen",
        "Geplante Angebote",
        "Berichtigungen",
        "Abgegebene Leistungen",
        "Methode",
    ]
    assert all(sheet.cell(HEADINGS + 1, 1).value for sheet in book)


def test_every_sheet_can_be_filtered_scrolled_and_printed() -> None:
    book = opened(table(contradicted(1), open_line(2), line(3, answers={**GOOD, "planned_on": "2020-10-01"})))
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$4:$4"
        assert "&P" in sheet.oddFooter.right.text
        if sheet.cell(HEADINGS + 2, 1).value or sheet.title == "Angaben":
            assert sheet.auto_filter.ref
    assert book["Angaben"].page_setup.paperSize == 8
    assert book.properties.title == "Angaben – Erhebung, OZG-Umsetzung 2020"
    assert book.properties.language == "de-DE"


def test_the_first_sheet_says_in_its_second_line_how_many_are_online_and_how_many_cases() -> None:
    made = [line(1), line(2, answers={**GOOD, "maturity_level": 4, "case_volume": "unknown"}), open_line(3)]
    assert opened(table(*made))["Angaben"]["A2"].value == (
        "3 Leistungen · 1 online (ab Stufe 3), 1 am Ziel (ab Stufe 4), 1 nicht online, 1 unbekannt oder offen · "
        "1.200 Fälle pro Jahr bei 1 Leistung mit bekannter Zahl · Stand 02.06.2020 10:30 Uhr"
    )


def test_the_method_names_round_day_deadline_returns_and_scale() -> None:
    text = "\n".join(f"{row['Was']}: {row['Erläuterung']}" for row in rows(opened(table(line()))["Methode"]))
    for words in ("erhebung-1", "02.06.2020 10:30", "15.05.2020", "24 von 25 Amtslisten", "nicht null", "Kennung plan"):
        assert words in text


def test_the_same_answers_make_the_same_file() -> None:
    assert answers_xlsx(table(line())) == answers_xlsx(table(line()))


def test_what_the_portals_show_has_columns_only_where_something_is_known() -> None:
    assert "Portal" not in rows(opened(table(line()))["Angaben"])[0]
    first, second = rows(opened(table(line(outside=OUTSIDE), line(2)))["Angaben"])
    assert (first["Portal"], first["Außensicht"]) == (
        "online (Stand 01.05.2020), https://portal.example",
        "Widerspruch zum Portal",
    )
    assert (second["Portal"], second["Außensicht"]) == (None, None)
