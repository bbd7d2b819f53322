"""Whom an assignment can go to, by body, and what is usually whose."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit
from libs.contracts.vocabulary import Category, Tier
from services.petitions.models_bodies import Body, BodyKind, BodyMember, CategoryOwner
from services.petitions.views_people import Assignee, assignees_of


class BodyOut(BaseModel):
    """A body of the unit, under its parent, with the assignees who work in it. `source` says where it comes from, if it
    came with the system and the unit has not changed it."""

    code: str
    parent_code: str | None
    name: str
    position: int
    absent: bool
    source: str | None
    assignees: list[Assignee]


class OwnerOut(BaseModel):
    """Which body a category is usually given to, and who says so."""

    category: Category
    code: str
    source: str


class BodiesOut(BaseModel):
    """The bodies in their order, assignees of none, and what is usually whose. A person decides."""

    items: list[BodyOut]
    others: list[Assignee]
    owners: list[OwnerOut]


@dataclass(frozen=True)
class _Named:
    code: str
    parent_code: str | None
    name: str
    position: int
    absent: bool = False
    source: str | None = None


async def bodies_of(session: AsyncSession, unit: Unit) -> BodiesOut:
    """The bodies of a unit as it arranged them; a ward that has not yet has those that every ward has."""
    kinds = (await session.scalars(select(BodyKind))).all() if unit.tier is Tier.WARD else []
    its_own = (await session.scalars(select(Body).where(col(Body.unit_id) == unit.id))).all()
    named = {one.code: _Named(one.code, one.parent_code, one.name, one.position, source=one.source) for one in kinds}
    named |= {one.code: _Named(one.code, one.parent_code, one.name, one.position, one.absent) for one in its_own}
    works_in = await _works_in(session, unit.id)
    assignees = (await assignees_of(session, unit.id)).items
    owners = (await session.scalars(select(CategoryOwner))).all()
    return BodiesOut(
        items=[
            BodyOut(**vars(body), assignees=[one for one in assignees if works_in.get(one.person_id) == body.code])
            for body in sorted(named.values(), key=lambda body: (body.position, body.code))
        ],
        others=[one for one in assignees if works_in.get(one.person_id) not in named],
        owners=[OwnerOut(**owner.model_dump()) for owner in owners if owner.code in named],
    )


async def _works_in(session: AsyncSession, unit_id: UUID) -> dict[UUID, str]:
    members = (await session.scalars(select(BodyMember).where(col(BodyMember.unit_id) == unit_id))).all()
    return {member.person_id: member.code for member in members}
