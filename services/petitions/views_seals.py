"""What anybody may have of the sealed days: the keys they are signed with, and their heads. Nothing of any petition."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.paging import Page, Position
from services.petitions.models_seals import DaySeal, SealKey


class SealKeyOut(BaseModel):
    """A JSON Web Key (RFC 8037). Note `x` down somewhere else: a verifier is given it, it does not ask for it."""

    kty: str = "OKP"
    crv: str = "Ed25519"
    alg: str = "EdDSA"
    use: str = "sig"
    kid: str
    x: str
    since: datetime


class SealKeys(BaseModel):
    """A JSON Web Key Set."""

    keys: list[SealKeyOut]


class HeadOut(BaseModel):
    """The head of a sealed day, with its signature: over every field but the last two."""

    day: date
    number: int
    unit_path: str
    leaves: int
    root: str
    previous: str
    sealed_at: datetime
    key_id: str
    public_key: str
    signature: str


async def seal_keys(session: AsyncSession) -> SealKeys:
    """Every key that a head is or was signed with."""
    rows = await session.scalars(select(SealKey).order_by(col(SealKey.since), col(SealKey.id)))
    return SealKeys(keys=[SealKeyOut(kid=row.id, x=row.public_key, since=row.since) for row in rows])


async def heads(session: AsyncSession, position: Position) -> Page[HeadOut]:
    """The heads in the order of their days."""
    after = position.key(int)
    asked = select(DaySeal, SealKey).join(SealKey, col(SealKey.id) == col(DaySeal.key_id))
    if after is not None:
        asked = asked.where(col(DaySeal.number) > after[0])
    rows = (await session.execute(asked.order_by(col(DaySeal.number)).limit(position.limit + 1))).all()
    page, next_cursor = position.cut(rows, key=lambda row: [row[0].number])
    return Page(items=[head_out(seal, key) for seal, key in page], next_cursor=next_cursor)


def head_out(seal: DaySeal, key: SealKey) -> HeadOut:
    """The head as it is given out."""
    return HeadOut(**seal.model_dump(), public_key=key.public_key)
