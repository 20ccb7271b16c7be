"""A failure that is told in a sentence has no traceback beside it in the log of its run.

Prefect's engine raises what a flow returned as failed, and logs the exception with its whole traceback: the first thing a coordinator
would read. What nobody foresaw keeps its traceback.
"""

import logging
from typing import Any

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.exceptions import FailedRun
from prefect.states import Failed

from ozg_workflow.domain.errors import OzgError

RUNS = "prefect.flow_runs"


class _ToldInASentence(logging.Filter):
    """Leaves out the traceback of a failure whose sentence is the message of the run."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], OzgError | FailedRun))


_filter = _ToldInASentence()


def without_tracebacks() -> None:
    """Let the log of the runs of this process do without those tracebacks; a second call changes nothing."""
    logging.getLogger(RUNS).addFilter(_filter)


def refused(error: OzgError) -> "State[Any]":
    """Return the state of a run that did nothing, with its sentence in the log as well: a failed run opens there."""
    get_run_logger().error("%s", error)
    return Failed(message=str(error), data=error)
