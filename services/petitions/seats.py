"""Who is asking, and where they stand toward the petition they ask about: settled before a body is judged."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants, Unit, grants_of, unit_or_not_found
from libs.common.clock import today
from libs.common.http import Caller, GuardedRoute, Handle, Session, Walk
from libs.common.refusals import NotFound
from libs.common.rules import rule_book
from libs.contracts.vocabulary import PetitionState, Role
from services.petitions.bodies import MergeBody
from services.petitions.case import Actor, Case
from services.petitions.following import way_back
from services.petitions.models import Holding, Petition
from services.petitions.permissions import (
    HOLDER,
    HOME,
    Seat,
    only_drafts,
    require,
    require_officer,
    seat_of,
)
from services.petitions.permissions_petitioner import require_asking_who
from services.petitions.rules import Desk, Verb
from services.petitions.views_people import has_asked_who
from services.petitions.workflow_cases import case_of, load, lock_both
from services.petitions.workflow_work import claim


async def _grants(session: Session, caller: Caller) -> Grants:
    return await grants_of(session, caller.person_id)


TakeOver = Annotated[
    str | None,
    Header(description="`true`: go on although a colleague at the desk is working on it"),
]
"""Said by whoever goes on although somebody else at the desk is at work on the petition."""

By = Annotated[Grants, Depends(_grants)]
"""The caller's grants today."""


async def _grants_beside(walk: Walk, caller: Caller) -> Grants:
    return await grants_of(walk, caller.person_id)


Lists = Annotated[Grants, Depends(_grants_beside)]
"""The same for lists, asked without a transaction."""


@dataclass(frozen=True)
class Reading:
    """A petition that the caller may read."""

    case: Case
    seat: Seat


@dataclass(frozen=True)
class Doing:
    """A petition, locked, with which the caller may do what they ask."""

    case: Case
    seat: Seat
    by: Actor
    role: Role

    @property
    def only_drafts(self) -> bool:
        """Whether an answer of this caller is a draft."""
        two_person = self.case.book.number("petitions.two_person_approval", today())
        return only_drafts(self.role, two_person=bool(two_person))


async def _reading(petition_id: UUID, session: Session, by: By) -> Reading:
    petition = await session.get(Petition, petition_id)
    if petition is None:
        raise NotFound
    seat = await seat_at(session, by, petition)
    if not seat.reads:
        raise NotFound
    return Reading(_seen_from(await case_of(session, petition, await rule_book(session)), seat), seat)


async def seat_at(session: AsyncSession, grants: Grants, petition: Petition) -> Seat:
    """Where the caller stands; what units once held it matters only to who would not see it otherwise, and who has
    asked who raised it only to whom it is assigned to."""
    back = await way_back(session, petition) if petition.state is PetitionState.MERGED else None
    seat = seat_of(grants, petition, frozenset(), back)
    if seat.reads and seat.assigned and not seat.sees_petitioner:
        return replace(seat, sees_petitioner=await has_asked_who(session, petition.id, grants.person_id))
    if seat.reads:
        return seat
    held = select(col(Holding.unit_id)).where(col(Holding.petition_id) == petition.id)
    return seat_of(grants, petition, frozenset((await session.scalars(held)).all()), back)


def _seen_from(case: Case, seat: Seat) -> Case:
    case.is_settled = seat.back is not None and seat.back.is_settled
    return case


def may(verb: Verb) -> Any:
    """A dependency: the petition locked for this verb. FastAPI settles it before it judges the body."""

    async def doing(petition_id: UUID, session: Session, by: By, take_over: TakeOver = None) -> Doing:
        return await free(session, verb, await settle(session, verb, petition_id, by), take_over)

    return Depends(doing)


def may_merge() -> Any:
    """The same for a merge, which takes a second petition: both are locked before either is looked at."""

    async def doing(petition_id: UUID, request: Request, session: Session, by: By, take_over: TakeOver = None) -> Doing:
        try:
            into = MergeBody.model_validate_json(await request.body()).into
        except ValidationError:  # who may not is told so before anything is said of the body
            into = petition_id
        await lock_both(session, petition_id, into)
        return await free(session, Verb.MERGE, await settle(session, Verb.MERGE, petition_id, by), take_over)

    return Depends(doing)


async def settle(session: AsyncSession, verb: Verb, petition_id: UUID, by: Grants) -> Doing:
    """The petition locked for this verb. Raises NotFound and Forbidden."""
    case = await load(session, petition_id)
    if case is None:
        raise NotFound
    seat = await seat_at(session, by, case.petition)
    role = require(verb, seat, case.desk)
    return Doing(_seen_from(case, seat), seat, Actor(by.person_id, role, _acts_for(verb, case.petition, seat)), role)


def _acts_for(verb: Verb, petition: Petition, seat: Seat) -> UUID:
    if verb is Verb.UNMERGE and seat.back is not None:
        return seat.back.unit.id
    return petition.home_id if verb in HOME else petition.last_holder_id


async def free(session: AsyncSession, verb: Verb, doing: Doing, take_over: str | None) -> Doing:
    """The same, if nobody else at the desk is at work on it. Raises BeingWorkedOn. What belongs to the branch it came
    from does not wait for a desk."""
    if verb in HOLDER:
        await claim(session, doing.case, by=doing.by.person_id, take_over=take_over == "true")
    return doing


def at_work(required: Callable[[Seat, Desk], None] | None = None) -> Any:
    """A dependency: the petition locked for whoever may work on its answer, drafts included, and what else is
    required."""

    async def doing(petition_id: UUID, session: Session, by: By) -> Doing:
        settled = await settle(session, Verb.ANSWER, petition_id, by)
        if required is not None:
            required(settled.seat, settled.case.desk)
        return settled

    return Depends(doing)


def may_ask_who() -> Any:
    """A dependency: the petition locked for whoever works on it and does not see who raised it."""

    async def doing(petition_id: UUID, session: Session, by: By) -> Doing:
        case = await load(session, petition_id)
        if case is None:
            raise NotFound
        seat = await seat_at(session, by, case.petition)
        require_asking_who(seat)
        actor = Actor(by.person_id, Role.WAS, case.petition.last_holder_id)
        return Doing(_seen_from(case, seat), seat, actor, Role.WAS)

    return Depends(doing)


class VerbRoute(GuardedRoute):
    """A route of a verb. FastAPI refuses what is not JSON at all before it looks at anything else; here, too, whoever
    may not is told so first."""

    def get_route_handler(self) -> Handle:
        """Wraps the guarded handler."""
        handle = super().get_route_handler()

        async def settled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                if any(one["type"] == "json_invalid" for one in error.errors()):
                    await _settle_unread(request)
                raise

        return settled


async def _settle_unread(request: Request) -> None:
    verb = Verb(request.url.path.rpartition("/")[2])
    try:
        petition_id = UUID(request.path_params["petition_id"])
    except ValueError:
        return
    async with request.app.state.database.transaction() as session:
        grants = await grants_of(session, request.state.person.person_id)
        await settle(session, verb, petition_id, grants)


Read = Annotated[Reading, Depends(_reading)]
"""The petition of the path, if the caller may read it."""


async def _own_unit(unit_id: UUID, session: Session, by: By) -> Unit:
    unit = await unit_or_not_found(session, unit_id)
    require_officer(by, unit)
    return unit


OwnUnit = Annotated[Unit, Depends(_own_unit)]
"""The unit of the path, if the caller hands out work there."""
