"""What a person chose or typed in a form: understood, or refused with one sentence."""

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.engine.dropdowns import with_choices
from flows.engine.form import form_flow, read_form
from flows.engine.parameters import EveryRolloutKey, Office, Preview, Today, titled
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.choices import Choice

Case = Annotated[int, titled("Fall", "Welcher Fall.", choice=Choice.OPEN_CASE)]
What = Annotated[Literal["ja", "nein"], titled("Was tun", "Ja oder nein.")]


def decide(
    case: Case,
    what: What = "ja",
    office: Office = "",
    note: Annotated[str, titled("Vermerk", "Frei.")] = "",
    rollout: EveryRolloutKey = "",
    today: Today = None,
    preview: Preview = False,
) -> State[Any]:
    return Completed(message=f"{case} {what} {office} {note} {rollout} {today} {preview}")


def test_an_option_stands_for_its_key_and_a_date_is_a_date() -> None:
    given = {"case": "7 – Amt 33: Wohnsitz anmelden", "office": "33 – Bürgeramt", "today": "2020-03-25", "preview": "true"}
    assert read_form(decide, given) == {
        "case": 7,
        "what": "ja",
        "office": "33",
        "note": "",
        "rollout": "",
        "today": date(2020, 3, 25),
        "preview": True,
    }


def test_what_is_left_empty_is_the_default() -> None:
    assert read_form(decide, {"case": 7, "office": None, "today": None, "rollout": ""}) == read_form(decide, {"case": 7})


def test_an_option_that_names_its_rollout_chooses_it_unless_another_is_chosen() -> None:
    option = "7 – Wohnsitz anmelden [paderborn-2020]"
    assert read_form(decide, {"case": option})["rollout"] == "paderborn-2020"
    assert read_form(decide, {"case": option, "rollout": "bielefeld-2020 – Umsetzung"})["rollout"] == "bielefeld-2020"
    assert read_form(decide, {"case": 7, "note": "siehe – dort [paderborn-2020]"})["rollout"] == ""
    assert read_form(decide, {"case": 7, "note": "siehe – dort"})["note"] == "siehe – dort"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "„Fall“ ist nicht ausgefüllt."),
        ({"case": ""}, "„Fall“ ist nicht ausgefüllt."),
        ({"case": "der dritte"}, "„Fall“: „der dritte“ ist keine Nummer."),
        ({"case": 7, "today": "morgen"}, "„Stichtag“: „morgen“ ist kein Datum (JJJJ-MM-TT)."),
        ({"case": 7, "today": "2020-02-30"}, "„Stichtag“: „2020-02-30“ ist kein Datum (JJJJ-MM-TT)."),
        ({"case": 7, "preview": "vielleicht"}, "„Nur Vorschau“: „vielleicht“ ist weder ja noch nein."),
        ({"case": 7, "what": "vielleicht"}, "„Was tun“: „vielleicht“ ist nicht möglich; zur Wahl stehen: ja, nein."),
        ({"case": 7, "note": [1]}, "„Vermerk“: „[1]“ ist kein Text."),
    ],
)
def test_wrong_values_are_refused_naming_the_field(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read_form(decide, given)
    assert str(refused.value) == sentence


def test_a_flow_with_a_wrong_value_ends_as_failed_with_the_sentence(prefect: Any) -> None:
    flow: Any = form_flow(name="Probe", description="Probe.")(decide)
    state = flow(case="der dritte", return_state=True)
    assert (state.is_failed(), state.message) == (True, "„Fall“: „der dritte“ ist keine Nummer.")
    assert flow(return_state=True).message == "„Fall“ ist nicht ausgefüllt."
    assert flow(case="7 – Wohnsitz", return_state=True).message == "7 ja    None False"


def test_the_drop_downs_hold_the_choices_and_say_when_there_are_none() -> None:
    form: Any = form_flow(name="Probe", description="Probe.")(decide)
    schema = form.parameters.model_dump()
    filled = with_choices(schema, {Choice.OPEN_CASE: ("7 – Wohnsitz",), Choice.OFFICE: ()}, rehearsal=True)
    fields = filled["properties"]
    assert (fields["case"]["type"], fields["case"]["enum"]) == ("string", ["7 – Wohnsitz"])
    assert "enum" not in fields["office"]
    assert fields["office"]["description"] == "Um welches Amt es geht. Zurzeit gibt es hier nichts zu wählen."
    assert (fields["today"]["type"], fields["today"]["format"]) == ("string", "date")
    assert "anyOf" not in fields["today"]
    assert filled["required"] == ["case"]
    again = with_choices(filled, {Choice.OPEN_CASE: ("7 – Wohnsitz",), Choice.OFFICE: ()}, rehearsal=True)
    assert again == filled
    later = with_choices(filled, {Choice.OFFICE: ("33 – Bürgeramt",)}, rehearsal=True)["properties"]
    assert "enum" not in later["case"]
    assert (later["office"]["enum"], later["office"]["description"]) == (["33 – Bürgeramt"], "Um welches Amt es geht.")
    assert "today" not in with_choices(schema, {})["properties"], "a pretended day belongs to a rehearsal"


def test_several_options_stand_for_their_keys_and_the_form_offers_them_for_choice() -> None:
    def settle(
        cases: Annotated[list[int], titled("Fälle", "Welche.", choice=Choice.OPEN_CASE)] = [],  # noqa: B006
        rollout: EveryRolloutKey = "",
    ) -> State[Any]:
        return Completed(message=f"{cases} {rollout}")

    assert read_form(settle, {"cases": ["7 – Wohnsitz [paderborn-2020]", "9"]}) == {"cases": [7, 9], "rollout": "paderborn-2020"}
    assert read_form(settle, {})["cases"] == []
    with pytest.raises(InputError, match="ist keine Auswahl aus der Liste"):
        read_form(settle, {"cases": ["der dritte"]})
    schema = form_flow(name="Probe", description="Probe.")(settle).parameters.model_dump()
    field = with_choices(schema, {Choice.OPEN_CASE: ("7 – Wohnsitz",)})["properties"]["cases"]
    assert (field["type"], field["items"]) == ("array", {"type": "string", "enum": ["7 – Wohnsitz"]})
    empty = with_choices(with_choices(schema, {Choice.OPEN_CASE: ("7 – Wohnsitz",)}), {})["properties"]["cases"]
    assert (empty["type"], empty["items"]) == ("array", {"type": "string"})
