"""What the routes of a desk take."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from libs.common.text import Line, Query
from libs.contracts.vocabulary import Category, Competence, Complexity, Outcome, PetitionState
from services.petitions.bodies import Said
from services.petitions.rules import Verb
from services.petitions.workflow_bulk import MOST_AT_ONCE


class WorkBody(BaseModel):
    """What somebody has begun; `take_over` although a colleague is at work on it."""

    verb: Verb
    take_over: bool = False


class NoteBody(BaseModel):
    """A note inside."""

    text: Said


class TemplateBody(BaseModel):
    """A template; `{code}`, `{branch}` and `{date}` in its text are filled in for each petition."""

    name: Line
    text: Said
    outcome: Outcome | None = None


class BodyBody(BaseModel):
    """A body as a unit has it, and which of its assignees work in it."""

    name: Line
    parent_code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,20}$")] | None = None
    position: Annotated[int, Field(ge=0, le=999)] = 0
    absent: bool = False
    members: Annotated[list[UUID], Field(max_length=200)] = []


class ViewAsked(BaseModel):
    """The filters of a view, as the queue is asked for them."""

    tab: Literal["todo", "answered", "above", "all"] | None = None
    q: Query = ""
    category: Category | None = None
    state: PetitionState | None = None
    overdue: bool = False


class ViewBody(BaseModel):
    """Filters with a name; the default is what the desk opens with."""

    name: Line
    asked: ViewAsked
    is_default: bool = False


class BulkAcknowledge(BaseModel):
    """One to be acknowledged."""

    petition_id: UUID
    verb: Literal["acknowledge"]


class BulkClassify(BaseModel):
    """One to be classified; what is left open stays as the branch said."""

    petition_id: UUID
    verb: Literal["classify"]
    category: Category | None = None
    competence: Competence | None = None
    complexity: Complexity | None = None


class BulkAssign(BaseModel):
    """One to be assigned."""

    petition_id: UUID
    verb: Literal["assign"]
    assignee: UUID


BulkOperation = Annotated[BulkAcknowledge | BulkClassify | BulkAssign, Field(discriminator="verb")]


class BulkBody(BaseModel):
    """What is to be done with several petitions."""

    operations: Annotated[list[BulkOperation], Field(max_length=MOST_AT_ONCE)]
