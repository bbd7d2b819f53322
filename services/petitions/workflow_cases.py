"""Loading a petition into a case, saving what it became, telling the world: what surrounds the decision in every verb.

Loaded rows are the session's and are written back by it; new rows of all tables go in by one statement.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import TextClause, delete, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from libs.common import clock
from libs.common.outbox import staged_rows
from libs.common.rules import RuleBook, rule_book
from libs.common.tables import outbox
from libs.contracts.petitions import PetitionEvent, PetitionRestated
from libs.contracts.vocabulary import FINAL_STATES, PetitionState
from services.petitions.case import Actor, Case
from services.petitions.case_lines import write_line
from services.petitions.models import Base, Clock, Holding, Petition, UnitMark
from services.petitions.models_words import Draft
from services.petitions.rules import Step, Verb, decide
from services.petitions.rules_reasons import Why

EventT = TypeVar("EventT", bound=PetitionEvent)


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb being done: by whom (None: by itself), when, from which state and holder."""

    verb: str
    by: Actor | None
    at: datetime
    from_state: PetitionState
    from_holder_id: UUID | None


async def load(session: AsyncSession, petition_id: UUID) -> Case | None:
    """The petition, locked until the transaction ends; None if there is none."""
    petition = await session.get(Petition, petition_id, with_for_update=True, populate_existing=True)
    return await case_of(session, petition, await rule_book(session)) if petition else None


async def lock_both(session: AsyncSession, one: UUID, other: UUID) -> None:
    """Locks two petitions in the order of ids, as whoever takes several does. What is final already nobody merges, and
    whoever holds what it follows comes to it from there."""
    both = select(col(Petition.id)).where(col(Petition.id).in_([one, other]))
    still_open = both.where(col(Petition.state).not_in(FINAL_STATES))
    await session.execute(still_open.order_by(col(Petition.id)).with_for_update())


async def case_of(session: AsyncSession, petition: Petition, book: RuleBook) -> Case:
    """A loaded petition with its open interval, its running clocks and what its units have done once."""
    of_it = col(Holding.petition_id) == petition.id
    last = select(Holding).where(of_it).order_by(col(Holding.id).desc()).limit(1)
    holding = (await session.scalars(last)).one()
    running = select(Clock).where(col(Clock.petition_id) == petition.id, col(Clock.closed_at).is_(None))
    marks = await session.scalars(select(UnitMark).where(col(UnitMark.petition_id) == petition.id))
    is_open = holding.to_at is None
    return Case(
        petition=petition,
        book=book,
        holding=holding if is_open else None,
        clocks=list((await session.scalars(running.order_by(col(Clock.id)))).all()),
        marks={(mark.unit_id, mark.verb) for mark in marks},
        spell=holding.spell if is_open else holding.spell + 1,
    )


def begin_deed(case: Case, verb: Verb, by: Actor | None, *, has_above: bool = True) -> tuple[Step, Deed]:
    """What the table says to the verb, now. Raises its refusals."""
    at = case.moment(clock.now())
    return decide(verb, case.situation(at, has_above=has_above)), deed_of(case, verb.value, by, at)


def deed_of(case: Case, verb: str, by: Actor | None, at: datetime) -> Deed:
    """The deed, before anything of the case has changed."""
    return Deed(verb, by, at, case.petition.state, case.petition.holder_id)


async def finish(
    session: AsyncSession,
    case: Case,
    deed: Deed,
    event_class: type[EventT],
    *,
    note: str | None = None,
    details: dict[str, Any] | None = None,
    **said: Any,
) -> None:
    """Writes the line of history, saves, stages the one event of the verb; `said` is what that event adds."""
    conclude(case, deed, event_class, note=note, details=details, **said)
    await save(session, case)


def conclude(
    case: Case,
    deed: Deed,
    event_class: type[EventT],
    *,
    note: str | None = None,
    details: dict[str, Any] | None = None,
    **said: Any,
) -> None:
    """The same in memory: nothing is saved yet."""
    write_deed(case, deed, note=note, details=details)
    case.told.append(event_class(**facts(case.petition, deed), **said))


