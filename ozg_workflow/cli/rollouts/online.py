"""What `ozg check --online` tells about logging in to the mail servers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ozg_workflow.cli.output import say
from ozg_workflow.domain.errors import UnavailableError

if TYPE_CHECKING:
    from ozg_workflow.bootstrap.mail_trial import Trial

TITLES: Final = {"smtp": "Mailserver", "inbox": "Postfach"}
FOLDERS: Final = {"smtp": "ist beschreibbar", "inbox": "ist lesbar"}


def trials_json(trials: "Sequence[Trial]") -> list[dict[str, object]]:
    """Return them for scripts."""
    return [
        {"rollout": t.rollout or None, "way": t.way, "name": t.name, "ok": not t.problem, "message": t.problem} for t in trials
    ]


def say_trials(trials: "Sequence[Trial]") -> None:
    """Say where we were let in."""
    for trial in trials:
        if not trial.problem:
            say(f"{_of(trial)}{TITLES[trial.way]} {trial.name}: {FOLDERS[trial.way] if trial.is_folder else 'angemeldet'}.")
    if not trials:
        say("Weder ein Mailserver noch ein Postfach ist eingestellt; angemeldet wurde nirgends.")


def require_let_in(trials: "Sequence[Trial]") -> None:
    """Raise UnavailableError with a line for each that did not let us in."""
    if problems := [f"{_of(trial)}{trial.problem}" for trial in trials if trial.problem]:
        raise UnavailableError("\n".join(problems))


def _of(trial: "Trial") -> str:
    return f"{trial.rollout}: " if trial.rollout else ""
