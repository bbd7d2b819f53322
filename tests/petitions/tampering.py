"""What an owner of the database can do to the record, with every trigger switched off, and what the audit says then."""

import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import asyncpg

from libs.contracts.petitions import RecordSealed
from ops.audit.findings import Finding
from ops.audit.history import altered_lines, altered_notes
from ops.audit.petitions import QUESTIONS, ask
from ops.audit.seals import sealed_days
from services.petitions.history import SEALED, hash_of
from tests.petitions.conftest import Desk

GUARDED = ("history", "seal_keys", "day_seals", "sealed_petitions")


@asynccontextmanager
async def owner(desk: Desk) -> AsyncIterator[Any]:
    """A connection of the tables' owner, past all triggers."""
    connection = await asyncpg.connect(desk.subject.clone.plain_owner_url)
    try:
        for table in GUARDED:
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield connection
    finally:
        await connection.close()


async def tamper(desk: Desk, sql: str, *values: Any) -> None:
    """The owner does this."""
    async with owner(desk) as database:
        await database.execute(sql, *values)


async def seal_anew(desk: Desk, code: str) -> None:
    """The owner recomputes the whole chain of one petition, so that it holds within itself."""
    async with owner(desk) as database:
        lines = await database.fetch(
            f"""SELECT {", ".join(SEALED)} FROM history JOIN petitions p ON p.id = petition_id
            WHERE p.code = $1 ORDER BY seq""",
            code,
        )
        before = ""
        for line in lines:
            values = {**line, "details": json.loads(line["details"]), "previous_hash": before}
            sealed = hash_of(*values.values())
            await database.execute(
                "UPDATE history SET previous_hash = $3, hash = $4 WHERE petition_id = $1 AND seq = $2",
                line["petition_id"],
                line["seq"],
                before,
                sealed,
            )
            before = sealed
        await database.execute("UPDATE petitions SET history_head = $2 WHERE code = $1", code, before)


async def audited(desk: Desk, *, over: date, trusted: Collection[str] = (), first: str = "") -> list[Finding]:
    """What the audit finds in the record now; everything that was told still stands. `first` is done before it and
    undone after it."""
    told = [event for event, _ in await desk.subject.staged(RecordSealed) if isinstance(event, RecordSealed)]
    async with owner(desk) as database:
        undone = database.transaction()
        await undone.start()
        if first:
            await database.execute(first)
        asked = [finding for question in QUESTIONS for finding in await ask(database, question)]
        touched = [*await altered_lines(database), *await altered_notes(database)]
        sealed = await sealed_days(database, told, trusted, over)
        await undone.rollback()
    return [*asked, *touched, *sealed]
