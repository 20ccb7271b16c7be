"""The texts of paper and slides: what a city writes becomes blocks, what people are called stays text, mistakes are named."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta

from ozg_workflow.domain.errors import InputError
from ozg_workflow.report.board import parts, slides
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.texts import PAPER, SLIDES, BlockKind, PaperTexts, plain
from ozg_workflow.report.board.values import values

from .conftest import SHIPPED


def blocks(folder: Path, text: str, **found: object) -> list[tuple[str, list[str]]]:
    (folder / PAPER).write_text(text, encoding="utf-8")
    read = PaperTexts((folder, SHIPPED)).blocks(PAPER, found, parts.PARTS)
    return [(block.kind.value, [plain(text) for text in block.texts] or [block.name]) for block in read]


def test_a_text_becomes_blocks(tmp_path: Path) -> None:
    text = "# Titel\n\nEin Absatz\nin zwei Zeilen.\n\n- eins\n- zwei\n\n1. erstens\n\n---\n\n[[Termine]]\n"
    assert blocks(tmp_path, text) == [
        ("heading", ["Titel"]),
        ("paragraph", ["Ein Absatz in zwei Zeilen."]),
        ("bullets", ["eins", "zwei"]),
        ("numbers", ["erstens"]),
        ("rule", [""]),
        ("part", ["Termine"]),
    ]


def test_a_table_knows_its_columns_of_figures(tmp_path: Path) -> None:
    (tmp_path / PAPER).write_text("| Welle | Zahl |\n|---|--:|\n| {{ name }} | **3** |\n", encoding="utf-8")
    (table,) = PaperTexts((tmp_path,)).blocks(PAPER, {"name": "a | b"}, ())
    assert (table.kind, table.right) == (BlockKind.TABLE, (1,))
    assert [plain(cell) for cell in table.header] == ["Welle", "Zahl"]
    assert table.rows == (((("a | b", False),), (("3", True),)),)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(lambda text: text == text.strip()))
def test_whatever_somebody_is_called_stays_text(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    name = re.sub(r"(?<=\d) (?=%)|(?<=§) (?=\d)", "\u00a0", name)
    assert blocks(folder, "{{ name }}\n\n- {{ name }}\n", name=name) == [("paragraph", [name]), ("bullets", [name])]


def test_a_figure_and_its_sign_stay_on_one_line(tmp_path: Path) -> None:
    text = "Zurück sind **{{ share }}** von 80 %, siehe § 1 OZG und §§ 2, 3; 5 von 100 sind 5 %.\n"
    ((_, (found,)),) = blocks(tmp_path, text, share="32 %")
    assert found == "Zurück sind 32\u00a0% von 80\u00a0%, siehe §\u00a01 OZG und §§\u00a02, 3; 5 von 100 sind 5\u00a0%."


def test_a_line_break_in_a_value_begins_no_new_block(tmp_path: Path) -> None:
    assert blocks(tmp_path, "{{ name }}\n", name="Bau\n\n# Antrag") == [("paragraph", ["Bau # Antrag"])]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# A\n\n{{ fehlt }}\n", r"Textvorlage \S*vorlage\.md\.j2:3: Der Wert „fehlt“ fehlt"),
        ("# A\n{% if %}\n", r"Textvorlage vorlage\.md\.j2:2: Die Vorlage ist fehlerhaft"),
        (
            "# A\n\n[[Torte]]\n",
            r"Textvorlage vorlage\.md\.j2:3: \[\[Torte\]\] gibt es hier nicht; möglich sind \[\[Kennzahlen\]\]",
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        blocks(tmp_path, text)


def used() -> set[str]:
    environment = PaperTexts((SHIPPED,))._environment
    files = [environment.parse((SHIPPED / name).read_text(encoding="utf-8")) for name in (PAPER, SLIDES)]
    return {name for file in files for name in meta.find_undeclared_variables(file)}


def test_the_readme_names_every_value_and_every_part(paper: BoardPaper) -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    given_values = values(paper)
    assert used() <= given_values.keys()
    named = re.findall(r"`(\w+)`", readme)
    assert given_values.keys() <= set(named)
    inner = {key for value in given_values.values() for row in rows(value) for key in row}
    assert inner <= set(named)
    told = set(re.findall(r"`\[\[([^\]]+)\]\]`", readme)) - {"Name"}
    assert told == {*parts.PARTS, *slides.PARTS}


def rows(value: object) -> list[dict[str, object]]:
    """Return the rows a value holds, however deep."""
    if isinstance(value, dict):
        return [value, *(row for item in value.values() for row in rows(item))]
    return [row for item in value for row in rows(item)] if isinstance(value, list | tuple) else []
