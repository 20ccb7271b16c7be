"""Columns asked past the objects of a session."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import column, columns, first, named, one_of, value
from ozg_workflow.database.models import Relay

RELAYS = select(Relay.name, Relay.reason).where(Relay.name == bindparam("name"))


def test_what_the_session_has_changed_is_seen(session: Session) -> None:
    session.add(Relay(name="post", reason="Wartung"))
    (found,) = columns(session, RELAYS, {"name": "post"})
    assert (found.name, found.reason) == ("post", "Wartung")
    session.scalars(select(Relay)).one().reason = "Ausfall"
    assert value(session, RELAYS.with_only_columns(Relay.reason), {"name": "post"}) == "Ausfall"


def test_what_is_not_to_be_written_yet_is_not(session: Session) -> None:
    with session.no_autoflush:
        session.add(Relay(name="post", reason="Wartung"))
        assert columns(session, RELAYS, {"name": "post"}) == []


def test_a_value_is_that_of_the_first_row(session: Session) -> None:
    session.add(Relay(name="post", reason="Wartung"))
    assert value(session, RELAYS, {"name": "post"}) == "post"
    assert value(session, RELAYS, {"name": "nirgends"}) is None


def test_the_first_row_is_none_where_nothing_is_found(session: Session) -> None:
    session.add(Relay(name="post", reason="Wartung"))
    found = first(session, RELAYS, {"name": "post"})
    assert found is not None
    assert found.reason == "Wartung"
    assert first(session, RELAYS, {"name": "nirgends"}) is None


def test_one_of_some_values_is_asked_for_as_often_as_wanted(session: Session) -> None:
    session.add_all([Relay(name=name, reason="") for name in ("eine", "zweite", "dritte")])
    some = select(Relay.name).where(one_of(Relay.name, ("eine", "dritte"))).order_by(Relay.name)
    assert column(session, some, {}) == column(session, some, {}) == ["dritte", "eine"]
    assert column(session, select(Relay.name).where(one_of(Relay.name, ())), {}) == []


def test_a_column_is_the_first_of_all_rows(session: Session) -> None:
    session.add_all([Relay(name="post", reason="Wartung"), Relay(name="zweite", reason="")])
    every = select(Relay.name, Relay.reason).order_by(Relay.name)
    assert column(session, every, {}) == ["post", "zweite"]


def test_a_named_row_has_its_columns_by_their_names_and_labels(session: Session) -> None:
    session.add(Relay(name="post", reason="Wartung"))
    asked = (Relay.name, Relay.reason.label("why"))
    (found,) = map(named(asked), columns(session, select(*asked), {}))
    assert (found.name, found.why) == ("post", "Wartung") == found
