"""A template and the dataclass of its mail speak of the same values, and the table for the cities names them all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

import pytest

from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.registry import MAILS
from tests.mail.write.template_variables import BASE, SHIPPED, used, variables


def names_of(kind: MailKind) -> set[str]:
    return {field.name for field in fields(MAILS[kind])}


def documented() -> dict[str, str]:
    """Return kind → what the README for the cities says about its values."""
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (.*) \|$", text, re.MULTILINE)
    return {kind: words for kinds, words in rows for kind in re.findall(r"\w+", kinds)}


def outermost(words: str) -> str:
    """Return the words without what stands in brackets, whose contents are the parts of a row."""
    while (shorter := re.sub(r"\[[^][]*\]|\([^()]*\)", "", words)) != words:
        words = shorter
    return words


def parts_of(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from parts_of(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield name
            yield from parts_of(item)


@pytest.mark.parametrize("kind", MailKind)
def test_a_template_uses_only_the_fields_of_its_mail_and_the_base_values(kind: MailKind) -> None:
    assert used(kind) <= names_of(kind) | BASE


@pytest.mark.parametrize("kind", MailKind)
def test_every_field_is_named_in_the_table_for_the_cities_and_nothing_else_is(kind: MailKind) -> None:
    assert set(re.findall(r"`(\w+)`", outermost(documented()[kind]))) == names_of(kind)


def test_the_table_has_a_row_for_every_kind_and_no_other() -> None:
    assert set(documented()) == set(MailKind)


@pytest.mark.parametrize("kind", MailKind)
def test_every_field_of_a_row_is_named_in_the_table(kind: MailKind) -> None:
    everywhere = set(re.findall(r"`(\w+)`", " ".join(documented().values())))
    assert {part for value in MAILS[kind].sample().values().values() for part in parts_of(value)} <= everywhere


@pytest.mark.parametrize("kind", MailKind)
def test_no_field_hides_a_base_value(kind: MailKind) -> None:
    assert not names_of(kind) & BASE


def test_the_frame_uses_base_values_only_and_the_parts_none() -> None:
    assert variables("_base/frame.txt.j2", "_base/frame.html.j2") <= BASE
    assert not variables("_base/parts.txt.j2", "_base/parts.html.j2")
