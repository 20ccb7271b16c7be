"""A service is named by its ref or its LeiKa key, a line by office and service."""

import pytest

from ozg_workflow.database.models import Service
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.answers.find import find_row
from tests.usecases.town import Town


def row(town: Town, office: str, service: str, round_key: str = "") -> tuple[str, int]:
    with town.ctx().reading() as work:
        found = find_row(work, office, service, round_key)
        return found.service.ref, found.service_list.version


def test_a_service_is_named_by_its_ref_or_its_only_key(asked: Town) -> None:
    assert row(asked, "34", "L5") == row(asked, "Standesamt", "99 059 001 012 000") == ("L5", 1)
    with pytest.raises(InputError, match="Die Leistung „L99“ gibt es nicht"):
        row(asked, "34", "L99")


def test_a_key_of_several_services_names_none_of_them(asked: Town) -> None:
    asked.change(Service, Service.ref == "L6", key="99059001012000")
    with pytest.raises(InputError, match="haben mehrere Leistungen; bitte die Kennung nennen: L5"):
        row(asked, "34", "99059001012000")


def test_where_another_list_has_the_service_the_office_has_no_line(asked: Town) -> None:
    with pytest.raises(InputError, match="auf keiner Liste von Amt 50"):
        row(asked, "50", "L5")


@pytest.mark.parametrize("nothing", ["", " ", "\t"])
def test_nothing_is_not_the_only_service_without_a_key(asked: Town, nothing: str) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        row(asked, "34", nothing)
