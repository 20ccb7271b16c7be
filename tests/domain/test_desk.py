"""The addresses of forms and pages."""

import json
from urllib.parse import parse_qs, urlsplit

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import NOWHERE, OFFICE, SERVICE, Desk, page_path, with_field

DESK = Desk(cockpit="http://127.0.0.1:4200", reading_room="http://127.0.0.1:4201", deployments={str(Deployment.REMIND): "abc"})


def test_a_form_is_opened_with_its_fields_filled_in() -> None:
    link = DESK.form(Deployment.REMIND, office="33 – Bürger & Ämter", preview=True)
    assert urlsplit(link).path == "/deployments/deployment/abc/run"
    assert json.loads(parse_qs(urlsplit(link).query)["parameters"][0]) == {"office": "33 – Bürger & Ämter", "preview": True}
    cases = DESK.form(Deployment.REMIND, cases=["7 – „a“, b"])
    assert cases.endswith("?parameters=%7B%22cases%22%3A%5B%227%20%E2%80%93%20%E2%80%9Ea%E2%80%9C%2C%20b%22%5D%7D")


def test_an_address_with_an_open_field_is_that_of_the_form_filled_in_with_each_value() -> None:
    tricky = '"service":null, „x“ & 100 %'
    fill = with_field(DESK.form(Deployment.REMIND, office=tricky, service=None, by="Frau Lindner"), "service")
    for value in ("L0100", tricky, ""):
        assert fill(value) == DESK.form(Deployment.REMIND, office=tricky, service=value, by="Frau Lindner")
    assert with_field("", "service")("L0100") == "", "a form that is not known stays so"


def test_a_form_without_fields_has_no_question_mark() -> None:
    assert DESK.form(Deployment.REMIND) == "http://127.0.0.1:4200/deployments/deployment/abc/run"


def test_what_does_not_run_has_no_address() -> None:
    assert DESK.form(Deployment.PREPARE) == ""
    assert NOWHERE.form(Deployment.REMIND) == ""
    assert NOWHERE.page("stadt") == ""


def test_the_pages_of_the_reading_room() -> None:
    assert page_path("stadt") == "/stadt/"
    assert page_path("stadt", OFFICE, "33/1") == "/stadt/aemter/33%2F1"
    assert page_path("stadt", SERVICE, "L 1", frage="a&b", leer="") == "/stadt/leistungen/L%201?frage=a%26b"
    assert DESK.page("stadt", OFFICE, 33) == "http://127.0.0.1:4201/stadt/aemter/33"
