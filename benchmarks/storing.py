"""A return of 100 rows read, validated and stored (its reply apart), beside bare calamine and the stdlib's mail parser."""

import email
import email.policy
import gc
import io
import mailbox
import resource
import time
from collections.abc import Callable, Iterable
from typing import Any

import psutil
from python_calamine import CalamineWorkbook

from benchmarks.returns import SENT_ON, filled_lists, reply_mail, write_catalogue
from benchmarks.rows import Row, ratio
from benchmarks.world import prepared
from ozg_workflow.bootstrap import App
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.usecases.intake import record_lists

TURNS = 6
RETURNS = 50  # of one turn


class Stopwatch:
    """Adds up the CPU seconds a function takes."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.seconds = function, 0.0

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function and add its time."""
        started = time.process_time()
        try:
            return self.function(*args, **options)
        finally:
            self.seconds += time.process_time() - started


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its parsers so far, the ended ones included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = (child.cpu_times() for child in psutil.Process().children())
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(times.user + times.system for times in children)


def rows() -> Iterable[Row]:
    """Measure six turns of fifty returns: from the mailbox to the database, less what the replies take; others warm everything up.

    Both are measured in CPU seconds, ours with those of the parser's process, and take turns on the same mails; the best turn
    of each counts. So other work on the machine disturbs the one as much as the other.
    """
    with prepared(smtp_url="", change=write_catalogue) as app:
        lists = filled_lists(app)
        mails = [reply_mail(n, *lists[n % len(lists)]) for n in range(TURNS * RETURNS + len(lists))]
        object.__setattr__(app.settings, "inbox_url", f"maildir:{app.home / 'box'}")
        box = mailbox.Maildir(str(app.home / "box"), create=True)
        replying = Stopwatch(record_lists.queue_reply)
        record_lists.queue_reply = replying  # type: ignore[assignment]
        _collect(app, box, mails[: len(lists)])
        gc.collect()
        gc.freeze()  # as the command line does when it has loaded
        turns = [mails[n : n + RETURNS] for n in range(len(lists), len(mails), RETURNS)]
        pairs = [(_ours(app, box, turn, replying), _bare(turn)) for turn in turns]
        record_lists.queue_reply = replying.function
    ours, bare = (min(seconds) for seconds in zip(*pairs, strict=True))
    yield ratio("Rückläufe lesen, prüfen, speichern (100 Zeilen)", ours=ours, bare=bare, limit=6, returns=RETURNS)


def _ours(app: App, box: mailbox.Maildir, mails: list[bytes], replying: Stopwatch) -> float:
    """Return the CPU seconds the collection of these mails takes without its replies."""
    replying.seconds = 0.0
    return _collect(app, box, mails) - replying.seconds


def _collect(app: App, box: mailbox.Maildir, mails: list[bytes]) -> float:
    """Put mails into the mailbox and return the CPU seconds their collection takes."""
    for mail in mails:
        box.add(mail)
    started = cpu_seconds()
    result = perform(app.context(today=SENT_ON), "collect")
    seconds = cpu_seconds() - started
    assert result.figures["returns"] == len(mails)
    return seconds


def _bare(mails: list[bytes]) -> float:
    """Return the CPU seconds that parsing the same mails and their workbooks takes."""
    started = time.process_time()
    for mail in mails:
        for part in email.message_from_bytes(mail, policy=email.policy.default).walk():
            if part.get_filename():
                with CalamineWorkbook.from_filelike(io.BytesIO(part.get_payload(decode=True))) as book:
                    for name in book.sheet_names:
                        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return time.process_time() - started
