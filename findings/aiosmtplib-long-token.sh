#!/usr/bin/env bash
# aiosmtplib 5.1.3 logs in with XOAUTH2 by one command line, however long the token is: a server that keeps to the standard refuses it.
#
# RFC 4954, 4: the AUTH command is subject to the length of a command line, 512 octets; where the initial response does not fit,
# the client must not send it there but wait for the challenge and send it on a line of its own (up to 12288 octets). Access tokens
# of Microsoft have 1500 characters and more. Exchange Online is lenient; aiosmtpd 1.4.6 answers "500 Command line too long", and the
# caller sees a refused login: it looks like a wrong token. Sent in two steps the same token is taken.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check aiosmtplib==5.1.3 aiosmtpd==1.4.6
cd "$folder"

venv/bin/python - <<'PYTHON'
import asyncio
import base64
from importlib.metadata import version

import aiosmtplib
from aiosmtpd.smtp import SMTP, AuthResult

TOKEN = "x" * 1500


class Server(SMTP):
    line_length_limit = 12_288  # of any line; a command keeps to 512


class Handler:
    async def auth_XOAUTH2(self, server, args):
        said = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth(b"")
        return AuthResult(success=TOKEN.encode() in bytes(said))


async def main():
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Server(Handler(), auth_require_tls=False, loop=loop), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]

    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port)
    await client.connect()
    try:
        await client.auth_xoauth2("ozg@city.example", TOKEN)
        one_line = "taken"
    except aiosmtplib.SMTPException as error:
        one_line = f"{error.code} {error.message}"
    first = base64.b64encode(f"user=ozg@city.example\x01auth=Bearer {TOKEN}\x01\x01".encode())
    await client.execute_command(b"AUTH", b"XOAUTH2")
    two_lines = await client.execute_command(first)
    client.close()
    listening.close()

    print("aiosmtplib", version("aiosmtplib"))
    print(f"by auth_xoauth2: {one_line}; in two steps: {two_lines.code}")
    assert two_lines.code == 235
    assert one_line.startswith("500"), "a long token goes on a line of its own now"


asyncio.run(main())
PYTHON
