"""Why a person's mail holds no list we can read: what the coordinator should know before reading it."""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import Unpacked
from ozg_workflow.mail.read.wording import TAG

# A recall withdraws an earlier mail only within one Exchange organisation; everywhere else this notice is all that arrives.
RECALL: Final = late(TAG + r"(rückruf|recall|nachrichtenrückruf):", re.IGNORECASE)
RECALL_TEXT: Final = late(r"(?i)(zurückrufen|zurückgerufen|would like to recall|möchte die (nachricht|mail))")
CLOUD: Final = late(
    r"https://(?:[\w.-]{1,80}\.sharepoint\.com/|1drv\.ms/|onedrive\.live\.com/|(?:docs|drive)\.google\.com/|(?:www\.)?dropbox\.com/|we\.tl/"
    r"|(?:www\.)?icloud\.com/|[\w.-]{1,80}/(?:index\.php/)?s/[A-Za-z0-9]{10,40}\b)"
)
PICTURES: Final = (".pdf", ".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".bmp")
MOST_NAMES: Final = 5
_ANEW: Final = "Bitte um die Liste als Excel-Datei (.xlsx)"
_FOREIGN: Final = (
    f"hat ein Format, das nicht gelesen werden kann. {_ANEW}; in den meisten Programmen geht das mit „Speichern unter“."
)
# What is attached instead of a list: the beginning or the ends of its name, what is told of it, and what helps.
INSTEAD: Final = (
    ((".numbers",), f"ist ein Dokument von Apple Numbers. {_ANEW}; in Numbers geht das mit „Ablage › Exportieren › Excel“."),
    ((".gsheet",), f"ist nur ein Verweis auf eine Google-Tabelle. {_ANEW}; dort geht das mit „Datei › Herunterladen › Microsoft Excel“."),
    ((".url", ".lnk", ".webloc", ".desktop"), "ist nur ein Verweis auf eine Datei. Bitte um die Datei selbst als Anhang."),
    ((".htm", ".html", ".mht", ".mhtml"), f"ist eine Webseite. {_ANEW}; in Excel geht das mit „Speichern unter“."),
    ((".tsv", ".gnumeric", ".et", ".xps", ".sxc", ".slk", ".dif", ".wk1", ".wk3", ".123", ".wb2", ".qpw", ".dbf", ".sdc"), _FOREIGN),
    ((".doc", ".docx", ".odt", ".rtf", ".wpd", ".pages"), f"ist ein Textdokument. {_ANEW}."),
)  # fmt: skip
OWNER_FILE: Final = (
    "ist nur die Sperrdatei, die Excel und LibreOffice neben einer geöffneten Mappe anlegen; die Liste selbst fehlt. Bitte um die Liste "
    "als Anhang, nachdem sie dort geschlossen wurde."
)


def why_no_list(mail: ParsedMail, unpacked: Unpacked) -> str:
    """Return one or two German sentences for the quarantine; empty when what could not be opened says it already."""
    if unpacked.problems:
        return ""
    if RECALL.search(mail.subject) and RECALL_TEXT.search(mail.text[:2000]):
        return (
            "Der Absender möchte eine frühere Mail zurückrufen. Was aus ihr erfasst wurde, bleibt gültig, bis eine neue Liste kommt; "
            "bitte nachfragen."
        )
    told = next((f"Die Datei „{name}“ {text}" for name in unpacked.other if (text := _instead(name))), "")
    if told:
        return told
    if CLOUD.search(mail.text):
        return "Die Mail enthält keine Amtsliste, sondern einen Link auf eine Datei. Bitte um die Liste als Anhang."
    if unpacked.other and all(name.lower().endswith(PICTURES) for name in unpacked.other):
        return (
            f"Statt der Amtsliste ist {_names(unpacked)} angehängt (Scan, Foto oder PDF). Bitte um die ausgefüllte Excel-Datei."
        )
    if unpacked.other:
        return f"Die Mail enthält keine Amtsliste (angehängt ist {_names(unpacked)}); bitte selbst lesen und beantworten."
    return "Die Mail enthält keine Amtsliste; bitte selbst lesen und beantworten."


def _instead(name: str) -> str:
    lower = name.lower()
    if lower.startswith(("~$", ".~lock.")):
        return OWNER_FILE
    return next((text for endings, text in INSTEAD if lower.endswith(endings)), "")


def _names(unpacked: Unpacked) -> str:
    shown = [f"„{name}“" for name in unpacked.other[:MOST_NAMES]]
    rest = len(unpacked.other) - len(shown)
    return ", ".join(shown) + (f" und {rest} weitere" if rest else "")
