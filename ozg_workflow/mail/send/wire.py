"""How the content of a mail travels, and how much of it the other side has not acknowledged yet."""

import asyncio
import re
import socket
import sys
from typing import Any, Final

UNSEEN_SEGMENTS: Final = 2  # the last ones may wait for a delayed acknowledgement, up to 0.2 s for nothing
_AS_IT_TRAVELS: Final = re.compile(rb"(?:(?!\.).*+\n(?<=\r\n))++\Z")  # but for a CR alone
FIRST_PAUSE, LONGEST_PAUSE = 0.0005, 0.02  # seconds between two looks


def on_the_wire(content: bytes) -> bytes:
    """Return content as it is sent before the final dot: lines end with CRLF, also the last one, and a dot at the beginning of a line is doubled.

    RFC 5321, 2.3.8 and 4.5.2. Nearly all finished mails are so already: one look is a third of what changing nothing would take.
    """
    if _AS_IT_TRAVELS.match(content) and content.count(b"\r") == content.count(b"\n"):
        return content
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    stuffed = content.replace(b"\n.", b"\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


async def acknowledged(transport: asyncio.WriteTransport, answer: "asyncio.Future[Any]") -> None:
    """Wait until the other side has acknowledged all but the last two segments, or has answered, or the line is gone.

    A write that returned has not left this machine. Elsewhere than on Linux only our own buffer is waited for, which makes the
    time in which nobody knows longer, and nothing else.
    """
    pause = 0.0
    while not (answer.done() or transport.is_closing()) and _unseen(transport):
        await asyncio.sleep(pause)
        pause = min(pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)


def _unseen(transport: asyncio.WriteTransport) -> bool:
    return transport.get_write_buffer_size() > 0 or _too_much_unacknowledged(transport.get_extra_info("socket"))


def _too_much_unacknowledged(line: socket.socket | None) -> bool:
    if line is None or sys.platform != "linux":
        return False
    import fcntl
    import termios

    try:
        unacknowledged = int.from_bytes(
            fcntl.ioctl(line.fileno(), termios.TIOCOUTQ, b"\0" * 4), sys.byteorder
        )  # SIOCOUTQ of a socket
        return unacknowledged > UNSEEN_SEGMENTS * line.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG)
    except OSError:
        return False  # the line is gone, or no TCP
