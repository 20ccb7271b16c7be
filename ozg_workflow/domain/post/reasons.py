"""Why a mail stands where it stands, as far as something is decided by it; the sentence beside it is for people."""

from enum import StrEnum
from typing import Final

from ozg_workflow.domain.post.outbox import MessageState


class StateReason(StrEnum):
    """The reason of a state; only those that decide something have a code of their own."""

    OTHER = ""  # nothing is decided by it
    SINCE_BACKUP = "since_backup"  # restored from a backup that cannot know whether it was sent meanwhile: the warning stays
    COPY_MISSING = "copy_missing"  # its archive copy has not come in: sending it again was proposed
    REPLACED = "replaced"  # a Nachtrag that did not leave before there was more to ask: another mail carries its lists
    EVENT_MOVED = "event_moved"  # an invitation that did not leave before its event moved: its Dezernat counts as invited


# the one state each reason can be the reason of
STATE_OF_REASON: Final = {
    StateReason.SINCE_BACKUP: MessageState.HELD,
    StateReason.COPY_MISSING: MessageState.UNKNOWN,
    StateReason.REPLACED: MessageState.CANCELLED,
    StateReason.EVENT_MOVED: MessageState.CANCELLED,
}
