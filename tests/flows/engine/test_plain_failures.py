"""What a coordinator reads first when a run failed: a German sentence, and no traceback of what the sentence tells."""

import logging
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from flows.engine.plain_failures import RUNS, without_tracebacks
from flows.engine.step import StepFailedError
from flows.milestone_done import milestone_done
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town


@pytest.fixture
def lines() -> Iterator[list[logging.LogRecord]]:
    """What goes into the logs of runs."""
    kept: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = kept.append  # type: ignore[method-assign]
    logger = logging.getLogger(RUNS)
    logger.addHandler(handler)
    yield kept
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    ("milestone", "sentence"),
    [
        (None, "„Meilenstein“ ist nicht ausgefüllt."),
        ("gibt-es-nicht", "Den Meilenstein „gibt-es-nicht“ gibt es nicht."),
    ],
)
def test_the_sentence_is_the_message_of_the_run_and_a_line_of_its_log(
    asked: Town, cockpit: Callable[..., Town], lines: list[logging.LogRecord], milestone: str | None, sentence: str
) -> None:
    cockpit(asked)
    state = milestone_done(milestone=milestone, by=LINDNER, today=date(2020, 4, 6), return_state=True)
    assert state.is_failed()
    assert state.message.startswith(sentence)
    assert not [line for line in lines if line.exc_info]


def test_the_traceback_of_a_told_failure_is_left_out_and_that_of_an_unforeseen_one_kept() -> None:
    without_tracebacks()
    log = logging.getLogger(RUNS)
    told, unforeseen = StepFailedError("Das Postfach ist nicht erreichbar."), KeyError("x")
    left = [error for error in (told, unforeseen) if log.filter(_record(error))]
    assert left == [unforeseen]


def _record(error: Exception) -> logging.LogRecord:
    words = "Engine execution exited with unexpected exception"
    return logging.LogRecord(RUNS, logging.ERROR, __file__, 1, words, (), (type(error), error, None))
