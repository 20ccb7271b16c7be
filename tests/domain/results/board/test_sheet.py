"""What the sheet of the board says, line by line; a wrong cell is named."""

import pytest

from ozg_workflow.domain.results.board.sheet import NAME, REASON, REF, VERDICT, WAVE, read_lines
from ozg_workflow.domain.results.board.verdicts import Decision, Proposal, Verdict
from ozg_workflow.domain.results.prioritisation import Wave

WAVES = (
    Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30"),
    Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-12-30"),
)
PROPOSAL = Proposal(service_id=7, ref="L7", name="Wohngeld", office="50", rank=1, wave="1", field="Sofort umsetzen")


def line(verdict: str, wave: str = "", reason: str = "", ref: str = "L7") -> dict[str, str]:
    return {REF: ref, VERDICT: verdict, WAVE: wave, REASON: reason}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (line("annehmen", "1: Erste"), (Verdict.ACCEPT, "1")),
        (line("Annehmen"), (Verdict.ACCEPT, "1")),
        (line("accept", "1"), (Verdict.ACCEPT, "1")),
        (line("andere Welle", "Zweite", "später"), (Verdict.OTHER_WAVE, "2")),
        (line("zurückstellen", "1: Erste", "kein Geld"), (Verdict.DEFER, "")),
        (line("streichen", "", "gibt es nicht mehr"), (Verdict.DROP, "")),
    ],
)
def test_a_line_is_one_decision(given: dict[str, str], wanted: tuple[Verdict, str]) -> None:
    decisions, problems = read_lines([(5, given)], (PROPOSAL,), WAVES)
    assert problems == ()
    assert decisions == (Decision(service_id=7, verdict=wanted[0], wave=wanted[1], reason=given[REASON]),)


@pytest.mark.parametrize(
    ("given", "heading", "message"),
    [
        (
            line("vielleicht"),
            VERDICT,
            "„vielleicht“ ist keine Entscheidung; möglich sind: annehmen, zurückstellen, streichen, andere Welle.",
        ),
        (line(""), VERDICT, "Die Entscheidung fehlt; möglich sind: annehmen, zurückstellen, streichen, andere Welle."),
        (line("annehmen", "2"), WAVE, "Eine andere als die vorgeschlagene Welle gilt nur mit der Entscheidung „andere Welle“."),
        (line("annehmen", "7"), WAVE, "„7“ ist keine Welle des Plans."),
        (line("andere Welle", "", "weil"), WAVE, "Bei „andere Welle“ fehlt die Welle."),
        (line("andere Welle", "1", "weil"), WAVE, "„andere Welle“ nennt die vorgeschlagene; gemeint ist vielleicht „annehmen“."),
        (line("andere Welle", "2"), REASON, "Bei „andere Welle“ fehlt die Begründung."),
        (line("streichen"), REASON, "Bei „streichen“ fehlt die Begründung."),
        (line("annehmen", ref="L9"), REF, "„L9“ ist keine Leistung dieser Rangfolge."),
        (line("annehmen", ref=""), REF, "Die Kennung fehlt."),
    ],
)
def test_a_wrong_cell_is_named(given: dict[str, str], heading: str, message: str) -> None:
    _, problems = read_lines([(5, given)], (PROPOSAL,), WAVES)
    assert (5, heading, message) in [(p.line, p.heading, p.message) for p in problems]


def test_every_service_stands_there_exactly_once() -> None:
    _, twice = read_lines([(5, line("annehmen")), (6, line("annehmen"))], (PROPOSAL,), WAVES)
    assert [(p.line, p.message) for p in twice] == [(6, "„L7“ steht zweimal in der Liste.")]
    _, missing = read_lines([], (PROPOSAL,), WAVES)
    assert [p.message for p in missing] == ["Die Zeile zu „Wohngeld“ (L7) fehlt."]


@pytest.mark.parametrize("reason", ["-", "–", "(-)", "./.", "k. A.", "entfällt", "#NV", "#BEZUG!"])
def test_what_says_nothing_is_no_reason(reason: str) -> None:
    _, problems = read_lines([(5, line("streichen", "", reason))], (PROPOSAL,), WAVES)
    assert [(p.heading, p.message) for p in problems] == [(REASON, "Bei „streichen“ fehlt die Begründung.")]
    decisions, problems = read_lines([(5, line("annehmen", "", reason))], (PROPOSAL,), WAVES)
    assert (problems, decisions[0].reason) == ((), "")


OTHER = Proposal(service_id=8, ref="L8", name="Bauantrag", office="63", rank=2, wave="1", field="Sofort umsetzen")
TWIN = Proposal(service_id=9, ref="L9", name="Wohngeld", office="51", rank=3, wave="1", field="Sofort umsetzen")


def lines_named(*names: str) -> list[tuple[int, dict[str, str]]]:
    refs = (PROPOSAL.ref, OTHER.ref, TWIN.ref)
    return [(n, line("annehmen", ref=ref) | {NAME: name}) for n, (ref, name) in enumerate(zip(refs, names, strict=True), 5)]


def test_an_id_beside_the_name_of_another_service_is_named() -> None:
    _, problems = read_lines(lines_named("Bauantrag", "wohngeld", "Wohngeld"), (PROPOSAL, OTHER, TWIN), WAVES)
    assert [(p.line, p.heading, p.message) for p in problems] == [
        (5, REF, "„L7“ ist „Wohngeld“; in dieser Zeile steht „Bauantrag“."),
        (6, REF, "„L8“ ist „Bauantrag“; in dieser Zeile steht „wohngeld“."),
    ]


@pytest.mark.parametrize("name", ["Wohngeld", " WOHNGELD", "", "Wohngeld (Anmerkung)"])
def test_a_name_that_is_no_other_services_is_left_alone(name: str) -> None:
    _, problems = read_lines(lines_named(name, "Bauantrag", "Wohngeld"), (PROPOSAL, OTHER, TWIN), WAVES)
    assert problems == ()
