"""Reads everything of one petition and shows of it what the caller may see."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from libs.access import Unit, units_by_ids
from libs.common import clock
from libs.common.refusals import NotYet
from services.petitions import tree
from services.petitions.case import Case
from services.petitions.models import Clock, Holding, MeetingCopy, Petition
from services.petitions.models_words import AddedText, Draft, HistoryLine, HistoryNote, Transfer, Words
from services.petitions.permissions import Seat
from services.petitions.permissions_petitioner import apart, may_ask_who
from services.petitions.views import one_item
from services.petitions.views_followers import followers_out
from services.petitions.views_next import answers_are_drafts, next_verbs, path_ahead, waiting_for
from services.petitions.views_petition import (
    AheadOut,
    AnswerOut,
    ClockOut,
    DraftOut,
    HoldingOut,
    LineOut,
    MeetingOut,
    PetitionOut,
    RaisedByOut,
    TextOut,
    TransferOut,
)
from services.petitions.views_reasons import ReasonWords, words_chosen
from services.petitions.views_waiting import spells
from services.petitions.workflow_answers import next_regular_meeting


async def petition_out(session: AsyncSession, case: Case, seat: Seat) -> PetitionOut:
    """The petition as this caller sees it."""
    petition = case.petition
    item = await one_item(session, petition.id)
    lines = await _lines(session, petition.id)
    clocks = await _clocks(session, petition.id)
    holdings = await _holdings(session, petition.id)
    units = await units_by_ids(session, _unit_ids(lines, clocks, holdings))
    names = await names_of(session, [line.actor_id for line, _ in lines if line.actor_id])
    reasons = await words_chosen(session, [line for line, _ in lines])
    words = await session.get_one(Words, petition.id, populate_existing=True)
    seat = seat if words.text else apart(seat)
    if petition.raised_by_id and words.raised_by_name:
        names.setdefault(petition.raised_by_id, words.raised_by_name)
    upward, ahead = await _ahead(session, case)
    return PetitionOut(
        **{name: getattr(item, name) for name in type(item).model_fields},
        texts=await _texts(session, petition, words) if words.text else [],
        raised_by=_raised_by(petition, words) if seat.sees_petitioner else None,
        meeting=await _meeting(session, petition),
        clocks=[ClockOut(**clock.model_dump(), unit_name=_name(units, clock.unit_id)) for clock in clocks],
        holders=[HoldingOut(**one.model_dump(), unit_name=_name(units, one.unit_id)) for one in holdings],
        path_ahead=ahead,
        history=[_line(line, note, reasons.get(line.seq), units, names, petition, seat) for line, note in lines],
        answer=await _answer(session, petition),
        draft=await _draft(session, petition) if petition.last_holder_id in seat.desks else None,
        transfer=await _transfer(session, petition.id),
        merged_into_id=petition.merged_into_id,
        followers=await followers_out(session, petition, seat),
        channel=petition.channel,
        next=next_verbs(case, seat, clock.now(), has_above=len(upward) > 1),
        only_drafts=answers_are_drafts(case, seat, clock.today()),
        may_reveal=may_ask_who(seat) and petition.holder_id is not None,
        waiting_for=waiting_for(case, item.holder.unit_name) if item.holder else None,
        sequence=petition.sequence,
        spells=spells(holdings, {unit.id: unit.name for unit in units.values()}, clock.now()),
    )


async def _lines(session: AsyncSession, petition_id: UUID) -> Sequence[tuple[HistoryLine, str | None]]:
    noted = (col(HistoryNote.petition_id) == col(HistoryLine.petition_id)) & (
        col(HistoryNote.seq) == col(HistoryLine.seq)
    )
    statement = (
        select(HistoryLine, HistoryNote.text)
        .join(HistoryNote, noted, isouter=True)
        .where(HistoryLine.petition_id == petition_id)
        .order_by(col(HistoryLine.seq))
    )
    return [(line, note) for line, note in await session.execute(statement)]


async def _clocks(session: AsyncSession, petition_id: UUID) -> Sequence[Clock]:
    statement = select(Clock).where(Clock.petition_id == petition_id).order_by(col(Clock.id))
    return (await session.scalars(statement)).all()


async def _holdings(session: AsyncSession, petition_id: UUID) -> Sequence[Holding]:
    statement = select(Holding).where(Holding.petition_id == petition_id).order_by(col(Holding.id))
    return (await session.scalars(statement)).all()


def _unit_ids(
    lines: Iterable[tuple[HistoryLine, str | None]], clocks: Iterable[Clock], holdings: Iterable[Holding]
) -> set[UUID]:
    of_lines = {unit_id for line, _ in lines for unit_id in (line.unit_id, line.to_unit_id) if unit_id}
    return of_lines | {clock.unit_id for clock in clocks} | {holding.unit_id for holding in holdings}


_NAMES = text("""
    SELECT DISTINCT ON (person_id) person_id, person_name FROM access_appointments
    WHERE person_id = ANY(:people) AND person_name <> '' ORDER BY person_id, kept_at DESC
