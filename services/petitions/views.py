"""The queue: lists of petitions by nearest deadline, a page at a time, at the same speed however many there are.

Every page is one walk along an index that ends in `(queue_at, id)`; names are joined to the page, not to the table, and
the database writes the items as JSON: made into objects on the way they would cost more than all the rest.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.common.paging import Position
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
        if any(self.params.get(name, value) != value for name, value in condition.params.items()):
            raise ValueError(f"two conditions share a parameter: {condition.sql}")
        self.conditions.append(condition.sql)
        self.params |= condition.params


_ITEM = """
    json_build_object(
        'id', p.id, 'code', p.code, 'state', p.state, 'text', words.text, 'category', p.category,
        'competence', p.competence, 'urgent', p.urgent, 'complexity', p.complexity,
        'branch_id', p.branch_id, 'branch_name', coalesce(branch.name, ''),
        'ward_id', p.ward_id, 'ward_name', coalesce(ward.name, ''),
        'holder', CASE WHEN p.holder_id IS NOT NULL THEN json_build_object(
            'unit_id', p.holder_id, 'unit_name', coalesce(holder.name, ''), 'tier', p.holder_tier) END,
        'assignee', CASE WHEN p.assignee_id IS NOT NULL THEN json_build_object(
            'person_id', p.assignee_id, 'name', coalesce((
                SELECT person_name FROM access_appointments AS a WHERE a.person_id = p.assignee_id
                ORDER BY a.kept_at DESC LIMIT 1), '')) END,
        'due_at', p.due_at, 'due_kind', p.due_kind, 'overdue', p.queue_at <= :overdue_at,
        'logged_at', p.logged_at, 'outcome', p.outcome)::text
"""

_FROM_PAGE = f"""
    SELECT {_ITEM} AS item, p.queue_at, p.id
    FROM page AS p
    JOIN words ON words.petition_id = p.id
    LEFT JOIN access_units AS branch ON branch.id = p.branch_id
    LEFT JOIN access_units AS ward ON ward.id = p.ward_id
    LEFT JOIN access_units AS holder ON holder.id = p.holder_id
    ORDER BY p.queue_at, p.id
"""


class Row(NamedTuple):
    """A petition of a page as JSON, and where it stands in the queue."""

    item: str
    queue_at: datetime
    id: UUID


def page_json(rows: Sequence[Row], next_cursor: str | None) -> str:
    """A `Page[PetitionItem]` as it is sent: the database has written the items."""
    return f'{{"items":[{",".join(row.item for row in rows)}],"next_cursor":{json.dumps(next_cursor)}}}'


async def queue_page(session: AsyncSession, wanted: Wanted, position: Position) -> str:
    """Petitions by nearest deadline, those without one last; a `Page[PetitionItem]` in JSON."""
    key = position.key(datetime, UUID)
    if key is not None:
        wanted.add(after(key))
    rows, next_cursor = position.cut(await page_rows(session, wanted, position.limit + 1), key=lambda row: row[1:])
    return page_json(rows, next_cursor)


def after(key: list[Any]) -> Condition:
    """Strictly after the row with this key."""
    queue_at, petition_id = key
    return Condition("(p.queue_at, p.id) > (:after_at, :after_id)", {"after_at": queue_at, "after_id": petition_id})


async def page_rows(session: AsyncSession, wanted: Wanted, limit: int) -> list[Row]:
    """The rows of one page with their names."""
    source = "petitions AS p" + (" JOIN words AS w ON w.petition_id = p.id" if wanted.words else "")
    where = " AND ".join(["true", *wanted.conditions, *wanted.words])
    walk = f"SELECT p.* FROM {source} WHERE {where} ORDER BY p.queue_at, p.id LIMIT :rows"
    statement = text(f"WITH page AS MATERIALIZED ({walk}) {_FROM_PAGE}")
    params = {**wanted.params, "rows": limit, "overdue_at": clock.now() - LATE}
    return [Row(*row) for row in await session.execute(statement, params)]


async def one_item(session: AsyncSession, petition_id: UUID) -> PetitionItem:
    """One petition as a list would show it."""
    wanted = Wanted(["p.id = :petition_id"], {"petition_id": petition_id})
    return PetitionItem.model_validate_json((await page_rows(session, wanted, 1))[0].item)
