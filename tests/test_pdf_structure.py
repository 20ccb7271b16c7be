"""The check of PDFs finds what is missing."""

from typing import Any

from tests.pdf_structure import complaints, title_of


def _typeset(source: str, **options: Any) -> bytes:
    import typst

    pdf = typst.compile(source.encode(), ignore_system_fonts=True, **options)
    assert isinstance(pdf, bytes)
    return pdf


def test_a_pdf_that_nobody_thought_about_has_many_complaints() -> None:
    found = complaints(
        _typeset('== Zweite\n=== Dritte\n#table(columns: 2)[a][b][c][d]\n#figure(rect())\n#link("mailto:a@b.example")[b]')
    )
    assert {"no title", "the file name is shown instead of the title", "a figure without a text"} <= set(found)
    assert "a table whose first row has no headings: ['/TD', '/TD']" in found
    assert "headings out of order: [2, 3]" in found


def test_a_pdf_that_is_written_with_care_has_none() -> None:
    source = (
        '#set document(title: "Titel")\n#set text(lang: "de", region: "DE")\n= Erste\n== Zweite\n'
        '#table(columns: 2, table.header[a][b], [c], [d])\n#figure(rect(), alt: "Ein Kasten")\n#link("mailto:a@b.example")[b]'
    )
    assert complaints(_typeset(source, pdf_standards="ua-1")) == []
    assert title_of(_typeset(source)) == "Titel"
