"""The HTTP door of the sealed record: keys and heads, for anybody."""

from libs.common.http import PUBLIC, Router, Session
from libs.common.paging import Page, Paging
from services.petitions import views_seals

router = Router("petitions")


@router.get("/seal-keys", **PUBLIC)
async def list_seal_keys(session: Session) -> views_seals.SealKeys:
    """The public keys that sealed days and receipts are signed with (JWKS)."""
    return await views_seals.seal_keys(session)


@router.get("/seals", **PUBLIC)
async def list_seals(session: Session, paging: Paging) -> Page[views_seals.HeadOut]:
    """The head of every sealed day, oldest first: kept elsewhere, they show later that no day was changed."""
    return await views_seals.heads(session, paging)
