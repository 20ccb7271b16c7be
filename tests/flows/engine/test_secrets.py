"""The password of a mail server does not get into the cockpit: not into parameters, logs, messages or artifacts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from aiosmtpd.smtp import AuthResult
from prefect.client.orchestration import SyncPrefectClient

from flows.announce import announce
from flows.report_status import report_status
from tests.usecases.relay import Relay
from tests.usecases.town import Town

PASSWORD = "Gr4ph1t-Esel"


def test_a_refused_login_leaves_the_password_nowhere_in_the_cockpit(
    town: Town, cockpit: Callable[..., Town], prefect: SyncPrefectClient
) -> None:
    refuse: Any = lambda *_: AuthResult(success=False, handled=False)  # noqa: E731 - one line says it
    with Relay(authenticator=refuse, auth_require_tls=False) as relay:
        cockpit(town, OZG_SMTP_URL=relay.url.replace("//", f"//ozg:{PASSWORD}@"))
        state = announce(today=date(2020, 3, 19), preview=False, return_state=True)
        report_status(today=date(2020, 3, 19))
    assert "lehnt die Anmeldung ab" in (state.message or "")
    kept = [*prefect.read_flow_runs(), *prefect.read_task_runs(), *prefect.read_logs(), *prefect.read_artifacts()]
    assert len(kept) > 5
    assert PASSWORD not in "".join(item.model_dump_json() for item in kept)
