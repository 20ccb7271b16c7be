"""Which page of a long list the reader asks for, how it is sorted, and the addresses of the other ones."""

from collections.abc import Callable
from typing import Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.web.room import Visit

SIZE: Final = 50  # rows of a page
PAGE: Final = "seite"
LONGEST: Final = 6  # digits


def asked_page(visit: Visit) -> int:
    """Return the page asked for (`?seite=2`), the first one without. Raises InputError for what is no number of a page."""
    return page_number(visit.asked(PAGE))


def page_number(asked: str) -> int:
    """Return the page that is meant, the first one where nothing is said. Raises InputError as `asked_page`."""
    text = asked or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text)):
        raise InputError(f"„{text[:40]}“ ist keine Seite.")
    return int(text)


def same(visit: Visit, *parts: object) -> Callable[..., str]:
    """Return a function that gives the address of this page with other values: what else the reader asked for stays, the page does not."""
    kept = {name: value.strip() for name, value in visit.request.query_params.items() if name != PAGE}
    return lambda **changed: visit.path(*parts, **(kept | changed))


def turning(visit: Visit, *parts: object) -> Callable[[int], str]:
    """Return page → its address."""
    address = same(visit, *parts)
    return lambda page: address(**{PAGE: page})
