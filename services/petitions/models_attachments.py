"""Which files belong to which petition. What a file is called is the note of its line of history, and can be erased."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from services.petitions.models import Base, moment

BUCKET: Final = "petition-files"
"""The object store that they lie in, each under its `key`."""


class StoredFile(Base, table=True):
    """A file in the object store, written down before it is put there. `loose_since` is when it was expected, or when
    its attachment was taken away; null while it is attached. What is loose for a while is taken away again."""

    __tablename__ = "stored_files"
    __table_args__ = (Index("stored_files_loose", "loose_since", postgresql_where=text("loose_since IS NOT NULL")),)

    key: UUID = Field(primary_key=True)
    loose_since: datetime | None = moment(optional=True)


class Attachment(Base, table=True):
    """A file of a petition, attached by the line `seq` of its history, which bears the same hash."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("size > 0", "size"),
        UniqueConstraint("key", name="attachments_key_key"),
        Index("attachments_of_petition", "petition_id", "seq"),
    )

    id: UUID = Field(primary_key=True)
    petition_id: UUID = Field(foreign_key="petitions.id")
    seq: int
    key: UUID = Field(foreign_key="stored_files.key")
    kind: str = Field(sa_type=Text)
    size: int
    sha256: str = Field(sa_type=Text)
    by_id: UUID
    unit_id: UUID
    at: datetime = moment()
