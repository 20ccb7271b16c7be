"""The fields that a link fills in are fields of the form it leads to."""

from datetime import date

import pytest

from flows.deployments import deployments
from ozg_workflow.domain.needs import About, NeedKind, need
from ozg_workflow.usecases.cockpit.links import Options, way
from tests.usecases.town import Town


class AllOptions(Options):
    """Every drop-down offers everything: which fields are filled in is what counts here."""

    def text(self, choice: object, key: object) -> str:
        return f"{key} – {choice}"


@pytest.mark.parametrize("kind", NeedKind)
def test_a_link_fills_in_fields_that_the_form_has(town: Town, kind: NeedKind) -> None:
    town.clock.set(date(2020, 4, 6))
    with town.session() as session:
        found = way(need(kind, "", About(number="7", office="33")), AllOptions(session, "bielefeld-2020"))
    if found.deployment is None:
        return
    (form,) = [d for d in deployments() if d.name == found.deployment]
    fields = form._parameter_openapi_schema.properties
    assert set(found.parameters) <= set(fields)
    assert set(form._parameter_openapi_schema.required) & {"mail", "milestone", "office"} <= set(found.parameters)
