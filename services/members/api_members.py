"""The HTTP door for people on the roll."""

from typing import Any
from uuid import UUID

from libs.access import Grants, Rule
from libs.common.http import Caller, Router, Session
from libs.common.paging import Page, Paging
from libs.common.refusals import NotFound
from libs.common.text import Query as SearchText
from libs.contracts.vocabulary import Membership, Participation, Role
from services.members import rules_cells, views_members, workflow_members
from services.members.bodies import MemberBody
from services.members.errors import UnitHasEnded, WrongPhone
from services.members.models import Unit
from services.members.permissions import PERMISSIONS, VERBS
from services.members.views_accounts import grants

router = Router("members")

_KEEPS_RECORDS = {Role.WOF, Role.WPB}


@router.get("/members")
async def get_members(
    session: Session,
    caller: Caller,
    paging: Paging,
    unit_id: UUID | None = None,
    q: SearchText | None = None,
    membership: Membership | None = None,
    participation: Participation | None = None,
) -> Page[views_members.MemberOut]:
    """Members of the units that the caller may read, today, by given name."""
    held = await grants(session, caller.person_id)
    unit = await _readable_unit(session, held, unit_id) if unit_id else None
    found = await views_members.list_members(
        session,
        paths=paths_of(held, VERBS["read_roster"]),
        unit_path=unit.path if unit else None,
        query=q,
        membership=membership,
        participation=participation,
        after=paging.key(str, UUID),
        limit=paging.limit,
    )
    items, cursor = paging.cut(found, lambda one: [one.sort_key, one.member_id])
    return Page(items=items, next_cursor=cursor)


@router.get("/members/{member_id}")
async def get_member(member_id: UUID, session: Session, caller: Caller) -> views_members.MemberSheet:
    """One member's sheet: for oneself, the branch's secretary and the ward."""
    held = await grants(session, caller.person_id)
    branch = next(iter(await views_members.branches_of(session, member_id)), None)
    if branch is None:
        raise NotFound()
    if member_id != caller.person_id:
        PERMISSIONS.require(held, "read_sheet", branch)
    whole = member_id == caller.person_id or held.covers(branch.path, *_KEEPS_RECORDS)
    return await views_members.sheet(session, member_id=member_id, whole=whole)


@router.put("/members/{member_id}")
async def put_member(member_id: UUID, body: MemberBody, session: Session, caller: Caller) -> views_members.MemberSheet:
    """Enter or correct a member of a branch."""
    unit = await session.get(Unit, body.unit_id)
    if unit is None:
        raise NotFound()
    held = await grants(session, caller.person_id)
    PERMISSIONS.require(held, "correct_member", unit)
    if unit.valid_to is not None or unit.tier != "branch":
        raise UnitHasEnded()
    facts = _facts(body)
    await workflow_members.put_member(
        session, member_id=member_id, name=body.name, facts=facts, exempt_from=body.exempt_from, unit=unit
    )
    return await views_members.sheet(session, member_id=member_id, whole=True)


def paths_of(held: Grants, rules: tuple[Rule, ...]) -> list[str]:
    """Where the caller may do what these rules allow."""
    return sorted({grant.path for grant in held.items for rule in rules if grant.role == rule.role})


async def _readable_unit(session: Session, held: Grants, unit_id: UUID) -> Unit:
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise NotFound()
    PERMISSIONS.require(held, "read_roster", unit)
    return unit


def _facts(body: MemberBody) -> dict[str, Any]:
    facts = body.model_dump(exclude={"name", "unit_id", "exempt_from"})
    try:
        facts["phone"] = rules_cells.phone(body.phone)
    except rules_cells.Bad:
        raise WrongPhone() from None
    if body.birth_date is not None:
        facts["birth_year"] = body.birth_date.year
    return facts
