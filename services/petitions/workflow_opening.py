"""How a petition begins: opened by what was logged, going up by itself.

Meetings and recommendations come in any order. Whoever opens petitions and whoever takes over what happens to meetings
take turns by a lock, so that one of them always sees what the other did. It is one lock for all, taken before any
other: many events share a transaction, and locks of single meetings would be taken in any order.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Unit
from libs.common import clock
from libs.common.listening import Heard
from libs.common.refusals import NotYet
from libs.common.rules import rule_book
from libs.common.text import fold
from libs.contracts.meetings import RecommendationEvent
from libs.contracts.petitions import PetitionOpened, PetitionSubmitted
from libs.contracts.vocabulary import Competence, PetitionState
from services.petitions import tree
from services.petitions.case import Case
from services.petitions.case_lines import write_line
from services.petitions.case_moves import begin, go_to, take
from services.petitions.codes import give_codes
from services.petitions.models import NEVER, Petition
from services.petitions.models_words import Words
from services.petitions.rules import Desk, Verb
from services.petitions.rules_keys import keys_of
from services.petitions.workflow_cases import Deed, begin_deed, conclude, facts, save

MEETINGS_LOCK: Final = 0x6D65657473
_AS_SAID: Final = {"branch_id", "meeting_id", "raised_by", "raised_by_id", "category", "competence", "urgent"}
_NO_MEETING_CHANGES: Final = text(f"SELECT pg_advisory_xact_lock_shared({MEETINGS_LOCK})")
_KNOWN: Final = text("""
    SELECT petition_id, EXISTS (SELECT FROM petitions WHERE id = petition_id), meeting.starts_at, meeting.ended_at
    FROM unnest(CAST(:petition_ids AS uuid[]), CAST(:meeting_ids AS uuid[])) AS asked(petition_id, meeting_id)
    LEFT JOIN meetings AS meeting ON meeting.id = meeting_id
""")


class Known(NamedTuple):
    """Whether the petition is open already, and what its meeting's events have said so far."""

    is_open: bool
    starts_at: datetime | None
    ended_at: datetime | None


async def open_petitions(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """A petition exists from the moment its recommendation was logged, held by the branch; once per id."""
    known = await look_up(session, [event for event, _ in heard])
    logged: dict[UUID, Heard] = {}
    for one in heard:
        logged.setdefault(one.event.recommendation_id, one)
    new = [one for petition_id, one in logged.items() if not known[petition_id].is_open]
    if not new:
        return
    chains = await tree.chains_from(session, {event.branch_id for event, _ in new})
    petitions = [
        _new_petition(event, meta.unit_path, chains[event.branch_id], known[event.recommendation_id])
        for event, meta in new
    ]
    await give_codes(session, [(one, tree.ward_of(chains[one.branch_id]).code) for one in petitions])
    book, cases = await rule_book(session), list[Case]()
    for petition, (event, meta) in zip(petitions, new, strict=True):
        case = Case(petition, book, why=meta.cause)
        _open(case, event, chains[event.branch_id], known[event.recommendation_id])
        cases.append(case)
    await save(session, *cases)


def _open(case: Case, event: RecommendationEvent, chain: list[Unit], known: Known) -> None:
    petition = case.petition
    begin(case, tree.place(chain[0]), petition.logged_at)
    write_line(case, "open", at=petition.logged_at, by=None, from_state=None, to_unit_id=chain[0].id)
    case.added.insert(0, words_of(petition, event))
    deed = Deed("open", None, petition.logged_at, PetitionState.RECORDED, None)
    case.told.append(PetitionOpened(**{**facts(petition, deed), "actor_id": event.logged_by_id}))
    if goes_up_now(petition, known, clock.now()):
        _rise(case, chain)


async def look_up(session: AsyncSession, events: Sequence[RecommendationEvent]) -> dict[UUID, Known]:
    """What is known by recommendation, while nobody may change a meeting until this transaction ends."""
    await session.execute(_NO_MEETING_CHANGES)
    asked = {
        "petition_ids": [one.recommendation_id for one in events],
        "meeting_ids": [one.meeting_id for one in events],
    }
    return {row[0]: Known(*row[1:]) for row in await session.execute(_KNOWN, asked)}


def _new_petition(event: RecommendationEvent, unit_path: str, chain: list[Unit], known: Known) -> Petition:
    return Petition(
        id=event.recommendation_id,
        sequence=1,
        recommendation_sequence=event.sequence,
        home_id=chain[0].id,
        last_holder_id=chain[0].id,
        last_holder_tier=chain[0].tier,
        ward_id=tree.ward_of(chain).id,
        path=unit_path,
        state=PetitionState.RECORDED,
        queue_at=NEVER,
        **event.model_dump(include=_AS_SAID),
        starts_at=known.starts_at or event.starts_at,
        logged_at=min(event.logged_at, clock.now()),
    )


def words_of(petition: Petition, event: RecommendationEvent) -> Words:
    plain = f"{petition.code} {event.text}".lower()
    return Words(
        petition_id=petition.id,
        text=event.text,
        raised_by_name=event.raised_by_name,
        plain=plain,
        folded=fold(plain),
        keys=keys_of(event.text),
    )


def goes_up_now(petition: Petition, known: Known, now: datetime) -> bool:
    """Above the branch's competence: at once if urgent, once its meeting has ended, and once its time has run out."""
    time_is_up = petition.goes_up_at is not None and petition.goes_up_at <= now
    above_branch = petition.competence is not Competence.BRANCH
    return time_is_up or (above_branch and (petition.urgent or known.ended_at is not None))


async def go_up(session: AsyncSession, case: Case) -> None:
    """The first going up, by itself. Raises NotYet while no unit above the branch is known."""
    _rise(case, await tree.chain_from(session, case.petition.home_id))
    await save(session, case)


def _rise(case: Case, chain: list[Unit]) -> None:
    step, deed = begin_deed(case, Verb.GO_UP, None)
    if case.desk is Desk.BRANCH and len(chain) < 2:
        raise NotYet(f"unit above {chain[0].id}")
    unit = chain[1] if case.desk is Desk.BRANCH else chain[0]
    go_to(case, unit)
    take(case, step, at=deed.at, to=tree.place(unit))
    conclude(case, deed, PetitionSubmitted)
