"""How pages are made of templates: compiled once, everything escaped, a missing value is an error."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import Planned
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import page_path
from ozg_workflow.workspace.places import shipped


@cache
def environment() -> Environment:
    """Return the templates of the pages. A workspace cannot replace them: what they show comes from strangers."""
    made = Environment(
        loader=FileSystemLoader(shipped("templates") / "web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= FILTERS
    made.globals |= {"Deployment": Deployment, "page_path": page_path}
    return made


def render(template: str, **values: Any) -> str:
    """Return a page."""
    return environment().get_template(template).render(values)


def day(value: date | datetime | None) -> str:
    """Show a date or a moment as a German date, in Berlin; a dash for none."""
    return german.short_date(german.local_day(value) if isinstance(value, datetime) else value)


def minute(value: datetime | None) -> str:
    """Show a moment as `25.03.2020 07:00` in Berlin; a dash for none."""
    return german.local_time(value) if value else "–"


def planned(value: Planned) -> str:
    """Show what the plan says: a day, or `Juli 2020`."""
    return german.month(value.first) if value.is_month else day(value.first)


def cells(value: Mapping[str, str]) -> str:
    """Show headings with their cells: `Fallzahl (F12), Gebühr`; one text, because a page has hundreds of them."""
    return ", ".join([f"{heading} ({cell})" if cell else heading for heading, cell in value.items()])


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "datum": day,
    "datum_lang": german.long_date,
    "minute": minute,
    "geplant": planned,
    "zellen": cells,
    "anzahl": german.count,
    "zahl": german.number,
    "groesse": german.file_size,
}