def because(why: Why, **details: str) -> dict[str, Any]:
    """What a reason adds to the line of history and to the event."""
    return {"note": why.said, "details": {**details, **why.details}, "reason": why.told, "reason_code": why.code}


def write_deed(case: Case, deed: Deed, *, note: str | None = None, details: dict[str, Any] | None = None) -> None:
    """The line of history of a deed."""
    holder_id = case.petition.holder_id
    write_line(
        case,
        deed.verb,
        at=deed.at,
        by=deed.by,
        from_state=deed.from_state,
        to_unit_id=holder_id if holder_id != deed.from_holder_id else None,
        note=note,
        details=details,
    )


async def save(session: AsyncSession, *cases: Case) -> None:
    """Writes the petitions and what was added to the cases, and stages what is told of them; nothing twice. A draft
    stays on the desk it was written at, and ends when the petition leaves."""
    is_new = [case.petition for case in cases if inspect(case.petition).transient]
    await session.flush()
    rows = _by_table([*is_new, *(row for case in cases for row in case.added)])
    if told := [(event, case.petition.path, case.why) for case in cases for event in case.told]:
        rows[outbox.name] = staged_rows(session, told)
    if rows:
        await session.execute(_insert_into(tuple(rows)), {"rows": json.dumps(rows, default=str)})
    if left := [case.petition.id for case in cases if case.has_left]:
        await session.execute(delete(Draft).where(col(Draft.petition_id).in_(left)))
    for case in cases:
        case.added, case.told, case.has_left = [], [], False


def _by_table(rows: Iterable[SQLModel]) -> dict[str, list[dict[str, Any]]]:
    """Rows of any tables go in by one statement: opening a petition writes to seven, and round trips are the cost."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row.__tablename__), []).append(row.model_dump())
    return found


@cache
def _insert_into(tables: tuple[str, ...]) -> TextClause:
    *first, last = [_insert(table) for table in tables]
    steps = ", ".join(f"step_{number} AS ({step})" for number, step in enumerate(first))
    return text(f"WITH {steps} {last}" if steps else last)


def _insert(table: str) -> str:
    columns_of = (outbox if table == outbox.name else Base.metadata.tables[table]).columns
    given = [column.name for column in columns_of if column.identity is None and column.server_default is None]
    columns = ", ".join(f'"{name}"' for name in given)
    rows = f"json_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS json) -> '{table}')"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows}"


def facts(petition: Petition, deed: Deed) -> dict[str, Any]:
    """What every event says of the petition."""
    return {
        **state_of(petition),
        "occurred_at": deed.at,
        "by_itself": deed.by is None,
        "actor_id": deed.by.person_id if deed.by else None,
    }


def state_of(petition: Petition) -> dict[str, Any]:
    """The public state of a petition, and who raised it."""
    return {
        "sequence": petition.sequence,
        "petition_id": petition.id,
        "code": petition.code,
        "branch_id": petition.branch_id,
        "meeting_id": petition.meeting_id,
        "state": petition.state,
        "holder_id": petition.holder_id,
        "holder_tier": petition.holder_tier,
        "previous_holder_id": petition.previous_holder_id,
        "category": petition.category,
        "competence": petition.competence,
        "urgent": petition.urgent,
        "due_at": petition.due_at,
        "raised_by_id": petition.raised_by_id,
    }


def restated(petition: Petition, answered_by_name: str | None, answer_text: str | None) -> PetitionRestated:
    """The petition as it stands, for copies."""
    stands = petition.answer_sequence is not None
    return PetitionRestated(
        **state_of(petition),
        occurred_at=petition.moved_at,
        by_itself=True,
        actor_id=None,
        answer_sequence=petition.answer_sequence,
        answered_by_id=petition.answered_by_id if stands else None,
        answered_by_name=answered_by_name if stands else None,
        outcome=petition.outcome if stands else None,
        target_date=petition.target_date if stands else None,
        answer_text=answer_text if stands else None,
    )
