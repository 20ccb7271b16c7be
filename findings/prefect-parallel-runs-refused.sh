#!/usr/bin/env bash
# Prefect 3.8.8 refuses runs that are asked for at the same moment, at once and not after the time it would wait for its SQLite database.
#
# A run is made by POST /api/deployments/ID/create_flow_run. Ten such valid requests are sent at the same time, five times over, to a
# server that has nothing else to do: many are answered 503. The server waits up to a minute for a lock (PREFECT_API_DATABASE_TIMEOUT
# and the busy timeout of its connections), but that does not help: it reads and then writes in one transaction, and SQLite gives up a
# transaction at once whose reading another one has overtaken. Its Python client asks again after a 503 by itself and nobody notices;
# its pages in the browser do not: they say that something went wrong, and the form that was filled in never ran.
# It hurts because a person's click and the scheduler's or a worker's writing are enough for it on a machine with some load.
set -euo pipefail

folder=$(mktemp -d)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0 sqlalchemy==2.0.51
cd "$folder"
export PREFECT_HOME="$folder/prefect" PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 PREFECT_LOGGING_SERVER_LEVEL=CRITICAL
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PREFECT_API_URL="http://127.0.0.1:$port/api"
venv/bin/prefect server start --host 127.0.0.1 --port "$port" >server.log 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT

venv/bin/python - <<'PYTHON'
import asyncio
import os
from collections import Counter
from importlib.metadata import version

import httpx

API = os.environ["PREFECT_API_URL"]


async def started(client):
    """Wait until the server answers."""
    for _ in range(480):
        try:
            if (await client.get(f"{API}/health")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.5)
    raise SystemExit("the server did not start:\n" + open("server.log").read()[-2000:])


async def made(client, path, **values):
    """Make something of the server's and return its id."""
    answer = await client.post(f"{API}{path}", json=values)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()["id"]


async def tried():
    async with httpx.AsyncClient(timeout=120) as client:
        await started(client)
        flow = await made(client, "/flows/", name="example")
        deployment = await made(client, "/deployments/", name="example", flow_id=flow)
        path = f"{API}/deployments/{deployment}/create_flow_run"
        seen = Counter()
        for _ in range(5):
            answers = await asyncio.gather(*(client.post(path, json={}) for _ in range(10)))
            seen.update(answer.status_code for answer in answers)
        return seen


seen = asyncio.run(tried())
print("prefect", version("prefect"), "sqlalchemy", version("sqlalchemy"))
print("answers to 5 times 10 requests for a run:", dict(sorted(seen.items())))
assert set(seen) == {201, 503} and seen[503] >= 5, "runs asked for at the same moment are made now"
PYTHON
