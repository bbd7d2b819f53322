"""The queue: lists of petitions by nearest deadline, a page at a time, at the same speed however many there are.

Every page is one walk along an index that ends in `(queue_at, id)`; names are joined to the page, not to the table.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.common.paging import Page, Position, encode
from libs.contracts.vocabulary import Category, ClockKind, Competence, Complexity, Outcome, PetitionState, Tier
from services.petitions.views_scope import Condition

LATE: Final = timedelta(seconds=1)


class HolderOut(BaseModel):
    """The unit that holds a petition."""

    unit_id: UUID
    unit_name: str
    tier: Tier


class PersonOut(BaseModel):
    """A person by id and name."""

    person_id: UUID
    name: str


class PetitionItem(BaseModel):
    """A petition as it stands in a list."""

    id: UUID
    code: str
    state: PetitionState
    text: str
    category: Category
    competence: Competence
    urgent: bool
    complexity: Complexity | None
    branch_id: UUID
    branch_name: str
    ward_id: UUID
    ward_name: str
    holder: HolderOut | None
    assignee: PersonOut | None
    due_at: datetime | None
    due_kind: ClockKind | None
    overdue: bool
    logged_at: datetime
    outcome: Outcome | None


@dataclass
class Wanted:
    """What a list is asked for: conditions on `p` (petitions) and, for a search, on `w` (words)."""

    conditions: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def add(self, condition: Condition) -> None:
        """One more condition that must hold."""
        self.conditions.append(condition.sql)
        self.params |= condition.params


_FROM_PAGE = """
    SELECT p.id, p.code, p.state, words.text, p.category, p.competence, p.urgent, p.complexity, p.branch_id, p.ward_id,
           p.due_at, p.due_kind, p.logged_at, p.outcome, p.queue_at, p.holder_id, p.holder_tier, p.assignee_id,
           branch.name AS branch_name, ward.name AS ward_name, holder.name AS holder_name,
           CASE WHEN p.assignee_id IS NOT NULL THEN (
               SELECT person_name FROM access_appointments AS a WHERE a.person_id = p.assignee_id
               ORDER BY a.kept_at DESC LIMIT 1) END AS assignee_name
    FROM page AS p
    JOIN words ON words.petition_id = p.id
    LEFT JOIN access_units AS branch ON branch.id = p.branch_id
    LEFT JOIN access_units AS ward ON ward.id = p.ward_id
    LEFT JOIN access_units AS holder ON holder.id = p.holder_id
    ORDER BY p.queue_at, p.id
"""


async def queue_page(session: AsyncSession, wanted: Wanted, position: Position) -> Page[PetitionItem]:
    """Petitions by nearest deadline; those without one last."""
    if key := position.key(datetime, UUID):
        wanted.add(after(key))
    rows = await page_rows(session, wanted, position.limit + 1)
    page = [item_of(row) for row in rows[: position.limit]]
    more = encode([rows[position.limit - 1].queue_at, page[-1].id]) if len(rows) > position.limit else None
    return Page(items=page, next_cursor=more)


def after(key: list[Any]) -> Condition:
    """Strictly after the row with this key."""
    queue_at, petition_id = key
    return Condition("(p.queue_at, p.id) > (:after_at, :after_id)", {"after_at": queue_at, "after_id": petition_id})


async def page_rows(session: AsyncSession, wanted: Wanted, limit: int) -> list[Any]:
    """The rows of one page with their names."""
    source = "petitions AS p" + (" JOIN words AS w ON w.petition_id = p.id" if wanted.words else "")
    where = " AND ".join(["true", *wanted.conditions, *wanted.words])
    walk = f"SELECT p.* FROM {source} WHERE {where} ORDER BY p.queue_at, p.id LIMIT :rows"
    statement = text(f"WITH page AS MATERIALIZED ({walk}) {_FROM_PAGE}")
    return list(await session.execute(statement, {**wanted.params, "rows": limit}))


def item_of(row: Any) -> PetitionItem:
    """A row of a page as it is shown."""
    return PetitionItem.model_construct(
        id=row.id,
        code=row.code,
        state=PetitionState(row.state),
        text=row.text,
        category=Category(row.category),
        competence=Competence(row.competence),
        urgent=row.urgent,
        complexity=row.complexity and Complexity(row.complexity),
        branch_id=row.branch_id,
        branch_name=row.branch_name or "",
        ward_id=row.ward_id,
        ward_name=row.ward_name or "",
        holder=_holder(row),
        assignee=_assignee(row),
        due_at=row.due_at,
        due_kind=row.due_kind and ClockKind(row.due_kind),
        overdue=is_late(row.due_at),
        logged_at=row.logged_at,
        outcome=row.outcome and Outcome(row.outcome),
    )


def is_late(due_at: datetime | None) -> bool:
    """Late begins the second after the deadline."""
    return due_at is not None and due_at + LATE <= clock.now()


def _holder(row: Any) -> HolderOut | None:
    if row.holder_id is None:
        return None
    return HolderOut.model_construct(unit_id=row.holder_id, unit_name=row.holder_name or "", tier=Tier(row.holder_tier))


def _assignee(row: Any) -> PersonOut | None:
    if row.assignee_id is None:
        return None
    return PersonOut.model_construct(person_id=row.assignee_id, name=row.assignee_name or "")
