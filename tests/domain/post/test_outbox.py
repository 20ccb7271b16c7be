"""The states of a message, the steps between them, and the leases of those who work on it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.post.outbox import (
    ANSWER_SECONDS,
    LONGEST_LEASE,
    MESSAGE_STATE_TITLES,
    PROVABLE,
    TRANSITIONS,
    MessageState,
    Outcome,
    RecipientState,
    claim_seconds,
    content_patience,
    may_become,
    state_after,
    transfer_seconds,
)

S = MessageState
R = RecipientState
DOCS = (Path(__file__).parents[3] / "docs" / "outbox.md").read_text(encoding="utf-8")


def test_every_state_has_its_transitions_and_its_title() -> None:
    assert set(TRANSITIONS) == set(MESSAGE_STATE_TITLES) == set(MessageState)
    assert set().union(*TRANSITIONS.values()) <= set(MessageState)


def test_every_state_can_be_reached_and_only_the_ends_lead_nowhere() -> None:
    reached, waiting = {S.HELD, S.QUEUED}, [S.HELD, S.QUEUED]
    while waiting:
        new = TRANSITIONS[waiting.pop()] - reached
        reached |= new
        waiting += new
    assert reached == set(MessageState)
    assert {s for s, following in TRANSITIONS.items() if not following} == {S.CANCELLED, S.EXPIRED}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (S.HELD, S.ACCEPTED),
        (S.QUEUED, S.DATA_STARTED),
        (S.QUEUED, S.UNKNOWN),
        (S.ACCEPTED, S.QUEUED),
        (S.DATA_STARTED, S.CANCELLED),
        (S.HELD, S.CLAIMED),
    ],
)
def test_no_mail_skips_a_stage_or_is_sent_again_after_it_was_accepted(old: S, new: S) -> None:
    assert not may_become(old, new)


def test_a_mail_goes_its_way_stage_by_stage() -> None:
    way = (S.HELD, S.QUEUED, S.CLAIMED, S.DATA_STARTED, S.ACCEPTED, S.BOUNCED)
    assert all(may_become(old, new) for old, new in pairwise(way))


def test_the_table_of_the_docs_is_the_table_of_the_code() -> None:
    rows, state = set(), ""
    for first, second in re.findall(
        r"^\| *([^|]*?) *\| *([^|]*?) *\|", DOCS.partition("| from | to |")[2].partition("\n\n")[0], re.MULTILINE
    ):
        state = first.partition(" ")[0] or state
        if second in set(MessageState):
            rows.add((state, second))
    assert rows == {(old, new) for old, following in TRANSITIONS.items() for new in following}
    for name, title in MESSAGE_STATE_TITLES.items():
        assert f"{name} ({title})" in DOCS


def test_the_diagram_of_the_docs_is_the_table_of_the_code() -> None:
    arrows = set(re.findall(r"^ +([a-z_]+) --> ([a-z_]+)", DOCS, re.MULTILINE))
    assert arrows == {(old, new) for old, following in TRANSITIONS.items() for new in following}


def test_a_proof_settles_only_what_may_become_accepted() -> None:
    assert all(may_become(state, S.ACCEPTED) for state in PROVABLE)
    assert S.DATA_STARTED not in PROVABLE, "its worker knows more"


@pytest.mark.parametrize(
    ("outcome", "recipients", "state"),
    [
        (Outcome.ACCEPTED, (R.ACCEPTED, R.ACCEPTED), S.ACCEPTED),
        (Outcome.ACCEPTED, (R.ACCEPTED, R.REFUSED), S.ACCEPTED),
        (Outcome.ACCEPTED, (R.ACCEPTED, R.PENDING), S.QUEUED),
        (Outcome.RETRY, (R.PENDING,), S.QUEUED),
        (Outcome.RETRY, (R.REFUSED, R.PENDING), S.QUEUED),
        (Outcome.RETRY, (R.UNKNOWN,), S.QUEUED),
        (Outcome.REFUSED, (R.REFUSED,), S.REFUSED),
        (Outcome.REFUSED, (R.REFUSED, R.ACCEPTED), S.ACCEPTED),
        (Outcome.REFUSED, (), S.REFUSED),
        (Outcome.UNKNOWN, (R.UNKNOWN, R.PENDING), S.UNKNOWN),
        (Outcome.UNKNOWN, (R.ACCEPTED, R.UNKNOWN), S.UNKNOWN),
    ],
)
def test_the_recipients_decide_where_a_message_stands(outcome: Outcome, recipients: tuple[R, ...], state: S) -> None:
    assert state_after(outcome, recipients) is state


@given(size=st.integers(0, 200_000_000))
def test_a_transfer_ends_before_its_lease(size: int) -> None:
    """DATA and the content each get the whole patience; the lease must outlast both and the journal between them."""
    assert 2 * content_patience(size) + ANSWER_SECONDS < transfer_seconds(size) <= LONGEST_LEASE


@given(recipients=st.integers(1, 500))
def test_announcing_ends_before_its_lease(recipients: int) -> None:
    answers = 10 + 1 + recipients
    assert 2 * answers * ANSWER_SECONDS < claim_seconds(recipients) <= LONGEST_LEASE
