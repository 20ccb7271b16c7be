"""One office, one Dezernat, one mail breaks: it is named, the others are done, and once mended it follows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Office, OfficeMembership, ServiceList
from ozg_workflow.domain.errors import PartlyFailedError
from ozg_workflow.mail.write.templates import Templates
from ozg_workflow.usecases.survey import send_lists
from ozg_workflow.workspace.places import shipped, template_folders
from tests.usecases.town import Town


def homeless(town: Town, office: str) -> Callable[[], None]:
    """The office belongs to no Dezernat any more; return what gives it back its own."""
    with town.session() as session:
        chosen = session.scalar(select(Office.id).where(Office.number == office))
        found = list(session.scalars(select(OfficeMembership).where(OfficeMembership.office_id == chosen)))
        kept = [{c.name: getattr(m, c.name) for c in OfficeMembership.__table__.columns} for m in found]
        for membership in found:
            session.delete(membership)
        session.commit()

    def give_back() -> None:
        with town.session() as again:
            again.add_all(OfficeMembership(**values) for values in kept)
            again.commit()

    return give_back


def broken_template(town: Town, kind: str, condition: str) -> Path:
    """A text of the city's own that fails for some readers only."""
    text = (shipped("templates") / "email" / kind / "body.txt.j2").read_text(encoding="utf-8")
    path = town.home / "templates" / "email" / kind / "body.txt.j2"
    path.parent.mkdir(parents=True)
    path.write_text("{% if " + condition + " %}{{ 1 // 0 }}{% endif %}" + text, encoding="utf-8")
    reload(town)
    return path


def reload(town: Town) -> None:
    town._templates = Templates(template_folders(town.home))


def partly(town: Town, step: str) -> PartlyFailedError:
    with pytest.raises(PartlyFailedError) as caught:
        town.do(step)
    return caught.value


def offices_asked(town: Town, key: str = "erhebung-1") -> set[str]:
    return {item["office"] for item in town.status()["lists"] if item["round"] == key}


def test_an_office_of_no_dezernat_keeps_nobody_from_getting_lists(town: Town) -> None:
    give_back = homeless(town, "34")
    town.day("2020-03-25")
    error = partly(town, "send-lists")
    assert error.broken == ("Amt 34 – Standesamt: Amt 34 gehört zu keinem Dezernat.",)
    assert [m.recipient for m in town.messages("service_lists")] == ["1", "2"]
    assert offices_asked(town) == {"10", "20", "33", "50"}
    assert town.milestone("versand") != "done", "somebody is missing"
    give_back()
    town.day("2020-03-26", "send-lists", "deliver")
    assert offices_asked(town) == {"10", "20", "33", "34", "50"}
    assert list(town.letters()[-1].attachments) == ["OZG-Amtsliste_34_Standesamt_v1.xlsx", "OZG-Ausfüllhilfe.pdf"]
    assert town.milestone("versand") == "done"
    assert town.do("send-lists").mails == []


