"""Reads for a receipt: the hashes of a petition's lines, and its place in the last sealed day that has it."""

from typing import Final

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.keys import Signer
from services.petitions import merkle, seals
from services.petitions.models import Petition
from services.petitions.models_seals import DaySeal, SealedPetition, SealKey
from services.petitions.models_words import HistoryLine
from services.petitions.receipts import Receipt, SealedOut, receipt
from services.petitions.views_seals import head_out

_TILE: Final = text("""
    SELECT petition_id, code, length, head FROM sealed_petitions
    WHERE day = :day AND position BETWEEN :first AND :last ORDER BY position
""")


async def receipt_of(session: AsyncSession, petition: Petition, signer: Signer) -> Receipt:
    """A receipt of the petition, now."""
    of_it = select(col(HistoryLine.hash)).where(col(HistoryLine.petition_id) == petition.id)
    lines = list((await session.scalars(of_it.order_by(col(HistoryLine.seq)))).all())
    return receipt(petition, lines, await _sealed(session, petition), signer, clock.now())


async def _sealed(session: AsyncSession, petition: Petition) -> SealedOut | None:
    asked = (
        select(SealedPetition, DaySeal, SealKey)
        .join(DaySeal, col(DaySeal.day) == col(SealedPetition.day))
        .join(SealKey, col(SealKey.id) == col(DaySeal.key_id))
        .where(col(SealedPetition.petition_id) == petition.id)
        .order_by(col(SealedPetition.length).desc())
    )
    found = (await session.execute(asked.limit(1))).first()
    if found is None:
        return None
    leaf, seal, key = found
    proof = [node.hex() for node in await _proof(session, leaf, seal)]
    return SealedOut(length=leaf.length, position=leaf.position, proof=proof, head=head_out(seal, key))


async def _proof(session: AsyncSession, leaf: SealedPetition, seal: DaySeal) -> list[bytes]:
    """Within its tile, then among the tiles."""
    tile, place = divmod(leaf.position, merkle.TILE)
    first = tile * merkle.TILE
    rows = await session.execute(_TILE, {"day": leaf.day, "first": first, "last": first + merkle.TILE - 1})
    beside = [seals.leaf(*row) for row in rows]
    size = len(merkle.EMPTY)
    tiles = [seal.tiles[at : at + size] for at in range(0, len(seal.tiles), size)]
    return merkle.proof_of(beside, place) + merkle.proof_of(tiles, tile)
