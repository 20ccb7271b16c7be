"""A user's password: judged once, then known for some minutes without being kept."""

import base64
from collections.abc import Coroutine
from typing import Any

import anyio
import pytest

from ozg_workflow.domain.cities.users import User
from ozg_workflow.web.walls.guesses import TooManyGuessesError
from ozg_workflow.web.walls.login import KNOWN_SECONDS, Logins, Shown, shown
from ozg_workflow.workspace.users.passwords import fits, hashed, nobodys_hash

PASSWORD = "Grüße aus Bonn"
ANNA = User(name="anna", password=hashed(PASSWORD), rollouts=("bonn-2020",))
USERS = (ANNA,)


class Checks:
    """The real comparison; it keeps with what it compared."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.now = 0.0

    def __call__(self, password: str, kept: str) -> bool:
        self.kept.append(kept)
        return fits(password, kept)

    def clock(self) -> float:
        return self.now


@pytest.fixture
def checks() -> Checks:
    return Checks()


@pytest.fixture
def logins(checks: Checks) -> Logins:
    return Logins(clock=checks.clock, check=checks)


def run(asked: Coroutine[Any, Any, User | None]) -> User | None:
    async def wait() -> User | None:
        return await asked

    return anyio.run(wait)


def given(password: str = PASSWORD, name: str = "anna", address: str = "192.0.2.7") -> Shown:
    return Shown(name=name, password=password, address=address)


def basic(login: bytes) -> str:
    return f"Basic {base64.b64encode(login).decode()}"


def test_what_a_request_shows() -> None:
    assert shown(basic("anna:Grüße: ja".encode()), "192.0.2.7") == given("Grüße: ja")
    assert "Gr" not in repr(shown(basic("anna:Grüße".encode()), ""))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic %%%",
        "Bearer x",
        basic(b"anna"),
        basic(b"Anna Berg:x"),
        basic(b":x"),
        basic(b"anna:" + b"x" * 201),
        basic("anna:ü".encode("latin-1")),
    ],
)
def test_what_is_no_name_and_password(header: str) -> None:
    assert shown(header, "") is None


def test_the_right_password_is_judged_once_and_then_known_for_some_minutes(logins: Logins, checks: Checks) -> None:
    for moment in (0.0, 1.0, KNOWN_SECONDS - 1):
        checks.now = moment
        assert run(logins.user(USERS, given())) == ANNA
    assert len(checks.kept) == 1
    checks.now = KNOWN_SECONDS + 1
    assert run(logins.user(USERS, given())) == ANNA
    assert len(checks.kept) == 2


def test_the_password_is_nowhere_in_what_is_kept(logins: Logins) -> None:
    run(logins.user(USERS, given()))
    assert PASSWORD not in repr(logins._known) + repr(logins._guesses)
    assert PASSWORD.encode() not in logins._known["anna"][0]


def test_a_known_user_with_another_password_is_judged_again_and_refused(logins: Logins, checks: Checks) -> None:
    run(logins.user(USERS, given()))
    assert run(logins.user(USERS, given("Grüße aus Köln"))) is None
    assert len(checks.kept) == 2


def test_a_new_password_or_a_removal_counts_at_once(logins: Logins) -> None:
    run(logins.user(USERS, given()))
    changed = User(name="anna", password=hashed("Ein neues Kennwort"), rollouts=("bonn-2020",))
    assert run(logins.user((changed,), given())) is None
    assert run(logins.user((), given())) is None


def test_a_wrong_name_is_compared_like_a_wrong_password(logins: Logins, checks: Checks) -> None:
    assert run(logins.user(USERS, given("falsch"))) is None
    assert run(logins.user(USERS, given("falsch", name="berta"))) is None
    assert checks.kept == [ANNA.password, nobodys_hash()]
    assert ANNA.password.rsplit("$", 2)[0] == nobodys_hash().rsplit("$", 2)[0], "with the same effort"


def test_the_hash_of_nobody_lets_nobody_in(logins: Logins) -> None:
    assert run(logins.user(USERS, given("niemand hat dieses Kennwort", name="berta"))) is None


def test_guessing_ends_and_who_is_known_stays_in(logins: Logins, checks: Checks) -> None:
    run(logins.user(USERS, given()))
    for number in range(10):
        assert run(logins.user(USERS, given(f"falsch {number}"))) is None
    judged = len(checks.kept)
    with pytest.raises(TooManyGuessesError):
        run(logins.user(USERS, given("falsch")))
    assert len(checks.kept) == judged, "nothing is compared any more"
    assert run(logins.user(USERS, given())) == ANNA


def test_a_thousand_guesses_at_once_are_a_thousand(logins: Logins, checks: Checks) -> None:
    refused: list[bool] = []

    async def guess(number: int) -> None:
        try:
            refused.append(await logins.user(USERS, given(f"falsch {number}")) is None)
        except TooManyGuessesError:
            refused.append(False)

    async def together() -> None:
        async with anyio.create_task_group() as group:
            for number in range(200):
                group.start_soon(guess, number)

    anyio.run(together)
    assert (refused.count(True), len(checks.kept)) == (10, 10)
