"""The petitions behind a number of a report: as many as it says, a page at a time.

Words are shown only of those that the caller may read; the others are a code, a category and where they are.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import product
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants
from libs.common.paging import Page, Position
from libs.contracts.vocabulary import Category, PetitionState
from services.petitions.rules_report import Came, Cell, Fate, cells_of
from services.petitions.views_reports import Paper, fates_in_paper, period_of_paper
from services.petitions.views_scope import scope_of


class CountedPetition(BaseModel):
    """A petition as a report counts it: state, holder and deadline at the end of its period."""

    id: UUID
    code: str
    text: str | None
    category: Category
    came: Came | None
    state: PetitionState
    beyond: bool
    overdue: bool
    branch_name: str
    holder_name: str | None
    due_at: datetime | None
    logged_at: datetime


class Wanted(BaseModel):
    """Which number: of the total, of a category, of a line."""

    cell: Cell
    category: Category | None = None
    line: UUID | None = None
    came: Came | None = None


_ALL: Final = """
    SELECT fates.petition_id AS id, fates.code, CASE WHEN {mine} THEN {words} END AS text, fates.category, came,
           fates.state, beyond, overdue, coalesce(branch.name, '') AS branch_name, holder.name AS holder_name,
           fates.due_at, fates.logged_at
    FROM ({fates}) AS fates
    JOIN petitions AS p ON p.id = fates.petition_id
    JOIN words ON words.petition_id = fates.petition_id
    LEFT JOIN access_units AS branch ON branch.id = fates.branch_id
    LEFT JOIN access_units AS holder ON holder.id = fates.holder_id
    WHERE (coalesce(came, ''), fates.state, beyond, overdue, on_time, read_out) IN (
        SELECT * FROM unnest(CAST(:cames AS text[]), CAST(:states AS text[]), CAST(:beyonds AS bool[]),
                             CAST(:overdues AS bool[]), CAST(:on_times AS bool[]), CAST(:read_outs AS bool[]))) {more}
    ORDER BY fates.logged_at, fates.petition_id LIMIT {limit:d}
"""


def _every_fate() -> Iterator[Fate]:
    flags = product([False, True], repeat=4)
    for came, state, (beyond, overdue, on_time, read_out) in product([None, *Came], PetitionState, flags):
        yield Fate(came, state, beyond, overdue, on_time, read_out)


@cache
def fates_counted_in(cell: Cell) -> dict[str, list[Any]]:
    """Every fate that a number counts, column by column: what a number means is said in `cells_of` alone."""
    fates = [fate for fate in _every_fate() if cell in cells_of(fate)]
    columns = ("cames", "states", "beyonds", "overdues", "on_times", "read_outs")
    rows = [(str(fate.came or ""), str(fate.state), *fate[2:]) for fate in fates]
    return {name: list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}


async def petitions_of(
    session: AsyncSession, paper: Paper, wanted: Wanted, position: Position, grants: Grants
) -> Page[CountedPetition]:
    """A page of the petitions behind a number, the oldest first."""
    fates = fates_in_paper(paper, await period_of_paper(session, paper), line=wanted.line)
    conditions, params = _conditions(wanted, position)
    mine = scope_of(grants).condition
    statement = _ALL.format(
        fates=fates.sql, mine=mine.sql, words=_words(paper), more="".join(conditions), limit=position.limit + 1
    )
    rows = await session.execute(
        text(statement), {**fates.params, **mine.params, **fates_counted_in(wanted.cell), **params}
    )
    found = [CountedPetition(**row._asdict()) for row in rows]
    page, cursor = position.cut(found, lambda one: [one.logged_at, one.id])
    return Page(items=page, next_cursor=cursor)


def _words(paper: Paper) -> str:
    return "fates.text" if paper.signed else "words.text"


def _conditions(wanted: Wanted, position: Position) -> tuple[list[str], dict[str, Any]]:
    conditions, params = list[str](), dict[str, Any]()
    if wanted.category is not None:
        conditions.append(" AND fates.category = :category")
        params["category"] = str(wanted.category)
    if wanted.line is not None:
        conditions.append(" AND line_id = :line")
        params["line"] = wanted.line
    if wanted.came is not None:
        conditions.append(" AND came = :came")
        params["came"] = str(wanted.came)
    if (key := position.key(datetime, UUID)) is not None:
        conditions.append(" AND (fates.logged_at, fates.petition_id) > (:after_at, :after_id)")
        params |= {"after_at": key[0], "after_id": key[1]}
    return conditions, params
