"""Both databases take the same: what PostgreSQL could not store is refused, or mended, on SQLite too."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.guard import guarded
from ozg_workflow.database.models import Incoming, Return, Rollout
from ozg_workflow.domain.errors import InputError
from tests.database import rows


def test_a_text_that_is_too_long_is_named_with_its_place(any_session: Session) -> None:
    any_session.add(rows.rollout(city="Bielefeld" * 30))
    with pytest.raises(
        InputError, match=r"^„BielefeldBielefeldBielefeldBielefeldBiel…“ ist zu lang: 270 Zeichen, erlaubt sind 200"
    ):
        any_session.flush()


def test_a_text_of_exactly_the_allowed_length_is_stored(any_session: Session) -> None:
    any_session.add(rows.rollout(city="ü" * 200))
    any_session.commit()


def test_a_change_is_looked_at_like_a_new_row(any_session: Session) -> None:
    rows.fill(any_session)
    any_session.scalars(select(Rollout)).one().title = "x" * 201
    with pytest.raises(InputError, match=r"rollout\.title"):
        any_session.flush()


def test_a_nul_in_a_mail_is_stored_as_an_unreadable_character(any_session: Session) -> None:
    any_session.add(rows.rollout())
    any_session.flush()
    any_session.add(rows.incoming(subject="Amts\0liste"))
    any_session.commit()
    any_session.expire_all()
    assert any_session.scalars(select(Incoming)).one().subject == "Amts\ufffdliste"


def test_a_validity_of_32_bits_without_sign_is_stored(any_session: Session) -> None:
    any_session.add(rows.rollout())
    any_session.flush()
    any_session.add(rows.incoming(uidvalidity=2**32 - 1))
    any_session.commit()
    any_session.expire_all()
    assert any_session.scalars(select(Incoming)).one().uidvalidity == 2**32 - 1


def test_values_that_are_written_past_the_objects_are_looked_at_alike() -> None:
    assert guarded(Return, {"file_name": "Amts\0liste.xlsx", "issue_count": 3}) == {
        "file_name": "Amts\ufffdliste.xlsx",
        "issue_count": 3,
    }
    with pytest.raises(InputError, match=r"321 Zeichen, erlaubt sind 320 \(return\.sender\)"):
        guarded(Return, {"sender": "x" * 321})
