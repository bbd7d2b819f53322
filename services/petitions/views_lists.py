"""From what a list is asked for (filters, tab, search) to its page."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from libs.access import Grants, unit_by_id
from libs.common import clock, db
from libs.common.paging import Position
from libs.common.text import Query
from libs.contracts.vocabulary import Category, PetitionState, Tier
from services.petitions.views import LATE, Wanted, queue_page
from services.petitions.views_scope import ABOVE, ANSWERED, Condition, Scope, one_of, scope_of
from services.petitions.views_search import search_page

Tab = Literal["todo", "answered", "above", "all"]


class Asked(BaseModel):
    """The filters of a list, all of which must hold."""

    holder: Literal["me"] | UUID | None = None
    state: list[PetitionState] = Field(default_factory=list)
    category: Category | None = None
    overdue: bool | None = None
    raised_unit: UUID | None = None
    tab: Tab | None = None
    q: Query = ""


async def list_petitions(session: db.Asked, grants: Grants, asked: Asked, position: Position) -> str:
    """The petitions that the caller may see and asks for: a `Page[PetitionItem]` in JSON."""
    scope = scope_of(grants)
    wanted = Wanted()
    for condition in (*_holder(asked, scope), *_plain(asked), *_tab(asked, scope)):
        wanted.add(condition)
    if asked.raised_unit is not None:
        wanted.add(await _raised_in(session, asked.raised_unit))
    if asked.q:
        return await search_page(session, wanted, asked.q, position)
    return await queue_page(session, wanted, position)


def _holder(asked: Asked, scope: Scope) -> list[Condition]:
    """Whoever has an office in the holding unit may read what it holds, so nothing else needs to be asked."""
    if asked.holder == "me":
        if scope.desks:
            return [one_of("p.holder_id", list(scope.desks), name="desks")]
        return [scope.condition, Condition("p.holder_id IS NOT NULL" if scope.is_assignee else "false")]
    if asked.holder is None:
        return [scope.condition]
    held = one_of("p.holder_id", [asked.holder], name="holder")
    return [held] if asked.holder in scope.desks else [scope.condition, held]


def _plain(asked: Asked) -> list[Condition]:
    conditions = []
    if len(asked.state) == 1:
        conditions.append(Condition("p.state = :state", {"state": str(asked.state[0])}))
    elif asked.state:
        conditions.append(Condition("p.state = ANY(:states)", {"states": [str(state) for state in asked.state]}))
    if asked.category is not None:
        conditions.append(Condition("p.category = :category", {"category": str(asked.category)}))
    if asked.overdue is not None:
        sign = "<=" if asked.overdue else ">"
        conditions.append(Condition(f"p.queue_at {sign} :late", {"late": clock.now() - LATE}))
    return conditions


def _tab(asked: Asked, scope: Scope) -> list[Condition]:
    if asked.tab == "answered":
        return [Condition(ANSWERED)]
    if asked.tab == "above":
        above = [str(tier) for tier in ABOVE[scope.tier]]
        return [Condition("p.holder_tier = ANY(:above)", {"above": above})]
    if asked.tab == "todo":
        held = _holder(Asked(holder="me"), scope)
        return [*held, Condition("p.state <> 'answered'")]
    return []


async def _raised_in(session: db.Asked, unit_id: UUID) -> Condition:
    unit = await unit_by_id(session, unit_id)
    if unit is not None and unit.tier is Tier.CITY:
        return Condition("true")
    column = "p.ward_id" if unit is not None and unit.tier is Tier.WARD else "p.home_id"
    return one_of(column, [unit_id], name="raised_unit")
