"""The HTTP door of saved views: everybody has their own."""

from uuid import UUID

from libs.common.http import Caller, Router, Session
from services.petitions import bodies_desk, views_saved, workflow_views

router = Router("petitions")


@router.get("/views")
async def list_views(session: Session, caller: Caller) -> views_saved.ViewsOut:
    """The caller's own."""
    return await views_saved.views_of(session, caller.person_id)


@router.put("/views/{view_id}")
async def keep_view(view_id: UUID, session: Session, caller: Caller, body: bodies_desk.ViewBody) -> views_saved.ViewOut:
    """Filters with a name, new or changed."""
    view = await workflow_views.keep_view(
        session,
        view_id=view_id,
        by=caller.person_id,
        name=body.name,
        asked=body.asked.model_dump(mode="json", exclude_defaults=True),
        is_default=body.is_default,
    )
    return views_saved.view_out(view)


@router.delete("/views/{view_id}", status_code=204)
async def drop_view(view_id: UUID, session: Session, caller: Caller) -> None:
    """No longer needed."""
    await workflow_views.drop_view(session, view_id=view_id, by=caller.person_id)
