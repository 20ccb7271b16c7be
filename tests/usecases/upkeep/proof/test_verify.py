"""The audit log of a town is whole, its backups agree, and who cuts it off is found by them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ozg_workflow.database.session import make_engine, make_sessions, sqlite_url
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.proof.chain import FlawKind
from ozg_workflow.usecases.upkeep.back_up import Maker, back_up
from ozg_workflow.usecases.upkeep.proof.verify import Verified, verify_audit
from ozg_workflow.usecases.upkeep.restore import Restoring, restore
from tests.usecases.setup.changed import without_service
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases
KEY = b"schluessel der stadt"
EARLY, LATE = datetime(2020, 4, 6, 6, tzinfo=UTC), datetime(2020, 4, 7, 6, tzinfo=UTC)


def verified(town: Town, *backups: Path) -> Verified:
    return verify_audit(town.app.engine, backups, KEY)


def kinds(found: Verified) -> list[FlawKind]:
    return [flaw.kind for flaw in found.flaws]


def backed_up(town: Town, name: str, at: datetime, key: bytes = KEY) -> Path:
    back_up(town.app.engine, town.home / name, Maker(name="Sicherung", at=at, signing=key))
    return town.home / name


@contextmanager
def unprotected(town: Town) -> Iterator[Session]:
    """A session past the program that may change the log."""
    with make_sessions(town.app.engine)() as session:
        for table in ("event", "audit_seal"):
            if town.app.engine.dialect.name == "sqlite":
                for verb in ("update", "delete"):
                    session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
            else:
                session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
        yield session
        session.commit()


def test_the_log_of_a_whole_round_is_whole(answered: Town) -> None:
    found = verified(answered)
    assert (found.flaws, found.notes, found.backups) == ((), (), 0)
    with answered.session() as session:
        assert found.sealed == session.execute(text("SELECT count(*) FROM event")).scalar_one() > 10
    assert len(found.digest) == 64


def test_a_backup_agrees_with_what_followed_it(asked: Town) -> None:
    first = backed_up(asked, "eins.db", EARLY)
    second = backed_up(asked, "zwei.db", LATE)
    found = verified(asked, first, second)
    assert (found.flaws, found.backups) == ((), 2)


def test_the_copy_in_a_backup_is_whole_itself(asked: Town) -> None:
    engine = make_engine(sqlite_url(backed_up(asked, "eins.db", EARLY)))
    assert verify_audit(engine, [], KEY).flaws == ()
    engine.dispose()


def test_lines_cut_off_at_the_end_are_known_to_the_backup(asked: Town) -> None:
    copy = backed_up(asked, "eins.db", EARLY)
    with unprotected(asked) as session:
        last = session.execute(text("SELECT max(event_id) FROM audit_seal")).scalar_one()
        for table, column in (("audit_seal", "event_id"), ("event", "id")):
            session.execute(text(f"DELETE FROM {table} WHERE {column} >= {last - 1}"))
    assert verified(asked).flaws == (), "nobody else can know"
    found = verified(asked, copy)
    assert kinds(found) == [FlawKind.CUT_OFF]
    assert found.flaws[0].text.startswith("Sicherung eins.db vom 06.04.2020 08:00 kennt ")


def test_a_head_of_somebody_else_is_forged(asked: Town) -> None:
    assert kinds(verified(asked, backed_up(asked, "fremd.db", EARLY, b"anderer"))) == [FlawKind.FORGED]


def test_a_backup_without_a_head_is_named_and_proves_nothing(asked: Town) -> None:
    found = verified(asked, backed_up(asked, "alt.db", EARLY, b""))
    assert (found.flaws, found.backups) == ((), 0)
    assert found.notes == ("Ohne Kopf des Protokolls, sie belegen nichts: alt.db.",)


def test_a_course_that_a_restore_has_left_is_named_and_not_held_against_the_log(asked: Town) -> None:
    first = backed_up(asked, "eins.db", EARLY)
    with asked.ctx().work("Danach") as work:
        work.record("noted", ("rollout", 1), "nach der ersten Sicherung")
    second = backed_up(asked, "zwei.db", LATE)
    how = Restoring(
        by=Maker(name="Frau L.", at=datetime(2020, 4, 8, 6, tzinfo=UTC), signing=KEY),
        safety_copy=asked.home / "vorher.db",
        keep_key=lambda _: "",
        replace=True,
    )
    restore(asked.app.engine, first, how)
    found = verified(asked, first, second, asked.home / "vorher.db")
    assert found.flaws == ()
    assert found.notes == (
        "Sicherung zwei.db: vor der Wiederherstellung vom 08.04.2020 08:00 gemacht; sie zählt nicht.",
        "Sicherung vorher.db: vor der Wiederherstellung vom 08.04.2020 08:00 gemacht; sie zählt nicht.",
    )


@pytest.mark.parametrize("content", [None, b"", b"kein SQLite, sondern Text"])
def test_what_is_no_backup_is_refused(asked: Town, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    if content == b"":
        assert verified(asked, path).backups == 0  # an empty file is an empty database, which has no head
        return
    with pytest.raises(InputError, match=r"x\.db"):
        verified(asked, path)


def test_the_copy_before_a_loading_has_a_head_too(asked: Town) -> None:
    asked.prepare(without_service("L3"))
    copies = asked.app.backups()
    key = asked.ctx().secret
    found = verify_audit(asked.app.engine, copies, key)
    assert (found.flaws, found.notes, found.backups) == ((), (), 1)
