"""The tables of notifications. An item names a template and its parameters, not a text: the reader has the language.

A person is told once of one event, whatever is delivered how often.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from libs.common.db import service_metadata


class Base(SQLModel):
    """Everything that lies in the database of notifications."""

    metadata = service_metadata()


class InboxItem(Base, table=True):
    """One line in one person's inbox, about a petition or a report; ids are UUIDv7, so the order of ids is the order of
    arrival."""

    __tablename__ = "inbox_items"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", name="inbox_items_told_once"),
        CheckConstraint("(petition_id IS NULL) <> (report_id IS NULL)", name="about"),
        Index("inbox_items_unread_idx", "person_id", "id", postgresql_where=text("read_at IS NULL")),
    )

    person_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    event_id: UUID
    kind: str = Field(sa_column=Column(Text, nullable=False))
    petition_id: UUID | None = None
    petition_code: str = Field(sa_column=Column(Text, nullable=False))
    report_id: str | None = Field(default=None, sa_column=Column(Text))
    params: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    read_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
