"""Why a service comes to an office: the Nachtrag says who named whom and who decided."""

from typing import Any

import pytest

from ozg_workflow.domain.survey.arrival import NEW, Arrival, Handover, by_case, by_catalogue
from ozg_workflow.domain.survey.responsibility import CaseReason


def why(**changes: Any) -> tuple[str, str]:
    values: dict[str, Any] = {"own": "50", "target": "34", "named": "Amt 34", "code": CaseReason.FORWARDED}
    found = by_case(Handover(**(values | changes)))
    return found.code, found.reason


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({}, Arrival.NAMED, "Von Amt 50 an Amt 34 verwiesen. Amt 50 hat „nein“ geantwortet und „Amt 34“ genannt."),
        ({"shared": True}, Arrival.SHARED, "Von Amt 50 an Amt 34 verwiesen. Amt 50 hat „teilweise“ geantwortet und „Amt 34“ genannt."),
        (
            {"code": CaseReason.DECIDED, "named": " ", "by": "Frau Lindner"},
            Arrival.DECIDED,
            "Entscheidung der Koordination: Amt 34. Entschieden hat Frau Lindner. Amt 50 hat „nein“ geantwortet.",
        ),
        (
            {"code": CaseReason.DECIDED, "target": "50", "named": ""},
            Arrival.STAYS,
            "Entscheidung der Koordination: Amt 50. Die Leistung bleibt hier. Amt 50 hat „nein“ geantwortet.",
        ),
        (
            {"code": CaseReason.DECIDED, "again": True, "named": "weiß nicht"},
            Arrival.CAME_BACK,
            (
                "Entscheidung der Koordination: Amt 34. Die Zuständigkeit war noch einmal offen; die Leistung kommt zurück. "
                "Amt 50 hat „nein“ geantwortet und „weiß nicht“ genannt."
            ),
        ),
    ],
)  # fmt: skip
def test_a_case_says_who_named_whom_and_who_decided(changes: dict[str, Any], code: Arrival, reason: str) -> None:
    assert why(**changes) == (code, reason)


def test_a_long_text_is_shortened() -> None:
    assert why(named="Amt 34 " * 60)[1].endswith("… “ genannt.".replace(" “", "“"))


def test_the_catalogue_brings_what_is_new_and_what_it_gives_to_another_office() -> None:
    assert by_catalogue(()) == NEW
    moved = by_catalogue(("33", "50"))
    assert (moved.code, moved.reason) == (
        Arrival.CATALOGUE,
        "Der Katalog sieht die Leistung jetzt hier vor; vorher gefragt war Amt 33 und Amt 50.",
    )
