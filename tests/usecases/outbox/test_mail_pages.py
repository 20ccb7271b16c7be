"""The outbox is looked through page by page."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.outbox import mail_pages
from ozg_workflow.usecases.outbox.mail_pages import mail_page
from tests.usecases.town import Town


def test_pages_have_the_newest_mail_first_and_a_page_beyond_the_last_is_the_last(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.day("2020-05-18", "remind", "deliver")
    monkeypatch.setattr(mail_pages, "PAGE", 3)
    numbers = sorted((m.id for m in asked.messages()), reverse=True)
    assert len(numbers) == 4
    first, last = mail_page(asked.ctx()), mail_page(asked.ctx(), page=99)
    assert ([m.id for m in first.mails], first.found, first.page, first.pages) == (numbers[:3], 4, 1, 2)
    assert ([m.id for m in last.mails], last.page) == (numbers[3:], 2)


@pytest.mark.parametrize(
    ("state", "words", "found"),
    [
        ("accepted", "", 2),
        ("held", "", 0),
        ("", "DEZ1@", 1),
        ("", "Amtslisten", 2),
        ("", "%", 0),
        ("", "_", 0),
        ("unknown", "dez1", 0),
    ],
)
def test_mails_are_found_by_state_and_by_words_in_subject_or_address(asked: Town, state: str, words: str, found: int) -> None:
    assert mail_page(asked.ctx(), state=state, words=words).found == found


def test_an_unknown_state_names_the_known_ones(asked: Town) -> None:
    with pytest.raises(InputError, match=r"Den Zustand „irgendwie“ gibt es nicht\. Möglich sind: held, queued"):
        mail_page(asked.ctx(), state="irgendwie")
