"""What a mail server's errors mean, in German and without user names or passwords."""

import socket
import ssl

import aiosmtplib

from ozg_workflow.domain.post.login_faults import WHAT_TO_DO
from ozg_workflow.mail.send.login import TokenRefusedError


def connect_reason(error: BaseException, timeout: float) -> str | None:
    """Return why no line came about, in German, or None for an error that is none of the relay's."""
    cause = error.__cause__ or error
    if isinstance(error, TokenRefusedError):
        return f"lehnt die Anmeldung mit OAuth2 ab (Antwort {error.code}). {WHAT_TO_DO[error.fault].rstrip('.')}"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"zeigt ein TLS-Zertifikat, das nicht geprüft werden kann ({cause.verify_message})"
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _rejection(error)
    if isinstance(error, TimeoutError):
        return f"antwortet nicht innerhalb von {timeout:g} Sekunden"
    if isinstance(error, OSError):
        return f"ist nicht erreichbar ({os_reason(cause)})"
    offers_too_little = isinstance(error, aiosmtplib.SMTPException)
    return "bietet die verlangte Verschlüsselung (STARTTLS) oder Anmeldung (AUTH) nicht an" if offers_too_little else None


def os_reason(cause: BaseException) -> str:
    """Return what a failed network call means."""
    if isinstance(cause, ConnectionRefusedError):
        return "Verbindung abgelehnt"
    if isinstance(cause, socket.gaierror):
        return "Rechnername unbekannt"
    return "TLS-Fehler" if isinstance(cause, ssl.SSLError) else "Verbindung abgebrochen"


def _rejection(error: aiosmtplib.SMTPResponseException) -> str:
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):  # its text may repeat the user name
        return f"lehnt die Anmeldung ab (Antwort {error.code}); bitte Benutzer und Kennwort prüfen"
    return f"weist die Verbindung ab ({answer_text(error.code, error.message)})"


def code_of(error: BaseException) -> int | None:
    """Return the server's answer code, None when there was no readable answer."""
    code = getattr(error, "code", None)
    return code if isinstance(code, int) and code > 0 else None


def lost(error: Exception) -> str:
    """Return how the line was lost, or what else broke."""
    if not isinstance(error, OSError | ValueError | aiosmtplib.SMTPException):
        return f"Unerwarteter Fehler ({type(error).__name__})."
    return "Der Mailserver antwortet nicht." if isinstance(error, TimeoutError) else "Die Verbindung wurde unterbrochen."


def answer_text(code: int, message: str) -> str:
    """Return a server's answer as `550 5.1.1 unknown user`."""
    return one_line(f"{code} {message}")


def one_line(text: str) -> str:
    """Return a server's answer on one line without bytes that a database refuses, at most 500 characters."""
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return " ".join(clean.split())[:500]
