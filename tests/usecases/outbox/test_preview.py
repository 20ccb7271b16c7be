"""A preview shows what would happen and changes nothing."""

import pytest

from tests.usecases.town import Town


@pytest.mark.parametrize(
    ("fixture", "day", "step", "recipients"),
    [
        ("town", "2020-03-19", "announce", 6),
        ("town", "2020-03-25", "send-lists", 2),
        ("asked", "2020-05-13", "remind", 2),
        ("asked", "2020-05-13", "digest", 1),
        ("asked", "2020-05-13", "collect", 0),
        ("answered", "2020-06-02", "evaluate", 0),
    ],
)
def test_a_preview_lists_its_mails_and_changes_nothing(
    fixture: str, day: str, step: str, recipients: int, request: pytest.FixtureRequest
) -> None:
    town: Town = request.getfixturevalue(fixture)
    town.day(day)
    before = town.dump()
    result = town.do(step, preview=True)
    assert town.dump() == before
    assert len(result.mails) == recipients
    assert all(mail.subject and mail.recipients for mail in result.mails)
    if step == "send-lists":
        assert result.mails[0].attachments[-1] == "OZG-Ausfüllhilfe.pdf"
    assert len(town.do(step).mails) == recipients, "the real run does what the preview showed"
