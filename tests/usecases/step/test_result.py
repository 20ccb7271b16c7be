"""What a step tells: lines, figures, and whether anything has changed."""

import pytest

from ozg_workflow.domain.errors import PartlyFailedError
from ozg_workflow.usecases.step.result import QueuedMail, StepResult


def test_only_what_was_done_is_a_change() -> None:
    result = StepResult(title="Probe")
    result.say("Es gibt nichts zu tun.")
    assert not result.changed
    result.did("Eine Mail ist eingereiht.")
    assert result.changed
    assert result.lines == ["Es gibt nichts zu tun.", "Eine Mail ist eingereiht."]


def test_what_a_part_did_is_taken_over_and_its_figures_add_up() -> None:
    whole, part = StepResult(title="Ganzes"), StepResult(title="Teil", lines=["b"], files=["f"])
    whole.say("a")
    whole.count("mails", 2)
    part.count("mails")
    part.count("lists", 3)
    whole.absorb(part)
    assert (whole.title, whole.lines, whole.files, whole.figures) == ("Ganzes", ["a", "b"], ["f"], {"mails": 3, "lists": 3})
    assert not whole.changed
    whole.absorb(StepResult(title="Teil", changed=True))
    whole.absorb(StepResult(title="Teil"))
    assert whole.changed, "a later part without a change takes nothing back"


def test_scripts_get_no_bytes_of_the_mails() -> None:
    mail = QueuedMail(
        recipients=("a@x.example",), subject="s", state="queued", attachments=("l.xlsx",), header_id="<1@x>", content=b"x"
    )
    assert StepResult(title="Probe", mails=[mail]).as_json() == {
        "title": "Probe",
        "changed": False,
        "lines": [],
        "figures": {},
        "files": [],
        "mails": [{"to": ("a@x.example",), "subject": "s", "state": "queued", "attachments": ("l.xlsx",)}],
    }


def test_a_result_of_which_something_failed_is_an_error_that_tells_what_was_done() -> None:
    total = StepResult(title="Versand")
    total.did("Dezernat 1")
    part = StepResult(title="Versand", broken=["Amt 33: Es geht nicht."])
    total.absorb(part)
    with pytest.raises(PartlyFailedError, match=r"^Amt 33: Es geht nicht\.$") as caught:
        total.whole()
    assert caught.value.done.lines == ["Dezernat 1"]
    assert caught.value.done.whole() is caught.value.done
