"""A service is identified by a reference of its own; LeiKa keys are text with 14 digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue import key_mistake, references

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
