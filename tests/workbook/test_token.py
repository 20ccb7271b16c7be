"""The token proves which list a workbook is."""

from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.workbook.token import is_genuine, make_token

SECRET = b"geheim"


def test_a_token_is_genuine_for_its_own_list_only() -> None:
    token = make_token(SECRET, "bielefeld-2020", 41, 2)
    assert len(token) == 40
    assert is_genuine(token, SECRET, "bielefeld-2020", 41, 2)
    others = [
        (SECRET, "bielefeld-2020", 41, 3),
        (SECRET, "bielefeld-2020", 42, 2),
        (SECRET, "bielefeld", 41, 2),
        (b"x", "bielefeld-2020", 41, 2),
    ]
    assert not any(is_genuine(token, *other) for other in others)


def test_the_parts_of_a_token_cannot_be_shifted_into_each_other() -> None:
    assert make_token(SECRET, "a:1", 2, 3) != make_token(SECRET, "a", 1, 23)
    assert make_token(SECRET, "a", 12, 3) != make_token(SECRET, "a", 1, 23)


@given(st.text(st.characters(codec=None), max_size=60))
def test_junk_is_never_genuine_and_never_raises(junk: str) -> None:
    assert not is_genuine(junk, SECRET, junk, 41, 2)
    assert not is_genuine("ä" * 40, SECRET, "bielefeld-2020", 41, 2)
