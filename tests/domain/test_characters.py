"""Characters as people see them, and what no XML file may hold."""

from dataclasses import dataclass

import pytest

from ozg_workflow.domain.characters import clusters, each_text, xml_text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", []),
        ("Straße", ["S", "t", "r", "a", "ß", "e"]),
        ("u\u0308b", ["u\u0308", "b"]),
        ("👨\u200d👩\u200d👧!", ["👨\u200d👩\u200d👧", "!"]),
        ("☎\ufe0f 1", ["☎\ufe0f", " ", "1"]),
        ("👍🏽", ["👍🏽"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("\u0301a", ["\u0301", "a"]),
    ],
)
def test_what_people_see_as_one_character_stays_together(text: str, seen: list[str]) -> None:
    assert clusters(text) == seen


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Straße\n1\t💡", "Straße\n1\t💡"),
        ("a\x01b\x0bc", "a\ufffdb\ufffdc"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud83db", "a\ufffdb"),
        ("a\ufffe\uffffb", "a\ufffd\ufffdb"),
    ],
)
def test_a_text_for_xml_holds_nothing_xml_forbids_and_keeps_all_else(text: str, kept: str) -> None:
    assert xml_text(text) == kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    name: str
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    title: str
    children: tuple[Child, ...]
    names: dict[str, str]


def test_every_text_of_nested_data_is_changed_and_nothing_else() -> None:
    data = Parent(title="a", children=(Child(name="b"), Child(name="c", number=2)), names={"d": "e"})
    assert each_text(data, str.upper) == Parent(
        title="A", children=(Child(name="B"), Child(name="C", number=2)), names={"d": "E"}
    )
    assert each_text(["a", ("b", None, 1.5)], str.upper) == ["A", ("B", None, 1.5)]
