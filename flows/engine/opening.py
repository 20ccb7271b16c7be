"""The rollouts a run is about, each with the context of its step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ozg_workflow.bootstrap import App, open_app
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.people import CALENDAR
from ozg_workflow.usecases.step.context import Context

ACTOR = CALENDAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The contexts of a run; of several rollouts those that cannot be opened stand in `broken` with what is wrong, and the others go on."""

    contexts: tuple[Context, ...]
    broken: Mapping[str, OzgError] = field(default_factory=dict)


def open_contexts(rollout: str, today: date | None, *, preview: bool = False, every: bool = False) -> Opened:
    """Open the named rollout; when none is named the only one, or with `every` all in the database.

    On a pretended day whose mail would reach people it is a preview, whatever was wanted. Raises NotPreparedError before the
    preparation, InputError for an unknown rollout, ConfigurationError where the settings of the one that is meant are wrong.
    """
    app = open_app()
    if rollout or not every:
        return Opened(contexts=(_preview_at_least(app.context(rollout or None, today=today, preview=preview, actor=ACTOR)),))
    keys = app.rollouts(None)
    if len(keys) == 1:
        return open_contexts(keys[0], today, preview=preview)
    return _opened(app, keys, today, preview=preview)


def _opened(app: App, keys: tuple[str, ...], today: date | None, *, preview: bool) -> Opened:
    contexts: list[Context] = []
    broken: dict[str, OzgError] = {}
    for key in keys:
        try:
            contexts.append(_preview_at_least(app.context_for(key, today=today, preview=preview, actor=ACTOR)))
        except OzgError as error:
            broken[key] = error
    return Opened(contexts=tuple(contexts), broken=broken)


def _preview_at_least(ctx: Context) -> Context:
    """Return the context as a preview where its mail would reach people on a day that is only pretended."""
    return replace(ctx, preview=ctx.preview or bool(ctx.why_no_mail))
