"""Data become a PDF, whatever characters it holds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozg_workflow.paper.typesetting import typeset

CREATED = datetime(2020, 7, 1, 8, 0, tzinfo=UTC)
TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: data.title, date: none)
#set text(font: "Libertinus Serif", lang: "de", hyphenate: true)
#title()
#data.title · *#data.title* _#data.title;_#data.title
#table(columns: 2, table.header([#data.title], [b]), ..data.rows.flatten().map(cell => [#cell]))
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "any.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@settings(max_examples=40, deadline=None)
@given(title=st.text(min_size=1, max_size=30), cell=st.text(max_size=30))
def test_any_text_at_all_becomes_an_accessible_pdf(template: Path, title: str, cell: str) -> None:
    pdf = typeset(template, {"title": title, "rows": [[cell, title]]}, CREATED)
    assert pdf.startswith(b"%PDF")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d",
        "\x00",
        "\u0294\u0350\u21db\u06e7",  # each alone is displayable, together they are not
        "\u2846\u030f\u04ed\u203d\u0310\u0e38",
        "\u0301",
        "\u2028",
        "\ufeff",
    ],
)
def test_texts_that_are_hard_to_set_become_a_pdf_too(template: Path, text: str) -> None:
    assert typeset(template, {"title": f"a{text}b", "rows": [[text, "b"]]}, CREATED).startswith(b"%PDF")


def test_a_template_that_does_not_fit_its_data_is_an_error_and_no_pdf(template: Path) -> None:
    import typst

    with pytest.raises(typst.TypstError):
        typeset(template, {"title": "ohne Zeilen"}, CREATED)
