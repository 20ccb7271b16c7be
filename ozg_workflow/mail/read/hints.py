"""Why a person's mail holds no list we can read: what the coordinator should know before reading it."""

import re
from typing import Final

from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import Unpacked
from ozg_workflow.mail.read.wording import TAG

# A recall withdraws an earlier mail only within one Exchange organisation; everywhere else this notice is all that arrives.
RECALL: Final = re.compile(TAG + r"(rückruf|recall|nachrichtenrückruf):", re.IGNORECASE)
RECALL_TEXT: Final = re.compile(r"(?i)(zurückrufen|zurückgerufen|would like to recall|möchte die (nachricht|mail))")
CLOUD: Final = re.compile(
    r"https://(?:[\w.-]{1,80}\.sharepoint\.com/|1drv\.ms/|onedrive\.live\.com/|[\w.-]{1,80}/(?:index\.php/)?s/[A-Za-z0-9]{10,40}\b)"
)
FOREIGN_TABLES: Final = (".numbers", ".gsheet", ".xps", ".tsv")
PICTURES: Final = (".pdf", ".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".bmp")
MOST_NAMES: Final = 5


def why_no_list(mail: ParsedMail, unpacked: Unpacked) -> str:
    """Return one or two German sentences for the quarantine; empty when what could not be opened says it already."""
    if unpacked.problems:
        return ""
    if RECALL.search(mail.subject) and RECALL_TEXT.search(mail.text[:2000]):
        return (
            "Der Absender möchte eine frühere Mail zurückrufen. Was aus ihr erfasst wurde, bleibt gültig, bis eine neue Liste kommt; "
            "bitte nachfragen."
        )
    table = next((name for name in unpacked.other if name.lower().endswith(FOREIGN_TABLES)), "")
    if table:
        return f"Die Datei „{table}“ hat ein Format, das nicht gelesen werden kann. Bitte um die Liste als Excel-Datei (.xlsx)."
    if CLOUD.search(mail.text):
        return "Die Mail enthält keine Amtsliste, sondern einen Link auf eine Datei. Bitte um die Liste als Anhang."
    if unpacked.other and all(name.lower().endswith(PICTURES) for name in unpacked.other):
        return (
            f"Statt der Amtsliste ist {_names(unpacked)} angehängt (Scan, Foto oder PDF). Bitte um die ausgefüllte Excel-Datei."
        )
    if unpacked.other:
        return f"Die Mail enthält keine Amtsliste (angehängt ist {_names(unpacked)}); bitte selbst lesen und beantworten."
    return "Die Mail enthält keine Amtsliste; bitte selbst lesen und beantworten."


def _names(unpacked: Unpacked) -> str:
    shown = [f"„{name}“" for name in unpacked.other[:MOST_NAMES]]
    rest = len(unpacked.other) - len(shown)
    return ", ".join(shown) + (f" und {rest} weitere" if rest else "")
