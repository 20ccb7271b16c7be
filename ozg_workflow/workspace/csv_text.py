"""The text of a CSV file: in which encoding it was saved, what separates its cells – read where that is sure, refused by name where not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

REMEDY: Final = "bitte als „CSV UTF-8“ speichern"
BOM: Final = b"\xef\xbb\xbf"
MARKS: Final = ((BOM, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
OTHER_ENCODINGS: Final[Mapping[str, str]] = MappingProxyType({"mac_roman": "Mac Roman (Excel für Mac, „CSV Macintosh“)", "cp850": "DOS (Codepage 850, „CSV MS-DOS“)"})  # fmt: skip
SEPARATORS: Final = (";", ",", "\t", "|")
SAMPLE_BYTES: Final = 100_000  # of the lines with other letters than ASCII; so many tell one encoding from the other
# characters where German texts have them; the same bytes read in another encoding stand in places where nobody writes them
PLAUSIBLE: Final = (
    r"(?<![a-zäöüß])[ÄÖÜ](?=\w)|(?<=[a-zäöüßA-ZÄÖÜ])[äöüß](?![A-ZÄÖÜ])|(?<!\w)[äöü](?=[a-zß])|§(?=[§\s\d])"
    r"|(?<!\w)[„‚](?=\w[^„\n]{0,80}[“”‘’])|(?<=[\w.!?])[“”‘’](?!\w)|(?<=[\s\d])[–—](?=[\s\d])|(?<=[\s\d])€"
)
TWICE_ENCODED: Final = r"Ã[\u0080-\u00bfŸœŒžŠš„–“€¤¶¼‚ƒ…†‡ˆ‰‹]|â€[“”œž™š¦]"


class UnreadableTextError(ValueError):
    """The text of a file cannot be read for sure: a German sentence, and the line (from 1)."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvText:
    """The text, `encoding` and `separator` for more of it, the line its headings stand in, and what stands `before` them in bytes.

    That is the mark of the encoding and the line `sep=`.
    """

    text: str
    encoding: str
    separator: str
    first_line: int = 1
    before: bytes = b""


def csv_text(content: bytes) -> CsvText:
    """Read a CSV file: UTF-8, UTF-16 with its mark, or Windows-1252; `;`, `,` or tab, also as its first line `sep=` says.

    Raises UnreadableTextError for any other encoding.
    """
    text, encoding = _decoded(content)
    mark = next((mark for mark, _ in MARKS if content.startswith(mark)), b"")
    first, _, rest = text.partition("\n")
    if stated := re.fullmatch(r'"?sep=(.|\\t)"?;*,*\r?', first, re.IGNORECASE):
        separator, before = stated[1].replace("\\t", "\t"), mark + f"{first}\n".encode(encoding)
        return CsvText(text=rest, encoding=encoding, separator=separator, first_line=2, before=before)
    return CsvText(text=text, encoding=encoding, separator=max(SEPARATORS, key=first.count), before=mark)


def _decoded(content: bytes) -> tuple[str, str]:
    mark, encoding = next(((mark, name) for mark, name in MARKS if content.startswith(mark)), (b"", ""))
    if not mark and content[:200].count(0) > len(content[:200]) // 4:
        raise UnreadableTextError(f"Die Datei ist in UTF-16 ohne Kennung gespeichert; {REMEDY}.")
    try:
        return content[len(mark) :].decode(encoding or "utf-8"), encoding or "utf-8"
    except UnicodeDecodeError as error:
        if mark:
            line = content[: error.start].count(b"\n") + 1
            raise UnreadableTextError(
                f"Die Zeile ist nicht in {_shown(encoding)} gespeichert, die Datei davor schon; {REMEDY}.", line
            ) from error
    return _windows(content), "cp1252"


def _shown(encoding: str) -> str:
    return encoding.upper().removesuffix("-LE").removesuffix("-BE")


def _windows(content: bytes) -> str:
    """Return what Excel saves on Windows by default, unless the bytes make more sense in another encoding."""
    text = content.decode("cp1252", errors="replace")
    if mixed := re.search(TWICE_ENCODED, text):
        message = f"Die Datei mischt UTF-8 und Windows-1252 („{mixed[0]}“); {REMEDY}."
        raise UnreadableTextError(message, text.count("\n", 0, mixed.start()) + 1)
    sample = b"\n".join(line for line in content.split(b"\n") if not line.isascii())[:SAMPLE_BYTES]
    sense = {encoding: _sense(sample.decode(encoding, errors="replace")) for encoding in ("cp1252", *OTHER_ENCODINGS)}
    other = max(OTHER_ENCODINGS, key=lambda encoding: sense[encoding])
    if sense[other] > sense["cp1252"]:
        word = next((match[0] for match in re.finditer(r"\w*[äöüÄÖÜß]\w*", content.decode(other))), "")
        raise UnreadableTextError(f"Die Datei ist in {OTHER_ENCODINGS[other]} gespeichert (dort steht „{word}“); {REMEDY}.")
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise UnreadableTextError(f"Die Datei ist weder in UTF-8 noch in Windows-1252 gespeichert; {REMEDY}.", line)
    return text


def _sense(text: str) -> int:
    """Return how many characters stand where German texts have them."""
    return len(re.findall(PLAUSIBLE, text))


def lost_characters(text: str) -> str:
    """Return what an earlier saving has made of a text, in German; empty where it seems whole."""
    if found := re.search(TWICE_ENCODED, text):
        return f"„{found[0]}“ ist ein falsch umgewandeltes Zeichen"
    return "„\ufffd“ steht für ein Zeichen, das beim Speichern verloren ging" if "\ufffd" in text else ""
