"""The history of petitions has not been touched: every line and every note still gives the hash it was sealed with."""

import json
from typing import Any

from ops.audit.findings import Finding, about
from ops.places import Places
from services.petitions.history import SEALED, hash_of, note_hash

READ_AT_ONCE = 2_000
DETAILS = SEALED.index("details")
# The form of `services.petitions.history`, written by PostgreSQL: on all its cores, without a row being sent. It only
# clears lines of suspicion. What it does not clear (altered, or with details that it writes otherwise) is judged by
# the form itself.
_WORD = {name: f"coalesce('\"' || {name} || '\"', 'null')" for name in SEALED}
_DETAILS = """CASE WHEN details = '{}' THEN '{}' ELSE (
    SELECT '{' || string_agg(to_json(key)::text || ':' || value::text, ',' ORDER BY key COLLATE "C") || '}'
    FROM jsonb_each(details)) END"""
_FORM = f"""concat(
    '{{"actor_id":', {_WORD["actor_id"]}, ',"at":"',
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '+00:00","by_itself":', by_itself::text,
    ',"details":', {_DETAILS}, ',"from_state":', {_WORD["from_state"]}, ',"note_hash":', {_WORD["note_hash"]},
    ',"petition_id":"', petition_id, '","previous_hash":"', previous_hash, '","role":', {_WORD["role"]}, ',"seq":', seq,
    ',"to_state":"', to_state, '","to_unit_id":', {_WORD["to_unit_id"]}, ',"unit_id":', {_WORD["unit_id"]},
    ',"verb":"', verb, '"}}')"""
SUSPECTS = f"""
SELECT {", ".join(SEALED)}, hash FROM history
WHERE hash IS DISTINCT FROM encode(sha256(convert_to({_FORM}, 'UTF8')), 'hex')
"""
NOTES = """
SELECT n.petition_id, n.seq, n.salt, n.text, h.note_hash FROM history_notes n JOIN history h USING (petition_id, seq)
"""
CODES = """
SELECT id, code FROM petitions WHERE id = ANY($1) UNION SELECT petition_id, code FROM sealed_petitions
WHERE petition_id = ANY($1)
"""


async def untouched_history(places: Places) -> list[Finding]:
    """Lines and notes whose content no longer gives their hash."""
    async with places.database("petitions") as database, database.transaction():
        return [*await altered_lines(database), *await altered_notes(database)]


async def altered_lines(database: Any) -> list[Finding]:
    """Lines that were changed and not sealed anew."""
    found = [
        (row["petition_id"], row["seq"]) for row in await database.fetch(SUSPECTS) if not line_holds(*row.values())
    ]
    return await named(database, found, "dòng lịch sử đã bị sửa", "lines of history were altered")


async def altered_notes(database: Any) -> list[Finding]:
    """Notes that, where they have not been erased, are not the ones that were sealed."""
    found, cursor = [], await database.cursor(NOTES)
    while rows := await cursor.fetch(READ_AT_ONCE):
        found += [(row["petition_id"], row["seq"]) for row in rows if not note_holds(row)]
    return await named(database, found, "ghi chú lịch sử đã bị sửa", "notes of history were altered")


async def named(database: Any, found: list[tuple[Any, int]], vi: str, en: str) -> list[Finding]:
    """The finding, with the lines by the code of their petition, where it still has one."""
    codes = {row["id"]: row["code"] for row in await database.fetch(CODES, [petition_id for petition_id, _ in found])}
    return about([f"{codes.get(petition_id, petition_id)}/{seq}" for petition_id, seq in found], vi, en)


def line_holds(*line: Any) -> bool:
    """Whether the values of `SEALED`, as PostgreSQL gives them, still give the hash that comes last."""
    *values, sealed = line
    values[DETAILS] = {} if values[DETAILS] == "{}" else json.loads(values[DETAILS])
    return bool(hash_of(*values) == sealed)


def note_holds(row: Any) -> bool:
    """Whether a note is the one that was sealed."""
    return bool(note_hash(row["salt"], row["text"]) == row["note_hash"])
