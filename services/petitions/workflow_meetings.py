"""What a meeting means for its petitions: when they go up, until when answers are to be read out."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.rules import RuleBook, rule_book
from libs.contracts.meetings import MeetingEvent
from libs.contracts.vocabulary import ClockKind, Competence, PetitionState
from services.petitions import rules_clocks
from services.petitions.case_clocks import set_due, watch_clocks
from services.petitions.models import MeetingCopy, Petition
from services.petitions.workflow_answers import next_regular_meeting
from services.petitions.workflow_cases import case_of, load
from services.petitions.workflow_opening import MEETINGS_LOCK, go_up


async def keep_meeting(session: AsyncSession, event: MeetingEvent) -> None:
    """Copies the meeting if the event is newer than what stands, and moves the deadlines that hang on it."""
    await session.execute(text(f"SELECT pg_advisory_xact_lock({MEETINGS_LOCK})"))
    values = event.model_dump(exclude={"meeting_id"})
    copy = insert(MeetingCopy).values(id=event.meeting_id, **values)
    newer = copy.on_conflict_do_update(
        index_elements=["id"], set_=values, where=copy.excluded.sequence > col(MeetingCopy.sequence)
    )
    if (await session.scalars(newer.returning(col(MeetingCopy.id)))).first():
        book = await rule_book(session)
        await _move_going_up(session, event, book)
        await _move_read_outs(session, event.branch_id, book)


async def _move_going_up(session: AsyncSession, event: MeetingEvent, book: RuleBook) -> None:
    moved = select(Petition).where(
        col(Petition.meeting_id) == event.meeting_id,
        col(Petition.state) == PetitionState.RECORDED,
        col(Petition.starts_at) != event.starts_at,
    )
    for petition in (await session.scalars(moved.order_by(col(Petition.id)).with_for_update())).all():
        case = await case_of(session, petition, book)
        petition.starts_at = event.starts_at
        facts = rules_clocks.Facts(event.starts_at, None, None)
        for clock in [clock for clock in case.clocks if clock.kind is ClockKind.GO_UP]:
            length = rules_clocks.Length(clock.length, clock.unit)
            set_due(case, clock, rules_clocks.due_at(clock.kind, length, clock.opened_at, facts, book))
        watch_clocks(case)


async def _move_read_outs(session: AsyncSession, branch_id: UUID, book: RuleBook) -> None:
    waiting = select(Petition).where(col(Petition.home_id) == branch_id, col(Petition.state) == PetitionState.ANSWERED)
    for petition in (await session.scalars(waiting.order_by(col(Petition.id)).with_for_update())).all():
        case = await case_of(session, petition, book)
        for clock in [clock for clock in case.clocks if clock.kind is ClockKind.READ_OUT]:
            next_regular = await next_regular_meeting(session, branch_id, clock.opened_at)
            set_due(case, clock, rules_clocks.read_out_due(clock.opened_at, clock.length, next_regular))
        watch_clocks(case)


async def go_up_after(session: AsyncSession, event: MeetingEvent) -> None:
    """The meeting has ended: what was raised there above the branch's competence goes up."""
    await keep_meeting(session, event)
    raised = (
        select(col(Petition.id))
        .where(col(Petition.meeting_id) == event.meeting_id, col(Petition.state) == PetitionState.RECORDED)
        .where(col(Petition.competence) != Competence.BRANCH)
        .order_by(col(Petition.logged_at), col(Petition.id))
    )
    for petition_id in (await session.scalars(raised)).all():
        case = await load(session, petition_id)
        if case is not None and case.petition.state is PetitionState.RECORDED:
            await go_up(session, case)
