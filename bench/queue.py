"""A page of the ward's queue with 50,000 open petitions in it, against the same statement in bare asyncpg."""

import asyncio
import itertools
import json
import time
from typing import Any

import asyncpg

from bench.load import Connection, Request, Result, full
from bench.system import System
from bench.table import Row

OPEN = 50_000
PAGES = 3_000
CLIENTS = 8

_FILL = """
WITH one AS (
    SELECT p, w FROM petitions p JOIN words w ON w.petition_id = p.id
    WHERE p.holder_tier = 'ward' AND p.ward_id = $1 AND p.state = 'submitted' LIMIT 1
), many AS (
    SELECT gen_random_uuid() AS id, n, date_trunc('second', now()) + n * interval '17 seconds' AS due, one.*
    FROM one, generate_series(1, $2::int) AS n
), filled AS (
    INSERT INTO petitions SELECT (jsonb_populate_record(NULL::petitions, to_jsonb(p) || jsonb_build_object(
        'id', id, 'code', 'KN-BENCH-2026-' || n, 'due_at', due, 'queue_at', due, 'raised_by_id', NULL))).* FROM many
)
INSERT INTO words SELECT (jsonb_populate_record(NULL::words, to_jsonb(w) || jsonb_build_object('petition_id', id))).*
FROM many
"""
_BARE = """
SELECT p.*, w.text FROM petitions p JOIN words w ON w.petition_id = p.id
WHERE p.holder_id = $1 AND (p.queue_at, p.id) > ($2, $3) ORDER BY p.queue_at, p.id LIMIT 51
"""


async def rows(system: System) -> list[Row]:
    """Pages a second with the 99th percentile, walking through the whole queue."""
    token = await system.token("ward")
    ward = await _ward(system, token)
    owner = await asyncpg.connect(system.database_url("petitions", owner=True))
    await owner.execute(_FILL.replace("$1", f"'{ward}'::uuid").replace("$2", str(OPEN)))
    await owner.execute("ANALYZE petitions, words")
    await owner.close()
    cursors = await _cursors(system, token)
    turn = itertools.cycle(cursors)
    base = "/api/petitions/v1/petitions?holder=me"

    def page() -> Request:
        cursor = next(turn)
        return "GET", f"{base}&cursor={cursor}" if cursor else base, None

    await full(system.url, token, page, clients=CLIENTS, count=200)
    began = time.perf_counter()
    result = await full(system.url, token, page, clients=CLIENTS, count=PAGES)
    rate = PAGES / (time.perf_counter() - began)
    bare, bare_result = await _bare(system, ward)
    if result.refused:
        raise RuntimeError(f"refused: {result.refused}")
    against = "the statement in bare asyncpg"
    return [
        Row(f"queue page, {OPEN:,} open", rate, bare, "/s", 300, against, by_ratio=False),
        Row("the same, p99", result.percentile(0.99), bare_result.percentile(0.99), "ms", 50, against, least=False),
    ]


async def _ward(system: System, token: str) -> str:
    connection = Connection(system.url, token)
    _, body = await connection.send(("GET", "/api/members/v1/me", None))
    connection.close()
    return str(next(one["unit_id"] for one in json.loads(body)["appointments"] if one["role"] == "WOF"))


async def _cursors(system: System, token: str) -> list[str | None]:
    connection, found = Connection(system.url, token), list[str | None]([None])
    while len(found) < 200:
        path = "/api/petitions/v1/petitions?holder=me&limit=200"
        _, body = await connection.send(("GET", f"{path}&cursor={found[-1]}" if found[-1] else path, None))
        cursor = json.loads(body)["next_cursor"]
        if cursor is None:
            break
        found.append(cursor)
    connection.close()
    return found


async def _bare(system: System, ward: str) -> tuple[float, Result]:
    pool = await asyncpg.create_pool(system.database_url("petitions"), min_size=CLIENTS, max_size=CLIENTS)
    places = await pool.fetch(
        "SELECT queue_at, id FROM petitions WHERE holder_id = $1 ORDER BY random() LIMIT 200", ward
    )
    turn, left, result = itertools.cycle(places), iter(range(PAGES)), Result()

    async def client() -> None:
        for _ in left:
            place: Any = next(turn)
            asked = time.perf_counter()
            await pool.fetch(_BARE, ward, place["queue_at"], place["id"])
            result.seconds.append(time.perf_counter() - asked)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    rate = PAGES / (time.perf_counter() - began)
    await pool.close()
    return rate, result
