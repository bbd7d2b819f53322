"""The bodies of a unit, as its officers arrange them, and who of its assignees works in which."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import officers_of
from libs.contracts.vocabulary import Role
from services.petitions.errors import NotAnAssignee
from services.petitions.models_bodies import Body, BodyMember


async def keep_body(
    session: AsyncSession,
    *,
    unit_id: UUID,
    code: str,
    name: str,
    parent_code: str | None,
    position: int,
    absent: bool,
    members: Sequence[UUID],
) -> None:
    """The body as this unit has it, with exactly these assignees; each works in one body of a unit."""
    assignees = {officer.person_id for officer in await officers_of(session, unit_id, [Role.WAS])}
    if not assignees.issuperset(members):
        raise NotAnAssignee
    said = {"name": name, "parent_code": parent_code, "position": position, "absent": absent}
    row = insert(Body).values(unit_id=unit_id, code=code, **said)
    await session.execute(row.on_conflict_do_update(index_elements=["unit_id", "code"], set_=said))
    in_it = (col(BodyMember.unit_id) == unit_id, col(BodyMember.code) == code)
    await session.execute(delete(BodyMember).where(*in_it, col(BodyMember.person_id).not_in(list(members))))
    for person_id in sorted(set(members)):
        member = insert(BodyMember).values(unit_id=unit_id, person_id=person_id, code=code)
        key = ["unit_id", "person_id"]
        await session.execute(member.on_conflict_do_update(index_elements=key, set_={"code": code}))
