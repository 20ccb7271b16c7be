"""A reason that decides something belongs to one state."""

from ozg_workflow.domain.post.reasons import STATE_OF_REASON, StateReason


def test_every_code_but_the_plain_one_belongs_to_a_state() -> None:
    assert set(STATE_OF_REASON) == set(StateReason) - {StateReason.OTHER}


def test_no_reason_is_the_plain_one() -> None:
    assert StateReason("") is StateReason.OTHER
