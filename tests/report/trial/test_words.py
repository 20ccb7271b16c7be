"""The words about weights on trial name every difference, and programs get the same."""

from ozg_workflow.report.trial.data import trial_json
from ozg_workflow.report.trial.words import trial_lines, trial_markdown, trial_rows
from tests.domain.results.weights.test_trial import PLAN, _trial, with_weights


def test_what_would_change_is_said_name_by_name() -> None:
    trial = _trial(with_weights(PLAN, "technik: 90"), {1: "Welle 2", 2: "Welle 1"})
    assert trial_lines(trial) == (
        "Verglichen mit den vereinbarten Gewichten Version 1.0, mit den Angaben von jetzt.",
        "Anders: Kriterium „technik“, weight: 90 statt 10.",
        "Hinweis: Vor „ozg prepare“ brauchen diese Werte eine neue „version“; 1.0 ist die der vereinbarten.",
        "Bei 2 von 3 Leistungen würde sich etwas ändern: 2 anderer Rang, 0 anderes Feld, 2 andere Welle, 0 Sperre anders.",
        "Nichts davon ist gespeichert; es gelten weiter die vereinbarten Gewichte.",
    )
    assert trial_rows(trial.changed)[0] == ("2 → 1 (+1)", "Bert", "33", "2 → 1", "Bei Gelegenheit", "Welle 2 → Welle 1")
    assert "| 1 → 2 \\(-1\\) | Anna |" in trial_markdown("Vergleich", trial).replace("(", "\\(").replace(")", "\\)")


def test_the_same_weights_say_so() -> None:
    lines = trial_lines(_trial(PLAN))
    assert lines[1:3] == (
        "Die Werte sind dieselben wie die vereinbarten.",
        "Bei keiner von 3 Leistungen würde sich etwas ändern.",
    )


def test_programs_get_every_service_before_and_after() -> None:
    found = trial_json("stadt", _trial(with_weights(PLAN, "technik: 90")), ("Hinweis",))
    assert (found["stored"], found["changed"], found["hints"]) == (False, 2, ["Hinweis"])
    assert found["tried"] == {"version": "1.0", "weights": {"nutzen": 30, "technik": 90}, "rules": {}}
    assert [(s["ref"], s["before"]["rank"], s["after"]["rank"], s["after"]["blocked"]) for s in found["services"]] == [
        ("B", 2, 1, False),
        ("A", 1, 2, False),
        ("C", None, None, True),
    ]
