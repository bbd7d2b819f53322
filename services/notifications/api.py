"""The HTTP door: one's own inbox, read and followed. Nobody reads another's, whatever the role."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Header, Request
from fastapi.responses import StreamingResponse

from libs.common.db import Database
from libs.common.http import STREAM, Caller, Router, Session
from libs.common.paging import Paging
from services.notifications import views, workflow
from services.notifications.live import Hub
from services.notifications.stream import follow

router = Router("notifications")

EVENTS: Final[dict[str, Any]] = {"text/event-stream": {"schema": {"type": "string"}}}


@router.get("/inbox")
async def get_inbox(session: Session, caller: Caller, paging: Paging, unread: bool = False) -> views.InboxOut:
    """The caller's inbox, newest first; `unread` leaves out what was read."""
    return await views.inbox(
        session, person_id=caller.person_id, unread_only=unread, position=paging, language=caller.language
    )


@router.get("/unread")
async def get_unread(session: Session, caller: Caller) -> views.UnreadOut:
    """How many lines the caller has not read."""
    return views.UnreadOut(unread=await views.unread_count(session, person_id=caller.person_id))


@router.post("/inbox/read-all")
async def post_read_all(session: Session, caller: Caller) -> views.UnreadOut:
    """The caller has read everything."""
    await workflow.read_all(session, person_id=caller.person_id)
    return views.UnreadOut(unread=0)


@router.post("/inbox/{item_id}/read")
async def post_read(item_id: UUID, session: Session, caller: Caller) -> views.UnreadOut:
    """The caller has read one line."""
    await workflow.read(session, person_id=caller.person_id, item_id=item_id)
    return views.UnreadOut(unread=await views.unread_count(session, person_id=caller.person_id))


@router.get("/stream", response_class=StreamingResponse, responses={200: {"content": EVENTS}}, **STREAM)
async def get_stream(
    request: Request, caller: Caller, last_event_id: Annotated[UUID | None, Header()] = None
) -> StreamingResponse:
    """The caller's inbox as it changes: `event: inbox` with the line's id and how many are unread. It ends with the
    token; come again with a new one and `Last-Event-ID`."""
    state = request.app.state
    events = follow(
        _hub(request), state.database, state.stopping,
        person_id=caller.person_id, after=last_event_id, until=caller.expires_at,
    )  # fmt: skip
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


def _hub(request: Request) -> Hub:
    state = request.app.state
    if not hasattr(state, "hub"):
        database: Database = state.database
        address = database.engine.url.set(drivername="postgresql")
        state.hub = Hub(address.render_as_string(hide_password=False))
    hub: Hub = state.hub
    return hub
