"""A preview shows what would happen and changes nothing."""

from pathlib import Path

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.outbox.preview_mail import preview_mail
from ozg_workflow.usecases.survey.export_lists import export_lists
from tests.usecases.town import Town


@pytest.mark.parametrize(
    ("fixture", "day", "step", "recipients"),
    [
        ("town", "2020-03-19", "announce", 6),
        ("town", "2020-03-25", "send-lists", 2),
        ("asked", "2020-05-13", "remind", 2),
        ("asked", "2020-05-13", "digest", 1),
        ("asked", "2020-05-13", "collect", 0),
        ("answered", "2020-06-02", "evaluate", 0),
    ],
)
def test_a_preview_lists_its_mails_and_changes_nothing(
    fixture: str, day: str, step: str, recipients: int, request: pytest.FixtureRequest
) -> None:
    town: Town = request.getfixturevalue(fixture)
    town.day(day)
    before = town.dump()
    result = town.do(step, preview=True)
    assert town.dump() == before
    assert len(result.mails) == recipients
    assert all(mail.subject and mail.recipients for mail in result.mails)
    if step == "send-lists":
        assert result.mails[0].attachments[-1] == "OZG-Ausfüllhilfe.pdf"
    assert len(town.do(step).mails) == recipients, "the real run does what the preview showed"


def test_a_mail_is_shown_with_the_real_city_and_dezernat(town: Town) -> None:
    rendered = preview_mail(town.ctx(), "service_lists", "2")
    assert "Dezernat 2 – Bürger und Soziales" in rendered.subject
    assert "Frau Kerstin Lindner" in rendered.text
    assert "<html" in rendered.html


def test_unknown_mails_and_dezernate_are_named(town: Town) -> None:
    with pytest.raises(InputError, match=r"(?s)Die Mail „rundbrief“ gibt es nicht.*service_lists"):
        preview_mail(town.ctx(), "rundbrief")
    with pytest.raises(InputError, match=r"Das Dezernat „9“ gibt es nicht. Vorhanden: 1, 2."):
        preview_mail(town.ctx(), "reminder", "9")


def test_the_lists_can_be_written_into_a_folder_exactly_as_they_were_sent(asked: Town, tmp_path: Path) -> None:
    result = export_lists(asked.ctx(), tmp_path)
    name, content, _ = asked.book("33")
    assert (tmp_path / "erhebung-1" / name).read_bytes() == content
    assert len(result.files) == 6
    assert not export_lists(asked.ctx(), tmp_path).changed
