"""Why a login with a token failed, as a code; and what the administrator of the mail has to do about it."""

import re
from collections.abc import Mapping
from enum import StrEnum, auto
from typing import Final


class LoginFault(StrEnum):
    """What is wrong; the value is its name in small letters."""

    WRONG_SECRET = auto()
    EXPIRED_SECRET = auto()
    UNKNOWN_CLIENT = auto()
    UNKNOWN_TENANT = auto()
    WRONG_SCOPE = auto()
    CONSENT_MISSING = auto()
    CLIENT_BLOCKED = auto()
    PROVIDER_BUSY = auto()
    PROVIDER_REFUSES = auto()
    TOKEN_REFUSED = auto()
    NO_MAILBOX_ACCESS = auto()
    SMTP_OFF_FOR_TENANT = auto()
    SMTP_OFF_FOR_MAILBOX = auto()


WHAT_TO_DO: Final[Mapping[LoginFault, str]] = {
    LoginFault.WRONG_SECRET: "Das Geheimnis (OZG_OAUTH_CLIENT_SECRET) ist falsch; gebraucht wird der „Wert“ des Geheimnisses, nicht seine „Geheime ID“.",
    LoginFault.EXPIRED_SECRET: "Das Geheimnis der Anwendung ist abgelaufen; bitte ein neues anlegen und als OZG_OAUTH_CLIENT_SECRET eintragen.",
    LoginFault.UNKNOWN_CLIENT: "Die Anwendung (OZG_OAUTH_CLIENT_ID) ist dort nicht bekannt; bitte Anwendungs-ID und Mandant prüfen.",
    LoginFault.UNKNOWN_TENANT: "Den Mandanten in OZG_OAUTH_TOKEN_URL gibt es nicht; bitte die Verzeichnis-ID prüfen.",
    LoginFault.WRONG_SCOPE: "Der Geltungsbereich (OZG_OAUTH_SCOPE) passt nicht; bei Microsoft 365 heißt er https://outlook.office365.com/.default.",
    LoginFault.CONSENT_MISSING: "Die Zustimmung fehlt; die Administration muss IMAP.AccessAsApp und SMTP.SendAsApp für die Anwendung genehmigen.",
    LoginFault.CLIENT_BLOCKED: "Die Anwendung ist gesperrt oder eine Zugriffsrichtlinie lässt sie von hier aus nicht zu; bitte die Administration fragen.",
    LoginFault.PROVIDER_BUSY: "Der Anmeldedienst ist vorübergehend überlastet; der nächste Lauf versucht es wieder.",
    LoginFault.PROVIDER_REFUSES: "Bitte die Einstellungen OZG_OAUTH_… prüfen.",
    LoginFault.TOKEN_REFUSED: (
        "Der Mailserver nimmt das Token nicht an; bitte prüfen, ob die Anwendung in Exchange eingetragen ist (New-ServicePrincipal mit der "
        "Objekt-ID der Unternehmensanwendung), ob sie auf das Postfach zugreifen darf und ob IMAP und SMTP-AUTH für das Postfach eingeschaltet sind."
    ),
    LoginFault.NO_MAILBOX_ACCESS: "Die Anwendung darf nicht auf das Postfach zugreifen; die Administration muss es ihr geben (Add-MailboxPermission … FullAccess).",
    LoginFault.SMTP_OFF_FOR_TENANT: "SMTP-AUTH ist für den ganzen Mandanten ausgeschaltet; die Administration muss es für dieses Postfach einschalten (Set-CASMailbox … -SmtpClientAuthenticationDisabled $false).",
    LoginFault.SMTP_OFF_FOR_MAILBOX: "SMTP-AUTH ist für dieses Postfach ausgeschaltet; die Administration muss es einschalten (Set-CASMailbox … -SmtpClientAuthenticationDisabled $false).",
}  # fmt: skip

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_AADSTS: Final[Mapping[int, LoginFault]] = {
    7000215: LoginFault.WRONG_SECRET,
    7000216: LoginFault.WRONG_SECRET,
    7000222: LoginFault.EXPIRED_SECRET,
    700016: LoginFault.UNKNOWN_CLIENT,
    700027: LoginFault.WRONG_SECRET,
    90002: LoginFault.UNKNOWN_TENANT,
    900023: LoginFault.UNKNOWN_TENANT,
    70011: LoginFault.WRONG_SCOPE,
    1002012: LoginFault.WRONG_SCOPE,
    500011: LoginFault.WRONG_SCOPE,
    65001: LoginFault.CONSENT_MISSING,
    7000229: LoginFault.CONSENT_MISSING,
    7000112: LoginFault.CLIENT_BLOCKED,
    53003: LoginFault.CLIENT_BLOCKED,
    50196: LoginFault.PROVIDER_BUSY,
    90033: LoginFault.PROVIDER_BUSY,
}
_OAUTH: Final[Mapping[str, LoginFault]] = {  # RFC 6749, 5.2
    "invalid_client": LoginFault.WRONG_SECRET,
    "unauthorized_client": LoginFault.CONSENT_MISSING,
    "invalid_scope": LoginFault.WRONG_SCOPE,
    "temporarily_unavailable": LoginFault.PROVIDER_BUSY,
}
_SERVER: Final = (
    (re.compile(r"SmtpClientAuthentication is disabled for the Tenant", re.IGNORECASE), LoginFault.SMTP_OFF_FOR_TENANT),
    (re.compile(r"SmtpClientAuthentication is disabled for the Mailbox", re.IGNORECASE), LoginFault.SMTP_OFF_FOR_MAILBOX),
    (re.compile(r"authenticated but not connected", re.IGNORECASE), LoginFault.NO_MAILBOX_ACCESS),
)


def provider_fault(error: str, description: str) -> tuple[LoginFault, str]:
    """Return what a provider's refusal means, and the code by which its documentation names it (`AADSTS7000222`, `invalid_client`).

    The description is only read for its number: it repeats ids of the application.
    """
    number = re.search(r"\bAADSTS(\d{4,8})\b", description)
    code = number[0] if number else error if re.fullmatch(r"[a-z_]{1,40}", error) else ""
    known = _AADSTS.get(int(number[1])) if number else None
    return known or _OAUTH.get(error, LoginFault.PROVIDER_REFUSES), code


def server_fault(answer: str) -> LoginFault:
    """Return what a mail server's refusal of a token means."""
    return next((fault for words, fault in _SERVER if words.search(answer)), LoginFault.TOKEN_REFUSED)
