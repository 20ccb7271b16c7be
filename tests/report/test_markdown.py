"""Markdown for people: names stay what they are."""

import pytest

from ozg_workflow.report.markdown import escape, table


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


def test_a_table_aligns_the_columns_that_hold_numbers() -> None:
    assert table(("A", "B"), [("x", "1")], right=frozenset({1})) == ["| A | B |", "| --- | ---: |", "| x | 1 |"]
