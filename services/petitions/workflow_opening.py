"""How a petition begins: opened by what was logged, reworded while it is new, going up by itself.

Meetings and recommendations come in any order. Whoever opens petitions and whoever takes over what happens to meetings
take turns by a lock, so that one of them always sees what the other did. It is one lock for all, taken before any
other: many events share a transaction, and locks of single meetings would be taken in any order.
"""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit
from libs.common import clock
from libs.common.refusals import NotYet
from libs.common.rules import rule_book
from libs.common.text import fold
from libs.contracts.meetings import RecommendationEvent
from libs.contracts.petitions import PetitionOpened, PetitionSubmitted
from libs.contracts.vocabulary import Competence, PetitionState
from services.petitions import rules_clocks, tree
from services.petitions.case import Case
from services.petitions.case_clocks import close_clocks, open_clocks
from services.petitions.case_lines import write_line
from services.petitions.case_moves import begin, go_to, take
from services.petitions.models import NEVER, CodeCounter, Petition
from services.petitions.models_words import AddedText, Words
from services.petitions.rules import Desk, Verb
from services.petitions.workflow_cases import Deed, begin_deed, deed_of, facts, finish, load, save, write_deed

MEETINGS_LOCK: Final = 0x6D65657473
_AS_SAID: Final = {"branch_id", "meeting_id", "raised_by", "raised_by_id", "category", "competence", "urgent"}
_NO_MEETING_CHANGES: Final = text(f"SELECT pg_advisory_xact_lock_shared({MEETINGS_LOCK})")
_KNOWN: Final = text("""
    SELECT EXISTS (SELECT FROM petitions WHERE id = :petition_id), meeting.starts_at, meeting.ended_at
    FROM (SELECT) AS nothing LEFT JOIN meetings AS meeting ON meeting.id = :meeting_id
""")


class Known(NamedTuple):
    """Whether the petition is open already, and what its meeting's events have said so far."""

    is_open: bool
    starts_at: datetime | None
    ended_at: datetime | None


async def open_petition(session: AsyncSession, event: RecommendationEvent, unit_path: str) -> None:
    """The petition exists from the moment its recommendation was logged, held by the branch; once per id."""
    known = await look_up(session, event)
    if known.is_open:
        return
    chain = await tree.chain_from(session, event.branch_id)
    case = Case(await _new_petition(session, event, unit_path, chain, known), await rule_book(session))
    petition = case.petition
    begin(case, tree.place(chain[0]), petition.logged_at)
    write_line(case, "open", at=petition.logged_at, by=None, from_state=None, to_unit_id=chain[0].id)
    case.added.insert(0, _words(petition, event))
    deed = Deed("open", None, petition.logged_at, PetitionState.RECORDED, None)
    case.told.append(PetitionOpened(**facts(petition, deed)))
    if goes_up_now(petition, known, clock.now()):
        await go_up(session, case, chain)
    else:
        await save(session, case)


async def look_up(session: AsyncSession, event: RecommendationEvent) -> Known:
    """What is known, while nobody may change a meeting until this transaction ends."""
    if session.in_nested_transaction() or not session.info.get(MEETINGS_LOCK):
        await session.execute(_NO_MEETING_CHANGES)
        session.info[MEETINGS_LOCK] = True
    ids = {"petition_id": event.recommendation_id, "meeting_id": event.meeting_id}
    return Known(*(await session.execute(_KNOWN, ids)).one())


async def _new_petition(
    session: AsyncSession,
    event: RecommendationEvent,
    unit_path: str,
    chain: list[Unit],
    known: Known,
) -> Petition:
    logged_at = min(event.logged_at, clock.now())
    ward = tree.ward_of(chain)
    return Petition(
        id=event.recommendation_id,
        code=await _next_code(session, ward.code, rules_clocks.year_of(logged_at)),
        sequence=1,
        recommendation_sequence=event.sequence,
        home_id=chain[0].id,
        last_holder_id=chain[0].id,
        last_holder_tier=chain[0].tier,
        ward_id=ward.id,
        path=unit_path,
        state=PetitionState.RECORDED,
        queue_at=NEVER,
        **event.model_dump(include=_AS_SAID),
        starts_at=known.starts_at or event.starts_at,
        logged_at=logged_at,
    )


