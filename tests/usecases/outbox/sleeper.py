"""A worker whose steps a test takes one by one."""

from ozg_workflow.domain.post.outbox import Envelope
from ozg_workflow.usecases.outbox.claims import claims
from ozg_workflow.usecases.outbox.delivery_journal import DeliveryJournal
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context
from tests.usecases.town import Town


class Sleeper:
    """A worker that can fall asleep between any two steps of a delivery."""

    def __init__(self, town: Town) -> None:
        self.ctx: Context = town.ctx()
        gate = RelayGate(self.ctx, "relay.example:25")
        self.journal = DeliveryJournal(self.ctx, gate)
        self._claims = claims(self.ctx, gate, self.journal, "")

    def claim(self) -> Envelope:
        return next(self._claims)
