"""Each day of the record is closed once, after its midnight: what every petition with new lines had come to goes into a
tree, and the root, bound to the day before, is signed and told.

A day takes what is dated in it or earlier and was not sealed before: a line that a phone brings after midnight, or
whose transaction was still open then, goes into the next day. Days in which the service stood still are made up for one
by one, each in a transaction of its own, so that whatever interrupts it, a day is sealed wholly or not at all.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import access_units
from libs.common import clock
from libs.common.keys import Signer, load_key
from libs.common.log import logger
from libs.common.outbox import stage
from libs.common.rules import start_of_day
from libs.contracts.petitions import RecordSealed
from services.petitions import merkle, seals
from services.petitions.models_seals import DaySeal, SealKey

log = logger(__name__)

MARKED_AT_ONCE: Final = 500
_ONE_DAY: Final = timedelta(days=1)
_READ_AT_ONCE: Final = 2_000
_MINE: Final = text("SELECT pg_try_advisory_xact_lock(7266007)")
# The first day of a city that has long been at work holds everything before it.
_TAKE_TIME: Final = text("SET LOCAL statement_timeout = '15min'")
_ADD_LEAVES: Final = text("""
    INSERT INTO sealed_petitions (day, position, petition_id, code, length, head)
    SELECT CAST(:day AS date), row_number() OVER (ORDER BY p.id) - 1, p.id, p.code, line.seq, line.hash
    FROM petitions AS p
    CROSS JOIN LATERAL (
        SELECT seq, hash FROM history
        WHERE petition_id = p.id AND seq > p.sealed_length AND at < :until ORDER BY seq DESC LIMIT 1
    ) AS line
    WHERE p.history_length <> p.sealed_length
    AND NOT EXISTS (SELECT FROM sealed_petitions AS s WHERE s.petition_id = p.id AND s.length >= line.seq)
""")
_LEAVES: Final = text("SELECT petition_id, code, length, head FROM sealed_petitions WHERE day = :day ORDER BY position")
_MARK: Final = text(f"""
    UPDATE petitions AS p SET sealed_length = s.length FROM (
        SELECT waiting.id, newest.length FROM petitions AS waiting
        CROSS JOIN LATERAL (
            SELECT length FROM sealed_petitions WHERE petition_id = waiting.id ORDER BY length DESC LIMIT 1
        ) AS newest
        WHERE waiting.history_length <> waiting.sealed_length AND newest.length > waiting.sealed_length
        LIMIT {MARKED_AT_ONCE} FOR NO KEY UPDATE OF waiting SKIP LOCKED
    ) AS s WHERE p.id = s.id
""")


async def seal_due(session: AsyncSession, *, seal_key_file: Path) -> int:
    """Seals the next day that is over; gives how much was done. Whoever works on a petition waits for nothing: what is
    sealed is marked before the next day is, in small steps, and until then merely looked at twice."""
    if not (await session.scalar(_MINE)):
        return 0
    before = await last_seal(session)
    day = before.day + _ONE_DAY if before else clock.today() - _ONE_DAY
    unit_path = await session.scalar(select(access_units.c.path).where(access_units.c.parent_id.is_(None)).limit(1))
    if day >= clock.today() or unit_path is None:
        return 0
    return await mark_sealed(session) or await _seal(session, day, before, unit_path, load_key(seal_key_file))


async def last_seal(session: AsyncSession) -> DaySeal | None:
    """The head of the last day that was sealed."""
    return (await session.scalars(select(DaySeal).order_by(col(DaySeal.number).desc()).limit(1))).first()


async def mark_sealed(session: AsyncSession) -> int:
    """Petitions learn how far they are sealed; those being worked on learn it the next day."""
    return (await session.execute(_MARK)).rowcount  # type: ignore[attr-defined, no-any-return]  # of an UPDATE


async def keep_key(session: AsyncSession, signer: Signer) -> None:
    """The public key stands beside what it signs."""
    key = {"id": signer.key_id, "public_key": signer.public_key, "since": clock.now()}
    await session.execute(insert(SealKey).values(key).on_conflict_do_nothing())


async def _seal(session: AsyncSession, day: date, before: DaySeal | None, unit_path: str, signer: Signer) -> int:
    await session.execute(_TAKE_TIME)
    await session.execute(_ADD_LEAVES, {"day": day, "until": start_of_day(day + _ONE_DAY)})
    leaves = await leaves_of(session, day)
    if before is None and not leaves:
        return 0  # the record begins with its first line
    seal = _head(day, before, unit_path, leaves, signer)
    await keep_key(session, signer)
    session.add(seal)
    await session.flush()
    await stage(session, _told(seal, signer), unit_path=f"{unit_path}.self")
    log.info("day_sealed", day=str(day), number=seal.number, leaves=seal.leaves)
    return 1


def _head(day: date, before: DaySeal | None, unit_path: str, leaves: list[bytes], signer: Signer) -> DaySeal:
    tiles = merkle.tiles_of(leaves)
    seal = DaySeal(
        number=before.number + 1 if before else 1,
        day=day,
        unit_path=unit_path,
        leaves=len(leaves),
        root=merkle.root_of(tiles).hex(),
        previous=before.hash if before else "",
        sealed_at=clock.now().replace(microsecond=0),
        key_id=signer.key_id,
        hash="",
        signature="",
        tiles=b"".join(tiles),
    )
    seal.hash, seal.signature = seals.head_hash(seal), signer.signature(seals.head_message(seal))
    return seal


def _told(seal: DaySeal, signer: Signer) -> RecordSealed:
    says = seal.model_dump(include=set(seals.HEAD))
    return RecordSealed(sequence=seal.number, public_key=signer.public_key, signature=seal.signature, **says)


async def leaves_of(session: AsyncSession, day: date) -> list[bytes]:
    """The hashes of a day's leaves in their order."""
    rows = await session.stream(_LEAVES.execution_options(yield_per=_READ_AT_ONCE), {"day": day})
    return [seals.leaf(*row) async for row in rows]
