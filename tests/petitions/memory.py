"""Petitions that live in memory only: the moves without a database, over a tree of any depth."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Final
from uuid import UUID, uuid5

from libs.common.clock import LOCAL_ZONE
from libs.common.refusals import Refusal
from libs.common.rules import RuleBook, RuleValue, local_day
from libs.contracts.vocabulary import Category, Competence, PetitionState, RaisedBy, Tier
from services.petitions import case_clocks
from services.petitions.case import Actor, Case, Place
from services.petitions.case_lines import mark_once, write_line
from services.petitions.case_moves import begin, take
from services.petitions.models import NEVER, Clock, Holding, Petition
from services.petitions.rules import Move, Verb, decide

_seeds = import_module("services.petitions.migrations.0003_rules")
_more = import_module("services.petitions.migrations.0005_full_machine")
BOOK = RuleBook(
    tuple(
        RuleValue(key, Decimal(value), unit, _seeds.FROM, None, source)
        for key, value, unit, source in (*_seeds.RULES, *_more.RULES)
    ),
    frozenset(day for day, _, _ in _seeds.HOLIDAYS),
)
ROOT = UUID(int=0xABC)
TIERS = {
    2: (Tier.BRANCH, Tier.CITY),
    3: (Tier.BRANCH, Tier.WARD, Tier.CITY),
    4: (Tier.BRANCH, Tier.SUB_COMMITTEE, Tier.WARD, Tier.CITY),
    5: (Tier.BRANCH, Tier.SUB_COMMITTEE, Tier.SUB_COMMITTEE, Tier.WARD, Tier.CITY),
}


def chain_of(depth: int) -> list[Place]:
    """Home first, top last."""
    return [Place(uuid5(ROOT, f"{depth}.{height}"), tier) for height, tier in enumerate(TIERS[depth])]


def opened(
    at: datetime,
    chain: Sequence[Place],
    *,
    competence: Competence = Competence.WARD,
    starts_at: datetime | None = None,
) -> Case:
    """A petition that was logged at this moment."""
    petition = Petition(
        id=uuid5(ROOT, at.isoformat()),
        code="KN-W001-2026-00001",
        sequence=1,
        recommendation_sequence=1,
        branch_id=chain[0].unit_id,
        home_id=chain[0].unit_id,
        last_holder_id=chain[0].unit_id,
        last_holder_tier=chain[0].tier,
        ward_id=chain[1].unit_id,
        path="th.w001.b001",
        meeting_id=uuid5(ROOT, "meeting"),
        starts_at=starts_at or at,
        logged_at=at,
        raised_by=RaisedBy.BRANCH,
        state=PetitionState.RECORDED,
        category=Category.LAND,
        competence=competence,
        urgent=False,
        queue_at=NEVER,
    )
    case = Case(petition, BOOK)
    begin(case, chain[0], at)
    write_line(case, "open", at=at, by=None, from_state=None)
    return case


def act(case: Case, verb: Verb, at: datetime, chain: Sequence[Place]) -> None:
    """What the workflow does with a verb, but for its words. Raises the refusals of the table."""
    petition = case.petition
    units = [place.unit_id for place in chain]
    height = units.index(petition.last_holder_id)
    situation = case.situation(case.moment(at), has_above=height + 1 < len(chain))
    step = decide(verb, situation)
    from_state, holder = petition.state, Place(petition.last_holder_id, petition.last_holder_tier)
    to = {
        Move.UP: lambda: chain[height + 1],
        Move.DOWN: lambda: chain[max(height - 1, 0)],
        Move.HOME: lambda: chain[0],
        Move.BACK: lambda: chain[units.index(petition.answered_by_id or units[0])],
    }.get(step.move, lambda: None)()
    if verb is Verb.UNMERGE:
        petition.merged_into_id, to = None, holder
    if verb in (Verb.RETURN, Verb.EXTEND, Verb.PAUSE):
        mark_once(case, verb, holder.unit_id)
    if verb in _BESIDE:
        _BESIDE[verb](case, case.moment(at))
    if verb is Verb.MERGE:
        petition.merged_into_id = ROOT
    if verb is Verb.ANSWER:
        petition.answered_by_id, petition.answer_sequence = holder.unit_id, petition.sequence + 1
    if step.move is Move.BACK:
        petition.reopened_at, petition.closed_at = at, None
    if step.to is PetitionState.CLOSED:
        petition.closed_at = at
    take(case, step, at=situation.at, to=to)
    by = None if verb in (Verb.GO_UP, Verb.UNMERGE) else Actor(ROOT, None, holder.unit_id)
    write_line(case, verb, at=situation.at, by=by, from_state=from_state)


_BESIDE: Final[Mapping[Verb, Callable[[Case, datetime], object]]] = {
    Verb.PAUSE: lambda case, at: case_clocks.pause_answer(case, at, 10),
    Verb.RESUME: lambda case, at: case_clocks.resume_answer(case, at, is_met=True),
    Verb.TRANSFER: lambda case, at: case_clocks.await_reply(case, at, None),
    Verb.REPLY: lambda case, at: case_clocks.meet_reply(case, at),
}


def refused(case: Case, verb: Verb, at: datetime, chain: Sequence[Place]) -> str | None:
    """The slug with which the table refuses a verb; None if it allows it."""
    height = [place.unit_id for place in chain].index(case.petition.last_holder_id)
    try:
        decide(verb, case.situation(at, has_above=height + 1 < len(chain)))
    except Refusal as refusal:
        return refusal.slug
    return None


def holdings(case: Case) -> list[Holding]:
    """Every interval so far."""
    return [row for row in case.added if isinstance(row, Holding)]


def clocks(case: Case) -> list[Clock]:
    """Every clock so far."""
    return [row for row in case.added if isinstance(row, Clock)]


def day(month: int, number: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2026 where the product is used."""
    return datetime(2026, month, number, hour, minute, tzinfo=LOCAL_ZONE)


def held(case: Case, until: datetime) -> timedelta:
    """The time that holders account for, all spells together."""
    return sum(((one.to_at or until) - one.from_at for one in holdings(case)), timedelta())


def local(moment: datetime) -> date:
    """Its date where the product is used."""
    return local_day(moment)
