"""The queue: lists of petitions by nearest deadline, a page at a time, at the same speed however many there are.

Every page is one walk along an index that ends in `(queue_at, id)`; names are joined to the page, not to the table, and
the database writes the items as JSON: made into objects on the way they would cost more than all the rest.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import TextClause, text

from libs.common import clock, db
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
    """A petition as it stands in a list. Its text is empty once it was found that it must not lie here."""

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
    text_erased: bool


@dataclass
class Wanted:
    """What a list is asked for: conditions on `p` (petitions), and the marks that a search may find them by."""

    conditions: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    def add(self, condition: Condition) -> None:
        """One more condition that must hold."""
        if any(self.params.get(name, value) != value for name, value in condition.params.items()):
            raise ValueError(f"two conditions share a parameter: {condition.sql}")
        self.conditions.append(condition.sql)
        self.params |= condition.params
        self.marks += [condition.mark] if condition.mark else []

    @property
    def where(self) -> str:
        """All conditions."""
        return " AND ".join(["true", *self.conditions])


def _word(sql: str) -> str:
    """An id or a word of the vocabulary as JSON: nothing in it needs escaping."""
    return f"coalesce('\"' || {sql} || '\"', 'null')"


def _value(sql: str) -> str:
    """Anything else as JSON."""
    return f"coalesce(to_json({sql})::text, 'null')"


def _object(**fields: str) -> str:
    """A JSON object, put together as text: `json_build_object` asks for the type of each part again in each row."""
    parts = ", ',', ".join(f"'\"{name}\":', {sql}" for name, sql in fields.items())
    return f"concat('{{', {parts}, '}}')"


_HOLDER = _object(
    unit_id=_word("p.holder_id"), unit_name=_value("coalesce(holder.name, '')"), tier=_word("p.holder_tier")
)
_ASSIGNEE = _object(
    person_id=_word("p.assignee_id"),
    name=_value("""coalesce((
        SELECT person_name FROM access_appointments AS a WHERE a.person_id = p.assignee_id
        ORDER BY a.kept_at DESC LIMIT 1), '')"""),
)
_ITEM = _object(
    **{name: _word(f"p.{name}") for name in ("id", "code", "state", "category", "competence", "complexity", "outcome")},
    **{name: _word(f"p.{name}") for name in ("branch_id", "ward_id", "due_kind")},
    **{name: _value(f"p.{name}") for name in ("urgent", "due_at", "logged_at")},
    text=_value("words.text"),
    text_erased=_value("words.text = ''"),
    branch_name=_value("coalesce(branch.name, '')"),
    ward_name=_value("coalesce(ward.name, '')"),
    holder=f"CASE WHEN p.holder_id IS NULL THEN 'null' ELSE {_HOLDER} END",
    assignee=f"CASE WHEN p.assignee_id IS NULL THEN 'null' ELSE {_ASSIGNEE} END",
    overdue=_value("p.queue_at <= :overdue_at"),
)

ITEMS: Final = f"""
    SELECT {_ITEM} AS item, p.queue_at, p.id FROM page AS p
    JOIN words ON words.petition_id = p.id
    LEFT JOIN access_units AS branch ON branch.id = p.branch_id
    LEFT JOIN access_units AS ward ON ward.id = p.ward_id
    LEFT JOIN access_units AS holder ON holder.id = p.holder_id
"""
"""The rows of the CTE `page`, petitions, as items; `:overdue_at` is what is late by now."""


class Row(NamedTuple):
    """A petition of a page as JSON, and where it stands in the queue."""

    item: str
    queue_at: datetime
    id: UUID


def page_json(items: Iterable[str], next_cursor: str | None) -> str:
    """A `Page[PetitionItem]` as it is sent: the database has written the items."""
    return f'{{"items":[{",".join(items)}],"next_cursor":{json.dumps(next_cursor)}}}'


async def queue_page(session: db.Asked, wanted: Wanted, position: Position) -> str:
    """Petitions by nearest deadline, those without one last; a `Page[PetitionItem]` in JSON."""
    key = position.key(datetime, UUID)
    if key is not None:
        wanted.add(after(key))
    rows, next_cursor = position.cut(await page_rows(session, wanted, position.limit + 1), key=lambda row: row[1:])
    return page_json((row.item for row in rows), next_cursor)


def after(key: list[Any]) -> Condition:
    """Strictly after the row with this key."""
    queue_at, petition_id = key
    return Condition("(p.queue_at, p.id) > (:after_at, :after_id)", {"after_at": queue_at, "after_id": petition_id})


async def page_rows(session: db.Asked, wanted: Wanted, limit: int) -> list[Row]:
    """The rows of one page with their names."""
    walk = f"SELECT p.* FROM petitions AS p WHERE {wanted.where} ORDER BY p.queue_at, p.id LIMIT {limit:d}"
    return [Row(*row) for row in await session.execute(_page(walk), {**wanted.params, "overdue_at": late_until()})]


@lru_cache(maxsize=512)
def _page(walk: str) -> TextClause:
    """The statement of a page. How many rows it has stands in it, not beside it: a plan made for any number would not
    walk."""
    return text(f"WITH page AS MATERIALIZED ({walk}) {ITEMS} ORDER BY p.queue_at, p.id")


def late_until() -> datetime:
    """What was due by then is late now."""
    return clock.now() - LATE


async def one_item(session: db.Asked, petition_id: UUID) -> PetitionItem:
    """One petition as a list would show it."""
    wanted = Wanted(["p.id = :petition_id"], {"petition_id": petition_id})
    return PetitionItem.model_validate_json((await page_rows(session, wanted, 1))[0].item)
