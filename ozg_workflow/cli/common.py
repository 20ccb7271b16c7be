"""What all commands share: options, the workspace, the end of the program."""

import os
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from ozg_workflow.bootstrap import App, open_app
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.usecases.step.context import Context

Today = Annotated[str | None, typer.Option("--today", metavar="JJJJ-MM-TT", help="So tun, als wäre heute dieser Tag.")]
RolloutKey = Annotated[str | None, typer.Option("--rollout", metavar="KEY", help="Der Rollout; Vorgabe: der einzige.")]
AsJson = Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")]
Preview = Annotated[bool, typer.Option("--preview", help="Nur zeigen, was geschähe; nichts ändern.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Ein Grund; er steht in den Mails und im Protokoll.")]
NewDate = Annotated[str, typer.Argument(metavar="JJJJ-MM-TT", help="Der neue Tag.")]
MailId = Annotated[int, typer.Argument(metavar="NR", help="Nummer der Mail.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Wer das entscheidet; steht im Protokoll.")]
NoDeliver = Annotated[bool, typer.Option("--no-deliver", help="Nur in den Postausgang legen, nicht zustellen.")]


class WrongUsageError(OzgError):
    """The command was called wrongly."""

    exit_status = 2


@dataclass(slots=True)
class _State:
    home: str | None = None


state = _State()


def workspace() -> App:
    """Open the workspace of `--home`."""
    return open_app(state.home)


def day(text: str | None, option: str = "--today") -> date | None:
    """Read the date of an option. Raises WrongUsageError for anything but JJJJ-MM-TT."""
    return None if text is None else read_date(text, option)


def read_date(text: str, what: str) -> date:
    """Read a date of the command line. Raises WrongUsageError for anything but JJJJ-MM-TT."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(f"{what}: „{text}“ ist kein Datum im Format JJJJ-MM-TT.") from error


def actor() -> str:
    """Return who is at the command line, for the audit log."""
    return f"cli:{(os.environ.get('USER') or 'cli')[:60]}"


def context(rollout: str | None = None, today: str | None = None, *, preview: bool = False, by: str | None = None) -> Context:
    """Return the context of a command; `by` names the person who decides, for the audit log."""
    return workspace().context(rollout, today=day(today), preview=preview, actor=(by or "").strip()[:100] or actor())