async def _next_code(session: AsyncSession, ward_code: str, year: int) -> str:
    counter = insert(CodeCounter).values(ward_code=ward_code, year=year, last=1)
    one_more = counter.on_conflict_do_update(
        index_elements=["ward_code", "year"], set_={"last": col(CodeCounter.last) + 1}
    )
    number = await session.scalar(one_more.returning(col(CodeCounter.last)))
    return f"KN-{ward_code.upper()}-{year}-{number:05d}"


def _words(petition: Petition, event: RecommendationEvent) -> Words:
    plain = f"{petition.code} {event.text}".lower()
    return Words(
        petition_id=petition.id,
        text=event.text,
        raised_by_name=event.raised_by_name,
        plain=plain,
        folded=fold(plain),
    )


def goes_up_now(petition: Petition, known: Known, now: datetime) -> bool:
    """Above the branch's competence: at once if urgent, once its meeting has ended, and once its time has run out."""
    time_is_up = petition.goes_up_at is not None and petition.goes_up_at <= now
    above_branch = petition.competence is not Competence.BRANCH
    return time_is_up or (above_branch and (petition.urgent or known.ended_at is not None))


async def go_up(session: AsyncSession, case: Case, chain: list[Unit] | None = None) -> None:
    """The first going up, by itself. Raises NotYet while no unit above the branch is known."""
    chain = chain or await tree.chain_from(session, case.petition.home_id)
    step, deed = begin_deed(case, Verb.GO_UP, None)
    if case.desk is Desk.BRANCH and len(chain) < 2:
        raise NotYet(f"unit above {chain[0].id}")
    unit = chain[1] if case.desk is Desk.BRANCH else chain[0]
    go_to(case, unit)
    take(case, step, at=deed.at, to=tree.place(unit))
    await finish(session, case, deed, PetitionSubmitted)


async def reword(session: AsyncSession, event: RecommendationEvent) -> None:
    """While it is recorded all of the new wording applies; afterwards a new text is added beside the first."""
    known = await look_up(session, event)
    case = await load(session, event.recommendation_id)
    if case is None:
        raise NotYet(f"petition {event.recommendation_id}")
    if event.sequence <= case.petition.recommendation_sequence:
        return
    case.petition.recommendation_sequence = event.sequence
    if case.petition.state is not PetitionState.RECORDED:
        await _add_text(session, case, event)
    else:
        await _replace(session, case, event)
    if case.petition.state is PetitionState.RECORDED and goes_up_now(case.petition, known, clock.now()):
        await go_up(session, case)  # which saves; saved before that, the clocks just opened would stay open for ever
    else:
        await save(session, case)


async def _replace(session: AsyncSession, case: Case, event: RecommendationEvent) -> None:
    petition, at = case.petition, case.moment(clock.now())
    was_for_branch = petition.competence is Competence.BRANCH
    petition.category, petition.competence, petition.urgent = event.category, event.competence, event.urgent
    petition.raised_by, petition.raised_by_id = event.raised_by, event.raised_by_id
    if was_for_branch != (event.competence is Competence.BRANCH):
        close_clocks(case, at)
        open_clocks(case, petition.state, petition.logged_at, next_regular=None)
    values = _words(petition, event).model_dump(exclude={"petition_id", "answer_text"})
    await session.execute(update(Words).where(col(Words.petition_id) == petition.id).values(**values))
    _note_rewording(case, at, event)


async def _add_text(session: AsyncSession, case: Case, event: RecommendationEvent) -> None:
    petition, at = case.petition, case.moment(clock.now())
    words = await session.get(Words, petition.id, populate_existing=True)
    of_it = select(AddedText).where(col(AddedText.petition_id) == petition.id).order_by(col(AddedText.number))
    added = (await session.scalars(of_it)).all()
    if words is None or event.text in (words.text, *(text.text for text in added)):
        return
    case.added.append(AddedText(petition_id=petition.id, number=len(added) + 2, text=event.text, at=at))
    words.plain = f"{words.plain} {event.text.lower()}"
    words.folded = fold(words.plain)
    _note_rewording(case, at, event)


def _note_rewording(case: Case, at: datetime, event: RecommendationEvent) -> None:
    case.petition.sequence += 1
    case.petition.moved_at = at
    write_deed(case, deed_of(case, "reword", None, at), note=event.text)
