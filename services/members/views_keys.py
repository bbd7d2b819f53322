"""Reads that anybody may make: the public keys, and what this installation is."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.members.models import Unit
from services.members.models_accounts import SigningKey
from services.members.workflow_founding import is_founded


class About(BaseModel):
    """What the sign-in page needs to know."""

    demo: bool
    founded: bool
    city_name: str | None
    languages: list[str]


class Key(BaseModel):
    """A JSON Web Key (RFC 8037)."""

    kty: str = "OKP"
    crv: str = "Ed25519"
    alg: str = "EdDSA"
    use: str = "sig"
    kid: str
    x: str


class Keys(BaseModel):
    """A JSON Web Key Set."""

    keys: list[Key]


async def about(session: AsyncSession, *, demo: bool) -> About:
    """What this installation is."""
    city = await session.scalar(select(col(Unit.name)).where(col(Unit.parent_id).is_(None)))
    return About(demo=demo, founded=await is_founded(session), city_name=city, languages=["vi", "en"])


async def keys(session: AsyncSession, *, at: datetime) -> Keys:
    """The keys that a token may be signed with at a moment."""
    lasting = or_(col(SigningKey.valid_to).is_(None), col(SigningKey.valid_to) > at)
    rows = await session.scalars(select(SigningKey).where(lasting).order_by(col(SigningKey.valid_from)))
    return Keys(keys=[Key(kid=row.id, x=row.public_key) for row in rows])
