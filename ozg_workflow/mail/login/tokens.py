"""Access tokens of one client: asked for when needed, kept while they hold, renewed before they end.

oauthlib words the request and reads the answer, httpx carries it (system proxies and certificates included); Prefect brings both along.
"""

import logging
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.post.login_faults import WHAT_TO_DO, LoginFault, provider_fault
from ozg_workflow.domain.post.oauth import OAuthClient

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)
ANSWER_SECONDS: Final = 30.0
UNSTATED_SECONDS: Final = 300.0  # where the provider does not say how long a token holds
BUSY: Final = 429
SERVER_FAILS: Final = 500
EARLY_SECONDS: Final = 300.0  # so much before its end a token is renewed, a short-lived one in its last tenth


class TokenError(UnavailableError):
    """No token was to be had; `fault` says why, None where the provider was not reached."""

    def __init__(self, message: str, fault: LoginFault | None = None) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token, and until which moment of the monotonic clock it should be used; its text is in no other text."""

    text: str = field(repr=False)
    good_until: float


class Tokens:
    """The tokens of one client. May be asked from several threads at once; only one of them asks the provider."""

    def __init__(self, client: OAuthClient) -> None:
        self._client = client
        self._lock = Lock()
        self._token: Token | None = None

    @property
    def state(self) -> tuple[bool, str]:
        """Ask for a token; return whether there is one, and the same in German."""
        try:
            self.token()
        except TokenError as error:
            return False, str(error)
        return True, f"Der Anmeldedienst {self._client.host} gibt ein Token."

    def token(self) -> Token:
        """Return a token that holds for a while. Raises TokenError with a German sentence, without any secret."""
        with self._lock:
            if self._token is None or time.monotonic() >= self._token.good_until:
                self._token = self._fetched()
            return self._token

    def renewed(self, refused: Token) -> Token:
        """Return another token than the one a server did not take. Raises TokenError."""
        with self._lock:
            if self._token is refused:
                self._token = None
        return self.token()

    def _fetched(self) -> Token:
        from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error

        asked_at = time.monotonic()
        talk = BackendApplicationClient(self._client.client_id)
        secret = self._client.client_secret
        body = talk.prepare_request_body(scope=[self._client.scope], include_client_id=True, client_secret=secret)
        answer = self._posted(body)
        try:
            granted = talk.parse_request_body_response(answer.text)
            text, lasts = str(granted["access_token"]), float(granted.get("expires_in") or UNSTATED_SECONDS)
        except OAuth2Error as error:
            raise self._refused(str(error.error or ""), str(error.description or "")) from None
        except (ValueError, TypeError, AttributeError):
            raise self._refused("", "") from None  # the answer may hold a token: it is in no traceback
        if not (text.isascii() and text.isprintable() and text):
            raise self._refused("", "")
        log.info("token fetched", extra={"ozg": {"host": self._client.host, "seconds": lasts}})
        return Token(text=text, good_until=asked_at + lasts - min(EARLY_SECONDS, lasts / 10))

    def _posted(self, body: str) -> "httpx.Response":
        import httpx

        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        try:
            answer = httpx.post(self._client.token_url, content=body, headers=form, timeout=ANSWER_SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            kind = "antwortet nicht" if isinstance(error, httpx.TimeoutException) else "ist nicht erreichbar"
            raise TokenError(f"Der Anmeldedienst {self._client.host} {kind}.") from None  # its request holds the secret
        if answer.status_code == BUSY or answer.status_code >= SERVER_FAILS:
            raise self._told(LoginFault.PROVIDER_BUSY, str(answer.status_code))
        return answer

    def _refused(self, error: str, description: str) -> TokenError:
        return self._told(*provider_fault(error, description))

    def _told(self, fault: LoginFault, code: str) -> TokenError:
        named = f" ({code})" if code else ""
        return TokenError(f"Der Anmeldedienst {self._client.host} gibt kein Token{named}. {WHAT_TO_DO[fault]}", fault)
