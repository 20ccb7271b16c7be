"""Sending the lists: one mail per Dezernat, nothing twice."""

from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from ozg_workflow.workbook.token import make_token
from tests.usecases.town import Town, town_data


def test_every_dezernat_gets_one_mail_with_the_lists_of_its_offices_and_the_guide(asked: Town) -> None:
    one, two = asked.letters()
    assert (one.to, two.to) == (("dez1@bielefeld.example",), ("dez2@bielefeld.example",))
    assert list(one.attachments) == [
        "OZG-Amtsliste_10_Hauptamt_v1.xlsx",
        "OZG-Amtsliste_20_Kämmerei_v1.xlsx",
        "OZG-Ausfüllhilfe.pdf",
    ]
    assert len(two.attachments) == 4
    assert one.attachments["OZG-Ausfüllhilfe.pdf"].startswith(b"%PDF")
    assert "15.05.2020" in two.subject
    assert "30.04.2020" in two.text
    assert two.headers["auto-submitted"] == "auto-generated"


def test_an_office_without_services_gets_a_list_for_its_fehlanzeige(asked: Town) -> None:
    sheet = load_workbook(BytesIO(asked.book("10")[1]))["Amtsliste"]
    assert (sheet["B3"].value, sheet["C3"].value) == ("Fehlanzeige", None)
    item = next(i for i in asked.status()["lists"] if i["office"] == "10")
    assert (item["rows"], item["state"]) == (0, "sent")


def test_the_attached_list_carries_the_token_of_its_list(asked: Town) -> None:
    book = load_workbook(BytesIO(asked.book("33")[1]))
    meta = {row[0].value: row[1].value for row in book["_ozg"].iter_rows(max_row=6)}
    assert book["_ozg"].sheet_state == "hidden"
    assert meta["token"] == make_token(b"geheim", "bielefeld-2020", meta["list_id"], 1)
    assert [c.value for c in book["Amtsliste"]["C"][4:7]] == [
        "Wohnsitz anmelden",
        "Meldebescheinigung ausstellen",
        "Personalausweis beantragen",
    ]


def test_a_list_counts_as_sent_only_when_its_mail_was_accepted(town: Town) -> None:
    result = town.day("2020-03-25", "send-lists")
    assert result is not None
    assert result.figures == {"lists": 5, "queued": 2}
    assert {item["state"] for item in town.status()["lists"]} == {"queued"}
    assert town.milestone("versand") == "done"
    town.do("deliver")
    lists = town.status()["lists"]
    assert {item["state"] for item in lists} == {"sent"}
    assert all(item["sent_at"].startswith("2020-03-25T07:00") for item in lists)


def test_a_second_run_sends_nothing_and_says_so(asked: Town) -> None:
    result = asked.do("send-lists")
    assert result.mails == []
    assert not result.changed
    assert result.lines[-1] == "Alle Amtslisten sind bereits verschickt oder im Postausgang."


def test_nothing_is_supplemented_before_the_survey_has_begun(town: Town) -> None:
    assert town.do("send-supplements").lines == []
    assert town.status()["lists"] == []


def test_an_office_that_was_founded_later_gets_its_first_list(asked: Town) -> None:
    data = town_data()
    new = replace(data.organisation.offices[0], number="11", name="Personalamt", mailbox="amt11@bielefeld.example")
    member = replace(data.organisation.memberships[0], office="11")
    organisation = replace(
        data.organisation, offices=(*data.organisation.offices, new), memberships=(*data.organisation.memberships, member)
    )
    asked.prepare(replace(data, organisation=organisation))
    asked.new_letters()
    asked.do("send-lists", "deliver")
    (letter,) = asked.new_letters()
    assert letter.to == ("dez1@bielefeld.example",)
    assert list(letter.attachments) == ["OZG-Amtsliste_11_Personalamt_v1.xlsx", "OZG-Ausfüllhilfe.pdf"]
