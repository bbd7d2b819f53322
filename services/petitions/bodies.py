"""What the verbs take. Fields are cleaned before they are judged; what is not known is left aside."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from libs.common.text import CleanText
from libs.contracts.vocabulary import Category, Channel, Competence, Complexity, Outcome

Said = Annotated[CleanText, StringConstraints(min_length=1, max_length=5_000)]
DocumentNumber = Annotated[CleanText, StringConstraints(min_length=1, max_length=64)]
ReasonCode = Annotated[CleanText, StringConstraints(min_length=1, max_length=64)]


class Empty(BaseModel):
    """Nothing needs to be said."""


class ClassifyBody(BaseModel):
    """What it is about, who can solve it, how long that may take."""

    category: Category
    competence: Competence
    complexity: Complexity | None = None


class AssignBody(BaseModel):
    """Who works on it: the person id of an assignee of the holding unit."""

    assignee: UUID


class AnswerBody(BaseModel):
    """The answer; a plan has a date."""

    outcome: Outcome
    text: Said
    target_date: date | None = None


class ReasonBody(BaseModel):
    """Why: a code of the list, words, or both. Words alone are enough, a code alone where it says all."""

    reason_code: ReasonCode | None = None
    reason: Said | None = Field(default=None, validate_default=True)

    @field_validator("reason")
    @classmethod
    def _either(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if reason is None and info.data.get("reason_code") is None:
            raise PydanticCustomError("missing", "a reason is needed, in words or as a code")
        return reason


class WordsBody(BaseModel):
    """Why, in words."""

    reason: Said


class PauseBody(ReasonBody):
    """What it waits for, always a code of the list, and for how many working days: as many as the rule allows if
    unsaid."""

    reason_code: ReasonCode
    working_days: Annotated[int, Field(ge=1, le=366)] | None = None


class RedirectBody(ReasonBody):
    """Where it belongs, and why."""

    channel: Channel


class RevealBody(BaseModel):
    """Why somebody has to know who raised it: a code of the list, and in words."""

    reason_code: ReasonCode
    reason: Said


class TransferBody(BaseModel):
    """Which body outside is asked, by which document, and until when it is to reply: as the rule says if unsaid."""

    body: Annotated[CleanText, StringConstraints(min_length=1, max_length=300)]
    document_number: DocumentNumber | None = None
    document_date: date | None = None
    reply_by: date | None = None


class ReplyBody(BaseModel):
    """What the body outside replied, and by which document."""

    text: Said
    document_number: DocumentNumber | None = None
    document_date: date | None = None


class MergeBody(BaseModel):
    """The petition that it follows from now on."""

    into: UUID


class SignBody(BaseModel):
    """The number that the paper bears in the register of the office, if it is known."""

    number: Annotated[int, Field(ge=1, le=9_999)] | None = None
