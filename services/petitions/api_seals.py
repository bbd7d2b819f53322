"""The HTTP door of the sealed record: keys and heads for anybody, receipts for whoever may read the petition."""

from typing import Annotated

from fastapi import Depends, Request, Response

from libs.common.http import PUBLIC, Router, Session
from libs.common.keys import Signer, load_key
from libs.common.paging import Page, Paging
from services.petitions import receipts, views_receipts, views_seals
from services.petitions.config import Settings
from services.petitions.seats import Read

router = Router("petitions")


async def _signer(request: Request) -> Signer:
    settings: Settings = request.app.state.service.settings
    return load_key(settings.seal_key_file)


Sealer = Annotated[Signer, Depends(_signer)]
"""The key of this installation."""


@router.get("/seal-keys", **PUBLIC)
async def list_seal_keys(session: Session) -> views_seals.SealKeys:
    """The public keys that sealed days and receipts are signed with (JWKS)."""
    return await views_seals.seal_keys(session)


@router.get("/seals", **PUBLIC)
async def list_seals(session: Session, paging: Paging) -> Page[views_seals.HeadOut]:
    """The head of every sealed day, oldest first: kept elsewhere, they show later that no day was changed."""
    return await views_seals.heads(session, paging)


@router.get("/petitions/{petition_id}/receipt")
async def get_receipt(response: Response, session: Session, reading: Read, signer: Sealer) -> receipts.Receipt:
    """What a branch keeps to check the record later, without words or names."""
    petition = reading.case.petition
    response.headers["Content-Disposition"] = f'attachment; filename="bien-nhan-{petition.code}.json"'
    return await views_receipts.receipt_of(session, petition, signer)


@router.get(
    "/petitions/{petition_id}/receipt/qr", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}}
)
async def get_receipt_qr(session: Session, reading: Read, signer: Sealer) -> Response:
    """The same, without its proof, as a QR code."""
    made = await views_receipts.receipt_of(session, reading.case.petition, signer)
    return Response(receipts.qr_svg(receipts.short(made)), media_type="image/svg+xml")
