"""In whose name a step decides."""

from collections.abc import Sequence
from dataclasses import replace

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import SEPARATOR, person_name
from ozg_workflow.usecases.step.context import Context


def named(ctx: Context, name: str | None) -> Context:
    """Return the context in the name of any person, by default of the rollout's coordinator. Raises NotPreparedError, InputError."""
    return replace(ctx, actor=person_name(name or "") or people_of(ctx)[0])


def chosen(ctx: Context, name: str) -> Context:
    """Return the context in the name of one of the people of the rollout. Raises InputError naming them for anybody else."""
    return replace(ctx, actor=one_of(people_of(ctx), name, ctx.rollout_key))


def people_of(ctx: Context) -> tuple[str, ...]:
    """Return the coordinators and deputies of the rollout, the coordinator of its contacts first."""
    with ctx.reading() as work:
        return work.config.people


def one_of(people: Sequence[str], name: str, rollout: str) -> str:
    """Return the name of one of these people of a rollout. Raises InputError naming them for anybody else."""
    for person in people:
        if name in (person, person.partition(SEPARATOR)[0]):  # so much of it is the key of its option
            return person_name(person)
    raise InputError(
        f"„{name}“ gehört nicht zu denen, die in „{rollout}“ entscheiden: {', '.join(people)}. "
        "Wer dazukommt, steht in rollout.yaml unter „coordinators“ oder „deputies“ und wird mit „01 Rollout vorbereiten“ geladen."
    )
