"""What speaks for a machine: a proof settles it, one weak mark never does, a person outweighs what is no proof."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.post.marks import MARKS, Group, Mark, certain, is_automatic, proved, weight, words

PROOFS = [mark for mark, row in MARKS.items() if row.group is Group.PROOF]
WEAK = [mark for mark, row in MARKS.items() if row.group not in (Group.PROOF, Group.PERSON)]
PERSON = [mark for mark, row in MARKS.items() if row.group is Group.PERSON]


def test_every_mark_has_a_row() -> None:
    assert set(MARKS) == set(Mark)


@pytest.mark.parametrize("mark", WEAK)
def test_one_weak_mark_is_never_enough(mark: Mark) -> None:
    assert not is_automatic([mark])


@pytest.mark.parametrize("group", Group)
def test_all_weak_marks_of_one_cause_are_not_enough(group: Group) -> None:
    assert not is_automatic([mark for mark in WEAK if MARKS[mark].group is group])


@pytest.mark.parametrize("mark", PROOFS)
def test_a_proof_is_enough_whatever_a_person_may_have_written(mark: Mark) -> None:
    assert is_automatic([mark, *PERSON])
    assert proved([mark])


@given(st.sets(st.sampled_from(WEAK)))
def test_an_answer_of_a_person_outweighs_everything_that_is_no_proof(marks: set[Mark]) -> None:
    assert not is_automatic({*marks, Mark.REPLY})


@given(st.sets(st.sampled_from(WEAK)), st.sampled_from(WEAK))
def test_one_mark_more_never_makes_a_machine_a_person(marks: set[Mark], more: Mark) -> None:
    assert weight({*marks, more}) >= weight(marks)
    assert is_automatic({*marks, more}) or not is_automatic(marks)


def test_marks_of_different_causes_add_up() -> None:
    assert is_automatic([Mark.ABSENCE_SUBJECT, Mark.ABSENCE_TEXT])
    assert is_automatic([Mark.NULL_PATH, Mark.ABSENCE_TEXT, Mark.ANSWERS_OURS])
    assert not is_automatic([Mark.NULL_PATH, Mark.RULE, Mark.GENERATED, Mark.SUPPRESS, Mark.ABSENCE_SUBJECT])


def test_a_bounce_that_asks_something_is_still_a_bounce() -> None:
    bounce = {Mark.BOUNCE_SUBJECT, Mark.BOUNCE_TEXT, Mark.RETURNS_OURS}
    assert is_automatic({*bounce, Mark.QUESTION})
    assert not is_automatic({*bounce, Mark.ATTACHMENT})


def test_the_marks_are_told_in_words_without_what_tells_of_a_person() -> None:
    assert words([Mark.RULE, Mark.QUESTION, Mark.NULL_PATH]) == "kein Rückweg, von einer Posteingangsregel"


def test_so_many_marks_that_agree_leave_no_doubt() -> None:
    note = {Mark.ABSENCE_SUBJECT, Mark.ABSENCE_TEXT, Mark.MACHINE_PREFIX}
    assert certain(note)
    assert not certain(note - {Mark.MACHINE_PREFIX})
    assert not certain({*note, Mark.REPLY})
    assert certain({Mark.AUTO_REPLIED, Mark.REPLY})
