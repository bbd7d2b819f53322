"""The history of petitions has not been touched: every line and every note still gives the hash it was sealed with."""

import json
from typing import Any

from ops.audit.findings import Finding, some
from ops.places import Places
from services.petitions.history import SEALED, note_hash, seal
from services.petitions.models_words import HistoryLine

LINES = f"SELECT {', '.join(SEALED)}, hash FROM history"
NOTES = """
SELECT n.petition_id, n.seq, n.salt, n.text, h.note_hash FROM history_notes n JOIN history h USING (petition_id, seq)
"""


async def untouched_history(places: Places) -> list[Finding]:
    """Lines and notes whose content no longer gives their hash."""
    async with places.database("petitions") as database, database.transaction():
        lines = {place(row) async for row in database.cursor(LINES) if seal(as_line(row)) != row["hash"]}
        notes = {place(row) async for row in database.cursor(NOTES) if not note_holds(row)}
    findings = []
    if lines:
        findings.append(
            Finding(
                f"{len(lines)} dòng lịch sử đã bị sửa: {some(lines)}",
                f"{len(lines)} lines of history were altered: {some(lines)}",
            )
        )
    if notes:
        findings.append(
            Finding(
                f"{len(notes)} ghi chú lịch sử đã bị sửa: {some(notes)}",
                f"{len(notes)} notes of history were altered: {some(notes)}",
            )
        )
    return findings


def as_line(row: Any) -> HistoryLine:
    """The row as the service seals it."""
    return HistoryLine(**{**row, "details": json.loads(row["details"])})


def note_holds(row: Any) -> bool:
    """Whether a note, where it has not been erased, is the one that was sealed."""
    return bool(note_hash(row["salt"], row["text"]) == row["note_hash"])


def place(row: Any) -> str:
    """Where to look."""
    return f"{row['petition_id']}/{row['seq']}"
