"""What nearly every use case carries: one transaction on one rollout, and what is told about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Department, Event, Office, Rollout
from ozg_workflow.domain.privacy import without_addresses
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import config_of, read_questionnaire, rounds_of, stored_config
from ozg_workflow.usecases.step.unforeseen import concerns_everything, in_our_words, note

if TYPE_CHECKING:
    from datetime import date, datetime

    from ozg_workflow.domain.rollout import RolloutConfig
    from ozg_workflow.domain.survey.questionnaire import Questionnaire
    from ozg_workflow.usecases.step.context import Context


T = TypeVar("T")


class Work:
    """A session on the rollout of a step, with its configuration and directory, and the result that grows while it works.

    `Context.work` makes one that may change things, `Context.reading` one that only looks.
    """

    def __init__(self, *, ctx: "Context", session: Session, rollout: Rollout, title: str = "") -> None:
        self.ctx, self.session, self.rollout = ctx, session, rollout
        self.result = StepResult(title=title)

    @property
    def today(self) -> "date":
        """The civil date of the step."""
        return self.ctx.today

    def now(self) -> "datetime":
        """Return the present moment, aware."""
        return self.ctx.clock()

    @cached_property
    def config(self) -> "RolloutConfig":
        """The configuration the rollout was prepared with, its timeline as it is in force."""
        return config_of(self.rollout, self.ctx.sender)

    @property
    def prepared(self) -> "RolloutConfig":
        """The same as it was prepared, for everything but dates and the sender: nothing has to be asked for it."""
        return stored_config(self.rollout)

    @cached_property
    def directory(self) -> Directory:
        """Departments and offices as they are today."""
        return Directory(self.session, self.rollout, self.today)

    @cached_property
    def rounds(self) -> Sequence[Row[Any]]:
        """All rounds (`rounds_of`), the oldest first, as they were when somebody first asked: for what only looks."""
        return rounds_of(self.session, self.rollout.id)

    @cached_property
    def questionnaires(self) -> "tuple[Questionnaire, ...]":
        """The questionnaires of all rounds, the oldest first, as they were when somebody first asked."""
        return tuple(read_questionnaire(round_.questionnaire) for round_ in self.rounds)

    def plan_changed(self) -> None:
        """Read the timeline anew: a milestone was moved."""
        self.__dict__.pop("config", None)

    def on(self, day: "date") -> "Work":
        """Return the same view as of the evening of another day."""
        return Work(ctx=replace(self.ctx, today=day), session=self.session, rollout=self.rollout, title=self.result.title)

    @contextmanager
    def part(self) -> "Iterator[Work]":
        """Work within a savepoint, with a result of its own: what is undone is not told as done."""
        part = Work(ctx=self.ctx, session=self.session, rollout=self.rollout, title=self.result.title)
        part._share(self)
        with self.session.begin_nested():
            yield part
        self._share(part)
        self.result.absorb(part.result)

    def _share(self, other: "Work") -> None:
        """Know of the rollout what the other work has read: nobody reads it again, and nobody keeps what has changed."""
        for name in ("config", "directory"):
            self.__dict__.pop(name, None)
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]

    def attempt(self, name: str, action: "Callable[[Work], object]") -> bool:
        """Do one of several things in a savepoint of its own; tell whether it was done.

        What breaks is undone and told under its name, and the others follow; the step as a whole has then failed (`StepResult.whole`).
        Raises what is about all of them: the database or a server that is gone, a full disk.
        """

        def carried_out(_: "Work") -> bool:
            with self.part() as part:
                action(part)
            return True

        return self.judge(name, carried_out) is True

    def judge(self, name: str, question: "Callable[[Work], T]") -> "T | None":
        """Return the answer to a question about one of several things; None where it breaks, which is told as in `attempt`."""
        try:
            return question(self)
        except Exception as error:
            if concerns_everything(error):
                raise
            note("part failed", error, rollout=self.ctx.rollout_key)
            self.result.broken.append(f"{name}: {in_our_words(error)}")
            return None

    def department_of(self, office: Office) -> Department | None:
        """Return the Dezernat of an office today; None where it belongs to none, which is told as in `attempt`."""
        return self.judge(office.title, lambda _: self.directory.department_of(office.number))

    def say(self, line: str) -> None:
        """Tell something that changes nothing."""
        self.result.say(line)

    def did(self, line: str) -> None:
        """Tell about a change."""
        self.result.did(line)

    def count(self, figure: str, number: int = 1) -> None:
        """Add to a figure of the result."""
        self.result.count(figure, number)

    def record(self, verb: str, subject: tuple[str, object], text: str, data: Mapping[str, Any] | None = None) -> None:
        """Add a line to the audit log; `subject` is (object type, object id), `data` are figures beside the words.

        The log is kept for good and holds no personal data: addresses are left out of `text`, and `data` must have none.
        """
        self.session.add(Event(**self.audit_line(verb, subject, text, data)))

    def audit_line(
        self, verb: str, subject: tuple[str, object], text: str, data: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the columns of such a line, for whoever adds many at once."""
        return {
            "rollout_id": self.rollout.id,
            "at": self.now(),
            "actor": self.ctx.actor,
            "verb": verb,
            "object_type": subject[0],
            "object_id": str(subject[1]),
            "text": without_addresses(text),
            "data": dict(data or {}),
        }
