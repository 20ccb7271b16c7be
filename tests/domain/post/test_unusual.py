"""Which automatic mails a person should look at all the same."""

import pytest

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.unusual import Unusual, automatic_in_words, in_words, unusual

NOTE = IncomingKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("certain", "known_sender", "attachment", "refers", "expected"),
    [
        (True, True, False, True, ()),  # the absence note of a colleague
        (False, False, False, True, ()),
        (False, True, False, True, (Unusual.KNOWN_SENDER,)),
        (True, True, True, True, (Unusual.ATTACHMENT,)),
        (True, False, False, False, (Unusual.NO_REFERENCE,)),
        (False, True, True, False, (Unusual.ATTACHMENT, Unusual.NO_REFERENCE, Unusual.KNOWN_SENDER)),
    ],
)
def test_what_is_not_as_such_mails_are_is_unusual(
    certain: bool, known_sender: bool, attachment: bool, refers: bool, expected: tuple[Unusual, ...]
) -> None:
    assert unusual(NOTE, certain=certain, known_sender=known_sender, attachment=attachment, refers=refers) == expected


def test_a_copy_of_our_own_mail_is_never_unusual() -> None:
    assert unusual(IncomingKind.OWN_COPY, certain=False, known_sender=True, attachment=True, refers=False) == ()


def test_it_is_told_in_words() -> None:
    assert in_words([Unusual.ATTACHMENT, Unusual.NO_REFERENCE]) == "mit Anhang, ohne Bezug zu einer Mail von hier"
    assert automatic_in_words(0, 0) == ""
    assert automatic_in_words(1, 0) == "1 automatische Mail, keine ungewöhnlich."
    assert automatic_in_words(12, 2) == "12 automatische Mails, davon 2 ungewöhnlich („ozg inbox list --all“)."
