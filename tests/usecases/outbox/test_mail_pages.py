"""The outbox is looked through page by page; one mail tells what became of it in words."""

import pytest

from ozg_workflow.database.models import DeliveryAttempt, Message
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.usecases.outbox import mail_pages
from ozg_workflow.usecases.outbox.mail_pages import mail_page, whole_mail
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


def test_a_whole_mail_has_its_attempts_in_words_and_the_offices_it_is_about(asked: Town) -> None:
    first = asked.messages()[0]
    asked.change(
        DeliveryAttempt, DeliveryAttempt.message_id == first.id, outcome=Outcome.RETRY, stage="rcpt", code=451, text="Greylisted"
    )
    found = whole_mail(asked.ctx(), first.id)
    assert found is not None
    (attempt,) = found.attempts
    assert (attempt.outcome, attempt.stage, attempt.answer) == (
        "vorläufig nicht angenommen, wird wiederholt",
        "bei den Empfängern",
        "451 Greylisted",
    )
    assert found.offices == (("10", "Hauptamt"), ("20", "Kämmerei"))
    assert found.content.startswith(b"From:") or b"Subject:" in found.content


def test_a_mail_of_another_rollout_is_not_shown(asked: Town) -> None:
    first = asked.messages()[0]
    assert whole_mail(asked.ctx(), 4711) is None
    with asked.session() as session:
        assert session.get(Message, first.id) is not None
