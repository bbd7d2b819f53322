"""The HTTP door of attachments: what they are called and by whom, the files themselves, attaching and taking away."""

from typing import Annotated, Any, Final
from urllib.parse import unquote
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BeforeValidator

from libs.access import grants_of
from libs.common.http import RAW_FILE, Caller, Router, Session
from libs.common.objects import Bucket
from libs.common.text import Line
from services.petitions import views_attachments, workflow_attachments
from services.petitions.kinds import named
from services.petitions.models_attachments import BUCKET
from services.petitions.rules import Verb
from services.petitions.seats import By, Doing, Read, at_work, settle
from services.petitions.taking_in import hand_out, require_admitted, take_in

router = Router("petitions")

BODY_LIMITS: Final = {"/api/petitions/v1/petitions/*/attachments/*": 20 * 1024 * 1024}
"""More than any rule allows today: what a file may have is a row, and said in its own words."""

_ANY_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file"}
}


async def _bucket(request: Request) -> Bucket:
    found: Bucket = next(one for one in request.app.state.service.buckets if one.name == BUCKET)
    return found


async def _admitted(petition_id: UUID, request: Request, caller: Caller) -> int:
    announced = request.headers.get("content-length", "")
    return await require_admitted(
        request.app.state.database,
        petition_id=petition_id,
        person_id=caller.person_id,
        announced=int(announced) if announced.isdigit() else 0,
    )


Files = Annotated[Bucket, Depends(_bucket)]
Admitted = Annotated[int, Depends(_admitted)]
"""How many megabytes the file may have, for whoever may attach one here."""

FileName = Annotated[
    Line, BeforeValidator(unquote), Header(description="Percent-encoded: a name belongs in no address")
]


@router.get("/petitions/{petition_id}/attachments")
async def list_attachments(session: Session, reading: Read, by: By) -> views_attachments.AttachmentsOut:
    """The files of a petition, and what the caller may attach."""
    return await views_attachments.attachments_of(session, reading.case, reading.seat, by.person_id)


@router.get("/petitions/{petition_id}/attachments/{attachment_id}", responses=_ANY_FILE, response_class=Response)
async def get_attachment(attachment_id: UUID, session: Session, reading: Read, bucket: Files) -> Response:
    """The file itself."""
    return await hand_out(bucket, await views_attachments.file_of(session, reading.case, attachment_id))


@router.put("/petitions/{petition_id}/attachments/{attachment_id}", **RAW_FILE)
async def put_attachment(
    petition_id: UUID,
    attachment_id: UUID,
    request: Request,
    session: Session,
    caller: Caller,
    most: Admitted,
    bucket: Files,
    file_name: FileName = "tep",
) -> views_attachments.AttachmentsOut:
    """A file of the holder, raw; the petition is asked for again once all of it has come."""
    scanner = request.app.state.service.settings.clamd
    file = await take_in(request, most=most, bucket=bucket, scanner=scanner)
    doing = await settle(session, Verb.ANSWER, petition_id, await grants_of(session, caller.person_id))
    name = named(file.kind, file_name)
    await workflow_attachments.attach(
        session, doing.case, attachment_id=attachment_id, by=doing.by, name=name, file=file
    )
    return await views_attachments.attachments_of(session, doing.case, doing.seat, caller.person_id)


@router.delete("/petitions/{petition_id}/attachments/{attachment_id}", status_code=204)
async def drop_attachment(attachment_id: UUID, session: Session, doing: Annotated[Doing, at_work()]) -> None:
    """Taken away by whoever attached it, while the petition lies where it lay."""
    await workflow_attachments.detach(session, doing.case, attachment_id=attachment_id, by=doing.by)