""")


async def names_of(session: AsyncSession, people: list[UUID]) -> dict[UUID, str]:
    """The names last heard of these people."""
    if not people:
        return {}
    return {row.person_id: row.person_name for row in await session.execute(_NAMES, {"people": people})}


def _name(units: dict[UUID, Unit], unit_id: UUID | None) -> str:
    unit = units.get(unit_id) if unit_id else None
    return unit.name if unit else ""


async def _ahead(session: AsyncSession, case: Case) -> tuple[list[Unit], list[AheadOut]]:
    try:
        upward = await tree.chain_from(session, case.petition.last_holder_id)
        home = await tree.heir_of(session, case.petition.home_id)
    except NotYet:
        return [], []
    next_regular = await next_regular_meeting(session, home.id, clock.now())
    return upward, path_ahead(case, upward, home, next_regular)


async def _texts(session: AsyncSession, petition: Petition, words: Words) -> list[TextOut]:
    statement = select(AddedText).where(AddedText.petition_id == petition.id).order_by(col(AddedText.number))
    added = (await session.scalars(statement)).all()
    first = TextOut(text=words.text, at=petition.logged_at)
    return [first, *(TextOut(text=one.text, at=one.at) for one in added)]


def _raised_by(petition: Petition, words: Words) -> RaisedByOut:
    return RaisedByOut(kind=petition.raised_by, member_id=petition.raised_by_id, name=words.raised_by_name)


async def _meeting(session: AsyncSession, petition: Petition) -> MeetingOut:
    meeting = await session.get(MeetingCopy, petition.meeting_id)
    return MeetingOut(id=petition.meeting_id, starts_at=petition.starts_at, kind=meeting.kind if meeting else None)


def _line(
    line: HistoryLine,
    note: str | None,
    reason: ReasonWords | None,
    units: dict[UUID, Unit],
    names: dict[UUID, str],
    petition: Petition,
    seat: Seat,
) -> LineOut:
    unnamed = line.verb == "reveal" and line.unit_id not in seat.desks
    hidden = unnamed or (line.actor_id == petition.raised_by_id and not seat.sees_petitioner)
    inside = line.verb == "draft" and line.unit_id not in seat.desks
    return LineOut(
        **line.model_dump(include={"seq", "verb", "by_itself", "from_state", "to_state", "at", "role", "unit_id"}),
        actor_id=None if hidden else line.actor_id,
        actor_name=names.get(line.actor_id) if line.actor_id and not hidden else None,
        unit_name=_name(units, line.unit_id) or None,
        to_unit_name=_name(units, line.to_unit_id) or None,
        note=None if inside else note,
        details={} if inside else line.details,
        reason=reason,
    )


async def _answer(session: AsyncSession, petition: Petition) -> AnswerOut | None:
    if petition.answer_sequence is None or petition.outcome is None or petition.answered_at is None:
        return None
    words = await session.get_one(Words, petition.id)
    units = await units_by_ids(session, [petition.answered_by_id] if petition.answered_by_id else [])
    return AnswerOut(
        outcome=petition.outcome,
        text=words.answer_text or "",
        target_date=petition.target_date,
        unit_name=_name(units, petition.answered_by_id),
        at=petition.answered_at,
        sequence=petition.answer_sequence,
        content=petition.content,
        read_out_at=petition.read_out_at,
    )


async def _draft(session: AsyncSession, petition: Petition) -> DraftOut | None:
    draft = await session.get(Draft, petition.id, populate_existing=True)
    if draft is None:
        return None
    names = await names_of(session, [draft.by_id])
    return DraftOut(**draft.model_dump(), by_name=names.get(draft.by_id, ""))


async def _transfer(session: AsyncSession, petition_id: UUID) -> TransferOut | None:
    of_it = select(Transfer).where(Transfer.petition_id == petition_id).order_by(col(Transfer.number).desc()).limit(1)
    last = (await session.scalars(of_it)).first()
    return TransferOut(**last.model_dump()) if last else None
