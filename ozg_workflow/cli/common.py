"""What all commands share: options, the workspace, the end of the program."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.people import COMMAND
from ozg_workflow.domain.plan.our_time import OUT_OF_TIME, is_of_our_time

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.usecases.step.context import Context

Today = Annotated[str | None, typer.Option("--today", metavar="JJJJ-MM-TT", help="So tun, als wäre heute dieser Tag.")]
RolloutKey = Annotated[str | None, typer.Option("--rollout", metavar="KEY", help="Der Rollout; Vorgabe: der einzige.")]
AsJson = Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")]
Preview = Annotated[bool, typer.Option("--preview", help="Nur zeigen, was geschähe; nichts ändern.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Ein Grund; er steht in den Mails und im Protokoll.")]
NewDate = Annotated[str, typer.Argument(metavar="JJJJ-MM-TT", help="Der neue Tag.")]
LARGEST_NUMBER = 2**31 - 1  # what a database counts its rows with
MailId = Annotated[int, typer.Argument(metavar="NR", max=LARGEST_NUMBER, help="Nummer der Mail.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Wer das entscheidet; steht im Protokoll. Vorgabe: die Koordination.")
]
NoDeliver = Annotated[bool, typer.Option("--no-deliver", help="Nur in den Postausgang legen, nicht zustellen.")]


class WrongUsageError(OzgError):
    """The command was called wrongly."""

    exit_status = 2


@dataclass(slots=True)
class _State:
    home: str | None = None


state = _State()


def workspace() -> "App":
    """Open the workspace of `--home`; the libraries of the database are loaded only now."""
    from ozg_workflow.bootstrap import open_app

    return open_app(state.home)


def day(text: str | None, option: str = "--today") -> date | None:
    """Read the date of an option. Raises WrongUsageError for anything but JJJJ-MM-TT."""
    return None if text is None else read_date(text, option)


def read_date(text: str, what: str) -> date:
    """Read a date of the command line. Raises WrongUsageError for anything but JJJJ-MM-TT, and for a year no plan reaches."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(f"{what}: „{text}“ ist kein Datum im Format JJJJ-MM-TT.") from error
    if not is_of_our_time(found):
        raise WrongUsageError(f"{what}: {OUT_OF_TIME.format(text)}")
    return found


def present(app: "App", today: str | None = None) -> datetime:
    """Return the present moment, on the pretended day in a rehearsal."""
    from ozg_workflow.bootstrap import clock_on

    return clock_on(day(today) or app.settings.today)()


def mailing(rollout: str | None = None, today: str | None = None, *, preview: bool = False) -> "Context":
    """Return the context of a command that queues or delivers mail. Raises InputError on a pretended day from which it would reach people."""
    ctx = context(rollout, today, preview=preview)
    ctx.require_mail()
    return ctx


def actor() -> str:
    """Return what stands in the audit log for a command that decides nothing."""
    return f"{COMMAND}:{(os.environ.get('USER') or COMMAND)[:60]}"


def context(rollout: str | None = None, today: str | None = None, *, preview: bool = False) -> "Context":
    """Return the context of a command."""
    pretended = day(today)
    return workspace().context(rollout, today=pretended, preview=preview, actor=actor())


def deciding(rollout: str | None, today: str | None, by: str | None, *, preview: bool = False, mails: bool = False) -> "Context":
    """Return the context of a command that decides, in the name of `by`, by default of the coordinator; `mails` as in `mailing`."""
    from ozg_workflow.usecases.step.deciding import named

    return named((mailing if mails else context)(rollout, today, preview=preview), by)
