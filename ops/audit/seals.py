"""The sealed days hold: heads follow each other and are signed by the right key, leaves give the signed root, and the
history still stands where the leaves say that it stood. What a database owner changed and sealed anew shows here.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from libs.common import clock
from libs.contracts.petitions import RecordSealed
from ops.audit.findings import Finding, about
from ops.audit.seal_heads import Head, late, of_chain, of_published, of_signatures
from ops.places import Places
from services.petitions import merkle

READ_AT_ONCE = 20
HASH = 32
GRACE = timedelta(hours=1)
"""Within this time after midnight a day need not be sealed yet."""
HEADS = "SELECT s.*, k.public_key FROM day_seals s LEFT JOIN seal_keys k ON k.id = s.key_id ORDER BY number"
# Leaves as `services.petitions.seals` hashes them, a day in one row.
TREES = r"""
SELECT day, bool_and(position = place) AS in_order, string_agg(leaf, ''::bytea ORDER BY position) AS leaves FROM (
    SELECT day, position, row_number() OVER (PARTITION BY day ORDER BY petition_id) - 1 AS place,
           sha256('\x00'::bytea || convert_to(concat_ws('|', petition_id, code, length, head), 'UTF8')) AS leaf
    FROM sealed_petitions) AS leaf GROUP BY day ORDER BY day
"""
CUT = """
SELECT DISTINCT s.code FROM sealed_petitions s LEFT JOIN history h ON h.petition_id = s.petition_id AND h.seq = s.length
WHERE h.seq IS NULL
"""
SEALED_ANEW = """
SELECT DISTINCT s.code FROM sealed_petitions s JOIN history h ON h.petition_id = s.petition_id AND h.seq = s.length
WHERE h.hash <> s.head
"""
GONE = """
SELECT DISTINCT s.code FROM sealed_petitions s LEFT JOIN petitions p ON p.id = s.petition_id
WHERE p.code IS DISTINCT FROM s.code
"""
PASSED_OVER = """
SELECT p.code FROM petitions p WHERE p.sealed_length > 0 AND p.sealed_length > coalesce((
    SELECT max(length) FROM sealed_petitions s WHERE s.petition_id = p.id), 0)
"""
PETITIONS = (
    (CUT, "kiến nghị thiếu dòng lịch sử đã niêm phong", "petitions lack lines of history that were sealed"),
    (SEALED_ANEW, "kiến nghị có lịch sử khác với lúc niêm phong", "petitions have another history than was sealed"),
    (GONE, "kiến nghị đã niêm phong nay mất hoặc đổi mã", "sealed petitions are gone or bear another code"),
    (PASSED_OVER, "kiến nghị ghi là đã niêm phong mà không có", "petitions are marked as sealed and are not"),
)


async def sealed_record(places: Places, published: Iterable[RecordSealed]) -> list[Finding]:
    """The same of the petitions of these places, now."""
    over = (clock.of_machine() - GRACE).astimezone(clock.LOCAL_ZONE).date() - timedelta(days=1)
    async with places.database("petitions") as database:
        return await sealed_days(database, published, places.seal_keys, over)


async def sealed_days(
    database: Any, published: Iterable[RecordSealed], trusted: Collection[str], over: date
) -> list[Finding]:
    """Everything above. `trusted` are ids of keys known from elsewhere (none: the table is believed), `over` the last
    day that must be sealed by now."""
    heads = [Head(row) for row in await database.fetch(HEADS)]
    findings = [*of_chain(heads), *of_signatures(heads, trusted), *of_published(heads, published), *late(heads, over)]
    findings += await of_leaves(database, heads)
    for sql, vi, en in PETITIONS:
        findings += about([row["code"] for row in await database.fetch(sql)], vi, en)
    return findings


async def of_leaves(database: Any, heads: list[Head]) -> list[Finding]:
    """The leaves of each day give the root that was signed."""
    by_day, wrong = {head.day: head for head in heads}, list[date]()
    async with database.transaction():
        async for row in database.cursor(TREES, prefetch=READ_AT_ONCE):
            head = by_day.pop(row["day"], None)
            if head is None or not row["in_order"] or not gives(row["leaves"], head):
                wrong.append(row["day"])
    wrong += [day for day, head in by_day.items() if not gives(b"", head)]
    return about(wrong, "ngày có lá không cho ra gốc đã ký", "days have leaves that do not give the signed root")


def gives(leaves: bytes, head: Head) -> bool:
    """Whether these are the leaves of this head."""
    hashes = [leaves[at : at + HASH] for at in range(0, len(leaves), HASH)]
    tiles = merkle.tiles_of(hashes)
    return bool((len(hashes), merkle.root_of(tiles).hex(), b"".join(tiles)) == (head.leaves, head.root, head.tiles))
