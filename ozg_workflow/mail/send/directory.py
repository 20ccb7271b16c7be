"""Delivery into a folder: every mail becomes an .eml file that any mail program opens."""

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from ozg_workflow.domain.errors import InputError, LeaseLostError, UnavailableError, why
from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.domain.post.outbox import Outcome

if TYPE_CHECKING:
    from ozg_workflow.mail.send.transport import Outgoing

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class DirectoryTransport:
    """Writes `<message_id>-<slug>.eml` into a folder that is created when missing."""

    def __init__(self, path: str | Path) -> None:
        if not str(path).strip():
            raise InputError("OZG_SMTP_URL nennt keinen Ordner; erwartet wird dir:PFAD.")
        self._path = Path(path)

    @property
    def name(self) -> str:
        """Return the folder as `OZG_SMTP_URL` names it."""
        return f"dir:{self._path}"

    sends_copies = False
    most_lines = 1

    def probe(self) -> None:
        """Try whether a file could be written; see `Transport.probe`."""
        there = next(place for place in (self._path, *self._path.absolute().parents) if place.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise UnavailableError(f"Der Ordner „{self._path}“ kann nicht beschrieben werden.")

    def deliver(self, outgoing: "Outgoing", lines: int = 1) -> None:  # noqa: ARG002 - one after the other is fast enough
        """Write all messages; a file appears complete or not at all. Raises `UnavailableError` when the folder refuses."""
        while envelope := outgoing.claim():
            try:
                outgoing.data_started(envelope, {}).result()
            except LeaseLostError:
                continue
            try:
                name = self._write(envelope)
            except OSError as error:
                outgoing.finished(envelope, DeliveryResult(outcome=Outcome.RETRY, stage="write", text=str(error)))
                raise UnavailableError(f"Der Ordner „{self._path}“ kann nicht beschrieben werden: {why(error)}.") from error
            outgoing.finished(envelope, DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", text=name))

    def _write(self, envelope: Envelope) -> str:
        name = f"{envelope.message_id}-{slug(envelope.title)}.eml"
        temporary = self._path / f".{name}.{os.getpid()}.tmp"
        self._path.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(envelope.content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path / name)
        finally:
            temporary.unlink(missing_ok=True)
        return name


def slug(title: str) -> str:
    """Return a title as part of a file name of at most 60 characters: `Listen für Dezernat 2` → `listen-fuer-dezernat-2`."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", title).lower().translate(UMLAUTS))
    words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode())
    return words.strip("-")[:60].strip("-") or "mail"
