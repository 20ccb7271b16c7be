"""Somebody is let into the reading room, or no longer."""

from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.cities.users import Role, User
from ozg_workflow.domain.errors import ConfigurationError, InputError
from ozg_workflow.usecases.upkeep.users import Registry, add_user, remove_user
from ozg_workflow.workspace.users import FILE
from ozg_workflow.workspace.users.passwords import fits
from tests.usecases.town import Town

PASSWORD = "Ein langes Kennwort"
ANNA = User(name="anna", password=PASSWORD, rollouts=("bielefeld-2020",))
KNOWN = ("bielefeld-2020", "bonn-2020")


@pytest.fixture
def registry(town: Town) -> Registry:
    return Registry(home=town.home, by="Frau Lindner", clock=town.clock, sessions=town.app.sessions)


def lines(town: Town) -> list[tuple[str, str, str, str]]:
    with town.session() as session:
        found = session.scalars(select(Event).where(Event.object_type == "user").order_by(Event.id))
        return [(line.actor, line.verb, line.object_id, line.text) for line in found]


def test_only_the_hash_is_kept_and_the_audit_log_says_who_did_it(town: Town, registry: Registry) -> None:
    add_user(registry, ANNA, KNOWN)
    (kept,) = registry.users()
    assert fits(PASSWORD, kept.password)
    assert PASSWORD not in (town.home / FILE).read_text(encoding="utf-8")
    assert lines(town) == [("Frau Lindner", "user_added", "anna", "Zugang zum Lesesaal: „anna“ liest bielefeld-2020")]


def test_a_second_one_of_the_name_is_refused_unless_it_replaces_the_first(registry: Registry) -> None:
    add_user(registry, ANNA, KNOWN)
    other = User(name="anna", password="Ein anderes Kennwort", rollouts=("*",), role=Role.COORDINATOR)
    with pytest.raises(InputError, match="gibt es schon"):
        add_user(registry, other, KNOWN)
    add_user(registry, other, KNOWN, replace=True)
    (kept,) = registry.users()
    assert (kept.sees_all, kept.role, fits(PASSWORD, kept.password)) == (True, Role.COORDINATOR, False)


def test_everything_that_is_wrong_is_named_at_once_and_nothing_is_written(town: Town, registry: Registry) -> None:
    wrong = User(name="Anna", password="kurz", rollouts=("bohn-2020",))
    with pytest.raises(InputError) as refused:
        add_user(registry, wrong, KNOWN)
    name, password, rollout = str(refused.value).splitlines()
    assert "„Anna“: ein Name hat" in name
    assert "12 bis 200 Zeichen" in password
    assert rollout == "Den Rollout „bohn-2020“ gibt es nicht. Vorhanden: bielefeld-2020, bonn-2020."
    assert not (town.home / FILE).exists()
    assert lines(town) == []


def test_who_is_removed_is_gone_and_the_file_stays(town: Town, registry: Registry) -> None:
    add_user(registry, ANNA, KNOWN)
    with pytest.raises(InputError, match="Den Benutzer „berta“ gibt es nicht"):
        remove_user(registry, "berta")
    assert remove_user(registry, "anna") == 0
    assert registry.users() == ()
    assert (town.home / FILE).exists(), "without the file the walls would be gone"
    assert lines(town)[-1][1:] == ("user_removed", "anna", "Kein Zugang zum Lesesaal mehr: „anna“")


def test_a_file_that_cannot_be_written_leaves_no_line(town: Town, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        add_user(registry, ANNA, KNOWN)
    assert lines(town) == []


def test_a_broken_file_is_never_written_over(town: Town, registry: Registry) -> None:
    path = town.home / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text("[[user]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        add_user(registry, ANNA, KNOWN, replace=True)
    assert path.read_text(encoding="utf-8") == "[[user]\n"


def test_before_there_is_a_database_it_works_without_a_log(tmp_path: Path, town: Town) -> None:
    registry = Registry(home=tmp_path, by="cli:root", clock=town.clock, sessions=None)
    add_user(registry, ANNA, KNOWN)
    assert [user.name for user in registry.users()] == ["anna"]
