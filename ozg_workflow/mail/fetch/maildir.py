"""A mailbox as a Maildir++ folder: one file per mail, subfolders with a leading dot, moved by rename."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError, UnavailableError, why
from ozg_workflow.mail.fetch.inbox import FetchedMail, Folder
from ozg_workflow.mail.fetch.lookout import Lookout

POLL_SECONDS: Final = 1.0
PLACES: Final = ("new", "cur")
# Modified UTF-7 (RFC 3501, 5.1.3), as every Maildir++ server writes umlauts.
SUBFOLDERS: Final = {Folder.PROCESSED: ".OZG.Verarbeitet", Folder.QUARANTINE: ".OZG.Kl&AOQ-rung"}


class MaildirInbox:
    """Reads `new` and `cur` of a Maildir, not its subfolders. The uid is the file's name without its flags."""

    def __init__(self, path: str | Path) -> None:
        if not str(path).strip():
            raise InputError("OZG_INBOX_URL nennt keinen Ordner; erwartet wird maildir:PFAD.")
        self._path = Path(path)
        self._places: dict[str, Path] = {}  # where each mail lay at the last look: a box with many is not listed for each of them
        self._lookout = Lookout(lambda: frozenset(_uid(file) for file in self._files()), time.sleep, poll_seconds=POLL_SECONDS)

    @property
    def name(self) -> str:
        """Return the folder; see `Inbox.name`."""
        return str(self._path)

    def probe(self) -> None:
        """Look into the folder; see `Inbox.probe`."""
        self._files()

    def fetch(self) -> Iterator[FetchedMail]:
        """Yield all mails, oldest first; see `Inbox.fetch`. One that cannot be read is named at the end and keeps no other from being read."""
        unreadable: list[tuple[Path, OSError]] = []
        for file in self._files():
            try:
                content = file.read_bytes()
            except (FileNotFoundError, IsADirectoryError):  # moved by a mail program meanwhile, or no mail at all
                continue
            except OSError as error:
                unreadable.append((file, error))
                continue
            yield FetchedMail(mailbox=self.name, uidvalidity=0, uid=_uid(file), content=content)
        if unreadable:
            file, first = unreadable[0]
            others = f" und {german.count(len(unreadable) - 1, 'weitere Mail', 'weitere Mails')}" if unreadable[1:] else ""
            sentence = f"Im Postfach nicht lesbar: „{file}“{others} ({why(first)}). Alles andere ist gelesen."
            raise UnavailableError(sentence) from first

    def file(self, mail: FetchedMail, folder: Folder) -> None:
        """Move a mail into a subfolder; see `Inbox.file`."""
        file = self._place_of(mail.uid)
        if file is None:
            return
        target = self._path / SUBFOLDERS[folder]
        try:
            for place in ("tmp", "new", "cur"):
                (target / place).mkdir(parents=True, exist_ok=True)
            (target / "maildirfolder").touch()
            file.rename(_free_name(target / "cur", mail.uid))
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unavailable(error) from error

    def _place_of(self, uid: str) -> Path | None:
        """Return where a mail lies; a mail program may have moved it since, and then only a new look tells."""
        known = self._places.get(uid)
        if known is None or not known.exists():
            self._files()
        return self._places.get(uid)

    def wait(self, seconds: float) -> bool:
        """Look once a second; see `Inbox.wait`."""
        return self._lookout.wait(seconds)

    def close(self) -> None:
        """There is nothing to hang up."""

    def __enter__(self) -> Self:
        """Return the inbox itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Leave everything as it is."""
        self.close()

    def _files(self) -> list[Path]:
        try:
            places = [self._path / place for place in PLACES if (self._path / place).is_dir()]
            if not places:
                raise UnavailableError(f"Das Postfach „{self._path}“ ist kein Maildir: Die Ordner new und cur fehlen.")
            files = [file for place in places for file in place.iterdir() if not file.name.startswith(".")]
            found = sorted(files, key=_age)
        except OSError as error:
            raise self._unavailable(error) from error
        self._places = {_uid(file): file for file in reversed(found)}
        return found

    def _unavailable(self, error: OSError) -> UnavailableError:
        return UnavailableError(f"Das Postfach „{self._path}“ kann nicht gelesen oder geändert werden: {why(error)}.")


def _uid(file: Path) -> str:
    return file.name.partition(":2,")[0]


def _age(file: Path) -> tuple[float, str]:
    """Sort by the delivery time that starts a Maildir name, else by the file's own time."""
    start = file.name.partition(".")[0]
    if start.isdigit() and len(start) < 16:
        return float(start), file.name
    try:
        return file.stat().st_mtime, file.name
    except OSError:  # gone, or not to be read: `fetch` says so
        return 0.0, file.name


def _free_name(folder: Path, uid: str) -> Path:
    """Return a name that does not exist yet: a rename must never replace another mail."""
    names = (f"{uid}{'' if n == 0 else f'_{n}'}:2,S" for n in range(1000))
    return next(folder / name for name in names if not (folder / name).exists())
