"""Everything that is held about one mail address, for the answer to a person (GDPR, Art. 15) – in whatever column and mail it stands."""

from ozg_workflow.domain.data_protection.naming import whole_address
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.upkeep.privacy.places import Found, places_of


def about_address(ctx: Context, address: str) -> tuple[Found, ...]:
    """Return every row in which the address stands, of all rollouts of the database. Raises InputError for what is no address."""
    wanted = whole_address(address)
    with ctx.work("Auskunft über eine Adresse", lock=False) as work:
        found = tuple(places_of(work.session.connection(), wanted))
        # whom the answer was about must not stand in the log
        work.record("person_informed", ("rollout", work.rollout.key), f"Auskunft zu einer Adresse: {len(found)} Fundstellen")
        return found
