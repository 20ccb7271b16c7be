"""Record every list of one mail, and answer all of them with one mail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ozg_workflow.database.models import Incoming
from ozg_workflow.domain import german
from ozg_workflow.domain.post.to_read import ToRead, ToReadKind
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.intake.cover_note import cover_note
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.intake.moved_rows import about_moved
from ozg_workflow.usecases.intake.record_return import record_return
from ozg_workflow.usecases.intake.reply import queue_reply
from ozg_workflow.usecases.intake.reply_content import Beside, Recorded
from ozg_workflow.usecases.intake.to_read import beside_answers
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of one mail. `vouched`: a person says that they count; `known`: (list id, SHA-256) of those recorded before."""

    matched: Sequence[Matched]
    vouched: bool
    known: frozenset[tuple[int, str]]

    @property
    def said(self) -> Sequence[Matched]:
        """Those that say something. A blank one beside a filled one is our own attachment, sent back."""
        return [item for item in self.matched if item.filled] or (self.matched if self.vouched else [])

    @property
    def new(self) -> Sequence[Matched]:
        """Those of them that are not recorded yet."""
        return [item for item in self.said if (item.service_list.id, item.sha256) not in self.known]

    @property
    def blank(self) -> tuple[str, ...]:
        """The offices whose lists say nothing."""
        said = {item.service_list.id for item in self.said}
        return tuple(dict.fromkeys(i.service_list.office.title for i in self.matched if i.service_list.id not in said))

    @property
    def counted(self) -> str:
        """How many there are, in words."""
        return german.count(len(self.said or self.matched), "Liste", "Listen")


def record_lists(work: Work, incoming: Incoming, mail: ParsedMail, lists: Lists) -> tuple[ToRead, ...]:
    """Record what the lists say and queue the one answer; return what a person reads beside them.

    Of several files for one list all are kept and the last is answered; a file that was recorded before is not recorded twice.
    Where all are blank nothing is recorded and nothing answered.
    """
    to_read = tuple(_to_read(work, mail, lists))
    recorded: dict[int, Recorded] = {}
    for item in lists.new:
        if recorded:
            work.session.flush()  # what one list says may be about services of the next
        recorded[item.service_list.id] = record_return(work, incoming, mail, item)
    if recorded:
        with work.session.no_autoflush:  # what was recorded is written with the answer
            queue_reply(work, mail, tuple(recorded.values()), Beside(to_read=to_read, blank=lists.blank))
    return (*to_read, *map(_without_answer, (item for item in lists.said if item.returned.asks_again and not item.answers)))


def _to_read(work: Work, mail: ParsedMail, lists: Lists) -> Iterator[ToRead]:
    yield from cover_note(work, mail, lists.matched)
    for item in lists.matched:
        yield from beside_answers(item)
    for item in lists.said:
        yield from about_moved(work, item)


def _without_answer(item: Matched) -> ToRead:
    """Return what a person reads of a list that answers none of its rows; its sender is asked with the same remarks."""
    text = f"In „{item.file.name}“ steht keine Angabe zu einer Leistung dieser Liste; sie bleibt, wie sie war."
    place, list_id = item.service_list.office.title, item.service_list.id
    return ToRead(kind=ToReadKind.NO_ANSWER, text=" ".join((text, *item.returned.remarks)), place=place, list_id=list_id)
