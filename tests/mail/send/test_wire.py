"""The content as it travels."""

import asyncio
import socket

import pytest
from aiosmtplib.protocol import PERIOD_REGEX, normalize_message_line_endings
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.mail.send.wire import acknowledged, on_the_wire

LINES = st.lists(st.sampled_from([b".", b"..", b"a", b"\r\n", b"\n", b"\r", b"\xff", b"ende"]), max_size=30).map(b"".join)


@given(LINES)
def test_it_travels_as_the_library_would_send_it(content: bytes) -> None:
    assert on_the_wire(content) == PERIOD_REGEX.sub(b"..", normalize_message_line_endings(content))


@given(
    st.lists(st.sampled_from([b"a\r\n", b"\r\n", b"a.\r\n", b".\r\n", b"a\rb\r\n", b"a\n", b"a\r\r\n", b"ende"]), max_size=4).map(
        b"".join
    )
)
def test_what_looks_finished_travels_the_same_way(content: bytes) -> None:
    assert on_the_wire(content) == PERIOD_REGEX.sub(b"..", normalize_message_line_endings(content))


def test_a_large_finished_mail_travels_as_it_is() -> None:
    content = b"QUJD\r\n" * 1_000_000
    assert on_the_wire(content) is content


async def _sent(size: int, *, reads: bool) -> tuple[bool, int]:
    """Write to a reader that reads, or does not, and tell whether it was all acknowledged within a moment."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.setblocking(False)
    loop = asyncio.get_running_loop()
    line, _ = await loop.create_connection(asyncio.Protocol, *listener.getsockname())
    peer, _ = await loop.sock_accept(listener)
    line.write(b"x" * size)

    async def read() -> int:
        found = 0
        while reads and found < size:
            found += len(await loop.sock_recv(peer, 65536))
        return found

    reader = asyncio.ensure_future(read())
    try:
        await asyncio.wait_for(acknowledged(line, loop.create_future()), 1)
        return True, await reader
    except TimeoutError:
        return False, await reader
    finally:
        line.abort()
        peer.close()
        listener.close()


@pytest.mark.parametrize(("reads", "there"), [(True, True), (False, False)])
def test_content_counts_as_sent_when_the_other_side_has_it(*, reads: bool, there: bool) -> None:
    done, _ = asyncio.run(_sent(8_000_000, reads=reads))
    assert done is there


def test_a_line_that_is_gone_or_an_early_answer_ends_the_wait() -> None:
    async def run() -> None:
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        answer.set_result("552 too large")
        await asyncio.wait_for(acknowledged(asyncio.WriteTransport(), answer), 1)

    asyncio.run(run())
