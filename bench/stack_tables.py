"""The tables of the two bare services that have our libraries."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class Logged(SQLModel, table=True):
    """What was said."""

    __tablename__ = "bare_logged"

    id: UUID = Field(primary_key=True)
    body: str


class Outbox(SQLModel, table=True):
    """What is to be sent."""

    __tablename__ = "bare_outbox"

    id: int | None = Field(default=None, primary_key=True)
    body: str


class Queued(SQLModel, table=True):
    """What has arrived."""

    __tablename__ = "bare_queue"

    id: UUID = Field(primary_key=True)
    body: str
