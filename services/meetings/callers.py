"""Who is asking, with all they may act as; and the meeting they speak of, if their role lets them.

Role and unit are judged before a body is, even if the ids stand in that body: then they are read from it as far as they
can be, and only if it was refused, so that what is right costs nothing more.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants, unit_or_not_found
from libs.common.http import Caller, GuardedRoute, Handle, Session
from services.meetings.loading import meeting_for
from services.meetings.models import Meeting
from services.meetings.permissions import PERMISSIONS, ROUTES
from services.meetings.views_roster import grants_here

PREFIX = "/api/meetings/v1"


async def _grants(session: Session, caller: Caller) -> Grants:
    return await grants_here(session, caller.person_id)


By = Annotated[Grants, Depends(_grants)]
"""The caller's grants today, with MEM in their own branch."""


def _verb(request: Request) -> str:
    return ROUTES[request.method, str(request.state.route).removeprefix(PREFIX)]


async def _there(request: Request, meeting_id: UUID, session: Session, by: By) -> Meeting:
    return await meeting_for(session, meeting_id, by=by, verb=_verb(request))


There = Annotated[Meeting, Depends(_there)]
"""The meeting of the path. Role and unit are judged by the route's verb, before the body is."""


class JudgedRoute(GuardedRoute):
    """A route that tells whoever may not do this so, and not that their body is wrong."""

    def get_route_handler(self) -> Handle:
        """Wraps the guarded handler."""
        handle = super().get_route_handler()

        async def judged(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                async with request.app.state.database.transaction() as session:
                    by = await grants_here(session, request.state.person.person_id)
                    meeting_id = id_in(request.path_params, "meeting_id")
                    await judge(session, by=by, verb=_verb(request), meeting_id=meeting_id, body=error.body)
                raise

        return judged


async def judge(session: AsyncSession, *, by: Grants, verb: str, meeting_id: UUID | None, body: Any) -> None:
    """Role and unit, as far as the ids can be read; those of a meeting to be scheduled and of what is logged stand in
    the body. Raises NotFound and Forbidden."""
    if verb == "log":
        meeting_id = id_in(body, "meeting_id")
    elif verb == "schedule":
        branch_id = id_in(body, "branch_id")
        if branch_id is not None:
            PERMISSIONS.require(by, verb, await unit_or_not_found(session, branch_id))
        if meeting_id is None or await session.get(Meeting, meeting_id) is None:
            return
    if meeting_id is not None:
        await meeting_for(session, meeting_id, by=by, verb=verb)


def id_in(given: Any, name: str) -> UUID | None:
    """The id of this name, if there is one that can be read."""
    try:
        return UUID(str(given[name]))
    except (KeyError, TypeError, ValueError):
        return None
