"""The loop of `ozg collect --watch`: a failing round is told and tried again."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.mail.fetch.inbox import Inbox
from ozg_workflow.usecases.intake.watch import watch
from tests.mail.boxes import maildir_box


class Rounds:
    """A collection that fails where it is told to, and ends the loop after the last round."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.stop = Event()
        self.told: list[str] = []
        self._outcomes = list(outcomes)
        self.done = 0

    def __call__(self) -> None:
        self.done += 1
        outcome = self._outcomes.pop(0)
        if not self._outcomes:
            self.stop.set()
        if outcome:
            raise outcome


class Office:
    """As much of a step's surroundings as the loop needs: the mailbox."""

    def __init__(self, open_it: Callable[[], Inbox]) -> None:
        self.open_inbox = open_it


@pytest.fixture
def office(tmp_path: Path) -> Office:
    box = maildir_box(tmp_path / "Maildir")
    return Office(box.open)


def run(office: Office, rounds: Rounds) -> None:
    watch(office, collect_once=rounds, stop=rounds.stop, tell=rounds.told.append, round_seconds=0.01, pause_seconds=0.01)


def test_a_failing_round_is_told_and_tried_again(office: Office) -> None:
    rounds = Rounds(None, UnavailableError("Das Postfach ist nicht erreichbar."), RuntimeError("kaputt"), None, None)
    run(office, rounds)
    assert rounds.done == 5
    assert rounds.told == [
        "Das Postfach ist nicht erreichbar. Der nächste Versuch folgt in 0 Sekunden.",
        "Unerwarteter Fehler (RuntimeError). Der nächste Versuch folgt in 0 Sekunden.",
    ]


def test_wrong_settings_are_told_at_once_but_do_not_end_a_loop_that_ran(office: Office) -> None:
    with pytest.raises(InputError, match="kein Postfach"):
        run(office, Rounds(InputError("Es ist kein Postfach eingestellt.")))
    rounds = Rounds(None, InputError("organisation.csv:3: Das Amt fehlt."), None)
    run(office, rounds)
    assert rounds.done == 3


def test_ctrl_c_ends_the_loop_without_a_traceback(office: Office) -> None:
    rounds = Rounds(KeyboardInterrupt(), None)  # type: ignore[arg-type]
    run(office, rounds)
    assert (rounds.done, rounds.told) == (1, ["Beendet."])
