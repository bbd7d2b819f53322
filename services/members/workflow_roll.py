"""Reads and writes the roll for many members at once, in core SQL: twelve thousand people are one file."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, bindparam, col

from libs.common.clock import now, today
from libs.common.ids import new_id
from libs.common.text import fold, name_sort_key
from libs.contracts.members import AppointmentMade
from libs.contracts.vocabulary import Membership, Participation
from services.members import rules, workflow_appointments
from services.members.models import Appointment, Member, ParticipationPeriod, Person, Post, Rows, Spell, table_of
from services.members.rules_plan import FACTS, HeldPost, Known, Outcome
from services.members.rules_roll import Stay, Way
from services.members.workflow_member_events import announce_corrected

BATCH: Final = 2_000


async def known_members(session: AsyncSession, only: Collection[UUID] | None = None) -> list[Known]:
    """Members as the tables have them, all or these, with spells, periods and posts held today."""

    def mine(column: Any) -> ColumnElement[bool]:
        return true() if only is None else col(column).in_(only)

    columns = [getattr(Member, fact) for fact in FACTS]
    people = select(col(Person.id), col(Person.name), *columns).join(Member, col(Member.person_id) == col(Person.id))
    known = {
        row.id: Known(row.id, row.name, {fact: getattr(row, fact) for fact in FACTS})
        for row in await session.execute(people.where(mine(Person.id)))
    }
    spells = _columns(Spell, "member_id", "unit_id", "membership", "valid_from", "valid_to")
    for row in await session.execute(spells.where(mine(Spell.member_id)).order_by(col(Spell.valid_from))):
        known[row[0]].stays.append(Stay(row[1], Membership(row[2]), row[3], row[4]))
    way = ParticipationPeriod
    periods = _columns(way, "member_id", "participation", "valid_from", "valid_to")
    for row in await session.execute(periods.where(mine(way.member_id)).order_by(col(way.valid_from))):
        known[row[0]].ways.append(Way(Participation(row[1]), row[2], row[3]))
    await _add_posts(session, known, mine(Appointment.person_id))
    return list(known.values())


def _columns(table: type[SQLModel], *names: str) -> Rows:
    return select(*(col(getattr(table, name)) for name in names))


async def _add_posts(session: AsyncSession, known: dict[UUID, Known], mine: ColumnElement[bool]) -> None:
    held = select(Appointment).where(mine, col(Appointment.post).is_not(None))
    for one in await session.scalars(held):
        if one.person_id in known and rules.holds(one, today()):
            known[one.person_id].posts.append(HeldPost(one.id, one.unit_id, Post(str(one.post))))


async def write_outcomes(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    """Write people, facts, spells and periods of those who are new or change; the caller leaves out the others."""
    new = [one for one in outcomes if one.before is None]
    changed = [one for one in outcomes if one.before is not None]
    known_people = set(
        await session.scalars(select(col(Person.id)).where(col(Person.id).in_([one.person_id for one in new])))
    )
    await _insert(session, Person, [_person(one) for one in new if one.person_id not in known_people])
    await _insert(session, Member, [{"person_id": one.person_id, "sequence": 1, **one.facts} for one in new])
    await _update_facts(session, changed)
    await _replace_periods(session, [one for one in outcomes if one.before is None or one.stays != one.before.stays])
    await _replace_ways(session, [one for one in outcomes if one.before is None or one.ways != one.before.ways])


async def write_posts(session: AsyncSession, outcomes: Iterable[Outcome], *, as_of: date, by: UUID) -> set[UUID]:
    """End the posts that the file no longer gives and make those that it gives; officers gain and lose their rights.
    Gives the members known before who were told of with it."""
    outcomes = list(outcomes)
    ending = [held.appointment_id for one in outcomes for held in one.posts_to_end]
    ended = list(await session.scalars(select(Appointment).where(col(Appointment.id).in_(ending)).with_for_update()))
    await workflow_appointments.close(session, ended, on=rules.day_before(as_of), tell_members=False)
    made = [_appointment(one, as_of, by) for one in outcomes if one.takes_post]
    session.add_all(made)
    await workflow_appointments.announce(session, AppointmentMade, made)
    touched = {one.person_id for one in outcomes if one.before and (one.takes_post or one.posts_to_end)}
    await announce_corrected(session, sorted(touched))
    return touched


def _appointment(one: Outcome, since: date, by: UUID) -> Appointment:
    post = Post(str(one.post))
    return Appointment(
        id=new_id(),
        person_id=one.person_id,
        role=rules.POST_ROLES[post],
        unit_id=one.unit_id,
        post=post,
        valid_from=since,
        made_by=by,
        made_at=now(),
    )


def _person(one: Outcome) -> dict[str, Any]:
    return {"id": one.person_id, "name": one.name, "folded": fold(one.name), "sort_key": name_sort_key(one.name)}


async def _update_facts(session: AsyncSession, changed: Sequence[Outcome]) -> None:
    people, members = table_of(Person), table_of(Member)
    renamed = [{"key": one.person_id, **_person(one)} for one in changed]
    for row in renamed:
        del row["id"]
    if not changed:
        return
    await session.execute(
        update(people).where(people.c.id == bindparam("key")).values(
            name=bindparam("name"), folded=bindparam("folded"), sort_key=bindparam("sort_key")
        ),
        renamed,
    )  # fmt: skip
    raised = {"sequence": members.c.sequence + 1}
    await session.execute(
        update(members).where(members.c.person_id == bindparam("key")).values(
            **{fact: bindparam(f"new_{fact}") for fact in FACTS}, **raised
        ),
        [{"key": one.person_id, **{f"new_{fact}": one.facts[fact] for fact in FACTS}} for one in changed],
    )  # fmt: skip


async def _replace_periods(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    await _clear(session, Spell, [one.person_id for one in outcomes if one.before])
    rows = [{"id": new_id(), "member_id": one.person_id, **stay._asdict()} for one in outcomes for stay in one.stays]
    await _insert(session, Spell, rows)


async def _replace_ways(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    await _clear(session, ParticipationPeriod, [one.person_id for one in outcomes if one.before])
    rows = [{"id": new_id(), "member_id": one.person_id, **way._asdict()} for one in outcomes for way in one.ways]
    await _insert(session, ParticipationPeriod, rows)


async def _clear(session: AsyncSession, table: type[Spell] | type[ParticipationPeriod], members: list[UUID]) -> None:
    if members:
        await session.execute(
            delete(table).where(col(table.member_id).in_(members)),
            execution_options={"synchronize_session": False},
        )


async def _insert(session: AsyncSession, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        await session.execute(insert(table_of(table)), rows[start : start + BATCH])
