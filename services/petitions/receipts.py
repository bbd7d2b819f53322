"""A receipt: what a branch takes home of one petition, to hold against the record later. Pure.

It carries hashes, codes and times, no word of what was said and no name. The statement over the present state is signed
at once; the proof into the last sealed day is added where there is one, and until then it is provisional.
"""

import io
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import segno
from pydantic import BaseModel

from libs.common.keys import Signer
from libs.contracts.vocabulary import PetitionState
from services.petitions import seals
from services.petitions.models import Petition
from services.petitions.views_seals import HeadOut

FORMAT: Final = "lienthong-receipt-1"
SHORT: Final = "LT1"


class Statement(BaseModel):
    """What is signed of the petition: so many lines, whose hashes together give `lines`."""

    petition_id: UUID
    code: str
    unit_path: str
    state: PetitionState
    length: int
    lines: str
    made_at: datetime
    key_id: str


class SealedOut(BaseModel):
    """The first `length` lines in the tree of a sealed day: the place of their leaf, the way from there to the root."""

    length: int
    position: int
    proof: list[str]
    head: HeadOut


class Receipt(BaseModel):
    """The whole. `provisional` is true while a line is in no sealed day yet."""

    format: Literal["lienthong-receipt-1"] = FORMAT
    provisional: bool
    statement: Statement
    public_key: str
    signature: str
    lines: list[str]
    sealed: SealedOut | None


def receipt(petition: Petition, lines: list[str], sealed: SealedOut | None, signer: Signer, at: datetime) -> Receipt:
    """The receipt of a petition as it stands."""
    statement = Statement(
        petition_id=petition.id,
        code=petition.code,
        unit_path=petition.path,
        state=petition.state,
        length=len(lines),
        lines=seals.lines_digest(lines),
        made_at=at.replace(microsecond=0),
        key_id=signer.key_id,
    )
    return Receipt(
        provisional=sealed is None or sealed.length < len(lines),
        statement=statement,
        public_key=signer.public_key,
        signature=signer.signature(statement_message(statement)),
        lines=lines,
        sealed=sealed,
    )


def statement_message(statement: Statement) -> bytes:
    """The statement as it is signed."""
    return seals.message(seals.PETITION, {name: seals.plain(value) for name, value in statement})


def short(receipt: Receipt) -> str:
    """Statement and signature in one line that a QR code holds."""
    says = receipt.statement
    parts: Sequence[object] = (
        SHORT,
        says.petition_id.hex,
        says.code,
        says.unit_path,
        says.state,
        says.length,
        urlsafe_b64encode(bytes.fromhex(says.lines)).rstrip(b"=").decode(),
        seals.plain(says.made_at),
        says.key_id,
        receipt.signature,
    )
    return "|".join(map(str, parts))


def qr_svg(text: str) -> bytes:
    """The text as a QR code that a phone reads from a screen or from paper."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", scale=4, border=4, xmldecl=False, light="#fff")
    return drawn.getvalue()
