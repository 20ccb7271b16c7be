"""Damage of the database as a store: broken pages, references that lead nowhere."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError


def find_damage(engine: Engine) -> list[str]:
    """Return what is wrong with the database, as German sentences."""
    if engine.dialect.name != "sqlite":
        return []
    try:
        with engine.connect() as connection:
            integrity = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            orphans = list(connection.execute(text("PRAGMA foreign_key_check")))
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # its subclasses say "locked" or "cannot be opened", which is no damage
            raise
        return [f"Beschädigt: {error.orig}"]
    return [f"Beschädigt: {line}" for line in integrity] + [
        f"Tabelle {o[0]}, Zeile {o[1]}: verweist auf {o[2]}, das fehlt." for o in orphans
    ]
