"""Who is asking, with all they may act as; and the meeting they speak of, if their role lets them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from libs.access import Grants
from libs.common.http import Caller, Session
from services.meetings.loading import meeting_for
from services.meetings.models import Meeting
from services.meetings.permissions import ROUTES
from services.meetings.views_roster import grants_here

PREFIX = "/api/meetings/v1"


async def _grants(session: Session, caller: Caller) -> Grants:
    return await grants_here(session, caller.person_id)


By = Annotated[Grants, Depends(_grants)]
"""The caller's grants today, with MEM in their own branch."""


async def _there(request: Request, meeting_id: UUID, session: Session, by: By) -> Meeting:
    verb = ROUTES[request.method, str(request.state.route).removeprefix(PREFIX)]
    return await meeting_for(session, meeting_id, by=by, verb=verb)


There = Annotated[Meeting, Depends(_there)]
"""The meeting of the path. Role and unit are judged by the route's verb, before the body is."""
