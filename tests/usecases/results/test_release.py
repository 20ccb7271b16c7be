"""The release: what the coordinator has read goes to the board, once; what is provisional only when that is confirmed."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.results.decide import accept_paper
from ozg_workflow.usecases.results.release import release_paper
from tests.usecases.town import Town


def test_the_board_gets_exactly_what_was_drafted_and_once(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    read = answered.letters()[-1]
    release_paper(answered.ctx())
    answered.do("deliver")
    letter = answered.letters()[-1]
    assert (letter.to, letter.cc) == (("verwaltungsvorstand@bielefeld.example",), ("kerstin.lindner@bielefeld.example",))
    assert letter.attachments == read.attachments
    assert answered.milestone("vorstellung") == "done"
    assert release_paper(answered.ctx()).lines[0].startswith("Die Vorlage ist bereits freigegeben")
    assert len(answered.messages("presentation")) == 1


def test_what_is_provisional_asks_first(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    answered.drop(answered.letter({}, sender="fremd@anderswo.example", subject="Was ist das?"))
    answered.do("collect")
    with pytest.raises(InputError, match=r"1 Eingang liegt ungeklärt im Klärungskorb.*--yes"):
        release_paper(answered.ctx())
    assert answered.messages("presentation") == []
    assert release_paper(answered.ctx(preview=True)).mails, "the preview shows it"
    release_paper(answered.ctx(), confirmed=True)
    assert len(answered.messages("presentation")) == 1


def test_there_must_be_a_draft_of_the_newest_evaluation_with_its_files(answered: Town) -> None:
    answered.do("evaluate")
    with pytest.raises(InputError, match="noch keine Vorlage"):
        release_paper(answered.ctx())
    answered.draft_paper("2020-07-01")
    for path in (answered.home / "var" / "reports").rglob("vorlage.pptx"):
        path.unlink()
    with pytest.raises(InputError, match=r"vorlage.pptx fehlt .*„ozg present“ schreibt sie wieder"):
        release_paper(answered.ctx())


def owed(town: Town) -> list[tuple[str, str]]:
    with town.ctx().reading() as work:
        return [(n.title, n.form) for n in needs(work) if n.kind in (NeedKind.DRAFT, NeedKind.DECISION)]


def test_the_need_says_what_is_owed_until_the_board_has_decided(answered: Town) -> None:
    assert owed(answered) == []
    answered.draft_paper("2020-07-01")
    assert owed(answered) == [("Vorlage freizugeben", "28 Vorlage freigeben")]
    release_paper(answered.ctx())
    assert owed(answered) == [("Beschluss fehlt", "29 Beschluss festhalten")]
    accept_paper(answered.ctx())
    assert owed(answered) == []


def test_what_should_have_begun_without_a_decision_is_a_need(answered: Town) -> None:
    answered.day("2020-09-01")
    assert owed(answered) == [("Beschluss fehlt", "29 Beschluss festhalten")]
