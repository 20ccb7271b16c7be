"""By which way a service is digitised."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.results.implementation import MeasureState


class Route(StrEnum):
    """By which way a service is digitised."""

    EFA = "efa"
    LAND = "land"
    OWN = "own"
    SHARED = "shared"
    NONE = "none"


ROUTE_TITLES: Final[Mapping[Route, str]] = {
    Route.EFA: "Einer für Alle",
    Route.LAND: "Lösung des Landes",
    Route.OWN: "eigene Lösung",
    Route.SHARED: "gemeinsam mit anderen Kommunen",
    Route.NONE: "keine Umsetzung",
}


def is_carried_out(route: Route | None, state: MeasureState) -> bool:
    """Tell whether a measure is on its way or at its target: not where „keine Umsetzung“ is agreed and the target is not reached."""
    return route is not Route.NONE or state is MeasureState.REACHED
