"""A mail that a worker has claimed, and what an attempt to deliver it makes of its recipients."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.outbox import OPEN_RECIPIENTS, MessageState, Outcome, RecipientState, state_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A recipient by the number of its row: what became of the mail there (a `RecipientState`), and the relay's last answer."""

    id: int
    address: str
    state: str
    response: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A mail as it was when it was claimed; nobody else changes it as long as it is ours. `size` in bytes, attempts with this one."""

    message_id: int
    kind: MailKind
    subject: str
    sender: str
    size: int
    attempts: int
    addressees: tuple[Addressee, ...]
    copy_to: str = ""

    @property
    def open(self) -> tuple[Addressee, ...]:
        """Those it is on its way to."""
        return tuple(a for a in self.addressees if a.state in OPEN_RECIPIENTS)

    def is_copied(self, refused: Mapping[str, str]) -> bool:
        """Tell whether our own mailbox gets it, too."""
        return bool(self.copy_to) and self.copy_to not in refused


def at_the_dot(mail: Claimed, refused: Mapping[str, str]) -> tuple[Addressee, ...]:
    """Return its open recipients as they are from the final dot on: of all but the refused ones nobody knows."""
    return tuple(
        _refused(a, refused) if a.address in refused else replace(a, state=RecipientState.UNKNOWN, response="") for a in mail.open
    )


def at_the_end(mail: Claimed, result: DeliveryResult, *, transferred: bool) -> tuple[Addressee, ...]:
    """Return its open recipients after the attempt; `transferred` tells whether the dot may have left."""
    before = at_the_dot(mail, result.refused) if transferred else mail.open
    return tuple(_settled(a, result, transferred=transferred) for a in before)


def message_state(mail: Claimed, outcome: Outcome, ends: tuple[Addressee, ...]) -> MessageState:
    """Return the state of the mail, given what became of it at its open recipients."""
    others = [a.state for a in mail.addressees if a.state not in OPEN_RECIPIENTS]
    return state_after(outcome, [*others, *(a.state for a in ends)])


def refused_among_others(mail: Claimed, ends: tuple[Addressee, ...], refused: Mapping[str, str]) -> tuple[int, ...]:
    """Return the recipients refused for good where others have the mail: its state does not tell of them."""
    states = {a.state for a in (*(a for a in mail.addressees if a.state not in OPEN_RECIPIENTS), *ends)}
    final = {address for address, answer in refused.items() if not answer.startswith("4")}
    return tuple(a.id for a in mail.addressees if a.address in final) if RecipientState.ACCEPTED in states else ()


def _refused(addressee: Addressee, refused: Mapping[str, str]) -> Addressee:
    answer = refused[addressee.address]
    for_now = answer.startswith("4")  # greylisting works per recipient (RFC 6647)
    return replace(addressee, state=RecipientState.PENDING if for_now else RecipientState.REFUSED, response=answer)


def _settled(addressee: Addressee, result: DeliveryResult, *, transferred: bool) -> Addressee:
    if addressee.address in result.refused:
        return _refused(addressee, result.refused)
    if result.outcome is Outcome.ACCEPTED:
        return replace(addressee, state=RecipientState.ACCEPTED, response=result.text)
    if result.outcome is Outcome.REFUSED:
        return replace(addressee, state=RecipientState.REFUSED, response=result.text)
    if result.outcome is Outcome.RETRY and transferred:  # the relay says that it did not take the content over
        return replace(addressee, state=RecipientState.PENDING, response=result.text)
    return addressee
