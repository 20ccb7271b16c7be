"""A transport that stores the stage so slowly that everything the server does before the dot has arrived by then."""

import time
from typing import Any, cast

from ozg_workflow.mail.send.smtp import SmtpTransport
from ozg_workflow.mail.send.transport import Outgoing


class Unhurried:
    """What is outgoing, a moment later."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing

    def data_started(self, *arguments: Any) -> Any:
        time.sleep(0.2)
        return self._outgoing.data_started(*arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outgoing, name)


class PatientTransport(SmtpTransport):
    def deliver(self, outgoing: Outgoing, lines: int = 1) -> None:
        super().deliver(cast("Outgoing", Unhurried(outgoing)), lines)
