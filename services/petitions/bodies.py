"""What the verbs take. Fields are cleaned before they are judged; what is not known is left aside."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from libs.common.text import CleanText
from libs.contracts.vocabulary import Category, Channel, Competence, Complexity, Outcome

Said = Annotated[CleanText, StringConstraints(min_length=1, max_length=5_000)]


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
    """Why."""

    reason: Said


class RedirectBody(BaseModel):
    """Where it belongs, and why."""

    channel: Channel
    reason: Said


class MergeBody(BaseModel):
    """The petition that it follows from now on."""

    into: UUID
