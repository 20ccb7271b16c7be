"""Pages that say what went wrong, without anything of the inside."""

import logging
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.exc import OperationalError
from starlette.responses import HTMLResponse, Response

from ozg_workflow.domain.errors import InputError, NotPreparedError, OzgError
from ozg_workflow.web.room import NotThereError
from ozg_workflow.web.views import render

log = logging.getLogger(__name__)
BROKEN: Final = "Diese Seite konnte nicht gezeigt werden. Näheres steht im Protokoll var/log/ozg.log."
UNREACHABLE: Final = "Die Datenbank ist zurzeit nicht erreichbar. Bitte später noch einmal versuchen."
NOTHING_HERE: Final = "Diese Seite gibt es nicht."


def refusal(status: int, title: str, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the page of a status that is not 200."""
    text = render("refusal.html.j2", title=title, sentence=sentence)
    return HTMLResponse(text, status, dict(headers or {}))


def answered(show: Callable[[], Response]) -> Response:
    """Return a page, or the one that says why there is none."""
    try:
        return show()
    except NotThereError as error:
        return refusal(404, "Nicht gefunden", str(error))
    except NotPreparedError as error:
        return refusal(503, "Noch nicht vorbereitet", str(error))
    except InputError as error:
        return refusal(400, "So geht es nicht", str(error))
    except OzgError as error:
        return refusal(503, "Zurzeit nicht erreichbar", str(error))
    except OperationalError:
        log.exception("database not reachable")
        return refusal(503, "Zurzeit nicht erreichbar", UNREACHABLE)
    except Exception:
        log.exception("page broke")
        return refusal(500, "Unerwarteter Fehler", BROKEN)
