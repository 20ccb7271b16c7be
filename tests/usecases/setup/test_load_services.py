"""The catalogue changes: services that are new, gone, and proposed to another office."""

from dataclasses import replace
from typing import Any

import pytest

from ozg_workflow.domain.catalogue import references
from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.answers.find import find_service
from tests.usecases.setup.changed import assignments, standing, with_new_service, with_service, without_service
from tests.usecases.town import Town, not_ours, town_data

pytestmark = pytest.mark.both_databases


def test_a_changed_proposal_moves_a_service_nobody_has_answered_for(asked: Town) -> None:
    asked.prepare(with_service("L8", office="20"))
    assert assignments(asked, "L8") == {"50": "withdrawn", "20": "proposed"}
    assert asked.states("50") == ["open", "withdrawn"]
    asked.do("send-lists")
    assert [row.service.name for row in asked.rows("20", version=2).values()] == ["Bildung und Teilhabe beantragen"]


@pytest.mark.parametrize(
    ("answer", "state"), [({}, "confirmed"), ({2: not_ours()}, "disputed"), ({2: not_ours("Amt 34")}, "forwarded")]
)
def test_a_changed_proposal_never_overrules_what_offices_have_said(asked: Town, answer: Any, state: str) -> None:
    asked.send_back("50", answer)
    asked.do("collect")
    settled = assignments(asked, "L8")
    assert settled["50"] == state
    asked.prepare(with_service("L8", office="20"))
    assert assignments(asked, "L8") == settled


def without_ids() -> RolloutData:
    """The catalogue, saved without its column `id`."""
    rows = town_data().services
    refs = references([("", s.key, s.name) for s in rows])
    return replace(town_data(), services=tuple(replace(s, ref=ref) for s, ref in zip(rows, refs, strict=True)))


def test_the_column_id_may_go_and_come_back(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect")
    before, sent = standing(asked), len(asked.messages())
    lines = asked.prepare(without_ids()).lines
    assert "Kennungen der Leistungen: 0 neu, 8 geändert, 0 entfallen" in lines
    assert not [line for line in lines if line.startswith("Leistungen:")], "nothing else about them has changed"
    without = standing(asked)
    assert next(ref for ref, *_ in without.pop("services")) == "99059001012000"
    assert without["rows"] == before["rows"]
    asked.prepare()
    assert standing(asked) == before
    asked.do("send-lists")
    assert (standing(asked), len(asked.messages())) == (before, sent)


def test_a_service_is_found_by_the_id_it_had(asked: Town) -> None:
    asked.prepare(without_ids())
    with asked.ctx().reading() as work:
        assert find_service(work, "L3").name == find_service(work, "99115004012000").name == "Meldebescheinigung ausstellen"


def test_ids_may_be_dealt_anew(asked: Town) -> None:
    """The ref follows the file, whoever had it before."""
    services = town_data().services
    dealt = tuple(replace(s, ref=services[n - 1].ref) for n, s in enumerate(services))
    before = standing(asked)
    asked.prepare(replace(town_data(), services=dealt))
    with asked.ctx().reading() as work:
        assert find_service(work, "L3").name == dealt[3].name
    assert standing(asked)["rows"] == before["rows"]
    asked.prepare()
    assert standing(asked) == before


def test_a_service_that_is_gone_gives_its_ref_away(asked: Town) -> None:
    """An id that is given to another service in the same breath is asked; of a service that is gone it is free."""
    before = standing(asked)
    new = replace(with_new_service("33").services[-1], ref="L7", key="", name="Parkausweis")
    given_away = replace(town_data(), services=(*without_service("L7").services, new))
    with pytest.raises(ConfigurationError, match="Die id gehörte bisher zu L7 "):
        asked.prepare(given_away)
    asked.prepare(without_service("L7"))
    asked.prepare(given_away)
    with asked.ctx().reading() as work:
        assert find_service(work, "L7").name == "Parkausweis"
    asked.prepare()
    assert standing(asked) == before


def test_what_could_be_two_services_changes_nothing_and_names_the_line(asked: Town) -> None:
    twins = tuple(replace(s, ref=f"T{n}") for n, s in enumerate(with_service("L4", key="99115004012000").services))
    asked.prepare(replace(town_data(), services=twins))
    before = asked.dump()
    one = replace(twins[2], ref="99115004012000", name="Ausweise und Bescheinigungen", line=4)
    with pytest.raises(ConfigurationError, match=r"catalogue.csv:4: Es ist nicht eindeutig.*T2 .*T3 ") as raised:
        asked.prepare(replace(town_data(), services=(*twins[:2], one, *twins[4:])))
    assert len(raised.value.problems) == 1
    assert asked.dump() == before
