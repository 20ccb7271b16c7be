"""One mail of the outbox tells what it says, what became of it in words, and nothing once it was erased."""

from ozg_workflow.database.models import DeliveryAttempt, Message, MessageContent
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.mail.read.letter import Letter, read_letter
from ozg_workflow.usecases.outbox.whole_mail import content_of, whole_mail
from tests.usecases.town import Town


def test_a_whole_mail_has_its_attempts_in_words_and_the_offices_it_is_about(asked: Town) -> None:
    first = asked.messages()[0]
    asked.change(
        DeliveryAttempt, DeliveryAttempt.message_id == first.id, outcome=Outcome.RETRY, stage="rcpt", code=451, text="Greylisted"
    )
    with asked.ctx().reading() as work:
        found = whole_mail(work, first.id)
        content = content_of(work, first.id)
    assert found is not None
    (attempt,) = found.attempts
    assert (attempt.outcome, attempt.stage, attempt.answer) == (
        "vorläufig nicht angenommen, wird wiederholt",
        "bei den Empfängern",
        "451 Greylisted",
    )
    assert found.offices == (("10", "Hauptamt"), ("20", "Kämmerei"))
    assert content is not None
    assert found.letter == read_letter(content)
    assert found.letter.text
    assert found.letter.attachments


def test_a_mail_of_another_rollout_is_not_shown(asked: Town) -> None:
    first = asked.messages()[0]
    with asked.ctx().reading() as work:
        assert whole_mail(work, 4711) is None
        assert content_of(work, 4711) is None
        assert content_of(work, first.id)


def test_nothing_is_shown_of_an_erased_mail_that_was_read_before(asked: Town) -> None:
    first = asked.messages()[0]
    with asked.ctx().reading() as work:
        before = whole_mail(work, first.id)
    asked.change(Message, Message.id == first.id, erased=True)
    asked.change(MessageContent, MessageContent.message_id == first.id, content=b"")
    with asked.ctx().reading() as work:
        after = whole_mail(work, first.id)
        assert content_of(work, first.id) == b""
    assert before is not None
    assert before.letter.text
    assert after is not None
    assert after.letter == Letter()
