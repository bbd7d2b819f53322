"""What must hold after a fault, asked of the tables as they stand: everything sent arrived, and nothing did twice."""

import time
from datetime import datetime
from typing import NamedTuple

from ops.places import Places

PATIENCE = 180.0


class Way(NamedTuple):
    """How to see that something sent has come to its end: the event that tells of it, and its last listener."""

    publisher: str
    event: str
    key: str
    listener: str


TOLD = Way("petitions", "petitions.petition.submitted.v1", "petition_id", "notifications-tell_of_petitions")
ON_THE_ROSTER = Way("members", "members.member.registered.v1", "member_id", "meetings-keep_member")

STAGED = """
SELECT event_id, body::jsonb -> 'data' ->> $1 AS id FROM outbox
WHERE type = $2 AND stream = 'PRIVATE' AND staged_at > $3
"""
HANDLED = "SELECT event_id, handled_at FROM inbox WHERE listener = $1 AND handled_at > $2"
TWICE = {
    "petitions": """
        SELECT petition_id::text || ' ' || verb FROM history WHERE verb IN ('open', 'go_up')
        GROUP BY petition_id, verb HAVING count(*) > 1""",
    "notifications": """
        SELECT petition_id::text || ' ' || kind FROM inbox_items WHERE kind LIKE 'submitted.%'
        GROUP BY petition_id, kind, person_id HAVING count(*) > 1""",
    "meetings": """
        SELECT body::jsonb -> 'data' ->> 'recommendation_id' FROM outbox
        WHERE type = 'meetings.recommendation.logged.v1' GROUP BY 1, stream HAVING count(*) > 1""",
}


async def arrived(places: Places, way: Way, since: datetime) -> dict[str, datetime]:
    """When each thing sent since then had come to its end."""
    service = way.listener.partition("-")[0]
    async with places.database(service) as database:
        rows = await database.fetch(HANDLED, way.listener, since)
        handled = {row["event_id"]: row["handled_at"] for row in rows}
    async with places.database(way.publisher) as database:
        staged = await database.fetch(STAGED, way.key, way.event, since)
    return {row["id"]: handled[row["event_id"]] for row in staged if row["event_id"] in handled}


async def all_arrived(places: Places, way: Way, sent: dict[str, datetime]) -> dict[str, datetime]:
    """Waits until everything sent has come to its end; when each did."""
    end = time.monotonic() + PATIENCE
    while missing := sent.keys() - (came := await arrived(places, way, min(sent.values()))).keys():
        assert time.monotonic() < end, f"{len(missing)} of {len(sent)} never came: {sorted(missing)[:5]}"
        time.sleep(0.3)
    return came


def under_way(sent: dict[str, datetime], came: dict[str, datetime], moment: datetime) -> int:
    """How many had been sent and had not yet come at that moment."""
    return sum(began < moment < came[thing] for thing, began in sent.items())


async def nothing_twice(places: Places) -> None:
    """No petition opened or submitted twice, no line told twice, no event of one recommendation staged twice."""
    for service, question in TWICE.items():
        async with places.database(service) as database:
            assert [row[0] for row in await database.fetch(question)] == []
