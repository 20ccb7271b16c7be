"""A line to Postfix that is cut: before the final dot the mail simply goes again, after it the mail is `unknown`, and the server has it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationStaffCouncilMail
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from tests.faults.cut_line import Moment, cut_line
from tests.faults.foreign_servers import POSTFIX, ForeignServer, postfix_smtpd, smtp_sink
from tests.faults.patient import PatientTransport
from tests.usecases.town import Town, open_town, prepared_home

pytestmark = pytest.mark.skipif(not POSTFIX, reason="Postfix is not installed")
Start = Callable[[Path], AbstractContextManager[ForeignServer]]


@pytest.fixture
def town(homes: Path) -> Iterator[Town]:
    yield from open_town(prepared_home(homes), date(2020, 3, 16))


def deliver(town: Town, server: ForeignServer, moment: Moment | None) -> str:
    """Deliver over a line that is cut then, and return the state of the mail."""
    with cut_line(server.port, moment) as port:
        town.do("deliver", open_transport=lambda: PatientTransport(f"smtp://127.0.0.1:{port}", timeout=10))
    return str(town.messages()[0].state)


@pytest.mark.parametrize("start", [smtp_sink, postfix_smtpd])
@pytest.mark.parametrize("moment", Moment)
def test_nothing_is_taken_over_before_the_dot_and_nobody_gets_a_mail_twice(
    town: Town, tmp_path: Path, start: Start, moment: Moment
) -> None:
    with town.ctx().work("Probe") as work:
        mail, address = InformationStaffCouncilMail.sample(), "amt10@bielefeld.example"
        queue_mail(work, MailIntent(mail=mail, to=(address,), recipient=address, object_key="probe", occasion="1"))
    header_id = town.messages()[0].header_id
    after = moment is Moment.AFTER_DOT
    with start(tmp_path) as server:
        assert deliver(town, server, moment) == ("unknown" if after else "queued")
        assert server.copies(header_id) == (1 if after else 0)
        town.clock.wait(hours=5)
        assert deliver(town, server, None) == ("unknown" if after else "accepted")
        assert server.copies(header_id) == 1
