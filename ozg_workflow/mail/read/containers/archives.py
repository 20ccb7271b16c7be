"""Opening zip with limits: sizes that an archive states are checked before, sizes that it has while inflating."""

import contextlib
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ozg_workflow.mail.read.containers.refusals import RESEND, WITHOUT_PASSWORD

LEFTOVERS: Final = (".ds_store", "thumbs.db", "desktop.ini")
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
HARMLESS_BYTES: Final = 1_000_000  # small files may be packed as tightly as they like
CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is unpacked from one mail: bytes per file and in total, nesting, number of files, ratio of unpacked to packed."""

    file_bytes: int = 30_000_000
    total_bytes: int = 100_000_000
    depth: int = 5
    members: int = 500
    ratio: int = 200


class TooMuchError(Exception):
    """A limit was reached; the message is a German sentence for people."""


class Budget:
    """Counts what one mail has used of its limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = 0
        self._files = 0

    def enter(self, depth: int) -> None:
        """Go down to a nesting depth; raises `TooMuchError`."""
        if depth > self.limits.depth:
            raise TooMuchError(f"Die Anhänge sind tiefer als {self.limits.depth} Ebenen verschachtelt. {RESEND}")

    def spend(self, size: int, name: str) -> None:
        """Count one file of `size` bytes; raises `TooMuchError`."""
        self._files += 1
        self._bytes += size
        if self._files > self.limits.members:
            raise TooMuchError(f"Die Mail enthält mehr als {self.limits.members} Dateien. {RESEND}")
        if size > self.limits.file_bytes or self._bytes > self.limits.total_bytes:
            raise TooMuchError(f"Die Anhänge sind zu groß, zuletzt „{name}“. {RESEND}")

    def burn(self, size: int) -> None:
        """Count bytes that were inflated in vain, so that many bombs cost no more than one."""
        self._bytes += size

    @property
    def left(self) -> int:
        """Bytes that the next file may have."""
        return max(0, min(self.limits.file_bytes, self.limits.total_bytes - self._bytes))


def members(name: str, content: bytes, budget: Budget, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of the files of a zip; what cannot be opened becomes a German problem. Raises `TooMuchError`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, UnicodeError, NotImplementedError):
        problems.append(f"Das Archiv „{name}“ ist beschädigt. {RESEND}")
        return
    entries = [entry for entry in archive.infolist() if not _is_clutter(entry)]
    if len(entries) > budget.limits.members:
        raise TooMuchError(f"Das Archiv „{name}“ enthält mehr als {budget.limits.members} Dateien. {RESEND}")
    for entry in entries:
        member = _member_name(entry)
        if entry.flag_bits & 1:
            problems.append(f"Die Datei „{member}“ im Archiv „{name}“ ist mit einem Kennwort geschützt. {WITHOUT_PASSWORD}")
            continue
        if entry.compress_type not in METHODS:
            problems.append(
                f"Die Datei „{member}“ im Archiv „{name}“ ist mit einem Verfahren gepackt, das hier nicht gelesen wird. {RESEND}"
            )
            continue
        _check_ratio(entry, member, budget.limits)
        try:
            yield member, _inflate(archive, entry, budget, member)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
            problems.append(f"Die Datei „{member}“ im Archiv „{name}“ ist beschädigt. {RESEND}")


def _is_clutter(entry: zipfile.ZipInfo) -> bool:
    """Folders, what macOS and Windows add to them, and what Excel and LibreOffice write beside an open workbook."""
    *folders, name = entry.filename.lower().replace("\\", "/").split("/")
    return not name or "__macosx" in folders or name.startswith(("._", "~$", ".~lock.")) or name in LEFTOVERS


def _member_name(entry: zipfile.ZipInfo) -> str:
    """Return the file name; zips without the UTF-8 flag hold UTF-8 (macOS) or a DOS code page (Windows)."""
    name = entry.filename.replace("\\", "/").rpartition("/")[2]
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)  # macOS takes umlauts apart


def _check_ratio(entry: zipfile.ZipInfo, member: str, limits: Limits) -> None:
    if entry.file_size > HARMLESS_BYTES and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise TooMuchError(f"Die Datei „{member}“ ist ungewöhnlich stark gepackt und wurde nicht geöffnet. {RESEND}")


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, member: str) -> bytes:
    if entry.file_size > budget.left:
        raise TooMuchError(f"Die Datei „{member}“ ist zu groß. {RESEND}")
    most = budget.left if entry.file_size <= HARMLESS_BYTES else min(budget.left, budget.limits.ratio * entry.compress_size)
    chunks: list[bytes] = []
    size = 0
    with archive.open(entry) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            chunks.append(chunk)
            if size > most:
                budget.burn(size)
                raise TooMuchError(f"Die Datei „{member}“ ist größer, als das Archiv angibt. {RESEND}")
    return b"".join(chunks)