def test_a_list_that_cannot_be_printed_is_left_out_of_the_mail_of_its_dezernat(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = send_lists.workbook_of

    def breaks(work: object, service_list: ServiceList, **more: Any) -> object:
        if service_list.office.number == "33":
            raise ValueError("x")
        return real(work, service_list, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(send_lists, "workbook_of", breaks)
    town.day("2020-03-25")
    error = partly(town, "send-lists")
    assert [line.partition(" (")[0] for line in error.broken] == ["Amt 33 – Einwohner- und Meldeamt: Unerwarteter Fehler"]
    town.do("deliver")
    letter = next(letter for letter in town.letters() if letter.to == ("dez2@bielefeld.example",))
    assert [name for name in letter.attachments if "Amtsliste" in name] == [
        "OZG-Amtsliste_34_Standesamt_v1.xlsx",
        "OZG-Amtsliste_50_Sozialamt_v1.xlsx",
    ]
    with town.session() as session:
        prepared = list(session.scalars(select(Event.text).where(Event.verb == "list_prepared")))
    assert not any("33" in text for text in prepared), "what was undone is not told as done"
    monkeypatch.undo()
    town.day("2020-03-26", "send-lists")
    assert offices_asked(town) == {"10", "20", "33", "34", "50"}


@pytest.mark.parametrize(
    ("kind", "day", "step", "condition", "told", "others"),
    [
        ("service_lists", "2020-03-25", "send-lists", "'Brandes' in head_name", "Dezernat 2", {"1"}),
        (
            "information_heads",
            "2020-03-18",
            "announce",
            "'Sandmann' in head_name",
            "sandmann@bielefeld.example",
            {
                "petersen@bielefeld.example",
                "grothe@bielefeld.example",
                "krueger@bielefeld.example",
                "marquardt@bielefeld.example",
            },
        ),
    ],
)
def test_a_text_of_the_city_that_fails_for_one_reader_reaches_the_others(
    town: Town, kind: str, day: str, step: str, condition: str, told: str, others: set[str]
) -> None:
    path = broken_template(town, kind, condition)
    town.day(day)
    error = partly(town, step)
    assert len(error.broken) == 1
    assert told in error.broken[0]
    assert "body.txt" in error.broken[0], "the file that has to be mended"
    assert {m.recipient for m in town.messages(kind)} == others
    path.unlink()
    reload(town)
    town.do(step)
    assert len(town.messages(kind)) == len(others) + 1


@pytest.mark.parametrize("office", ["20", "50"])
def test_an_office_of_no_dezernat_keeps_no_other_from_being_reminded(asked: Town, office: str) -> None:
    homeless(asked, office)
    asked.day("2020-05-13")
    error = partly(asked, "remind")
    assert [line.partition(":")[0] for line in error.broken] == [
        f"Amt {office} – {'Kämmerei' if office == '20' else 'Sozialamt'}"
    ]
    assert {m.recipient for m in asked.messages("reminder")} == {"1", "2"}
    result, failures = asked.run_day("2020-05-13")
    assert [f"Amt {office} gehört zu keinem Dezernat" in str(f) for f in failures] == [True]
    assert any(line.startswith("Erinnerungen: Amt") for line in result.lines)
    assert asked.status()["mail"]["queued"] == 0
    (notice,) = asked.messages("failure_notice")
    assert notice.state == "accepted"


def test_a_reminder_that_breaks_for_one_dezernat_reaches_the_other_and_follows_once_mended(asked: Town) -> None:
    path = broken_template(asked, "reminder", "'Brandes' in head_name")
    asked.day("2020-05-13")
    assert "Dezernat 2" in str(partly(asked, "remind"))
    assert {m.recipient for m in asked.messages("reminder")} == {"1"}
    path.unlink()
    reload(asked)
    asked.do("remind")
    assert {m.recipient for m in asked.messages("reminder")} == {"1", "2"}


def test_an_office_of_no_dezernat_keeps_no_other_from_being_asked_how_far_it_is_and_follows(started: Town) -> None:
    give_back = homeless(started, "34")
    started.day("2021-03-01")
    error = partly(started, "track")
    assert error.broken == ("Amt 34 – Standesamt: Amt 34 gehört zu keinem Dezernat.",)
    assert offices_asked(started, "stand-2021-03-01") == {"33", "50"}
    assert len(partly(started, "track").broken) == 1, "told again until it is mended"
    assert len(started.messages("progress_query")) == 1
    give_back()
    started.day("2021-03-03", "track", "deliver")
    assert offices_asked(started, "stand-2021-03-01") == {"33", "34", "50"}
    assert list(started.letters()[-1].attachments) == ["OZG-Umsetzungsstand-2021-03_34_Standesamt_v1.xlsx"]
    assert started.do("track").mails == []


def test_an_office_of_no_dezernat_keeps_no_other_from_hearing_of_the_implementation(answered: Town) -> None:
    answered.board_decides("2020-07-01")
    give_back = homeless(answered, "50")
    answered.day("2020-09-01")
    assert "Amt 50 gehört zu keinem Dezernat" in str(partly(answered, "start-implementation"))
    assert {m.recipient for m in answered.messages("implementation_start")} == {"2"}
    assert answered.milestone("beginn-umsetzung") != "done"
    give_back()
    answered.do("start-implementation")
    assert answered.milestone("beginn-umsetzung") == "done"


def test_a_preview_names_what_would_break_and_changes_nothing(town: Town) -> None:
    homeless(town, "34")
    town.day("2020-03-25")
    before = town.dump()
    with pytest.raises(PartlyFailedError) as caught:
        town.do("send-lists", preview=True)
    assert len(caught.value.done.mails) == 2
    assert town.dump() == before


def test_two_failures_of_which_one_cannot_be_mailed_are_both_noted(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_template(asked, "failure_notice", "'Plan' in step_title")
    homeless(asked, "20")

    def breaks(*_: object) -> object:
        raise KeyError("x")

    monkeypatch.setattr("ozg_workflow.usecases.day.steps.plan_day", breaks)
    result, failures = asked.run_day("2020-05-13")
    assert len(failures) == 3
    (notice,) = asked.messages("failure_notice")
    assert "Erinnerungen" in notice.subject
    assert any(line.startswith("Störungsmeldung: Plan des Tages: ") and "body.txt" in line for line in result.lines)
    with asked.session() as session:
        assert len(list(session.scalars(select(Event).where(Event.verb == "step_failed")))) == 2


def test_the_papers_show_an_office_of_no_dezernat_and_the_status_too(started: Town) -> None:
    homeless(started, "34")
    assert {item["department"] for item in started.status()["lists"] if item["office"] == "34"} == {""}
    started.do("present")
    assert (started.home / "var/reports/bielefeld-2020/vorlage.pdf").exists()
    started.day("2022-12-30", "report-completion")
    assert started.messages("final_report")
