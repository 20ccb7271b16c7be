"""A mail is shown as a Dezernat would get it."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.outbox.preview_mail import preview_mail
from tests.usecases.town import Town


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
