"""Thirty cities in one database, each with its mailbox and its relay, served by two workers: one relay is down, one is slow, one mailbox is gone."""

import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Incoming, Message, Return, Rollout, Round, ServiceList
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.cockpit.health import health
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.day import steps
from ozg_workflow.usecases.intake.inbox_admin import list_incoming
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.context import Context
from tests.mail.send.test_transport import Post, Relay
from tests.usecases.town import Town, fill, read_letter, town_data

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(600)]

CITIES = tuple(f"stadt-{number:02}" for number in range(1, 31))
DOWN, SLOW, GONE, MISTAKEN = "stadt-07", "stadt-08", "stadt-21", "stadt-04"
OFFICE, ADDRESS = "34", "amt34@bielefeld.example"
OWN = """
smtp_url = "smtp://127.0.0.1:{port}"
inbox_url = "maildir:{box}"
sender = "ozg@{key}.example"
recipients = ["*@bielefeld.example"]
"""


class SlowRelay(Relay):
    """A relay that thinks about every mail."""

    async def handle_DATA(self, server, session, envelope):
        time.sleep(0.4)
        return await super().handle_DATA(server, session, envelope)


@dataclass
class Cities:
    """The town's workspace with thirty rollouts, and what each relay has received."""

    town: Town
    relays: dict[str, Relay] = field(default_factory=dict)

    def ctx(self, key: str) -> Context:
        return self.town.ctx().on(key)

    def box(self, key: str) -> Path:
        return self.town.home / "postfaecher" / key

    def two_workers(self, *names: str) -> dict[str, OzgError]:
        """Let two workers carry out steps, each for half of the cities, and return what went wrong where."""
        troubles: dict[str, OzgError] = {}

        def work(keys: tuple[str, ...]) -> None:
            for key in keys:
                try:
                    for name in names:
                        steps.perform(self.ctx(key), name)
                except OzgError as error:
                    troubles[key] = error

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, (CITIES[::2], CITIES[1::2])))
        return troubles

    def sent(self, key: str) -> Counter[str]:
        """The Message-IDs at the relay of a city."""
        return Counter(str(message_from_bytes(content)["Message-ID"]) for _, _, content in self.relays[key].received)

    def messages(self, key: str) -> list[Message]:
        with self.town.session() as session:
            query = select(Message).join(Rollout, Message.rollout_id == Rollout.id).where(Rollout.key == key)
            return list(session.scalars(query))

    def list_of(self, key: str) -> bytes:
        """The answer of an office of a city to the list it got over the city's relay."""
        for _, _, content in self.relays[key].received:
            letter = read_letter(content)
            for name, book in letter.attachments.items():
                if f"_{OFFICE}_" in name:
                    return self.town.letter({name: fill(book)}, sender=ADDRESS, answers=letter).as_bytes()
        raise LookupError(key)

    def drop(self, key: str, raw: bytes) -> None:
        (self.box(key) / "new" / f"{time.time_ns()}.M1.rathaus").write_bytes(raw)


@pytest.fixture
def relay_of() -> Iterator[Callable[[str, Relay], int]]:
    with ExitStack() as stack:

        def start(key: str, relay: Relay) -> int:
            if key == DOWN:
                with socket.socket() as probe:  # nobody listens there
                    probe.bind(("127.0.0.1", 0))
                    return int(probe.getsockname()[1])
            post = Post(relay)
            stack.callback(post.stop)
            return post.port

        yield start


@pytest.fixture
def cities(town: Town, relay_of: Callable[[str, Relay], int]) -> Cities:
    """Thirty cities that have queued their lists."""
    found = Cities(town)
    data = town_data()
    for key in CITIES:
        found.relays[key] = SlowRelay() if key == SLOW else Relay()
        folder = town.home / "config" / key
        folder.mkdir(parents=True)
        (folder / "rollout.yaml").write_text(f"key: {key}\n", encoding="utf-8")
        for place in ("new", "cur", "tmp"):
            (found.box(key) / place).mkdir(parents=True)
        text = OWN.format(port=relay_of(key, found.relays[key]), box=found.box(key), key=key)
        (folder / "settings.toml").write_text(text, encoding="utf-8")
        prepare(found.ctx(key), replace(data, config=replace(data.config, key=key)))
    town.day("2020-03-25")
    return found


def returns(town: Town) -> Counter[tuple[str, str]]:
    """The rollout that has a mail, and the one whose list it brings."""
    with town.session() as session:
        mail, own = select(Rollout.id, Rollout.key).subquery(), select(Rollout.id, Rollout.key).subquery()
        query = select(mail.c.key, own.c.key).select_from(Return).join(Incoming).join(mail, mail.c.id == Incoming.rollout_id)
        query = query.join(ServiceList, Return.service_list_id == ServiceList.id).join(Round)
        return Counter((first, second) for first, second in session.execute(query.join(own, own.c.id == Round.rollout_id)))


def test_each_mail_takes_the_way_of_its_city_and_no_trouble_of_one_is_that_of_another(cities: Cities) -> None:
    troubles = cities.two_workers("send-lists", "deliver")
    assert list(troubles) == [DOWN]
    assert "ist nicht erreichbar (Verbindung abgelehnt)" in str(troubles[DOWN])
    for key in CITIES:
        messages = cities.messages(key)
        assert len(messages) == 2, "a mail per Dezernat"
        if key == DOWN:
            assert {m.state for m in messages} == {MessageState.QUEUED}
            continue
        assert {m.state for m in messages} == {MessageState.ACCEPTED}
        assert cities.sent(key) == Counter(m.header_id for m in messages), "each once, over its own relay"
        assert {sender for sender, _, _ in cities.relays[key].received} == {f"ozg@{key}.example"}

    asked = [key for key in CITIES if key not in (DOWN, GONE, MISTAKEN)]
    for key in asked:
        cities.drop(key, cities.list_of(key))
    cities.drop(MISTAKEN, cities.list_of("stadt-03"))  # an office answers to the wrong city
    shutil.rmtree(cities.box(GONE))
    cities.town.day("2020-04-06")
    troubles = cities.two_workers("collect", "deliver")
    assert sorted(troubles) == [DOWN, GONE]
    assert "ist kein Maildir" in str(troubles[GONE])
    assert returns(cities.town) == Counter((key, key) for key in asked)
    (stray,) = list_incoming(cities.ctx(MISTAKEN))
    assert stray.reason == "Die Mail gehört zum Rollout „stadt-03“, der ein eigenes Postfach hat; bitte dorthin weiterleiten."
    for key in asked:
        assert cities.sent(key) == Counter(m.header_id for m in cities.messages(key)), "the answer too"


def test_a_relay_that_is_down_rests_alone_and_is_told_for_its_city(cities: Cities) -> None:
    for key in (DOWN, MISTAKEN):
        steps.perform(cities.ctx(key), "send-lists")
    for _ in range(5):
        cities.town.clock.wait(hours=5)
        with pytest.raises(OzgError):
            steps.perform(cities.ctx(DOWN), "deliver")
    steps.perform(cities.ctx(MISTAKEN), "deliver")
    assert status(cities.ctx(MISTAKEN)).mail[MessageState.ACCEPTED] == 2
    told = {v.name: v for v in health(cities.ctx(DOWN))}["relay"]
    assert not told.ok
    assert "Verbindung abgelehnt" in told.message
    assert {v.name: v for v in health(cities.ctx(MISTAKEN))}["relay"].message == "Mailserver: keine Pause"
