"""The audit of a record of a million lines: 200,000 petitions, sealed over a year. `python -m bench.record`; filling
takes some minutes, so it is no part of `make bench`. A number after it makes another size: `… bench.record 50000`.

Only what is asked of petitions is measured; the streams are as long as their ninety days, whatever the record holds.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import uvloop

from bench.ground import Ground, ground
from bench.table import Row, markdown
from libs.common.keys import load_key
from ops.audit.findings import Finding
from ops.audit.history import altered_lines, altered_notes
from ops.audit.petitions import QUESTIONS, ask
from ops.audit.seals import sealed_days
from services.petitions import merkle, seals
from services.petitions.history import SEALED, hash_of, note_hash
from services.petitions.models import NEVER
from services.petitions.models_seals import DaySeal

LINES = 1_000_000
LONG = 5
DAYS = 365
FIRST = date(2025, 11, 1)
STATES = ("recorded", "submitted", "received", "answered", "closed")
NOTED, SALT, SAID = 4, "ab" * 16, "Đã nạo vét xong cống đầu ngõ 12, mời bà con cùng giám sát."
VERBS = ("open", "go_up", "acknowledge", "answer", "read_out")
LINE_COLUMNS = (*SEALED, "hash")
_PETITION = """
INSERT INTO petitions (id, code, sequence, recommendation_sequence, branch_id, home_id, ward_id, path, meeting_id,
    starts_at, logged_at, raised_by, state, category, competence, urgent, last_holder_id, last_holder_tier, was_at_top,
    queue_at, answer_sequence, moved_at, history_length, history_head, sealed_length)
SELECT h.petition_id, s.code, 5, 1, h.petition_id, h.petition_id, h.petition_id, 'th.w001.b001', h.petition_id,
    h.at, h.at, 'member', 'closed', 'land', 'ward', false, h.petition_id, 'branch', false,
    $1, 4, h.at, s.length, s.head, s.length
FROM history h JOIN sealed_petitions s ON s.petition_id = h.petition_id AND s.length = $2 WHERE h.seq = 1
"""
_NOTE = (SALT, SAID, NOTED)
_HOLDING = """
INSERT INTO holdings (petition_id, spell, unit_id, tier, from_at, to_at)
SELECT petition_id, 1, petition_id, 'branch', min(at), max(at) FROM history GROUP BY petition_id
"""


def lines_of(number: int) -> list[tuple[Any, ...]]:
    """The history of one petition, a line a day from its first day on."""
    petition_id, officer = UUID(int=number << 64 | number), UUID(int=number % 5_000)
    lines, before = list[tuple[Any, ...]](), ""
    for seq in range(1, LONG + 1):
        at = datetime(FIRST.year, FIRST.month, FIRST.day, 3, tzinfo=UTC) + timedelta(days=number % DAYS + seq - 1)
        was, is_ = (STATES[seq - 2] if seq > 1 else None), STATES[seq - 1]
        details = {"content": True} if seq == LONG else {}
        values = (petition_id, seq, VERBS[seq - 1], False, was, is_, at, officer, "WOF", officer, None)
        note = note_hash(SALT, SAID) if seq == NOTED else None
        sealed = hash_of(*values, details, note, before)
        lines.append((*values, '{"content": true}' if details else "{}", note, before, sealed))
        before = sealed
    return lines


async def fill(owner: Any, lines: int, key_file: Path) -> None:
    """The history first; its leaves and heads follow from it."""
    many = lines // LONG
    for start in range(0, many, 5_000):
        rows = (line for number in range(start, min(start + 5_000, many)) for line in lines_of(number + 1))
        await owner.copy_records_to_table("history", records=rows, columns=LINE_COLUMNS)
    await owner.execute(
        """INSERT INTO sealed_petitions SELECT (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
        row_number() OVER (PARTITION BY (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ORDER BY petition_id) - 1,
        petition_id, 'KN-BENCH-' || petition_id, seq, hash FROM history"""
    )
    await owner.execute(_PETITION, NEVER, LONG)
    await owner.execute(_HOLDING)
    await owner.execute("INSERT INTO history_notes SELECT petition_id, seq, $1, $2 FROM history WHERE seq = $3", *_NOTE)
    signer = load_key(key_file)
    await owner.execute("INSERT INTO seal_keys VALUES ($1, $2, now())", signer.key_id, signer.public_key)
    async for seal in heads(owner, key_file):
        values = list(seal.model_dump().values())
        await owner.copy_records_to_table("day_seals", records=[values], columns=list(seal.model_dump()))
    await owner.execute("VACUUM ANALYZE")


async def heads(owner: Any, key_file: Path) -> Any:
    """Day after day, as the timer would have sealed them."""
    signer, before = load_key(key_file), ""
    for number, day in enumerate(days(), 1):
        asked = "SELECT petition_id, code, length, head FROM sealed_petitions WHERE day = $1 ORDER BY position"
        leaves = [seals.leaf(*row) for row in await owner.fetch(asked, day)]
        tiles = merkle.tiles_of(leaves)
        seal = DaySeal(
            number=number, day=day, unit_path="th", leaves=len(leaves), root=merkle.root_of(tiles).hex(),
            previous=before, sealed_at=datetime.combine(day, datetime.min.time(), UTC), key_id=signer.key_id,
            hash="", signature="", tiles=b"".join(tiles),
        )  # fmt: skip
        seal.hash, seal.signature = seals.head_hash(seal), signer.signature(seals.head_message(seal))
        before = seal.hash
        yield seal


def days() -> Iterator[date]:
    """Every day of the record."""
    return (FIRST + timedelta(days=number) for number in range(DAYS + LONG - 1))


async def audited(owner: Any) -> list[Finding]:
    """What `lienthong audit` asks of the record and its petitions, each part with its time."""
    findings, last = list[Finding](), list(days())[-1]
    began = time.perf_counter()
    for question in QUESTIONS:
        findings += await ask(owner, question)
    print(f"  questions to the tables {time.perf_counter() - began:6.1f} s", flush=True)
    async with owner.transaction():
        findings += [*await altered_lines(owner), *await altered_notes(owner)]
    print(f"  and every line's hash   {time.perf_counter() - began:6.1f} s", flush=True)
    findings += await sealed_days(owner, [], (), last)
    print(f"  and every sealed day    {time.perf_counter() - began:6.1f} s", flush=True)
    return findings


async def bare(owner: Any) -> float:
    """The same rows read and thrown away: what any audit of them costs at least."""
    began = time.perf_counter()
    async with owner.transaction():
        cursor = await owner.cursor(f"SELECT {', '.join(LINE_COLUMNS)} FROM history")
        while await cursor.fetch(2_000):
            pass
    return time.perf_counter() - began


async def measure(ground: Ground, lines: int) -> Row:
    """Seconds for the whole, against reading alone."""
    await (await ground.database("petitions")).dispose()
    owner = await ground.connect("petitions", owner=True)
    began = time.perf_counter()
    await fill(owner, lines, Path(ground.around.seal_key))
    print(
        f"filled with {lines:,} lines in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}", flush=True
    )
    read = await bare(owner)
    began = time.perf_counter()
    findings = await audited(owner)
    took = time.perf_counter() - began
    await owner.close()
    if findings:
        raise RuntimeError(f"not clean: {findings}")
    return Row(f"audit of {lines:,} lines", took, read, "s", 60, "reading them alone", least=False)


async def main() -> None:
    """Servers, filling, measuring."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    async with ground() as bare_ground:
        row = await measure(bare_ground, lines)
    print(markdown([row]))
    sys.exit(0 if row.holds else 1)


if __name__ == "__main__":
    uvloop.run(main())
