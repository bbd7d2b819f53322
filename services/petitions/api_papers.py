"""The HTTP door of documents: a report as text and as a workbook, its answers for the bulletin, a letter of answer."""

import asyncio
from typing import Final

from fastapi import Response

from libs.common.http import Router, Session
from services.petitions.book_report import report_workbook
from services.petitions.paper_letter import letter_document
from services.petitions.paper_report import answers_document, report_document
from services.petitions.seats import By, Read
from services.petitions.seats_reports import Named
from services.petitions.views_papers import letter, report_paper

router = Router("petitions")

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(body: bytes, media_type: str, name: str) -> Response:
    """A file that nobody keeps on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(body, media_type=media_type, headers=headers)


@router.get("/reports/{report_id}.docx", responses={200: {"content": {DOCX: {}}}}, response_class=Response)
async def get_report_document(session: Session, by: By, reading: Named) -> Response:
    """The report as a document to read, print and complete."""
    body = await asyncio.to_thread(report_document, await report_paper(session, reading, by))
    return _file(body, DOCX, f"bao-cao-{reading.unit.code}-{reading.month:%Y-%m}.docx")


@router.get("/reports/{report_id}.xlsx", responses={200: {"content": {XLSX: {}}}}, response_class=Response)
async def get_report_workbook(session: Session, by: By, reading: Named) -> Response:
    """The report as a workbook."""
    body = await asyncio.to_thread(report_workbook, await report_paper(session, reading, by))
    return _file(body, XLSX, f"bao-cao-{reading.unit.code}-{reading.month:%Y-%m}.xlsx")


@router.get("/reports/{report_id}/answers.docx", responses={200: {"content": {DOCX: {}}}}, response_class=Response)
async def get_answers(session: Session, by: By, reading: Named) -> Response:
    """The answers of the period, as the section of the bulletin that branches read out."""
    body = await asyncio.to_thread(answers_document, await report_paper(session, reading, by))
    return _file(body, DOCX, f"tra-loi-{reading.unit.code}-{reading.month:%Y-%m}.docx")


@router.get("/petitions/{petition_id}/letter.docx", responses={200: {"content": {DOCX: {}}}}, response_class=Response)
async def get_letter(session: Session, reading: Read) -> Response:
    """The answer that stands, as a letter to the branch."""
    body = await asyncio.to_thread(letter_document, await letter(session, reading.case))
    return _file(body, DOCX, f"cong-van-{reading.case.petition.code}.docx")
