"""The error of a file that cannot be read as a list, and its German reasons."""

from typing import Final

from ozg_workflow.domain.errors import OzgError

DAMAGED: Final = (
    "Die Datei ist beschädigt und lässt sich nicht öffnen. Bitte speichern Sie die Liste neu und senden Sie sie noch einmal."
)
NOT_A_WORKBOOK: Final = (
    "Die Datei ist keine Excel-Arbeitsmappe. Bitte senden Sie die ausgefüllte Amtsliste als Excel-Datei (.xlsx) zurück."
)
PROTECTED_FILE: Final = (
    "Die Datei ist mit einem Kennwort geschützt. Bitte entfernen Sie das Kennwort und senden Sie die Liste erneut."
)
TOO_LARGE: Final = "Die Datei ist zu groß. Bitte senden Sie nur die Amtsliste, ohne Bilder und weitere Blätter."
TOO_FAR: Final = (
    "Das Blatt enthält sehr weit unten oder rechts noch Einträge. Bitte löschen Sie diese und senden Sie die Liste erneut."
)
UNSAFE: Final = (
    "Die Datei enthält XML-Bausteine, die in einer Arbeitsmappe nicht vorkommen und gefährlich sein können; sie wurde nicht "
    "geöffnet. Bitte speichern Sie die Liste in Excel oder LibreOffice neu und senden Sie sie noch einmal."
)
TEXT_FILE: Final = (
    "Die Datei ist eine Textdatei (CSV). Bitte als Excel-Datei zurücksenden: Nur darin lässt sich die Liste zuordnen."
)
PDF_FILE: Final = "Die Datei ist ein PDF. Bitte die Excel-Datei selbst zurücksenden, keinen Ausdruck und kein PDF."
BINARY_FILE: Final = (
    "Die Datei ist als „Excel-Binärarbeitsmappe“ gespeichert. Bitte speichern Sie sie als Excel-Arbeitsmappe (.xlsx)."
)
NO_IDENTITY: Final = (
    "In der Datei fehlt die Kennung der Amtsliste (das ausgeblendete Blatt „_ozg“). Bitte tragen Sie Ihre Angaben in die "
    "Datei ein, die Sie von uns erhalten haben."
)
NO_LIST: Final = (
    "In der Datei ist die Amtsliste nicht zu finden: Die Überschriften der Spalten fehlen. Bitte tragen Sie Ihre Angaben in "
    "die Datei ein, die Sie von uns erhalten haben."
)


class WorkbookError(OzgError):
    """A file cannot be read as a list; the message is the German reason with what to do, fit for the answer mail."""
