"""The error of a file that cannot be read as a list, and its German reasons."""

from typing import Final

from ozg_workflow.domain.errors import OzgError

DAMAGED: Final = (
    "Die Datei ist beschädigt und lässt sich nicht öffnen, vermutlich ging unterwegs ein Teil verloren. Bitte senden Sie sie noch "
    "einmal. Lässt sie sich auch bei Ihnen nicht öffnen, tragen Sie Ihre Angaben bitte in die Datei ein, die Sie von uns erhalten haben."
)
UNREADABLE: Final = (
    "Die Datei ist beschädigt oder von einem Programm gespeichert, dessen Dateien hier nicht gelesen werden; dort noch einmal zu "
    "speichern hilft nicht. Bitte öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie mit „Speichern unter“ als "
    "Excel-Arbeitsmappe (.xlsx) und senden Sie diese."
)
EMPTY_FILE: Final = (
    "Die Datei ist leer oder beschädigt: Beim Speichern oder Abgleichen ist ihr Inhalt verloren gegangen. Bitte prüfen Sie, ob sie sich "
    "bei Ihnen öffnen lässt, und senden Sie sie noch einmal."
)
NOT_A_WORKBOOK: Final = (
    "Die Datei ist keine Excel-Arbeitsmappe. Bitte senden Sie die ausgefüllte Amtsliste als Excel-Datei (.xlsx) zurück."
)
PROTECTED_FILE: Final = (
    "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort (in Excel: Datei › Informationen › Arbeitsmappe "
    "schützen; in LibreOffice: „Speichern unter“ ohne „Mit Kennwort speichern“) und senden Sie die Liste erneut."
)
RIGHTS_FILE: Final = (
    "Die Datei ist durch eine Vertraulichkeitsbezeichnung (Rechteverwaltung) verschlüsselt und nur in Ihrem Haus zu öffnen. Bitte "
    "wählen Sie in Excel eine Bezeichnung ohne Verschlüsselung und senden Sie die Liste erneut."
)
TOO_LARGE: Final = "Die Datei ist zu groß. Bitte senden Sie nur die Amtsliste, ohne Bilder und weitere Blätter."
TOO_FAR: Final = (
    "Das Blatt enthält sehr weit unten oder rechts noch Einträge. Bitte löschen Sie diese und senden Sie die Liste erneut."
)
UNSAFE: Final = (
    "Die Datei enthält XML-Bausteine, die in einer Arbeitsmappe nicht vorkommen und gefährlich sein können; sie wurde nicht "
    "geöffnet. Bitte öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie als Excel-Arbeitsmappe (.xlsx) und senden Sie diese."
)
TEXT_FILE: Final = (
    "Die Datei ist eine Textdatei (CSV), wie auch immer sie heißt. Bitte als Excel-Datei zurücksenden: Nur darin lässt sich die Liste "
    "zuordnen. Am besten tragen Sie Ihre Angaben in die Datei ein, die Sie von uns erhalten haben."
)
PDF_FILE: Final = "Die Datei ist ein PDF. Bitte die Excel-Datei selbst zurücksenden, keinen Ausdruck und kein PDF."
PICTURE_FILE: Final = "Die Datei ist ein Bild. Bitte die Excel-Datei selbst zurücksenden, kein Foto und keinen Scan."
WEB_PAGE: Final = (
    "Die Datei ist eine Webseite und keine Arbeitsmappe, wie auch immer sie heißt. Bitte senden Sie die ausgefüllte Amtsliste als "
    "Excel-Datei (.xlsx) zurück; in Excel geht das mit „Speichern unter“."
)
ARCHIVE_FILE: Final = (
    "Die Datei ist ein gepacktes Archiv, das hier nicht geöffnet wird, wie auch immer sie heißt. Bitte senden Sie die Excel-Datei "
    "unverpackt."
)
FOREIGN_FILE: Final = (
    "Die Datei hat ein altes oder seltenes Format, das hier nicht gelesen wird. Bitte öffnen Sie sie in Excel, LibreOffice oder dem "
    "Programm, aus dem sie stammt, und speichern Sie sie mit „Speichern unter“ als Excel-Arbeitsmappe (.xlsx)."
)
BINARY_FILE: Final = (
    "Die Datei ist als „Excel-Binärarbeitsmappe“ (.xlsb) gespeichert, die hier nicht gelesen wird. Bitte öffnen Sie sie in Excel oder "
    "LibreOffice und speichern Sie sie mit „Speichern unter“ als Excel-Arbeitsmappe (.xlsx); umbenennen genügt nicht."
)
NUMBERS_FILE: Final = (
    "Die Datei ist ein Dokument von Apple Numbers. Bitte exportieren Sie sie in Numbers als Excel-Datei (Ablage › Exportieren › Excel) "
    "und senden Sie diese."
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
