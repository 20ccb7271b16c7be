"""How the offices of the sample are spread over the Dezernate of a city."""

from collections.abc import Sequence

from ozg_workflow.domain.new_city.city import NewDepartment


def spread(offices: Sequence[str], departments: Sequence[NewDepartment]) -> dict[str, str]:
    """Return the Dezernat of each office: in the order of both, the same number for each, give or take one."""
    return {office: departments[n * len(departments) // len(offices)].number for n, office in enumerate(offices)}
