"""A service is identified by a reference of its own; LeiKa keys are text with 14 digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue import key_mistake, references, type_hint

rows = st.lists(st.tuples(st.just(""), st.sampled_from(["", "99012045000000"]), st.sampled_from(["Ausweis", "ausweis", "Pass"])))


@pytest.mark.parametrize("key", ["", "99012045000000", "77012045000000", "00000000000000"])
def test_fourteen_digits_or_none_are_right(key: str) -> None:
    assert key_mistake(key) is None


@pytest.mark.parametrize("key", ["9901204500000", "990120450000001", "9901204500000x", "99 012045000000", "99012045000000\n"])
def test_anything_but_fourteen_digits_is_a_mistake(key: str) -> None:
    assert key_mistake(key) == f"Leistungsschlüssel „{key}“ hat nicht 14 Ziffern."


@pytest.mark.parametrize("key", ["9,9012E+13", "9.9012e+13"])
def test_a_key_that_excel_turned_into_a_number_is_told_as_such(key: str) -> None:
    assert "von Excel in eine Zahl verwandelt" in (key_mistake(key) or "")


def test_the_given_id_counts_before_the_key_and_the_key_before_the_name() -> None:
    assert references([("L1", "99", "A"), ("", "99", "A"), ("", "", "Ausweis Ändern")]) == ["L1", "99", "ausweis ändern"]


def test_repeated_names_get_a_counter_in_the_order_of_the_catalogue() -> None:
    assert references([("", "", "Pass"), ("", "", "pass"), ("", "", "PASS")]) == ["pass", "pass#2", "pass#3"]


@given(rows)
def test_references_are_unique_and_stable_when_rows_are_added_at_the_end(catalogue: list[tuple[str, str, str]]) -> None:
    found = references(catalogue)
    assert len(set(found)) == len(catalogue)
    assert references([*catalogue, ("", "", "Neu")])[:-1] == found


@pytest.mark.parametrize("key", ["nicht im LeiKa", "-", "k. A."])
def test_words_instead_of_a_key_are_answered_with_the_remedy(key: str) -> None:
    assert key_mistake(key) == f"„{key}“ ist kein Leistungsschlüssel; bitte die Zelle leer lassen, wenn die Leistung keinen hat."


@pytest.mark.parametrize("kind", ["", "1", "2", "2/3", "2b", "3b", "4", "4b", "5", "2a, 4b", "2-3", "OZG"])
def test_a_type_is_silent(kind: str) -> None:
    assert type_hint(kind) is None


@pytest.mark.parametrize(
    ("kind", "was"),
    [
        ("02. Mrz", "2/3"),
        ("2. März", "2/3"),
        ("02. Mrz 26", "2/3"),
        ("03. Feb", "3/2"),
        ("02.03.", "2/3"),
        ("02.03.2026", "2/3"),
        ("2026-03-02", "2/3"),
        ("02-Mar", "2/3"),
    ],
)
def test_a_type_that_a_spreadsheet_took_for_a_date_is_told_with_what_it_was(kind: str, was: str) -> None:
    message = f"Der Typ „{kind}“ ist ein Datum; vor Excel stand dort wohl „{was}“. Bitte die Spalte als Text einlesen."
    assert type_hint(kind) == message
