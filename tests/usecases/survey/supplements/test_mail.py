"""The mail with the Nachträge says why each service comes, and what is known of it goes along."""

from dataclasses import replace

from ozg_workflow.usecases.survey.decide_cases import decide_cases, reopen_cases
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.survey.supplements.mail import reasons
from tests.usecases.survey.deciding.acts import refuse, words_of
from tests.usecases.town import Town, not_ours, town_data


def why(town: Town, office: str, version: int) -> dict[str, str]:
    """Service → code of the reason, of a Nachtrag."""
    rows = town.rows(office, version)
    with town.ctx().reading() as work:
        assert survey_round(work) is not None
        row = work.session.merge(next(iter(rows.values())), load=True)
        found = reasons(work, row.service_list, [r.service_id for r in rows.values()])
        return {r.service.ref: str(found[r.service_id].code) for r in rows.values()}


def test_each_way_a_service_comes_has_its_code(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    assert why(asked, "34", 2) == {"L8": "named"}
    asked.day("2020-04-07")
    asked.send_back("33", {1: not_ours(), 2: {"Zuständig?": "teilweise", "Zuständiges Amt": "50"}})
    asked.do("collect", "deliver")
    decide_cases(asked.ctx(), [2], "33")
    assert why(asked, "33", 2) == {"L2": "stays"}
    assert why(asked, "50", 2) == {"L3": "shared"}


def test_a_service_the_catalogue_gives_to_another_office_says_who_was_asked(asked: Town) -> None:
    data = town_data()
    moved = tuple(replace(s, office="34") if s.ref == "L4" else s for s in data.services)
    new = replace(data.services[4], ref="L9", key="99059001019999", name="Ehename bestimmen")
    asked.prepare(replace(data, services=(*moved, new)))
    asked.new_letters()
    asked.do("send-supplements", "deliver")
    text = words_of(next(letter for letter in asked.new_letters() if letter.attachments))
    assert "Der Katalog sieht die Leistung jetzt hier vor; vorher gefragt war Amt 33." in text
    assert "Ehename bestimmen Die Leistung ist neu im Katalog." in text
    assert why(asked, "34", 2) == {"L4": "catalogue", "L9": "new"}


def test_what_an_office_had_answered_goes_along_when_it_is_decided_otherwise(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    asked.clock.wait(hours=1)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 77}}, version=2)
    asked.do("collect", "deliver")
    reopen_cases(asked.ctx(), [1], "doch die Kämmerei")
    decide_cases(asked.ctx(), [1], "20")
    (row,) = asked.rows("20", version=2).values()
    assert (str(row.state), row.prefill["case_volume"]) == ("open", 77)
