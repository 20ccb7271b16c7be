"""The small words of the paper are those of `beschriftung.md.j2`; what does not fit is told with file and line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ozg_workflow.report.board.captions import FILE
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.paper import board_paper_pdf, board_paper_pptx
from ozg_workflow.report.board.texts import PaperTexts
from ozg_workflow.texts.sandbox import TemplateMistakeError
from tests.pdf_structure import complaints, title_of
from tests.report.board.conftest import SHIPPED
from tests.report.board.test_slides import slides_of, table_of
from tests.report.conftest import pdf_text

Changed = Callable[..., PaperTexts]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Return what makes texts of a city that has other small words: old and new words by turns."""

    def make(*pairs: tuple[str, str]) -> PaperTexts:
        text = (SHIPPED / FILE).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        return PaperTexts((tmp_path, SHIPPED))

    return make


def test_a_city_has_its_own_head_headings_and_groups(paper: BoardPaper, changed: Changed) -> None:
    texts = changed(
        ("Vorlage für den Verwaltungsvorstand", "Vorlage für den Magistrat"),
        ("| Betreff |", "| Gegenstand |"),
        ("| Sitzung | {{ date_label }} |", "| Sitzung | {{ date_label }} |\n| Aktenzeichen | 10-07/2020 |"),
        ("Stand der Auswertung", "Auswertung vom"),
        ("| Rang | Spanne | Leistung |", "| Platz | von – bis | Verwaltungsleistung |"),
        ("- Welle {{", "- Abschnitt {{"),
        ("Nutzen →", "Nützlichkeit →"),
        ("Jeder Punkt steht", "Ein Punkt steht"),
        ("- unvollständig", "- Angaben fehlen"),
    )
    content = board_paper_pdf(paper, texts)
    text = " ".join(pdf_text(content).split())
    assert complaints(content) == []
    assert title_of(content).startswith("Vorlage für den Magistrat, ")
    for words in ("Gegenstand", "Aktenzeichen", "10-07/2020", "Auswertung vom 02.06.2020", "Platz von – bis Verwaltungsleistung"):
        assert words in text
    for words in ("Abschnitt 1: Erste Verfahren 2020", "Nützlichkeit →", "Ein Punkt steht", "Angaben fehlen"):
        assert words in text
    rows = table_of(slides_of(board_paper_pptx(paper, texts))[3])
    assert rows[0][:3] == ["Platz", "von – bis", "Verwaltungsleistung"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("| Dezernat | Listen | zurück | Anteil |\n|---|---|---|---|", "| Dezernat | Listen |\n|---|---|", "Rücklauf: Die Kopfzeile braucht 4 Spalten, sie hat 2."),
        ("- Kein Amt der Stadt\n", "", "Alle Leistungen: Die Aufzählung braucht 6 Einträge, sie hat 5."),
        ("# Termine", "# Zeitplan", "Der Abschnitt „# Termine“ fehlt."),
        ("Vorlage für den Verwaltungsvorstand\n\n", "", "Kopf: Hier fehlt oder stört etwas; hierhin gehören 2 Absätze."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_place(
    paper: BoardPaper, changed: Changed, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(TemplateMistakeError, match=re.escape(complaint)) as told:
        board_paper_pdf(paper, changed((old, new)))
    assert re.search(rf"{FILE}(:\d+)?: ", str(told.value))
