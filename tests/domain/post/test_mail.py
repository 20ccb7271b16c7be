"""A mail has one identity, a closed set of states and recipients that must be allowed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.post.mail import MailKind, header_message_id, is_allowed, may_be_ours

words = st.text(max_size=60)
domains = st.from_regex(r"[a-z0-9-]{1,30}(\.[a-z0-9-]{1,30}){0,6}", fullmatch=True)


@pytest.mark.parametrize(
    ("address", "allow_list", "allowed"),
    [
        ("amt33@stadt.example", (), False),
        ("amt33@stadt.example", ("*",), True),
        ("amt33@stadt.example", ("amt33@stadt.example",), True),
        ("Amt33@Stadt.example", ("amt33@stadt.EXAMPLE",), True),
        ("amt33@stadt.example", ("*@stadt.example",), True),
        ("amt33@nord.stadt.example", ("*@stadt.example",), False),
        ("amt33@stadt.example.org", ("*@stadt.example",), False),
        ("amt33@stadt.example", ("amt34@stadt.example", "*@kreis.example"), False),
    ],
)
def test_only_addresses_of_the_allow_list_are_written_to(address: str, allow_list: tuple[str, ...], allowed: bool) -> None:
    assert is_allowed(address, allow_list) is allowed


@given(rollout=words, recipient=words, object_key=words, occasion=words, domain=domains)
def test_a_message_id_is_valid_and_at_most_77_characters_long(
    rollout: str, recipient: str, object_key: str, occasion: str, domain: str
) -> None:
    found = header_message_id(rollout, MailKind.REMINDER, recipient, object_key, occasion, domain)
    assert len(found) <= 77
    assert re.fullmatch(r"<ozg\.[0-9a-f]{32}@[a-z0-9-]+(\.[a-z0-9-]+)*>", found)
    assert may_be_ours(found)


@pytest.mark.parametrize("foreign", ["", "<20200422.1@stadt.example>", "ozg.1@stadt.example", "<OZG1@stadt.example>"])
def test_the_message_id_of_another_program_is_known_by_its_form(foreign: str) -> None:
    assert not may_be_ours(foreign)


def test_the_same_mail_has_the_same_id_and_every_part_of_its_key_matters() -> None:
    key = ("bielefeld-2020", MailKind.REMINDER, "2", "survey", "vorab@2020-05-15")
    other = ("bielefeld-2021", MailKind.ESCALATION, "3", "progress", "vorab@2020-05-16")
    first = header_message_id(*key, "stadt.example")
    assert first == header_message_id(*key, "stadt.example")
    changed = [header_message_id(*key[:n], other[n], *key[n + 1 :], "stadt.example") for n in range(len(key))]  # type: ignore[misc,arg-type]
    assert len({first, *changed}) == 6


def test_the_parts_of_the_key_do_not_run_into_each_other() -> None:
    one = header_message_id("r", MailKind.REMINDER, "ab", "c", "d", "stadt.example")
    two = header_message_id("r", MailKind.REMINDER, "a", "bc", "d", "stadt.example")
    assert one != two
